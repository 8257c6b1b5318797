import * as z from 'zod';
import type { StateMachine } from '../transitions/state-machine.ts';
import { stateSchema, type Tracked, trackedFields } from '../transitions/tracked.ts';
import type { JobRequest } from './job-request.ts';
import { type Leased, leaseFields, NO_LEASE } from './lease.ts';
import { longWorkMachine } from './long-work-machine.ts';

/** Fields of all long work, moved by `machine`: spread into its schema. Every write is under `version`, the lease's too. */
export const workFieldsOf = <State extends string, Name extends string>(machine: StateMachine<State, Name>) => ({
  ...trackedFields,
  ...leaseFields,
  state: stateSchema(machine),
  /** UTC instants, ISO. */
  askedAt: z.string(),
  endedAt: z.string().nullable(),
});

/** Of work that a person asks for and nobody stops. */
export const workFields = workFieldsOf(longWorkMachine);

export interface LongWork<State extends string = string> extends Leased, Tracked<State> {
  readonly askedAt: string;
  readonly endedAt: string | null;
}

/** Who asks for work, when and by which request. */
export interface AskedWork {
  readonly by: string;
  /** Business day. */
  readonly on: string;
  readonly key: string;
  readonly at: Date;
}

/** Work as it begins. */
export const beginWork = ({ by, on, key, at }: AskedWork) => ({
  ...{ ...NO_LEASE, state: 'under-way' as const, askedAt: at.toISOString(), endedAt: null, version: 1 },
  history: [{ step: 'ask', by, on, key, reason: null }],
});

/** Asks for the next run over work. The instant is part of the name: a request that was lost on its way is asked again. */
export function nextRun(task: string, id: string, { runs }: Pick<Leased, 'runs'>, now: Date): JobRequest {
  const askedAt = now.toISOString();
  return { task, id, name: `${String(runs + 1).padStart(6, '0')}#${askedAt}`, input: {}, askedAt };
}
