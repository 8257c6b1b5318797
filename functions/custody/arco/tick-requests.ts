import { addDays } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Log } from '../../../shared/observability/log.ts';
import type { Metrics } from '../../../shared/observability/metrics.ts';
import { tryStep } from '../../../shared/transitions/perform-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import { type ArcoState, arcoMachine } from './arco-machine.ts';
import { dueOn } from './arco-request.ts';
import type { ArcoStore } from './arco-store.ts';

export interface TickDeps {
  readonly requests: ArcoStore;
  readonly clock: Clock;
  readonly log: Pick<Log, 'event'>;
  readonly metrics: Pick<Metrics, 'record'>;
}

/** In which a person waits for the institute. */
const AWAITED: readonly ArcoState[] = ['received', 'studying', 'proposed', 'granted'];

/**
 * Every morning: what was not cured by its last day counts as not presented (LGPDPPSO art. 46), and what is past its term is
 * told to the log, whose alarm rings. Harmless to repeat.
 */
export async function tickRequests({
  requests,
  clock,
  log,
  metrics,
}: TickDeps): Promise<{ readonly lapsed: number; readonly late: number }> {
  const on = clock.today();
  const overdue = { to: addDays(on, -1) };
  let [lapsed, late] = [0, 0];
  for await (const request of requests.all('prevented', overdue)) {
    const stamp = { by: SYSTEM, on, key: `lapse-${request.version}`, reason: null };
    if (await tryStep(arcoMachine, request, { step: 'lapse', stamp, write: (next) => requests.write(next) }))
      lapsed += 1;
  }
  for (const state of AWAITED)
    for await (const request of requests.all(state, overdue)) {
      log.event('arco-late', { requestId: request.requestId, dueOn: dueOn(request) });
      metrics.record('ArcoRequestsLate');
      late += 1;
    }
  return { lapsed, late };
}
