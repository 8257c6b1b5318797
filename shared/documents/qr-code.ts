import { create } from 'qrcode';

/** Draws a QR code of `text` as vector squares in a square of `size` points, quiet zone of 4 modules included. */
export function drawQrCode(document: PDFKit.PDFDocument, text: string, left: number, top: number, size: number): void {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const unit = size / (modules.size + 8);
  document.save();
  for (let row = 0; row < modules.size; row += 1) {
    let column = 0;
    while (column < modules.size) {
      const run = darkRun(modules, row, column);
      if (run > 0) document.rect(left + (column + 4) * unit, top + (row + 4) * unit, run * unit, unit);
      column += Math.max(run, 1);
    }
  }
  document.fill('#000000');
  document.restore();
}

/** How many dark modules lie side by side from here; drawn as one bar, so that no hairlines show between them. */
function darkRun(modules: { size: number; get(row: number, column: number): number }, row: number, from: number) {
  let column = from;
  while (column < modules.size && modules.get(row, column) !== 0) column += 1;
  return column - from;
}
