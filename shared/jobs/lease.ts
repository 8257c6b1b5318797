import * as z from 'zod';

/**
 * What long work that a run does piece by piece carries: spread into the schema of the thing that is worked on (a bank
 * file), so that its checkpoint and its lease are one write. At any time at most one run holds the lease; one that was
 * given up (time limit, crash, frozen process) cannot write over its successor.
 */
export const leaseFields = {
  /** The run that works on it, and until when (real time, ISO) it may be taken to be alive. */
  runId: z.string().nullable(),
  leaseUntil: z.string().nullable(),
  /** Names the event for which that run was started (an object that arrived, a request). */
  delivery: z.string().nullable().default(null),
  /** Runs so far. */
  runs: z.int().nonnegative(),
  /** What stopped the last run before its end: busy, time limit, error class. */
  stoppedBy: z.string().nullable(),
};

export interface Leased {
  readonly runId: string | null;
  readonly leaseUntil: string | null;
  readonly delivery: string | null;
  readonly runs: number;
  readonly stoppedBy: string | null;
}

/** Nobody has worked on it, or its work goes on afresh. */
export const NO_LEASE = { runId: null, leaseUntil: null, delivery: null, runs: 0, stoppedBy: null } as const;

/** How long a run is believed alive without a sign: longer than any one piece of work and a pause of the store. */
export const LEASE_MS = 120_000;

export interface NewRun {
  readonly runId: string;
  /** Null: nothing may be concluded from it. */
  readonly delivery: string | null;
  readonly now: Date;
}

/** The end of a lease taken or renewed at that instant. */
export const leaseFrom = (now: Date): string => new Date(now.getTime() + LEASE_MS).toISOString();

/** The thing as a new run holds it, and the condition of the write that takes it. */
export interface Taking<Thing> {
  readonly next: Thing;
  readonly condition: {
    readonly ConditionExpression: string;
    readonly ExpressionAttributeValues: Readonly<Record<string, string | number | null>>;
  };
}

/**
 * Takes the lease of a thing as it was read: possible while nobody holds a live one. An event is delivered again only
 * when its run has ended, so a lease taken for the same `delivery` is a dead run's and is taken over at once; should that
 * run live after all, its next write fails.
 */
export function takeLease<Thing extends Leased>(thing: Thing, { runId, delivery, now }: NewRun): Taking<Thing> {
  const isOwn = thing.leaseUntil === null || (delivery !== null && delivery === thing.delivery);
  return {
    next: { ...thing, runId, delivery, leaseUntil: leaseFrom(now), runs: thing.runs + 1, stoppedBy: null },
    condition: {
      ConditionExpression: `runs = :runs AND leaseUntil = :seen${isOwn ? '' : ' AND leaseUntil < :now'}`,
      ExpressionAttributeValues: {
        ':runs': thing.runs,
        ':seen': thing.leaseUntil,
        ...(!isOwn && { ':now': now.toISOString() }),
      },
    },
  };
}

/** The condition of every write of a run: it holds the lease still. */
export const heldBy = (runId: string) =>
  ({ ConditionExpression: 'runId = :holder', ExpressionAttributeValues: { ':holder': runId } }) as const;

/** Whether a thing that is under way has no run that gives signs of life. */
export const isLeaseOver = ({ leaseUntil }: Pick<Leased, 'leaseUntil'>, now: Date): boolean =>
  leaseUntil === null || leaseUntil < now.toISOString();
