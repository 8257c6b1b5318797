import { contentArea, type LetterheadDocument } from './letterhead-pdf.ts';
import { COLOURS } from './palette.ts';
import { wrapText } from './text-lines.ts';

export interface PdfColumn {
  readonly title: string;
  /** Share of the table's width; shares need not sum to anything. */
  readonly width: number;
  /** Money and counts go right. */
  readonly align?: 'left' | 'right' | 'center';
}

export interface PdfRow {
  readonly cells: readonly string[];
  /** `total` is set off by a rule and bold; it never stands alone at the head of a page. */
  readonly style?: 'normal' | 'total';
}

export interface PdfTableOptions {
  /** Points; 8.5 if absent. */
  readonly fontSize?: number;
  /** Left edge and width in points; the whole content width if absent. */
  readonly left?: number;
  readonly width?: number;
}

interface Layout {
  readonly columns: readonly (PdfColumn & { x: number; points: number })[];
  readonly left: number;
  readonly width: number;
  readonly fontSize: number;
  readonly lineHeight: number;
}

const PAD_X = 4;
const PAD_Y = 3;

/**
 * Draws a table from the document's current height down, wrapping long cells and repeating the header row on every
 * page. A row goes to the next page whole; only one taller than a page is continued there. Leaves `document.y` below.
 */
export function drawTable(
  document: LetterheadDocument,
  columns: readonly PdfColumn[],
  rows: readonly PdfRow[],
  options: PdfTableOptions = {},
): void {
  const layout = layOut(document, columns, rows, options);
  const wrapped = rows.map((row) => ({ row, lines: linesOf(document, layout, row.cells, row.style === 'total') }));
  const header = linesOf(
    document,
    layout,
    columns.map((column) => column.title),
    true,
  );
  const headerHeight = heightOf(layout, header);
  const bottom = contentArea(document).bottom;
  const heights = wrapped.map(({ lines }) => heightOf(layout, lines));
  // A header needs at least its first row under it, and a row just above a total waits for it.
  const needed = (index: number): number =>
    (heights[index] ?? 0) + (rows[index + 1]?.style === 'total' ? (heights[index + 1] ?? 0) : 0);
  if (document.y + headerHeight + needed(0) > bottom && document.y > document.page.margins.top) document.addPage();
  drawHeader(document, layout, header);
  const pageHeight = bottom - document.page.margins.top - headerHeight;
  for (const [index, { row, lines }] of wrapped.entries()) {
    if (document.y + Math.min(needed(index), pageHeight) > bottom) {
      document.addPage();
      drawHeader(document, layout, header);
    }
    drawRow(document, layout, header, lines, row.style === 'total', index % 2 === 1);
  }
  document.x = contentArea(document).left;
}

function layOut(
  document: LetterheadDocument,
  columns: readonly PdfColumn[],
  rows: readonly PdfRow[],
  options: PdfTableOptions,
): Layout {
  const area = contentArea(document);
  const left = options.left ?? area.left;
  const width = options.width ?? area.width;
  const shares = columns.reduce((sum, column) => sum + column.width, 0);
  let x = left;
  const placed = columns.map((column) => {
    const points = (column.width / shares) * width;
    x += points;
    return { ...column, x: x - points, points };
  });
  const fontSize = fittingFontSize(document, placed, rows, options.fontSize ?? 8.5);
  return { columns: placed, left, width, fontSize, lineHeight: fontSize * 1.25 };
}

/** The wished size, or the smaller one at which no amount is broken over two lines (a broken amount misleads). */
function fittingFontSize(
  document: LetterheadDocument,
  columns: Layout['columns'],
  rows: readonly PdfRow[],
  wished: number,
): number {
  document.font('bold').fontSize(wished);
  const overflow = columns.flatMap((column, index) => {
    if (column.align !== 'right') return [];
    const room = column.points - 2 * PAD_X;
    return rows.map((row) => document.widthOfString(row.cells[index] ?? '') / room);
  });
  return wished / Math.max(1, ...overflow);
}

function linesOf(document: LetterheadDocument, layout: Layout, cells: readonly string[], bold: boolean): string[][] {
  document.font(bold ? 'bold' : 'regular').fontSize(layout.fontSize);
  return layout.columns.map((column, index) =>
    wrapText(cells[index] ?? '', column.points - 2 * PAD_X, (text) => document.widthOfString(text)),
  );
}

function heightOf(layout: Layout, lines: readonly string[][]): number {
  return Math.max(...lines.map((cell) => cell.length)) * layout.lineHeight + 2 * PAD_Y;
}

function drawHeader(document: LetterheadDocument, layout: Layout, lines: readonly string[][]): void {
  const y = document.y;
  const height = heightOf(layout, lines);
  document.rect(layout.left, y, layout.width, height).fill(COLOURS.headerFill);
  const lineY = y + height;
  document.moveTo(layout.left, lineY).lineTo(layout.left + layout.width, lineY);
  document.lineWidth(0.8).strokeColor(COLOURS.guinda).stroke();
  document.font('bold').fontSize(layout.fontSize).fillColor(COLOURS.guinda);
  drawLines(document, layout, lines, y, 'keep');
  document.y = lineY;
}

function drawRow(
  document: LetterheadDocument,
  layout: Layout,
  header: readonly string[][],
  lines: readonly string[][],
  total: boolean,
  striped: boolean,
): void {
  const room = Math.floor((contentArea(document).bottom - document.y - 2 * PAD_Y) / layout.lineHeight);
  const here = lines.map((cell) => cell.slice(0, Math.max(room, 1)));
  const rest = lines.map((cell) => cell.slice(Math.max(room, 1)));
  const y = document.y;
  const height = heightOf(layout, here);
  if (striped && !total) document.rect(layout.left, y, layout.width, height).fill(COLOURS.zebra);
  const ruleY = total ? y : y + height;
  document.moveTo(layout.left, ruleY).lineTo(layout.left + layout.width, ruleY);
  document
    .lineWidth(total ? 0.8 : 0.3)
    .strokeColor(total ? COLOURS.ink : COLOURS.rule)
    .stroke();
  document.font(total ? 'bold' : 'regular').fontSize(layout.fontSize);
  drawLines(document, layout, here, y, 'sign');
  document.y = y + height;
  if (rest.every((cell) => cell.length === 0)) return;
  document.addPage();
  drawHeader(document, layout, header);
  drawRow(document, layout, header, rest, total, striped);
}

function drawLines(
  document: LetterheadDocument,
  layout: Layout,
  cells: readonly string[][],
  y: number,
  colour: 'keep' | 'sign',
): void {
  for (const [index, column] of layout.columns.entries()) {
    for (const [lineIndex, text] of (cells[index] ?? []).entries()) {
      if (colour === 'sign') document.fillColor(text.startsWith('-$') ? COLOURS.negative : COLOURS.ink);
      const slack = column.points - 2 * PAD_X - document.widthOfString(text);
      const shift = column.align === 'right' ? slack : column.align === 'center' ? slack / 2 : 0;
      const top = y + PAD_Y + lineIndex * layout.lineHeight;
      document.text(text, column.x + PAD_X + shift, top, { lineBreak: false });
    }
  }
}
