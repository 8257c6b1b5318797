import { carryOut } from '../../../shared/transitions/carry-out.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import type { AgreementRecord } from './agreement.ts';
import type { AgreementDeps } from './agreement-deps.ts';
import { agreementMachine } from './agreement-machine.ts';
import { signingOf } from './simulate-agreement.ts';

type FinishDeps = Pick<AgreementDeps, 'records' | 'ledger'>;

/**
 * Carries a signature to its end: one transaction of the ledger over all its notes, then the agreement lives. Also called
 * by the job for those that a crash left. What the ledger refuses is to be signed again, or proposed anew.
 */
export function finishSigning(deps: FinishDeps, record: AgreementRecord): Promise<AgreementRecord> {
  const by = lastTaken(record.history, 'sign')?.by ?? '';
  const post = () => deps.ledger.signAgreement({ ...signingOf(record.agreementId, record), actor: by });
  return finish(deps, record, post, { done: 'signed', failed: 'signing-failed' });
}

/** Carries a cancellation to its end. */
export function finishCancelling(deps: FinishDeps, record: AgreementRecord): Promise<AgreementRecord> {
  const { agreementId, fileId, history } = record;
  const taken = lastTaken(history, 'cancel');
  const post = () =>
    deps.ledger.cancelAgreement({
      idempotency: { scope: 'AGREEMENT', key: `CANCEL#${agreementId}`, input: { agreementId } },
      ...{ actor: taken?.by ?? '', reason: 'agreement-cancelled', source: { type: 'agreement', id: agreementId } },
      ...{ fileId, agreementId },
    });
  return finish(deps, record, post, { done: 'cancel-posted', failed: 'cancelling-failed' });
}

function finish(
  { records }: FinishDeps,
  record: AgreementRecord,
  post: () => ReturnType<FinishDeps['ledger']['signAgreement']>,
  steps: { readonly done: 'signed' | 'cancel-posted'; readonly failed: 'signing-failed' | 'cancelling-failed' },
): Promise<AgreementRecord> {
  return carryOut(agreementMachine, record, {
    ...{ ...steps, post, by: SYSTEM },
    write: (next) => records.write(next),
    find: () => records.find(record.agreementId),
  });
}
