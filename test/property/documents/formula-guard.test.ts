import fc from 'fast-check';
import { expect, it } from 'vitest';
import { guardedText } from '../../../shared/documents/cell-value.ts';

const unseen = fc.constantFrom(
  ' ',
  '\t',
  '\n',
  '\r',
  '\u0001',
  '\u007f',
  '\u0085',
  '\u00a0',
  '\u200b',
  '\u2028',
  '\u3000',
  '\ufeff',
);
const sign = fc.constantFrom('=', '+', '-', '@', '＝', '＋', '－', '＠', '﹦', '﹢', '﹣', '﹫');
const rest = fc.string({ minLength: 1, unit: 'grapheme' });

it('no text whose first visible character begins a formula leaves without its apostrophe (B18)', () => {
  fc.assert(
    fc.property(fc.array(unseen, { maxLength: 5 }), sign, rest, (front, first, tail) => {
      expect(guardedText(`${front.join('')}${first}${tail}`)).toMatch(/^'/);
    }),
  );
});

it('text that begins with a letter or a digit leaves as it came', () => {
  const visible = fc.constantFrom('A', 'ñ', '7', '$', '(', '¿', '–');
  fc.assert(
    fc.property(visible, fc.string({ unit: 'grapheme-ascii' }), (first, tail) => {
      expect(guardedText(first + tail)).toBe(first + tail);
    }),
  );
});
