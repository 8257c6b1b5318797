import { COLOURS } from './palette.ts';

/**
 * The emblem of the letterhead: an open book under a rising sun, drawn in vectors in a square of `size` points.
 * It stands in until the institute gives its official mark as a file for layers/.
 */
export function drawEmblem(document: PDFKit.PDFDocument, left: number, top: number, size: number): void {
  document.save();
  document.translate(left, top).scale(size / 48);
  document.roundedRect(0, 0, 48, 48, 6).fill(COLOURS.guinda);
  document.circle(24, 21, 6).fill(COLOURS.sand);
  document.lineWidth(1.8).lineCap('round').strokeColor(COLOURS.sand);
  for (const degrees of [-180, -144, -108, -72, -36, 0]) {
    const angle = (degrees * Math.PI) / 180;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    document.moveTo(24 + x * 9, 21 + y * 9).lineTo(24 + x * 12.5, 21 + y * 12.5);
  }
  document.stroke();
  document.path('M24 28 C19 24 12 24 7 26 L7 39 C12 37 19 37 24 41 Z').fill('#ffffff');
  document.path('M24 28 C29 24 36 24 41 26 L41 39 C36 37 29 37 24 41 Z').fill('#ffffff');
  document.lineWidth(1).strokeColor(COLOURS.guinda);
  document.moveTo(24, 28).lineTo(24, 41).stroke();
  document.restore();
}
