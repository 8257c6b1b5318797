import { execFileSync } from 'node:child_process';

/** Text of a PDF as it lies on the page (poppler's pdftotext: `apt-get install poppler-utils`). */
export function pdfText(pdf: Uint8Array): string {
  try {
    return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
  } catch (cause) {
    throw new Error('pdftotext is needed by this test: apt-get install poppler-utils', { cause });
  }
}
