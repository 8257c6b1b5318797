import type { LetterheadDocument } from './letterhead-pdf.ts';
import { drawHeading } from './pdf-blocks.ts';
import { drawTable, type PdfColumn, type PdfRow, type PdfTableOptions, tableRoom } from './pdf-table.ts';

export interface TitledTable {
  readonly title: string;
  readonly columns: readonly PdfColumn[];
  readonly rows: readonly PdfRow[];
  readonly options?: PdfTableOptions;
  /** What stands between the title and the table, and the points that it takes. */
  readonly intro?: { readonly room: number; readonly draw: () => void };
}

/** A heading and its table; the heading goes to the next page with it. */
export function drawTitledTable(
  document: LetterheadDocument,
  { title, columns, rows, options = {}, intro }: TitledTable,
): void {
  drawHeading(document, title, (intro?.room ?? 0) + tableRoom(document, columns, rows, options));
  intro?.draw();
  drawTable(document, columns, rows, options);
}
