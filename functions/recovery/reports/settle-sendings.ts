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
  const now = deps.clock.now();
  if (!isAbandoned(sending, now)) return sending;
  const uncertain: Sending = { ...sending, state: 'uncertain', failure: 'abandoned', endedAt: now.toISOString() };
  if (await deps.sendings.end(uncertain)) deps.metrics.record('ReportsUncertain');
  return uncertain;
}

/**
 * Settles every try that a dead sender left behind. The sender's own retries come while the try may still be alive, so
 * without this nobody would look again before the next day, and no alarm would ask a person whether the mail left.
 */
export async function settleSendings(
  deps: SettleDeps & { readonly sendings: SendingStore; readonly log: Log },
): Promise<number> {
  const before = new Date(deps.clock.now().getTime() - SENDING_LEASE_MS);
  const abandoned = await deps.sendings.sendingSince(before);
  for (const sending of abandoned) {
    await settled(deps, sending);
    deps.log.event('report-uncertain', { report: sending.report, period: sending.period });
  }
  return abandoned.length;
}
