/** A source of chance that gives the same values for the same seed, so that every demonstration is the same one. */
export interface Dice {
  /** 0 ≤ value < 1. */
  next(): number;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  chance(probability: number): boolean;
  pick<T>(values: readonly [T, ...T[]]): T;
  /** A positive number around `median`; `spread` is the standard deviation of its logarithm. */
  logNormal(median: number, spread: number): number;
}

/** Mulberry32: 32 bits of state are plenty for a demonstration. */
export function seededDice(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick: (values) => values[Math.floor(next() * values.length)] ?? values[0],
    logNormal: (median, spread) => median * Math.exp(spread * gaussian(next)),
  };
}

/** Box and Muller: two uniform values give one normal value. */
function gaussian(next: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
