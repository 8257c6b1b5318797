import { contentArea, type LetterheadDocument, nextPage } from './letterhead-pdf.ts';
import { COLOURS } from './palette.ts';
import { isKeptWhole, ROWS_TOGETHER, rowsPerPage } from './pdf-table-pages.ts';
import { drawArtifact, openTag, type StructureElement } from './pdf-tags.ts';
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
  /** `total` is set off by a rule and bold; it never stands at the head of a page. */
  readonly style?: 'normal' | 'total';
}

export interface PdfTableOptions {
  /** Points; 8.5 if absent. */
  readonly fontSize?: number;
  /** Left edge and width in points; the whole content width if absent. */
  readonly left?: number;
  readonly width?: number;
  /** Points that what follows takes (a note, a short section) and that must be left on the page of the last rows. */
  readonly after?: number;
}

interface Layout {
  readonly columns: readonly (PdfColumn & { x: number; points: number })[];
  readonly left: number;
  readonly width: number;
  readonly fontSize: number;
  readonly lineHeight: number;
}

/** An element a cell is some 130 bytes: a report of thousands of differences must still fit in an answer and a mail. */
const MOST_ROWS_BY_CELL = 500;
/** What a heading takes over its table (pdf-blocks.ts). */
const HEADING_ROOM = 29;
const PAD_X = 4;
const PAD_Y = 3;

/**
 * Draws a table from the document's current height down, wrapping long cells and repeating the header row on every
 * page. A row goes to the next page whole; only one taller than a page is continued there. No page is left with one
 * or two rows of it (pdf-table-pages.ts). Leaves `document.y` below.
 */
export function drawTable(
  document: LetterheadDocument,
  columns: readonly PdfColumn[],
  rows: readonly PdfRow[],
  options: PdfTableOptions = {},
): void {
  const { layout, header, headerHeight, wrapped } = measure(document, columns, rows, options);
  const { bottom } = contentArea(document);
  const { top } = document.page.margins;
  const pages = rowsPerPage(
    wrapped.map(({ height, row }) => ({ height, total: row.style === 'total' })),
    { here: bottom - document.y - headerHeight, page: bottom - top - headerHeight, after: options.after ?? 0 },
  );
  const table = openTag(document, 'Table');
  const inOneCell = rows.length > MOST_ROWS_BY_CELL;
  let drawn = 0;
  for (const [page, count] of pages.entries()) {
    if (page > 0) nextPage(document);
    if (count === 0) continue;
    drawHeader(document, layout, header, drawn === 0 ? table : undefined);
    for (const { row, lines } of wrapped.slice(drawn, drawn + count)) {
      const total = row.style === 'total';
      drawRow(document, layout, header, { lines, total, striped: drawn % 2 === 1, table, inOneCell });
      drawn += 1;
    }
  }
  table.end();
  document.x = contentArea(document).left;
}

/** Points that a heading over the table needs under itself, so that the two are not parted. */
export function tableRoom(
  document: LetterheadDocument,
  columns: readonly PdfColumn[],
  rows: readonly PdfRow[],
  options: PdfTableOptions = {},
): number {
  const isWhole = isKeptWhole(rows.length);
  const together = isWhole ? rows : rows.slice(0, ROWS_TOGETHER + 1);
  const { headerHeight, wrapped } = measure(document, columns, rows, options, together);
  const height = wrapped.reduce((sum, row) => sum + row.height, headerHeight);
  const room = height + (isWhole ? (options.after ?? 0) : 0);
  return Math.min(room, contentArea(document).bottom - document.page.margins.top - HEADING_ROOM);
}

