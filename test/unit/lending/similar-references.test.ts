import fc from 'fast-check';
import { expect, it } from 'vitest';
import { similarReferences } from '../../../shared/register/similar-references.ts';

const CHARACTERS = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const reference = fc.array(fc.constantFrom(...CHARACTERS), { minLength: 6, maxLength: 20 }).map((all) => all.join(''));

it('names every text one character or one swap away, once, and never the reference itself', () => {
  fc.assert(
    fc.property(reference, fc.nat(), fc.constantFrom(...CHARACTERS), (right, at, character) => {
      const place = at % right.length;
      const substituted = right.slice(0, place) + character + right.slice(place + 1);
      const swapped = right.slice(0, place) + (right[place + 1] ?? '') + (right[place] ?? '') + right.slice(place + 2);
      const all = [...similarReferences(right)];
      expect(new Set(all).size).toBe(all.length);
      expect(all).not.toContain(right);
      for (const wrong of [substituted, swapped]) if (wrong !== right) expect(all).toContain(wrong);
      for (const candidate of all) expect(candidate).toHaveLength(right.length);
    }),
  );
});

it('begins with the likeliest mistakes: swaps, look-alikes, then digits', () => {
  const first = [...similarReferences('AB0123')].slice(0, 10);
  expect(first.slice(0, 5)).toEqual(['BA0123', 'A0B123', 'AB1023', 'AB0213', 'AB0132']);
  expect(first.slice(5)).toEqual(['A80123', 'ABO123', 'ABQ123', 'ABD123', 'AB0I23']);
});
