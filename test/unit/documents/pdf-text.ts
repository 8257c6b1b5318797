import { execFileSync } from 'node:child_process';

/** Text of a PDF as it lies on the page (poppler's pdftotext: `apt-get install poppler-utils`). */
export function pdfText(pdf: Uint8Array): string {
  try {
    return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
  } catch (cause) {
    throw new Error('pdftotext is needed by this test: apt-get install poppler-utils', { cause });
  }
}

/** Structure of a tagged PDF with its texts, as a screen reader meets it (poppler's pdfinfo). */
export function pdfStructure(pdf: Uint8Array): string {
  const about = execFileSync('pdfinfo', ['-'], { input: pdf, encoding: 'utf8' });
  if (!/^Tagged: +yes$/m.test(about)) throw new Error('the PDF is not tagged');
  return execFileSync('pdfinfo', ['-struct-text', '-'], { input: pdf, encoding: 'utf8' });
}
