import type { StateMachine } from './state-machine.ts';
import type { TakenStep, Tracked } from './tracked.ts';

/** Why a step may not be taken now: the state, four eyes, or a request sent again after what it did was taken back. */
export type StepRefusal = 'state' | 'same-person' | 'taken-back';

export type Outcome<Thing> =
  | { readonly outcome: 'taken'; readonly next: Thing }
  /** The same request took it before: nothing is to be done. */
  | { readonly outcome: 'repeated' }
  | { readonly outcome: 'refused'; readonly why: StepRefusal };

export type Stamp = Omit<TakenStep, 'step'>;

/**
 * What taking a step now comes to: the thing one version on, with the step in its history and `change` in its own
 * fields. A step whose key is in the history is not taken again. Pure: whoever calls writes it under its version.
 */
export function takeStep<State extends string, Name extends string, Thing extends Tracked<State>>(
  machine: StateMachine<State, Name>,
  thing: Thing,
  name: Name,
  stamp: Stamp,
  change: Partial<Omit<Thing, keyof Tracked>> = {},
): Outcome<Thing> {
  const step = machine.steps[name];
  const past = pastOf(machine, thing.history, name, stamp.key);
  if (past === 'stands') return { outcome: 'repeated' };
  if (past === 'taken-back') return { outcome: 'refused', why: 'taken-back' };
  if (!step.from.includes(thing.state)) return { outcome: 'refused', why: 'state' };
  const { notWhoTook } = step;
  if (notWhoTook !== undefined && lastTaken(thing.history, notWhoTook)?.by === stamp.by)
    return { outcome: 'refused', why: 'same-person' };
  const history = [...thing.history, { step: name, ...stamp }];
  return { outcome: 'taken', next: { ...thing, ...change, state: step.to, history, version: thing.version + 1 } };
}

/** The last time that a step was taken. */
export const lastTaken = (history: readonly TakenStep[], step: string): TakenStep | undefined =>
  history.findLast((taken) => taken.step === step);

/** What became of a request: nothing of it is known, what it did stands, or it was taken back since. */
function pastOf<State extends string, Name extends string>(
  { steps }: StateMachine<State, Name>,
  history: readonly TakenStep[],
  name: Name,
  key: string,
): 'unknown' | 'stands' | 'taken-back' {
  const at = history.findLastIndex((taken) => taken.step === name && taken.key === key);
  if (at === -1) return 'unknown';
  for (const { step } of history.slice(at + 1)) {
    // Taken anew: whatever comes after is about the later request.
    if (step === name) return 'stands';
    const later = Object.entries<StateMachine['steps'][string]>(steps).find(([named]) => named === step)?.[1];
    if (later?.fails === name) return 'unknown';
    if (later?.takesBack === name) return 'taken-back';
  }
  return 'stands';
}
