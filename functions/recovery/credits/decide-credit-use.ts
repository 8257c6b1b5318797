import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { StepRefusal } from '../../../shared/transitions/take-step.ts';
import type { ProvisionalPayments } from '../provisional/provisional-payments.ts';
import { refuseCredit } from './credit-refusals.ts';
import type { CreditUse } from './credit-use.ts';
import { CREDIT_USE_STATE_NAMES_ES, creditUseMachine } from './credit-use-machine.ts';
import { type FinishCreditUseDeps, finishCreditUse } from './finish-credit-use.ts';
import { readCreditUse } from './read-credit-use.ts';
import { refuseUncleared } from './uncleared-money.ts';

export interface DecideCreditUseDeps extends FinishCreditUseDeps {
  readonly claims: RequestClaims;
  readonly clock: Clock;
  readonly provisionals: Pick<ProvisionalPayments, 'all'>;
  readonly ledger: FinishCreditUseDeps['ledger'] & Pick<Ledger, 'balanceOfNote'>;
}

/**
 * Approves a use of credit: it is noted first and then posted (finish-credit-use.ts). Four eyes: whoever asked cannot
 * approve, and money that may still bounce does not leave the note. A refund carries the reference of the transfer that
 * paid it, and nothing else does.
 */
export async function approveCreditUse(
  deps: DecideCreditUseDeps,
  input: {
    readonly creditUseId: string;
    readonly transferReference?: string | undefined;
    readonly idempotencyKey: string;
  },
  caller: Caller,
): Promise<CreditUse> {
  const one = await readCreditUse(deps, input.creditUseId, caller);
  const transferReference = input.transferReference ?? null;
  if ((one.use === 'refund') !== (transferReference !== null)) throw wrongReference(one);
  if (one.state === 'requested') await refuseBouncing(deps, one);
  const decided = await decide(deps, one, 'approve', { reason: null, transferReference }, input.idempotencyKey, caller);
  return decided.state === 'posting' ? finishCreditUse(deps, decided) : decided;
}

/** A cheque may have come since the request. */
async function refuseBouncing(deps: DecideCreditUseDeps, one: CreditUse): Promise<void> {
  const balance = await deps.ledger.balanceOfNote(one.fileId, one.noteId, deps.clock.today());
  if (balance !== undefined) await refuseUncleared(deps.provisionals, one, balance);
}

/** Turns a request down: the money is free again. */
export async function rejectCreditUse(
  deps: DecideCreditUseDeps,
  {
    creditUseId,
    reason,
    idempotencyKey,
  }: {
    readonly creditUseId: string;
    readonly reason: string;
    readonly idempotencyKey: string;
  },
  caller: Caller,
): Promise<CreditUse> {
  const one = await readCreditUse(deps, creditUseId, caller);
  return decide(deps, one, 'reject', { reason, transferReference: null }, idempotencyKey, caller);
}

/** Notes a decision once; refuses before anything is written. */
function decide(
  deps: DecideCreditUseDeps,
  one: CreditUse,
  step: 'approve' | 'reject',
  { reason, transferReference }: { readonly reason: string | null; readonly transferReference: string | null },
  key: string,
  caller: Caller,
): Promise<CreditUse> {
  const { creditUseId } = one;
  const on = deps.clock.today();
  const evidence = transferReference === null ? {} : { evidence: { transferReference } };
  return performStep(creditUseMachine, one, {
    step,
    stamp: { by: caller.subject, on, key, reason, ...evidence },
    claim: () =>
      deps.claims.claim({
        scope: 'CREDIT',
        key,
        input: { operation: 'decide', creditUseId, decision: step, reason, transferReference },
        source: { type: 'credit-use', id: creditUseId },
        recordedOn: on,
      }),
    write: (next) => deps.creditUses.write(next),
    read: () => readCreditUse(deps, creditUseId, caller),
    refuse: refusalOf,
  });
}

function refusalOf(why: StepRefusal, { state }: CreditUse) {
  switch (why) {
    case 'same-person':
      return refuse(
        'same-person',
        'Quien solicitó el uso del saldo a favor no puede resolverlo. Pídalo a otra persona de Contabilidad.',
      );
    case 'state':
    case 'taken-back':
      return refuseCredit(
        'credit-use-not-pending',
        `La solicitud está: ${CREDIT_USE_STATE_NAMES_ES[state]}; ya no espera una decisión. Consúltela antes de seguir.`,
      );
  }
}

function wrongReference({ use }: CreditUse) {
  const message =
    use === 'refund'
      ? 'La devolución se autoriza con la referencia de la transferencia que la pagó. Escríbala.'
      : 'Solo una devolución lleva referencia de transferencia. Quítela.';
  const details = [{ pointer: '/transferReference', message }];
  return refuseCredit('transfer-reference-mismatch', message, { details });
}
