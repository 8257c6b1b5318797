/** One step that a thing may take from a state to another, as data. */
export interface Step<State extends string = string, Name extends string = string> {
  /** Spanish, as a person says it: "autorizar". */
  readonly nameEs: string;
  readonly from: readonly State[];
  readonly to: State;
  /** A person asks for it with a key of the request; the system carries out what a person asked, or what time brings. */
  readonly by: 'person' | 'system';
  /** Four eyes: whoever took that step last may not take this one. */
  readonly notWhoTook?: Name;
  /** The step that this one takes back for good: its request, sent again, is over. */
  readonly takesBack?: Name;
  /** The step that could not be carried out: nothing happened, and its request may be sent again. */
  readonly fails?: Name;
}

/** The life of a kind of thing: its states with their Spanish names, and every step there is. */
export interface StateMachine<State extends string = string, Name extends string = string> {
  /** Kebab-case, of the drawing (docs/state-machines.md). */
  readonly name: string;
  readonly initial: readonly State[];
  /** States in which the system carries out what a person asked: what a crash leaves there is finished by a job. */
  readonly halfWay: readonly State[];
  readonly states: Readonly<Record<State, string>>;
  readonly steps: Readonly<Record<Name, Step<State, Name>>>;
}

export type StateOf<Machine> = Machine extends StateMachine<infer State, infer _Name> ? State : never;
export type StepOf<Machine> = Machine extends StateMachine<infer _State, infer Name> ? Name : never;

/**
 * Declares a machine. Throws a RangeError with every fault, when its module loads: a state that nothing reaches, one that
 * is half way without a step that ends it and one that gives it back, four eyes on a step that cannot have come before, a
 * step taken back that does not lead there.
 */
export function defineMachine<const State extends string, const Name extends string>(machine: {
  readonly name: string;
  readonly initial: readonly NoInfer<State>[];
  readonly halfWay: readonly NoInfer<State>[];
  readonly states: Readonly<Record<State, string>>;
  readonly steps: Readonly<Record<Name, Step<NoInfer<State>, NoInfer<Name>>>>;
}): StateMachine<State, Name> {
  const faults = faultsOf(machine);
  if (faults.length > 0) throw new RangeError(`state machine ${machine.name}: ${faults.join('; ')}`);
  return machine;
}

function faultsOf({ initial, halfWay, states, steps }: StateMachine): string[] {
  const all = Object.entries(steps);
  const reached = reachable(initial, all);
  const unreached = Object.keys(states).filter((state) => !reached.has(state));
  const unknown = all.flatMap(([name, { from, to }]) =>
    [...from, to].filter((state) => !(state in states)).map((state) => `${name} names the unknown state ${state}`),
  );
  const references = all.flatMap(([name, step]) =>
    [step.notWhoTook, step.takesBack, step.fails].flatMap((named) => {
      if (named === undefined) return [];
      const target = steps[named];
      if (target === undefined) return [`${name} names the unknown step ${named}`];
      const leadsThere = step.from.some((state) => reachable([target.to], all).has(state));
      return leadsThere ? [] : [`${name} cannot come after ${named}`];
    }),
  );
  const unfinished = halfWay.filter((state) => {
    const exits = all.filter(([, { by, from }]) => by === 'system' && from.includes(state)).map(([, step]) => step);
    return !exits.some(({ fails }) => fails !== undefined) || !exits.some(({ fails }) => fails === undefined);
  });
  return [
    ...unreached.map((state) => `nothing reaches ${state}`),
    ...unknown,
    ...references,
    ...unfinished.map((state) => `${state} needs a step that ends it and one that gives it back`),
  ];
}

function reachable(from: readonly string[], steps: readonly (readonly [string, Step])[]): ReadonlySet<string> {
  const reached = new Set(from);
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const [, step] of steps) if (step.from.some((state) => reached.has(state))) reached.add(step.to);
  }
  return reached;
}
