import { expect, it } from 'vitest';
import { letterheadPdf } from '../../../shared/documents/letterhead-pdf.ts';
import { drawParagraph } from '../../../shared/documents/pdf-blocks.ts';
import { unprintableIn } from '../../../shared/documents/printable-text.ts';
import { receiptPdf } from '../../../shared/documents/receipt-pdf.ts';
import { pdfText } from './pdf-text.ts';
import { repositoryAssets } from './repository-assets.ts';
import { sampleReceipt } from './sample-receipt.ts';

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_unused, index) => String.fromCodePoint(from + index));
/** Latin-1, Latin Extended-A, Romanian and Vietnamese letters. */
const LETTERS = [
  ...[...range(0xc0, 0x17f), ...range(0x1ea0, 0x1ef9), ...range(0x218, 0x21b), ...'ƠơƯưẞŴŵ'],
  ...'ÑñÁáÜüŁłŞşễ',
].filter((letter) => /\p{L}/u.test(letter));
const letterhead = { title: 'Nombres', folio: 'P-1', printedAt: new Date('2026-11-21T05:30:00Z') };

it.each(['regular', 'medium', 'bold'] as const)('the %s font draws every letter of a name (B13)', async (font) => {
  const lines = Array.from({ length: Math.ceil(LETTERS.length / 20) }, (_unused, index) =>
    LETTERS.slice(index * 20, index * 20 + 20).join(' '),
  );
  const pdf = await letterheadPdf(repositoryAssets, letterhead, (document) => {
    for (const line of [...lines, '漢']) drawParagraph(document, line, { font });
  });
  const text = pdfText(pdf).normalize('NFC');
  for (const letter of LETTERS) expect(text, `${letter} in ${font}`).toContain(letter);
  // So that the test can fail: what the font lacks is not in the text.
  expect(text).not.toContain('漢');
});

it('a receipt prints the names of foreign parents whole', async () => {
  const borrowerName = 'Łucja Şahin Nguyễn Őry Dvořák Țepeș';
  const text = pdfText(await receiptPdf(repositoryAssets, { ...sampleReceipt, borrowerName }));
  for (const word of borrowerName.split(' ')) expect(text).toContain(word);
});

it('names the letter that cannot be printed, and nothing else', () => {
  expect(LETTERS.filter((letter) => unprintableIn(letter) !== undefined)).toEqual([]);
  expect(unprintableIn("María-José O’Hara D'Anjou, «Núñez» — 2.º")).toBeUndefined();
  expect(unprintableIn('Иванов')).toBe('И');
  expect(unprintableIn('Ana 李')).toBe('李');
  expect(unprintableIn('Ana 😀')).toBe('😀');
});
