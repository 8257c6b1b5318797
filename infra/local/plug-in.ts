import type { Assembly } from './assembly/assembly.ts';
import type { RunnerPorts } from './ports.ts';
import type { RunnerOptions } from './runner-options.ts';

/** Signs every request on this machine; it guards nothing beyond the loopback address. */
export const LOCAL_SECRET = 'local';

/** What every plug-in of one runner starts from. */
export interface Machine {
  readonly options: RunnerOptions;
  readonly assembly: Assembly;
  readonly ports: RunnerPorts;
  /** Account of every ARN of the template. */
  readonly account: string;
  /** Resource types that some plug-in serves. */
  readonly servedTypes: ReadonlySet<string>;
  /** A place in the data folder. */
  inside(...parts: string[]): string;
}

/** How a plug-in goes on after its start. All but `gives` may be missing. */
export interface Started<Given> {
  /** What the plug-ins after it reach by `of`. */
  readonly gives: Given;
  /** When all plug-ins have started: listens, takes up what an earlier process left behind. */
  readonly begin?: () => unknown;
  /** First part of a stop: takes nothing new, resolves when what is under way is done. */
  readonly drain?: () => unknown;
  /** When draining took too long, or is over: ends what still runs. */
  readonly cutOff?: () => unknown;
  /** Last part of a stop, last started first: closes what the start opened. */
  readonly stop?: () => unknown;
}

export type Lifecycle = Omit<Started<unknown>, 'gives'>;

/** One service on this machine: the resource types of the template that it serves, and how it starts. */
export interface PlugIn<Given> {
  readonly types: readonly string[];
  start(machine: Machine): Promise<Lifecycle>;
  /** What it gives in a runner; throws when it has not started there: the list of plug-ins is out of order. */
  of(machine: Machine): Given;
}

export function plugIn<Given>(
  types: readonly string[],
  start: (machine: Machine) => Started<Given> | Promise<Started<Given>>,
): PlugIn<Given> {
  const givenIn = new WeakMap<Machine, { readonly given: Given }>();
  return {
    types,
    start: async (machine) => {
      const { gives, ...lifecycle } = await start(machine);
      givenIn.set(machine, { given: gives });
      return lifecycle;
    },
    of: (machine) => {
      const found = givenIn.get(machine);
      if (found === undefined) throw new Error(`the plug-in of ${types.join(', ') || 'no type'} has not started`);
      return found.given;
    },
  };
}
