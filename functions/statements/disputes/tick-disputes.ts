import type { Clock } from '../../../shared/calendar/clock.ts';
import type { JobRequests } from '../../../shared/jobs/job-request.ts';
import type { Log } from '../../../shared/observability/log.ts';
import type { Metrics } from '../../../shared/observability/metrics.ts';
import { tryStep } from '../../../shared/transitions/perform-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import type { DisputeState } from './dispute-machine.ts';
import { disputeMachine } from './dispute-machine.ts';
import type { DisputeStore } from './dispute-store.ts';
import { askToTell } from './tell-dispute.ts';

export interface TickDeps {
  readonly disputes: DisputeStore;
  readonly requests: JobRequests;
  readonly clock: Clock;
  readonly now: () => Date;
  readonly log: Pick<Log, 'event'>;
  readonly metrics: Pick<Metrics, 'record'>;
}

const UNANSWERED: readonly DisputeState[] = ['received', 'acknowledged', 'waiting', 'studying', 'proposed', 'answered'];

/**
 * Every morning: what waited for data longer than it may is closed, mails that a crash kept from being asked for are, and
 * what is past its term is told to the log, whose alarm rings. Answers how many were moved.
 */
export async function tickDisputes({ disputes, requests, clock, now, log, metrics }: TickDeps): Promise<number> {
  const today = clock.today();
  let moved = 0;
  for await (const dispute of disputes.all('waiting')) {
    if (dispute.dataBy === null || today <= dispute.dataBy) continue;
    const stamp = { by: SYSTEM, on: today, key: `lapse-${dispute.version}`, reason: null };
    const write = (next: typeof dispute) => disputes.write(next);
    if (await tryStep(disputeMachine, dispute, { step: 'lapse', stamp, write })) moved += 1;
  }
  for await (const dispute of disputes.all('received'))
    await askToTell(requests, { ...dispute, version: 1 }, 'received', now());
  for await (const { disputeId, history } of disputes.all('answered')) {
    const version = history.findLastIndex(({ step }) => step === 'approve') + 1;
    await askToTell(requests, { disputeId, version }, 'answered', now());
  }
  for (const state of UNANSWERED)
    for await (const { disputeId, answerBy } of disputes.all(state))
      if (today > answerBy) {
        log.event('dispute-late', { disputeId, answerBy });
        metrics.record('DisputesLate');
      }
  return moved;
}
