import type { FiringSchedules } from './schedules/scheduler.ts';

export interface RunnerOptions {
  /** The API's port; the three after it serve AWS. 0: free ports. */
  readonly port: number;
  readonly dataDir: string;
  /** Business date (YYYY-MM-DD) for every function, whatever the machine's clock says. */
  readonly today?: string | undefined;
  /** cdk.out */
  readonly assemblyDir: string;
  readonly schedules: FiringSchedules;
  /** Writes every distinct AWS call of the functions to <dataDir>/calls.jsonl. */
  readonly recordCalls?: boolean;
  /** Milliseconds by which each call of a function to a table is held back, asked anew for each: a loaded machine. */
  readonly storeDelay?: (() => number) | undefined;
  /** Seed of what goes wrong on purpose (faults/fault-plan.ts); undefined: nothing does. */
  readonly faults?: number | undefined;
  readonly quiet?: boolean;
}
