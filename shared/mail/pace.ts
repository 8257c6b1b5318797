import { setTimeout as sleep } from 'node:timers/promises';

/** The machine's time, for waiting: real, also where the business date is fixed. */
export interface Waiting {
  /** Milliseconds. */
  readonly now: () => number;
  readonly wait: (milliseconds: number) => Promise<void>;
}

export const machineTime: Waiting = {
  now: () => performance.now(),
  wait: (milliseconds) => sleep(milliseconds),
};

/** Resolves when so many may go; called again before, it stands in line behind. */
export type Pace = (many: number) => Promise<void>;

/** At most `perSecond` a second over time, the first at once. */
export function createPace(perSecond: number, { now, wait }: Waiting): Pace {
  let free = Number.NEGATIVE_INFINITY;
  return async (many) => {
    const at = Math.max(now(), free);
    free = at + (many * 1_000) / perSecond;
    const ahead = at - now();
    if (ahead > 0) await wait(ahead);
  };
}
