import type { RowEnding } from './row-outcome.ts';

export interface RowProgress {
  settle(row: number, ending: RowEnding): void;
  /** The last row of the unbroken run of ended rows. */
  settledUpTo(): number;
  /** Ended rows of that run that were not taken yet. */
  waiting(): number;
  /** Takes them, in file order. */
  takeSettled(): RowEnding[];
}

/**
 * Rows end in any order; a checkpoint may only stand behind rows without a gap. Keeps early enders until the rows
 * before them have ended. `from`: rows 1…from were done before.
 */
export function createRowProgress(from: number): RowProgress {
  const early = new Map<number, RowEnding>();
  let settled = from;
  let ready: RowEnding[] = [];
  return {
    settle(row, ending) {
      early.set(row, ending);
      for (let next = early.get(settled + 1); next !== undefined; next = early.get(settled + 1)) {
        settled += 1;
        early.delete(settled);
        ready.push(next);
      }
    },
    settledUpTo: () => settled,
    waiting: () => ready.length,
    takeSettled() {
      const taken = ready;
      ready = [];
      return taken;
    },
  };
}
