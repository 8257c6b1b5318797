import type { Spread } from './spread.ts';

/** What a figure must be: the bench paragraph. */
export type Target = { readonly atLeast: number } | { readonly atMost: number };

/** One figure of the bench. */
export interface BenchLine {
  /** What was measured, and under which condition. */
  readonly measure: string;
  readonly figure: number;
  readonly unit: string;
  /** Of the repetitions, when there were any: `figure` is their median. */
  readonly spread?: Spread;
  readonly target?: Target;
  /** How it came about, what to know when reading it. */
  readonly remark?: string;
}

export interface BenchSetting {
  /** Small sizes: to see that the bench works, not to judge by. */
  readonly quick: boolean;
  readonly say: (progress: string) => void;
}

/** A measure in a module of its own; `name` is what the command line calls it. */
export interface BenchPart {
  readonly name: string;
  readonly title: string;
  run(setting: BenchSetting): Promise<readonly BenchLine[]>;
}

export type Verdict = 'met' | 'falls short' | 'no target';

export function verdictOf({ figure, target }: BenchLine): Verdict {
  if (target === undefined) return 'no target';
  const met = 'atLeast' in target ? figure >= target.atLeast : figure <= target.atMost;
  return met ? 'met' : 'falls short';
}
