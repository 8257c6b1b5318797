import type { StateMachine } from './state-machine.ts';
import { type Stamp, type StepRefusal, takeStep } from './take-step.ts';
import type { Tracked } from './tracked.ts';

export interface Performing<Name extends string, Thing> {
  /** Or which one it is, of the thing as it is read. */
  readonly step: Name | ((thing: Thing) => Name);
  readonly stamp: Stamp;
  /** What changes in the thing's own fields, of the thing as it is read. */
  readonly change?: (thing: Thing) => Partial<Omit<Thing, keyof Tracked>>;
  /** Binds the request's key to what it asks, before anything is written; throws when the key meant something else. */
  readonly claim?: () => Promise<unknown>;
  /** Replaces the version before. False: somebody changed it meanwhile. */
  readonly write: (next: Thing) => Promise<boolean>;
  readonly read: () => Promise<Thing>;
  readonly refuse: (why: StepRefusal, thing: Thing) => Error;
}

/**
 * Takes a step of a thing and writes it, once: refuses before anything is written, then binds the request's key, then
 * writes under the thing's version. When somebody else was first it looks again, so that of two requests at once exactly
 * one takes the step, and a request sent twice at once is answered as one. Answers the thing as it then stands.
 */
export async function performStep<State extends string, Name extends string, Thing extends Tracked<State>>(
  machine: StateMachine<State, Name>,
  thing: Thing,
  performing: Performing<Name, Thing>,
): Promise<Thing> {
  const { step, stamp, change, claim, write, read, refuse } = performing;
  const name = typeof step === 'function' ? step(thing) : step;
  const taking = takeStep(machine, thing, name, stamp, change?.(thing));
  // A key that is known here says what it was used for before it is told that the state does not fit.
  if (taking.outcome !== 'refused' || thing.history.some(({ key }) => key === stamp.key)) await claim?.();
  if (taking.outcome === 'refused') throw refuse(taking.why, thing);
  if (taking.outcome === 'repeated') return thing;
  if (await write(taking.next)) return taking.next;
  return performStep(machine, await read(), performing);
}

/** Takes a step that nobody waits for, such as the way back of what could not be carried out: not when the thing has moved. */
export async function tryStep<State extends string, Name extends string, Thing extends Tracked<State>>(
  machine: StateMachine<State, Name>,
  thing: Thing,
  { step, stamp, change, write }: { readonly step: Name } & Pick<Performing<Name, Thing>, 'stamp' | 'change' | 'write'>,
): Promise<boolean> {
  const taking = takeStep(machine, thing, step, stamp, change?.(thing));
  return taking.outcome === 'taken' && (await write(taking.next));
}
