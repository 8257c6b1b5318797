import { failureFields, type Log } from '../observability/log.ts';
import type { RecordStore } from '../store/record-store.ts';
import type { StateMachine } from '../transitions/state-machine.ts';
import type { Tracked } from '../transitions/tracked.ts';

/** `over`: it had ended by the time it was looked at. */
export type HealEnd = 'healed' | 'over';

/**
 * Finishes what a crash or a busy ledger left half way, one after the other, and answers how many. `finish` looks each
 * up again and ends it as its request would have; the keys of both make it harmless that they meet. One that fails is
 * logged and left for the next run; the others go on. Throws an AggregateError of those failures, so that the job's
 * alarm rings: somebody's money is not where a person was told.
 */
export async function heal<HalfDone>(
  log: Pick<Log, 'event'>,
  job: string,
  halfDone: AsyncIterable<HalfDone>,
  finish: (one: HalfDone) => Promise<HealEnd>,
): Promise<number> {
  let healed = 0;
  const failures: unknown[] = [];
  for await (const one of halfDone) {
    try {
      if ((await finish(one)) === 'healed') healed += 1;
    } catch (error) {
      log.event('job-failed', { job, ...failureFields(error) });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${job}: ${failures.length} could not be finished`);
  return healed;
}

/** Finishes what a machine left half way; see `heal`. */
export function healHalfWay<State extends string, Thing extends Tracked<State>>(
  log: Pick<Log, 'event'>,
  job: string,
  { halfWay }: StateMachine<State>,
  records: Pick<RecordStore<Thing>, 'idOf' | 'find' | 'all'>,
  finish: (thing: Thing) => Promise<unknown>,
): Promise<number> {
  async function* listed(): AsyncGenerator<Thing, void, undefined> {
    for (const state of halfWay) yield* records.all(state);
  }
  return heal(log, job, listed(), async (one) => {
    const now = await records.find(records.idOf(one));
    if (now?.state !== one.state) return 'over';
    await finish(now);
    return 'healed';
  });
}
