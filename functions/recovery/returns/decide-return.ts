import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import { refuse as refuseShared } from '../../../shared/refusals/shared-refusals.ts';
import { performStep, tryStep } from '../../../shared/transitions/perform-step.ts';
import type { TakenStep } from '../../../shared/transitions/tracked.ts';
import { type ReopenDeps, reopenDeposit } from '../deposits/reopen-deposit.ts';
import { requestReturn } from '../deposits/return-deposit.ts';
import type { IntakeStore } from '../intake/intake-store.ts';
import { postedKey } from '../intake/row-outcome.ts';
import type { PaymentTarget } from '../payments/post-payment.ts';
import type { ProvisionalPayments } from '../provisional/provisional-payments.ts';
import { type BankReturn, decisionOf } from './bank-return.ts';
import { BANK_RETURN_STATE_NAMES_ES, bankReturnMachine } from './bank-return-machine.ts';
import type { BankReturnStore } from './bank-return-store.ts';
import { type PayingRow, payingRow } from './paying-row.ts';
import { refuseReturn } from './return-refusals.ts';

export interface DecideReturnDeps extends ReopenDeps {
  readonly returns: BankReturnStore;
  readonly files: Pick<IntakeStore, 'findRow'>;
  readonly ledger: Ledger;
  readonly provisionals: ProvisionalPayments;
  readonly clock: Clock;
}

export interface ReturnDecision {
  readonly returnId: string;
  /** `confirm`: the payment is cancelled. `dismiss`: it stands. */
  readonly decision: 'confirm' | 'dismiss';
  readonly reason: string;
  readonly idempotencyKey: string;
}

/**
 * A person decides on what the bank took back. Confirming is noted first and then carried out: the ledger reverses the
 * payment (reason `chargeback`), or the deposit that holds the money is put on its way back for Accounting's approval.
 * What a crash leaves `confirming` is finished by any request for the same and by the five-minute job.
 * Refuses an unknown return (404), one that waits for no decision or was decided otherwise, one whose payment has not
 * come or waits for a decision itself (422), and whatever the ledger refuses; it is to be decided again then.
 */
export async function decideReturn(
  deps: DecideReturnDeps,
  { returnId, decision, reason, idempotencyKey: key }: ReturnDecision,
  { subject: by }: Pick<Caller, 'subject'>,
): Promise<BankReturn> {
  const on = deps.clock.today();
  const one = await readReturn(deps, returnId);
  const claim = () =>
    deps.claims.claim({
      scope: 'CORRECTION',
      key,
      input: { operation: 'decide-return', returnId, decision, reason },
      source: { type: 'correction', id: key },
      recordedOn: on,
    });
  const isDecidedSo = decisionOf(one)?.step === decision;
  if (isDecidedSo) await claim();
  else if (one.state === 'pending' && decision === 'confirm') await moneyOf(deps, one);
  const decided = isDecidedSo
    ? one
    : await performStep(bankReturnMachine, one, {
        step: decision,
        stamp: { by, on, key, reason },
        claim,
        write: (next) => deps.returns.write(next),
        read: () => readReturn(deps, returnId),
        refuse: (_why, now) => notPending(now),
      });
  return decided.state === 'confirming' ? finishReturn(deps, decided) : decided;
}

async function readReturn({ returns }: Pick<DecideReturnDeps, 'returns'>, returnId: string): Promise<BankReturn> {
  const one = await returns.find(returnId);
  if (one === undefined) throw refuseShared('not-found', 'No hay una devolución del banco con ese identificador.');
  return one;
}

/** Carries a confirmed return to its end; its keys are made of what it takes back, so it acts once. */
export async function finishReturn(deps: DecideReturnDeps, one: BankReturn): Promise<BankReturn> {
  const decision = decisionOf(one);
  if (decision === undefined) throw new Error('a return is confirmed by somebody');
  const { by } = decision;
  const write = (next: BankReturn) => deps.returns.write(next);
  const on = await takeBack(deps, one, decision).catch(async (error: unknown) => {
    const stamp = { by, on: deps.clock.today(), key: `version ${one.version}`, reason: null };
    if (isRefusedForGood(error)) await tryStep(bankReturnMachine, one, { step: 'confirm-failed', stamp, write });
    throw error;
  });
  return performStep(bankReturnMachine, one, {
    step: 'confirmed',
    stamp: { by, on, key: decision.key, reason: null },
    write,
    read: () => readReturn(deps, one.returnId),
    refuse: (_why, now) => notPending(now),
  });
}

