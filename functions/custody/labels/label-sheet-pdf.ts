import PDFDocument from 'pdfkit';
import type { AssetReader } from '../../../shared/documents/assets.ts';
import { INSTITUTE_NAME } from '../../../shared/documents/letterhead-pdf.ts';
import { COLOURS } from '../../../shared/documents/palette.ts';
import { drawTagged, spacedLines, startStructure } from '../../../shared/documents/pdf-tags.ts';
import { drawQrCode } from '../../../shared/documents/qr-code.ts';
import { wrapText } from '../../../shared/documents/text-lines.ts';

/** What one label says: nothing of anybody. */
export interface Label {
  /** What its QR says, and nothing else. */
  readonly code: string;
  /** The same, as people read it. */
  readonly spoken: string;
  /** What it is on, in a few words. */
  readonly about: string;
}

/** Sheets of 3 × 10 labels of 2⅝ × 1 inches on Letter paper, as they are sold; points. */
const SHEET = { columns: 3, rows: 10, left: 13.5, top: 36, width: 189, height: 72, across: 198 } as const;
const LABELS_OF_SHEET = SHEET.columns * SHEET.rows;
const QR = 62;
const PAD = 5;

/**
 * Labels on as many sheets as they take, the first from its `from`-th label on (1 to 30): a begun sheet is used up. Without
 * letterhead: everything that is printed is inside a label.
 */
export async function labelSheetPdf(
  assets: AssetReader,
  {
    labels,
    from,
    title,
    printedAt,
  }: { readonly labels: readonly Label[]; readonly from: number; readonly title: string; readonly printedAt: Date },
): Promise<Uint8Array> {
  const [regular, bold] = await Promise.all([
    assets.read('fonts/roboto-regular.ttf'),
    assets.read('fonts/roboto-bold.ttf'),
  ]);
  const document = new PDFDocument({
    ...{ size: 'LETTER', margin: 0, autoFirstPage: false, lang: 'es-MX', displayTitle: true, tagged: true },
    // Empty, not absent: absent would load Helvetica from pdfkit's own files.
    font: '',
    pdfVersion: '1.7',
    info: { Title: title, Author: INSTITUTE_NAME, Creator: 'Cartera', CreationDate: printedAt, ModDate: printedAt },
  });
  document.registerFont('regular', Buffer.from(regular));
  document.registerFont('bold', Buffer.from(bold));
  document.font('regular');
  startStructure(document);
  const chunks: Uint8Array[] = [];
  document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    document.on('end', resolve);
    document.on('error', reject);
  });
  for (const [index, label] of labels.entries()) {
    const place = index + from - 1;
    if (index === 0 || place % LABELS_OF_SHEET === 0) document.addPage();
    drawLabel(document, label, place % LABELS_OF_SHEET);
  }
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

function drawLabel(document: PDFKit.PDFDocument, { code, spoken, about }: Label, place: number): void {
  const left = SHEET.left + (place % SHEET.columns) * SHEET.across;
  const top = SHEET.top + Math.floor(place / SHEET.columns) * SHEET.height;
  drawTagged(document, 'Figure', () => drawQrCode(document, code, left + 2, top + PAD, QR), {
    alt: `Código QR. Dice: ${code}`,
  });
  const x = left + QR + PAD;
  const width = SHEET.width - QR - 2 * PAD;
  drawTagged(document, 'P', () => {
    document.font('bold').fontSize(11.5).fillColor(COLOURS.ink);
    document.text(`${spoken} `, x, top + 14, { lineBreak: false });
    document.font('regular').fontSize(7.5);
    const lines = wrapText(about, width, (text) => document.widthOfString(text)).slice(0, 2);
    for (const [index, line] of spacedLines([...lines, '']).entries())
      document.text(line, x, top + 31 + index * 9.5, { lineBreak: false });
    document.fontSize(6).fillColor(COLOURS.muted);
    document.text('ICEES · Resguardo de originales', x, top + 56, { lineBreak: false });
  });
}
