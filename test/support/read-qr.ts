import { execFileSync } from 'node:child_process';
import decodeQr from 'qr/decode.js';

/** Part of a page, in points from its top left corner. */
export interface PagePart {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const DOTS_PER_INCH = 300;
const pixels = (points: number): string => String(Math.round((points * DOTS_PER_INCH) / 72));

/**
 * What the QR code on a page says, or in that part of one, read from the page as it looks (poppler's pdftoppm). Throws when none is
 * read.
 */
export function qrOnPage(pdf: Uint8Array, page = 1, part?: PagePart): string {
  const place =
    part === undefined
      ? []
      : [
          ...['-x', pixels(part.left), '-y', pixels(part.top)],
          ...['-W', pixels(part.width), '-H', pixels(part.height)],
        ];
  const pages = ['-f', String(page), '-l', String(page), '-r', String(part === undefined ? 150 : DOTS_PER_INCH)];
  const picture = execFileSync('pdftoppm', [...pages, ...place, '-'], { input: pdf, maxBuffer: 64 * 1024 * 1024 });
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(picture.subarray(0, 40).toString('latin1'));
  if (head === null) throw new Error('pdftoppm gave no picture');
  const [all, wide, high] = head;
  const data = new Uint8Array(picture.subarray(all.length));
  return decodeQr({ width: Number(wide), height: Number(high), data }, { timeLimit: 5_000 });
}