/** How a table of these rows is laid out, and the lines of those that are wanted. */
function measure(
  document: LetterheadDocument,
  columns: readonly PdfColumn[],
  rows: readonly PdfRow[],
  options: PdfTableOptions,
  wanted: readonly PdfRow[] = rows,
) {
  const layout = layOut(document, columns, rows, options);
  const titles = columns.map(({ title }) => title);
  const header = linesOf(document, layout, titles, true);
  const wrapped = wanted.map((row) => {
    const lines = linesOf(document, layout, row.cells, row.style === 'total');
    return { row, lines, height: heightOf(layout, lines) };
  });
  return { layout, header, headerHeight: heightOf(layout, header), wrapped };
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

/** The row of titles; a header of the table where it stands first, on later pages only its repetition. */
function drawHeader(
  document: LetterheadDocument,
  layout: Layout,
  lines: readonly string[][],
  table: StructureElement | undefined,
): void {
  const y = document.y;
  const height = heightOf(layout, lines);
  const lineY = y + height;
  drawArtifact(document, () => {
    document.rect(layout.left, y, layout.width, height).fill(COLOURS.headerFill);
    document.moveTo(layout.left, lineY).lineTo(layout.left + layout.width, lineY);
    document.lineWidth(0.8).strokeColor(COLOURS.guinda).stroke();
  });
  const cell = (index: number) => () => {
    document.font('bold').fontSize(layout.fontSize).fillColor(COLOURS.guinda);
    drawLines(document, layout, index, lines[index] ?? [], y, 'keep');
  };
  const row = table === undefined ? undefined : openTag(document, 'TR', table);
  for (const index of layout.columns.keys()) {
    if (row === undefined) drawArtifact(document, cell(index), 'Pagination');
    else openTag(document, 'TH', row, { scope: 'Column' }).add(cell(index)).end();
  }
  row?.end();
  document.y = lineY;
}

interface DrawnRow {
  readonly lines: readonly string[][];
  readonly total: boolean;
  readonly striped: boolean;
  readonly table: StructureElement;
  /** Of a table so long that an element a cell would make the file too large to be sent. */
  readonly inOneCell: boolean;
}

function drawRow(document: LetterheadDocument, layout: Layout, header: readonly string[][], row: DrawnRow): void {
  const element = openTag(document, 'TR', row.table);
  drawRowPart(document, layout, header, row, cellsOf(document, layout, element, row.inOneCell));
  element.end();
}

/** Where the text of each column goes in the structure; the first cell names its row. */
function cellsOf(
  document: LetterheadDocument,
  { columns }: Layout,
  row: StructureElement,
  inOneCell: boolean,
): readonly StructureElement[] {
  if (inOneCell) {
    const cell = openTag(document, 'TD', row);
    return columns.map(() => cell);
  }
  return columns.map((_column, index) =>
    index === 0 ? openTag(document, 'TH', row, { scope: 'Row' }) : openTag(document, 'TD', row),
  );
}

/** What of a row fits on the page, and on the pages after it the rest of one taller than a page. */
function drawRowPart(
  document: LetterheadDocument,
  layout: Layout,
  header: readonly string[][],
  row: DrawnRow,
  cells: readonly StructureElement[],
): void {
  const { lines, total, striped } = row;
  const room = Math.floor((contentArea(document).bottom - document.y - 2 * PAD_Y) / layout.lineHeight);
  const here = lines.map((cell) => cell.slice(0, Math.max(room, 1)));
  const rest = lines.map((cell) => cell.slice(Math.max(room, 1)));
  const y = document.y;
  const height = heightOf(layout, here);
  drawArtifact(document, () => {
    if (striped && !total) document.rect(layout.left, y, layout.width, height).fill(COLOURS.zebra);
    const ruleY = total ? y : y + height;
    document.moveTo(layout.left, ruleY).lineTo(layout.left + layout.width, ruleY);
    document
      .lineWidth(total ? 0.8 : 0.3)
      .strokeColor(total ? COLOURS.ink : COLOURS.rule)
      .stroke();
  });
  for (const [index, cell] of cells.entries()) {
    const text = here[index] ?? [];
    if (text.length === 0) continue;
    cell.add(() => {
      document.font(total ? 'bold' : 'regular').fontSize(layout.fontSize);
      drawLines(document, layout, index, text, y, 'sign');
    });
  }
  document.y = y + height;
  if (rest.every((cell) => cell.length === 0)) return;
  nextPage(document);
  drawHeader(document, layout, header, undefined);
  drawRowPart(document, layout, header, { ...row, lines: rest }, cells);
}

function drawLines(
  document: LetterheadDocument,
  layout: Layout,
  index: number,
  lines: readonly string[],
  y: number,
  colour: 'keep' | 'sign',
): void {
  const column = layout.columns[index];
  if (column === undefined) return;
  for (const [lineIndex, text] of lines.entries()) {
    if (colour === 'sign') document.fillColor(text.startsWith('-$') ? COLOURS.negative : COLOURS.ink);
    const slack = column.points - 2 * PAD_X - document.widthOfString(text);
    const shift = column.align === 'right' ? slack : column.align === 'center' ? slack / 2 : 0;
    const top = y + PAD_Y + lineIndex * layout.lineHeight;
    // Read aloud, the end of a line or a cell is a space like any other.
    document.text(`${text} `, column.x + PAD_X + shift, top, { lineBreak: false });
  }
}
