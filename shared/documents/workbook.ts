import ExcelJS from 'exceljs';
import { cellValue, guardedText, NUMBER_FORMATS, type SheetColumn } from './cell-value.ts';
import { setZipTimes } from './zip-times.ts';

/** A sheet ready to be written; made by `sheet`, which checks its rows against its columns. */
export interface Sheet {
  writeTo(workbook: ExcelJS.Workbook): void;
}

export interface SheetSpec<Row> {
  /** At most 31 characters, none of []:*?/\ . */
  readonly name: string;
  /** Lines above the header: title first (bold), then whatever the reader must know. */
  readonly heading: readonly string[];
  readonly columns: readonly SheetColumn<Row>[];
  readonly rows: readonly Row[];
  /** What the sum of the rows is called; "Total" if absent. */
  readonly totalLabel?: string;
  /** Rows under the total, which are not part of it. */
  readonly below?: readonly Row[];
}

const HEADER_FILL = 'FF6B1D34';

/** 1 → "A", 27 → "AA". */
function columnLetter(column: number): string {
  const rest = Math.trunc((column - 1) / 26);
  return (rest > 0 ? columnLetter(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26));
}

/**
 * One typed table per sheet: header frozen and repeated on print, filter, es-MX formats, landscape on Letter paper;
 * columns marked `total` end in a SUM formula whose cached result is computed here in whole centavos.
 */
export function sheet<Row>(spec: SheetSpec<Row>): Sheet {
  return {
    writeTo(workbook) {
      const headerRow = spec.heading.length + 2;
      const lastRow = headerRow + spec.rows.length;
      const lastColumn = spec.columns.length;
      const worksheet = workbook.addWorksheet(spec.name, {
        views: [{ state: 'frozen', ySplit: headerRow, xSplit: 0, showGridLines: false }],
        pageSetup: {
          orientation: 'landscape',
          paperSize: 1 as ExcelJS.PaperSize,
          fitToPage: true,
          fitToWidth: 1,
          fitToHeight: 0,
          printTitlesRow: `${headerRow}:${headerRow}`,
          margins: { left: 0.5, right: 0.5, top: 0.6, bottom: 0.6, header: 0.3, footer: 0.3 },
        },
        headerFooter: { oddFooter: '&L&A&RPágina &P de &N' },
      });
      for (const [index, line] of spec.heading.entries()) {
        const cell = worksheet.getCell(index + 1, 1);
        cell.value = guardedText(line);
        cell.font =
          index === 0 ? { bold: true, size: 14, color: { argb: HEADER_FILL } } : { color: { argb: 'FF57606A' } };
      }
      writeHeader(worksheet, spec.columns, headerRow);
      for (const [index, row] of spec.rows.entries()) writeRow(worksheet, spec.columns, headerRow + 1 + index, row);
      // Right under the table a filter would take them for its rows: the total, or an empty line, stands between.
      for (const [index, row] of (spec.below ?? []).entries())
        writeRow(worksheet, spec.columns, lastRow + 2 + index, row);
      if (spec.rows.length > 0) {
        worksheet.autoFilter = { from: { row: headerRow, column: 1 }, to: { row: lastRow, column: lastColumn } };
        writeTotals(worksheet, spec, headerRow + 1, lastRow);
      }
    },
  };
}

function writeHeader<Row>(worksheet: ExcelJS.Worksheet, columns: readonly SheetColumn<Row>[], headerRow: number): void {
  for (const [position, column] of columns.entries()) {
    worksheet.getColumn(position + 1).width = column.width;
    const cell = worksheet.getCell(headerRow, position + 1);
    cell.value = column.title;
    cell.font = { bold: true, color: { argb: 'FFFFFFFF' } };
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: HEADER_FILL } };
    const horizontal = column.kind === 'text' || column.kind === 'date' ? 'left' : 'right';
    cell.alignment = { horizontal, vertical: 'middle', wrapText: true };
  }
}

function writeRow<Row>(
  worksheet: ExcelJS.Worksheet,
  columns: readonly SheetColumn<Row>[],
  number: number,
  row: Row,
): void {
  for (const [position, column] of columns.entries()) {
    const cell = worksheet.getCell(number, position + 1);
    cell.value = cellValue(column.kind, column.value(row));
    cell.numFmt = NUMBER_FORMATS[column.kind];
    if (column.kind === 'text') cell.alignment = { wrapText: true, vertical: 'top' };
  }
}

function writeTotals<Row>(worksheet: ExcelJS.Worksheet, spec: SheetSpec<Row>, first: number, last: number): void {
  if (!spec.columns.some((column) => 'total' in column)) return;
  for (const [position, column] of spec.columns.entries()) {
    const cell = worksheet.getCell(last + 1, position + 1);
    cell.font = { bold: true };
    cell.border = { top: { style: 'thin' } };
    if (position === 0) cell.value = spec.totalLabel ?? 'Total';
    if (!('total' in column)) continue;
    const sum = spec.rows.reduce((all, row) => all + (column.value(row) ?? 0), 0);
    const letter = columnLetter(position + 1);
    // Cells hold pesos as binary fractions; rounding makes the recalculated sum the exact one again.
    const range = `SUM(${letter}${first}:${letter}${last})`;
    const formula = column.kind === 'money' ? `ROUND(${range},2)` : range;
    cell.value = { formula, result: column.kind === 'money' ? sum / 100 : sum };
    cell.numFmt = NUMBER_FORMATS[column.kind];
  }
}

/** An XLSX file of the sheets. `createdAt` (UTC) is its only time: same sheets and instant, same bytes. */
export async function workbookBytes(
  properties: { readonly title: string; readonly createdAt: Date },
  sheets: readonly Sheet[],
): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = 'Cartera';
  workbook.lastModifiedBy = 'Cartera';
  workbook.title = properties.title;
  workbook.company = 'Instituto de Becas y Crédito Educativo del Estado de Sonora';
  workbook.created = properties.createdAt;
  workbook.modified = properties.createdAt;
  workbook.calcProperties = { fullCalcOnLoad: true };
  for (const each of sheets) each.writeTo(workbook);
  return setZipTimes(Buffer.from(await workbook.xlsx.writeBuffer()), properties.createdAt);
}
