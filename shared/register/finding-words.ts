/** Words that join a name and by which nobody is looked for. */
const JOINING = new Set(['DE', 'DEL', 'LA', 'LAS', 'LOS', 'EL', 'Y', 'I', 'E', 'MC', 'VON', 'VAN', 'DA', 'DI', 'DOS']);

/** Letters by which a word is partitioned: whoever looks types at least so many. */
export const FIRST_LETTERS = 2;

/**
 * The words of a name as they are looked for: capitals without accents (Ñ is N, as people type it), in their order, both
 * of two that are equal; joining words are left out unless nothing else is left.
 */
export function wordsOf(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase();
  const all = plain.split(/[^A-Z]+/).filter((word) => word.length >= FIRST_LETTERS);
  const telling = all.filter((word) => !JOINING.has(word));
  return telling.length > 0 ? telling : all;
}

/** Whether every word typed begins some word of a name, each another one. */
export function matches(typed: readonly string[], words: readonly string[]): boolean {
  const [first, ...rest] = typed;
  if (first === undefined) return true;
  return words.some(
    (word, at) =>
      word.startsWith(first) &&
      matches(
        rest,
        words.filter((_word, index) => index !== at),
      ),
  );
}

/** Whether one letter more, less, or another, or two neighbours changed places, make one word of the other. */
export function isOneSlipAway(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  const same = (from: number, to: number) => short.slice(from) === long.slice(to);
  if (short.length < long.length) return same(at, at + 1);
  if (at === short.length) return false;
  const swapped = short[at] === long[at + 1] && short[at + 1] === long[at];
  return same(at + 1, at + 1) || (swapped && same(at + 2, at + 2));
}
