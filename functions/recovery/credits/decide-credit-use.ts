import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { refuse } from '../refusals.ts';
import type { RequestClaims } from '../request-claim.ts';
import { CREDIT_USE_STATUS_NAMES_ES, type CreditUse } from './credit-use.ts';
import { type FinishCreditUseDeps, finishCreditUse } from './finish-credit-use.ts';
import { readCreditUse } from './read-credit-use.ts';

export interface DecideCreditUseDeps extends FinishCreditUseDeps {
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

type Decision = NonNullable<CreditUse['decision']>;

/**
 * Approves a use of credit: it is noted first and then posted (finish-credit-use.ts). Four eyes: whoever asked cannot
 * approve. A refund carries the reference of the transfer that paid it, and nothing else does.
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
  const decided = await decide(deps, one, { decision: 'approve', reason: null, transferReference }, input, caller);
  return decided.status === 'posting' ? finishCreditUse(deps, decided) : decided;
}

/** Turns a request down: the money is free again. */
export async function rejectCreditUse(
  deps: DecideCreditUseDeps,
  input: { readonly creditUseId: string; readonly reason: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<CreditUse> {
  const one = await readCreditUse(deps, input.creditUseId, caller);
  const decision = { decision: 'reject', reason: input.reason, transferReference: null } as const;
  return decide(deps, one, decision, input, caller);
}

/** Notes a decision once; refuses before anything is written. */
async function decide(
  deps: DecideCreditUseDeps,
  one: CreditUse,
  decision: Pick<Decision, 'decision' | 'reason' | 'transferReference'>,
  { idempotencyKey: requestKey }: { readonly idempotencyKey: string },
  caller: Caller,
): Promise<CreditUse> {
  const { creditUseId } = one;
  const on = deps.clock.today();
  const isRepeated = one.decision?.requestKey === requestKey;
  if (!isRepeated && one.status !== 'requested') throw notPending(one);
  if (!isRepeated && one.requestedBy === caller.subject) throw samePerson();
  await deps.claims.claim({
    scope: 'CREDIT',
    key: requestKey,
    input: { operation: 'decide', creditUseId, ...decision },
    source: { type: 'credit-use', id: creditUseId },
    recordedOn: on,
  });
  if (isRepeated) return one;
  const status = decision.decision === 'approve' ? 'posting' : 'rejected';
  const next: CreditUse = {
    ...one,
    status,
    decision: { ...decision, by: caller.subject, on, requestKey },
    version: one.version + 1,
  };
  if (await deps.creditUses.write(next)) return next;
  // Somebody was first. When that was this very request, sent twice at once, it is answered as one.
  return decide(deps, await readCreditUse(deps, creditUseId, caller), decision, { idempotencyKey: requestKey }, caller);
}

function notPending(one: CreditUse) {
  return refuse(
    'credit-use-not-pending',
    `La solicitud está: ${CREDIT_USE_STATUS_NAMES_ES[one.status]}; ya no espera una decisión. Consúltela antes de seguir.`,
  );
}

function samePerson() {
  return refuse(
    'same-person',
    'Quien solicitó el uso del saldo a favor no puede resolverlo. Pídalo a otra persona de Contabilidad.',
  );
}

function wrongReference({ use }: CreditUse) {
  const message =
    use === 'refund'
      ? 'La devolución se autoriza con la referencia de la transferencia que la pagó. Escríbala.'
      : 'Solo una devolución lleva referencia de transferencia. Quítela.';
  const details = [{ pointer: '/transferReference', message }];
  return refuse('transfer-reference-mismatch', message, { details });
}
