import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Log } from '../../../shared/observability/log.ts';
import type { Metrics } from '../../../shared/observability/metrics.ts';
import { isAbandoned, SENDING_LEASE_MS, type Sending } from './sending.ts';
import type { SendingStore } from './sending-store.ts';

export interface SettleDeps {
  readonly clock: Pick<Clock, 'now'>;
  readonly sendings: Pick<SendingStore, 'end'>;
  readonly metrics: Pick<Metrics, 'record'>;
}

/** A try that a dead process left behind, as `uncertain`, with its metric once; any other as it is. */
export async function settled(deps: SettleDeps, sending: Sending): Promise<Sending> {
  if (!isAbandoned(sending, deps.clock.now())) return sending;
  const uncertain = abandoned(sending, deps.clock.now());
  await end(deps, uncertain);
  return uncertain;
}

/**
 * Settles every try that a dead sender left behind; answers how many. The sender's own retries come while the try may
 * still be alive, so without this nobody would look again before the next day, and no alarm would ask a person
 * whether the mail left. Whoever ends a try first wins: one that the index still shows but has ended stays as it is.
 */
export async function settleSendings(
  deps: SettleDeps & { readonly sendings: SendingStore; readonly log: Pick<Log, 'event'> },
): Promise<number> {
  const now = deps.clock.now();
  let ended = 0;
  for (const sending of await deps.sendings.begunBefore(new Date(now.getTime() - SENDING_LEASE_MS))) {
    if (!(await end(deps, abandoned(sending, now)))) continue;
    deps.log.event('report-uncertain', { report: sending.report, period: sending.period });
    ended += 1;
  }
  return ended;
}

const abandoned = (sending: Sending, now: Date): Sending => ({
  ...sending,
  state: 'uncertain',
  failure: 'abandoned',
  endedAt: now.toISOString(),
});

async function end(deps: SettleDeps, uncertain: Sending): Promise<boolean> {
  const ended = await deps.sendings.end(uncertain);
  if (ended) deps.metrics.record('ReportsUncertain');
  return ended;
}
