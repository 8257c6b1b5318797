import { addDays, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { heal, healHalfWay } from '../../../shared/jobs/heal.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { tryStep } from '../../../shared/transitions/perform-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import { endCampaigns } from '../campaigns/end-campaigns.ts';
import type { AgreementRecord } from './agreement.ts';
import type { AgreementDeps } from './agreement-deps.ts';
import { type AgreementState, agreementMachine } from './agreement-machine.ts';
import { finishCancelling, finishSigning } from './finish-agreement.ts';

export interface SweepDeps extends Pick<AgreementDeps, 'records' | 'campaigns' | 'ledger' | 'clock'> {
  readonly log: Log;
}

/** Ended agreements looked at again, by the day of their proposal: a payment may still be recorded late, or bounce. */
const DAYS_AN_END_MAY_CHANGE = 730;

export interface Sweep {
  /** Agreements looked at, and of them those whose state changed. */
  readonly expected: number;
  readonly changed: number;
}

/**
 * Once a day: breaks in the ledger what was not kept, lets every record say what the ledger says, lets proposals that nobody
 * signed expire, and closes campaigns that are over. Safe to repeat; one that fails is logged, the others go on, and the run fails at the end.
 */
export async function sweepAgreements(deps: SweepDeps): Promise<Sweep> {
  const { records, clock, log } = deps;
  const today = clock.today();
  let expected = 0;
  let changed = 0;
  async function* of(states: readonly AgreementState[], from?: CalendarDate) {
    for (const state of states)
      for await (const record of records.all(state, from === undefined ? {} : { from })) {
        expected += 1;
        yield record;
      }
  }
  const moved = async (record: AgreementRecord, step: 'broke' | 'kept' | 'revived' | 'expire') => {
    const stamp = { by: SYSTEM, on: today, key: `${step} ${record.version}`, reason: null };
    if (await tryStep(agreementMachine, record, { step, stamp, write: (next) => records.write(next) })) changed += 1;
    return 'healed' as const;
  };
  const follow = async (record: AgreementRecord) => {
    const { fileId, agreementId, state } = record;
    const found = (await deps.ledger.agreementsOfFile(fileId, today)).find((one) => one.agreementId === agreementId);
    if (found === undefined) throw new RangeError(`a signed agreement, ${agreementId}, is not in the ledger`);
    const told = found.told?.kind ?? 'live';
    const kind = found.standing?.kind ?? told;
    const source = { type: 'agreement', id: agreementId } as const;
    if (kind !== told) await deps.ledger.judgeAgreement({ fileId, agreementId, actor: SYSTEM, source });
    return kind === state ? ('over' as const) : moved(record, STEP_OF[kind]);
  };
  const overdue = async (record: AgreementRecord) =>
    record.validUntil < today ? moved(record, 'expire') : ('over' as const);
  const runs = await Promise.allSettled([
    heal(log, 'sweep-agreements', of(['live']), follow),
    heal(log, 'sweep-agreements', of(['broken', 'fulfilled'], addDays(today, -DAYS_AN_END_MAY_CHANGE)), follow),
    heal(log, 'expire-agreements', of(['proposed', 'authorised']), overdue),
    endCampaigns(deps),
  ]);
  log.event('agreements-swept', { expected, changed });
  const failures = runs.flatMap((run) => (run.status === 'rejected' ? [run.reason] : []));
  if (failures.length > 0) throw new AggregateError(failures, 'some agreements could not be followed; the others were');
  return { expected, changed };
}

const STEP_OF = { live: 'revived', broken: 'broke', fulfilled: 'kept' } as const;

/** Finishes signatures and cancellations that a crash left half way. */
export const healAgreements = (deps: SweepDeps): Promise<number> =>
  healHalfWay(deps.log, 'heal-agreements', agreementMachine, deps.records, (record) =>
    record.state === 'signing' ? finishSigning(deps, record) : finishCancelling(deps, record),
  );
