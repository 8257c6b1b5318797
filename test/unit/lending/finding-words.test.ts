import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOneSlipAway, matches, wordsOf } from '../../../shared/register/finding-words.ts';

describe('words of a name', () => {
  it.each([
    ['María de los Ángeles Muñoz', ['MARIA', 'ANGELES', 'MUNOZ']],
    ["O'Hara-Pérez", ['HARA', 'PEREZ']],
    ['De la O', ['DE', 'LA']],
    ['López López', ['LOPEZ', 'LOPEZ']],
    ['  ', []],
  ])('«%s»', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it('are matched each by another word', () => {
    expect(matches(['MAR', 'MARIA'], ['MARIA', 'MARTINEZ'])).toBe(true);
    expect(matches(['MAR', 'MAR'], ['MARIA', 'LOPEZ'])).toBe(false);
    expect(matches([], [])).toBe(true);
  });
});

describe('one slip', () => {
  const letter = fc.constantFrom(...'ABCDEFGH');
  const word = fc.array(letter, { minLength: 3, maxLength: 9 }).map((letters) => letters.join(''));

  it('is one letter another, missing, added, or two that changed places; the word itself is none', () => {
    fc.assert(
      fc.property(word, fc.nat(), letter, (text, at, other) => {
        const index = at % text.length;
        const without = text.slice(0, index) + text.slice(index + 1);
        const added = text.slice(0, index) + other + text.slice(index);
        const changed = text.slice(0, index) + other + text.slice(index + 1);
        const swapped =
          text.slice(0, index) + [...text.slice(index, index + 2)].reverse().join('') + text.slice(index + 2);
        expect(isOneSlipAway(text, text)).toBe(false);
        for (const slip of [without, added, changed, swapped]) {
          expect(isOneSlipAway(text, slip)).toBe(slip !== text);
          expect(isOneSlipAway(slip, text)).toBe(slip !== text);
        }
      }),
    );
  });

  it('is no more than one', () => {
    fc.assert(
      fc.property(word, word, (one, other) => {
        if (isOneSlipAway(one, other)) expect(distance(one, other)).toBe(1);
        else expect(distance(one, other)).not.toBe(1);
      }),
    );
  });
});

/** Optimal string alignment, the textbook way. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) =>
    Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)),
  );
  for (let i = 1; i <= a.length; i += 1)
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      rows[i]![j] = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        rows[i]![j] = Math.min(rows[i]![j]!, rows[i - 2]![j - 2]! + 1);
    }
  return rows[a.length]![b.length]!;
}
