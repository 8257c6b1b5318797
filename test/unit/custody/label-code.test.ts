import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelCodeOf, readLabelCode, spokenLabel } from '../../../functions/custody/originals/label-code.ts';
import { SPOKEN_ALPHABET } from '../../../shared/canonical/spoken-digits.ts';

const codes = fc.tuple(fc.string(), fc.nat(3)).map(([paper, attempt]) => labelCodeOf(paper, attempt));

describe('the code of a label', () => {
  it('is ten characters, the same for the same paper, another at the next attempt', () => {
    expect(labelCodeOf('note 1 1', 0)).toMatch(/^D[0-9A-HJKMNP-TV-Z]{9}$/);
    expect(labelCodeOf('note 1 1', 0)).toBe(labelCodeOf('note 1 1', 0));
    expect(new Set([0, 1, 2].map((attempt) => labelCodeOf('note 1 1', attempt))).size).toBe(3);
  });

  it('is read back as it is printed, however it is typed', () => {
    fc.assert(
      fc.property(codes, (code) => {
        expect(readLabelCode(spokenLabel(code))).toBe(code);
        expect(readLabelCode(` ${spokenLabel(code).toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l')} `)).toBe(
          code,
        );
      }),
    );
  });

  it('tells every single wrong character', () => {
    fc.assert(
      fc.property(codes, (code) => {
        for (const at of Array.from({ length: 9 }, (_, index) => index + 1))
          for (const wrong of SPOKEN_ALPHABET.replace(code[at]!, ''))
            expect(readLabelCode(code.slice(0, at) + wrong + code.slice(at + 1))).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  it('tells every two characters that changed places', () => {
    fc.assert(
      fc.property(codes, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 9 }), (code, a, b) => {
        fc.pre(code[a] !== code[b]);
        const changed = Array.from(code);
        [changed[a], changed[b]] = [code[b]!, code[a]!];
        expect(readLabelCode(changed.join(''))).toBeUndefined();
      }),
    );
  });

  it('is nothing else: a place, a number, nothing', () => {
    for (const text of ['P/B1-A-12', '7501031311309', '', 'D', 'H-2024-00001'])
      expect(readLabelCode(text)).toBeUndefined();
  });
});
