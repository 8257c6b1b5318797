const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Characters that people and scanners take for one another. */
const CONFUSED: Readonly<Record<string, string>> = {
  O: '0QD',
  Q: '0O',
  D: '0O',
  I: '1L',
  L: '1I',
  Z: '2',
  S: '5',
  B: '8',
  G: '6',
  '0': 'OQD',
  '1': 'IL',
  '2': 'Z',
  '5': 'S',
  '6': 'G',
  '8': 'B',
};

/**
 * References that differ from `reference` by one character or by two neighbours swapped, the likeliest mistakes first:
 * swaps, characters that look alike, digit for digit, letter for letter, then the rest. Without repeats and without
 * the reference itself. Pure; upper-case letters and digits only.
 */
export function* similarReferences(reference: string): Generator<string, void, undefined> {
  const seen = new Set([reference]);
  for (const candidate of candidates(reference)) {
    if (seen.has(candidate)) continue;
    seen.add(candidate);
    yield candidate;
  }
}

function* candidates(reference: string): Generator<string, void, undefined> {
  yield* swaps(reference);
  yield* substitutions(reference, (character) => CONFUSED[character] ?? '');
  yield* substitutions(reference, (character) => (DIGITS.includes(character) ? DIGITS : ''));
  yield* substitutions(reference, (character) => (LETTERS.includes(character) ? LETTERS : ''));
  yield* substitutions(reference, () => DIGITS + LETTERS);
}

function* swaps(reference: string): Generator<string, void, undefined> {
  for (let place = 0; place + 1 < reference.length; place += 1) {
    const [left = '', right = ''] = reference.slice(place, place + 2);
    yield reference.slice(0, place) + right + left + reference.slice(place + 2);
  }
}

function* substitutions(reference: string, instead: (character: string) => string) {
  for (let place = 0; place < reference.length; place += 1) {
    for (const character of instead(reference[place] ?? '')) {
      yield reference.slice(0, place) + character + reference.slice(place + 1);
    }
  }
}
