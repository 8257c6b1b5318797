import * as z from 'zod';

/** Sums under keys, sorted by them: the same facts give the same bytes, in whatever order they were added. */
export const sumsTableSchema = z.array(z.tuple([z.string(), z.array(z.int())]));
export type SumsTable = z.infer<typeof sumsTableSchema>;

/** Whole numbers summed under a key, place by place. */
export class KeyedSums {
  readonly #sums = new Map<string, number[]>();

  add(key: string, amounts: readonly number[]): void {
    const sums = this.#sums.get(key);
    if (sums === undefined) this.#sums.set(key, [...amounts]);
    else for (const [place, amount] of amounts.entries()) sums[place] = (sums[place] ?? 0) + amount;
  }

  merge(table: SumsTable): void {
    for (const [key, amounts] of table) this.add(key, amounts);
  }

  table(): SumsTable {
    return [...this.#sums].toSorted(([a], [b]) => (a < b ? -1 : 1));
  }
}