/** Answers the business day on which the money was taken back. */
async function takeBack(deps: DecideReturnDeps, one: BankReturn, decision: TakenStep): Promise<string> {
  const paying = await moneyOf(deps, one);
  const { eventId, depositId, target } = paying.row;
  if (eventId !== null && target !== null) return reversed(deps, { eventId, target, ...paying }, one, decision);
  if (depositId !== null) return deposited(deps, depositId, one, decision);
  throw unpaid('El renglón del pago no movió dinero; no hay qué cancelar.');
}

/** The row whose money is taken back; refuses while there is none. */
async function moneyOf(deps: DecideReturnDeps, { paid }: BankReturn): Promise<PayingRow> {
  if (paid === null) throw unpaid('El pago que el banco devuelve no ha llegado en ningún archivo.');
  const paying = await payingRow(deps.files, paid);
  if (paying === undefined) throw unpaid('El archivo del pago aún se está aplicando. Intente cuando termine.');
  if (paying.row.outcome === 'possible-duplicate') {
    throw unpaid('El renglón del pago es un posible duplicado sin decidir. Decida primero ese renglón.');
  }
  return paying;
}

async function reversed(
  deps: DecideReturnDeps,
  paid: PayingRow & { readonly eventId: string; readonly target: PaymentTarget },
  one: BankReturn,
  decision: TakenStep,
): Promise<string> {
  const { eventId, target } = paid;
  // Not the note that the row names: what it owed may have gone into a new one.
  const noteIds = await notesPaid(deps, paid);
  const provisional = await deps.provisionals.find(eventId);
  const posted = await deps.ledger.reverse({
    fileId: target.fileId,
    noteIds,
    eventId,
    ...(paid.row.valueDate !== null && { valueDate: calendarDate(paid.row.valueDate) }),
    idempotency: { scope: 'CORRECTION', key: `RETURN#${eventId}`, input: { operation: 'bank-return', eventId } },
    actor: decision.by,
    reason: 'chargeback',
    source: { type: 'bank-file', id: one.told.intakeFileId, line: one.told.line },
  });
  if (provisional !== undefined) {
    await deps.provisionals.end(provisional, 'bounced', { ...decision, on: posted.recordedOn });
  }
  return posted.recordedOn;
}

/** The notes that the row's payment reached. */
async function notesPaid(deps: DecideReturnDeps, { row, intakeFileId }: PayingRow): Promise<readonly string[]> {
  const posted = await deps.ledger.findPosted('BANKROW', postedKey(row, intakeFileId));
  if (posted === undefined) throw new Error('the posting of a paid row is not found by its key');
  return posted.parts.map(({ noteId }) => noteId);
}

/** The money waits without owner (or was assigned): it goes the way of every deposit that leaves, approval included. */
async function deposited(
  deps: DecideReturnDeps,
  depositId: string,
  one: BankReturn,
  decision: TakenStep,
): Promise<string> {
  const caller: Caller = { subject: decision.by, roles: [], offices: 'all', correlationId: one.returnId };
  const reason = `Devuelto por el banco: ${decision.reason ?? ''}`;
  // Of the decision, not of the return: what Accounting turned down may be asked again by a later one.
  const key = `${one.returnId}#${decision.key}`;
  const deposit = await deps.deposits.find(depositId);
  if (deposit?.state === 'assigned' || deposit?.state === 'reopening') {
    await reopenDeposit(deps, { depositId, reason, idempotencyKey: `REOPEN#${key}` }, caller);
  }
  const isLeaving = deposit?.state === 'return-requested' || deposit?.state === 'returned';
  if (!isLeaving) await requestReturn(deps, { depositId, reason, idempotencyKey: `RETURN#${key}` }, caller);
  return deps.clock.today();
}

function unpaid(why: string) {
  return refuseReturn('return-without-payment', `${why} Si la devolución no es de ningún pago, descártela.`);
}

function notPending(one: BankReturn) {
  return refuseReturn(
    'return-not-pending',
    `La devolución está: ${BANK_RETURN_STATE_NAMES_ES[one.state]}; no espera esa decisión.`,
  );
}
