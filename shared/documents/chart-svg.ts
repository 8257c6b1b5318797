import { scaleBand, scalePoint } from 'd3-scale';
import { line as linePath } from 'd3-shape';
import { type ChartFrame, coordinate, frameSvg, PLOT, svgLabel, valueScale } from './chart-frame.ts';
import { COLOURS } from './palette.ts';

export interface ChartPoint {
  /** Under the axis; labels that would touch are left out at even steps. */
  readonly label: string;
  readonly value: number;
  /** The one the chart is about: darker, with its value written on it. */
  readonly emphasised?: boolean;
}

export interface ChartSpec extends ChartFrame {
  readonly points: readonly ChartPoint[];
  /** Value as the axis says it ("$120 mil"). */
  readonly tickText: (value: number) => string;
  /** Value as it is written on the emphasised mark. */
  readonly valueText: (value: number) => string;
}

/** Every how many labels one is written, so that none touch. */
function labelStep(spec: ChartSpec): number {
  const longest = Math.max(1, ...spec.points.map((point) => point.label.length));
  const room = (spec.width - PLOT.left - PLOT.right) / Math.max(spec.points.length, 1);
  return Math.max(1, Math.ceil((longest * 7 + 4) / room));
}

/** Step labels counted back from the last one, which is always written, as is the emphasised one's. */
function axisLabels(spec: ChartSpec, xOf: (index: number) => number): string[] {
  const step = labelStep(spec);
  const last = spec.points.length - 1;
  return spec.points.flatMap((point, index) =>
    (last - index) % step === 0
      ? [
          svgLabel(xOf(index), spec.height - PLOT.bottom + 18, point.label, {
            anchor: 'middle',
            colour: point.emphasised ? COLOURS.guinda : COLOURS.muted,
            bold: point.emphasised === true,
          }),
        ]
      : [],
  );
}

/** The value over the emphasised mark, kept inside the picture. */
function valueLabel(spec: ChartSpec, point: ChartPoint, x: number, y: number): string {
  const text = spec.valueText(point.value);
  const half = text.length * 3.8;
  const inside = Math.min(Math.max(x, PLOT.left + half), spec.width - PLOT.right - half);
  return svgLabel(inside, y - 6, text, { anchor: 'middle', size: 13, bold: true, colour: COLOURS.guinda });
}

/** Upright bars from zero, as SVG text. Without points it says so instead of drawing an empty frame. */
export function barChartSvg(spec: ChartSpec): string {
  const scale = valueScale(
    spec.points.map((point) => point.value),
    spec,
  );
  const band = scaleBand<number>()
    .domain(spec.points.map((_point, index) => index))
    .range([PLOT.left + 4, spec.width - PLOT.right - 4])
    .paddingInner(0.28)
    .paddingOuter(0.14);
  const barWidth = Math.min(band.bandwidth(), 56);
  const middle = (index: number): number => (band(index) ?? 0) + band.bandwidth() / 2;
  const bars = spec.points.map((point, index) => {
    const top = Math.min(scale.y(point.value), scale.y(0));
    const height = Math.abs(scale.y(point.value) - scale.y(0));
    const colour = point.emphasised ? COLOURS.guinda : COLOURS.bar;
    return `<rect x="${coordinate(middle(index) - barWidth / 2)}" y="${coordinate(top)}" width="${coordinate(barWidth)}" height="${coordinate(height)}" fill="${colour}"/>`;
  });
  const values = spec.points.flatMap((point, index) =>
    point.emphasised ? [valueLabel(spec, point, middle(index), Math.min(scale.y(point.value), scale.y(0)))] : [],
  );
  return frameSvg(spec, scale, spec.tickText, [...bars, ...axisLabels(spec, middle), ...values, ...emptyNote(spec)]);
}

/** A line through the points, with a dot on each emphasised one. */
export function lineChartSvg(spec: ChartSpec): string {
  const scale = valueScale(
    spec.points.map((point) => point.value),
    spec,
  );
  const position = scalePoint<number>()
    .domain(spec.points.map((_point, index) => index))
    .range([PLOT.left + 10, spec.width - PLOT.right - 14])
    .padding(0.2);
  const xOf = (index: number): number => position(index) ?? 0;
  const path = linePath<ChartPoint>()
    .x((_point, index) => xOf(index))
    .y((point) => scale.y(point.value))
    .digits(2)([...spec.points]);
  const curve = path === null ? [] : [`<path d="${path}" fill="none" stroke="${COLOURS.bar}" stroke-width="2.5"/>`];
  const dots = spec.points.flatMap((point, index) => {
    if (!point.emphasised) return [];
    const [x, y] = [xOf(index), scale.y(point.value)];
    const dot = `<circle cx="${coordinate(x)}" cy="${coordinate(y)}" r="4.5" fill="${COLOURS.guinda}"/>`;
    return [dot, valueLabel(spec, point, x, y - 4)];
  });
  return frameSvg(spec, scale, spec.tickText, [...curve, ...axisLabels(spec, xOf), ...dots, ...emptyNote(spec)]);
}

function emptyNote(spec: ChartSpec): string[] {
  if (spec.points.length > 0) return [];
  return [
    svgLabel(spec.width / 2, spec.height / 2 + 12, 'Sin movimientos en el periodo', {
      anchor: 'middle',
      size: 14,
      colour: COLOURS.muted,
    }),
  ];
}
