import { scaleLinear } from 'd3-scale';
import { escapeHtml } from './html-text.ts';
import { COLOURS } from './palette.ts';

/** Size of a chart in SVG units and what stands above it. */
export interface ChartFrame {
  readonly title: string;
  readonly subtitle: string;
  /** Said by screen readers and kept as <desc>. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
}

export interface ValueScale {
  y(value: number): number;
  readonly ticks: readonly number[];
}

export const PLOT = { left: 66, right: 14, top: 58, bottom: 34 } as const;

/** A scale from zero (or below, when something is negative) to a round number above the largest value. */
export function valueScale(values: readonly number[], frame: ChartFrame): ValueScale {
  const scale = scaleLinear()
    .domain([Math.min(0, ...values), Math.max(0, ...values) || 1])
    .nice(4)
    .range([frame.height - PLOT.bottom, PLOT.top]);
  return { y: (value) => scale(value), ticks: scale.ticks(4) };
}

/** One decimal at most, two digits for coordinates: keeps the SVG short and its bytes stable. */
export const coordinate = (value: number): string => String(Math.round(value * 100) / 100);

export interface LabelStyle {
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly colour?: string;
  readonly bold?: boolean;
}

export function svgLabel(x: number, y: number, text: string, style: LabelStyle = {}): string {
  const { size = 12, anchor = 'start', colour = COLOURS.ink, bold = false } = style;
  const weight = bold ? ' font-weight="700"' : '';
  return `<text x="${coordinate(x)}" y="${coordinate(y)}" font-family="Roboto" font-size="${size}" text-anchor="${anchor}" fill="${colour}"${weight}>${escapeHtml(text)}</text>`;
}

/** Title, grid lines with their values in words of `tickText`, the marks, and the zero line over them. */
export function frameSvg(
  frame: ChartFrame,
  scale: ValueScale,
  tickText: (value: number) => string,
  marks: readonly string[],
): string {
  const right = frame.width - PLOT.right;
  const line = (value: number, colour: string): string => {
    const y = coordinate(scale.y(value));
    return `<line x1="${PLOT.left}" x2="${right}" y1="${y}" y2="${y}" stroke="${colour}" stroke-width="1"/>`;
  };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${frame.width} ${frame.height}" width="${frame.width}" height="${frame.height}" role="img">`,
    `<title>${escapeHtml(frame.title)}</title><desc>${escapeHtml(frame.description)}</desc>`,
    `<rect width="${frame.width}" height="${frame.height}" fill="#ffffff"/>`,
    svgLabel(14, 24, frame.title, { size: 16, bold: true }),
    svgLabel(14, 43, frame.subtitle, { size: 12, colour: COLOURS.muted }),
    ...scale.ticks.map((tick) => line(tick, COLOURS.rule)),
    ...scale.ticks.map((tick) =>
      svgLabel(PLOT.left - 8, scale.y(tick) + 4, tickText(tick), { anchor: 'end', colour: COLOURS.muted }),
    ),
    ...marks,
    line(0, COLOURS.ink),
    '</svg>',
  ].join('');
}
