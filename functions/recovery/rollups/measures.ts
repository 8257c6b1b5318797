/**
 * Sums by name, zeros left out. All are whole numbers: counts, or centavos. Names are attribute names of rollup items,
 * so changing one needs a rebuild of the rollups.
 */
export type Measures = Readonly<Record<string, number>>;

/** Adds `more` into `into`. Throws a RangeError when a sum leaves the safe integers: then nothing may be stored. */
export function addInto(into: Record<string, number>, more: Measures): void {
  for (const [name, value] of Object.entries(more)) {
    const sum = (into[name] ?? 0) + value;
    if (!Number.isSafeInteger(sum)) throw new RangeError(`measure ${name} is not a safe integer: ${sum}`);
    into[name] = sum;
  }
}

/** The sum of many. */
export function sumOf(all: Iterable<Measures>): Record<string, number> {
  const sum: Record<string, number> = {};
  for (const measures of all) addInto(sum, measures);
  return sum;
}

export function withoutZeros(measures: Measures): Record<string, number> {
  return Object.fromEntries(Object.entries(measures).filter(([, value]) => value !== 0));
}

/** Every name gets the prefix: how the measures of a cell become measures of a total. */
export function prefixed(prefix: string, measures: Measures): Record<string, number> {
  return Object.fromEntries(Object.entries(measures).map(([name, value]) => [`${prefix}${name}`, value]));
}

/** The measures whose name starts with the prefix, without it. */
export function unprefixed(prefix: string, measures: Measures): Record<string, number> {
  return Object.fromEntries(
    Object.entries(measures)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}
