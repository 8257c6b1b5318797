import { execFileSync } from 'node:child_process';
import decodeQR from 'qr/decode.js';

/** What the QR code on a page of a PDF says, read as a phone reads it: from a picture of the page (poppler's pdftoppm). */
export function qrOnPage(pdf: Uint8Array, page = 1): string {
  const args = ['-r', '150', '-f', String(page), '-l', String(page), '-'];
  return decodeQR(pixelsOf(execFileSync('pdftoppm', args, { input: pdf, maxBuffer: 100_000_000 })));
}

/** A binary PPM ("P6 width height 255") as the decoder takes pictures. */
function pixelsOf(ppm: Buffer): { readonly width: number; readonly height: number; readonly data: Uint8Array } {
  const head = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(ppm.subarray(0, 64).toString('latin1'));
  if (head === null) throw new Error('pdftoppm is needed by this test: apt-get install poppler-utils');
  return { width: Number(head[1]), height: Number(head[2]), data: ppm.subarray(head[0].length) };
}
