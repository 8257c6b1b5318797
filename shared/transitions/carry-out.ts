import { isRefusedForGood } from '../refusals/refusal.ts';
import { performStep, tryStep } from './perform-step.ts';
import type { StateMachine } from './state-machine.ts';
import type { Tracked } from './tracked.ts';

/** What was posted somewhere for a thing: the business day and the id under which it stands there. */
interface Posted {
  readonly recordedOn: string;
  readonly eventId: string;
}

/**
 * Carries what a person decided to its end: posts it, once by its own key, and then notes that it is done. What is refused
 * for good takes the step back (`failed`), and the refusal goes on to whoever asked; anything else leaves the thing half
 * way for the job that heals. Steps are stamped with who decided.
 */
export async function carryOut<State extends string, Name extends string, Thing extends Tracked<State>>(
  machine: StateMachine<State, Name>,
  thing: Thing,
  carrying: {
    readonly by: string;
    readonly post: () => Promise<Posted>;
    readonly done: Name;
    readonly failed: Name;
    readonly write: (next: Thing) => Promise<boolean>;
    readonly find: () => Promise<Thing | undefined>;
  },
): Promise<Thing> {
  const { by, post, done, failed, write, find } = carrying;
  const on = thing.history.at(-1)?.on ?? '';
  const posted = await post().catch(async (error: unknown) => {
    const stamp = { by, on, key: `version ${thing.version}`, reason: null };
    if (isRefusedForGood(error)) await tryStep(machine, thing, { step: failed, stamp, write });
    throw error;
  });
  return performStep(machine, thing, {
    step: done,
    stamp: { by, on: posted.recordedOn, key: posted.eventId, reason: null },
    write,
    read: async () => (await find()) ?? thing,
    refuse: (_why, { state }) => new Error(`${machine.name}: one that is ${state} was posted`),
  });
}
