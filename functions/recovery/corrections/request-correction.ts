import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Ledger, PaymentInLedger } from '../../../shared/ledger/ledger.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { findPayee, type PayeeQuery } from '../payments/find-payee.ts';
import type { ProvisionalPayments } from '../provisional/provisional-payments.ts';
import type { Correction, RightPayment } from './correction.ts';
import { refuseCorrection } from './correction-refusals.ts';
import type { CorrectionStore } from './correction-store.ts';

export interface RequestCorrectionDeps {
  readonly corrections: CorrectionStore;
  readonly ledger: Pick<Ledger, 'paymentOfFile' | 'previewPayment'>;
  readonly provisionals: Pick<ProvisionalPayments, 'find'>;
  readonly register: RegisterPort;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

/** What of a payment was wrong: each part left out was right. */
export interface ShouldHaveBeen {
  readonly target?: PayeeQuery | undefined;
  readonly amount?: Centavos | undefined;
  readonly valueDate?: CalendarDate | undefined;
}

export interface CorrectionRequest {
  readonly fileId: string;
  readonly paymentId: string;
  /** Null: there was no such payment, and nothing takes its place. */
  readonly shouldHaveBeen: ShouldHaveBeen | null;
  readonly reason: string;
}

/**
 * Asks for a payment to be corrected. Nothing moves until another person authorises. Refuses a payment that is unknown or of
 * an office out of reach (404), that was taken back already, may still bounce or came out of a deposit (those have their own
 * ways), an amount that a bank told, a correction that changes nothing, and what the ledger would refuse today (422).
 */
export async function requestCorrection(
  deps: RequestCorrectionDeps,
  {
    fileId,
    paymentId,
    shouldHaveBeen,
    reason,
    idempotencyKey: key,
  }: CorrectionRequest & { readonly idempotencyKey: string },
  caller: Caller,
): Promise<Correction> {
  const correctionId = deterministicId('payment-correction', key);
  const known = await deps.corrections.find(correctionId);
  const today = deps.clock.today();
  const asked = known ?? (await newCorrection(deps, { fileId, paymentId, shouldHaveBeen }, caller));
  inScope(caller, asked, 'El pago');
  await deps.claims.claim({
    scope: 'CORRECTION',
    key,
    input: { operation: 'correct-payment', fileId, paymentId, shouldHaveBeen, reason },
    source: { type: 'correction', id: correctionId },
    recordedOn: today,
  });
  if (known !== undefined) return known;
  const one: Correction = {
    ...asked,
    ...{ correctionId, state: 'requested', requestedOn: today, version: 1 },
    history: [{ step: 'request', by: caller.subject, on: today, key, reason }],
  };
  if (await deps.corrections.write(one)) return one;
  return (await deps.corrections.find(correctionId)) ?? one;
}

async function newCorrection(
  deps: RequestCorrectionDeps,
  { fileId, paymentId, shouldHaveBeen }: Omit<CorrectionRequest, 'reason'>,
  caller: Caller,
): Promise<Pick<Correction, 'fileId' | 'office' | 'wrong' | 'right'>> {
  const payment = await deps.ledger.paymentOfFile(fileId, paymentId);
  const { office } = inScope(caller, payment?.dimensions, 'El pago en ese expediente');
  if (payment === undefined) throw new RangeError("a payment without its journal is in nobody's scope");
  await refuseUncorrectable(deps, payment);
  const right = shouldHaveBeen === null ? null : await asItShouldBe(deps, payment, shouldHaveBeen);
  if (right !== null) {
    refuseUnchanged(payment, right, shouldHaveBeen);
    await previewRight(deps, payment, right);
  }
  const { arrival, officeOfPayment, noteIds, amount, valueDate, channel, recordedOn, source } = payment;
  const wrong = {
    ...{ paymentId, noteIds: [...noteIds], amount, valueDate, channel, recordedOn, source },
    ...(arrival !== undefined && { arrival }),
    ...(officeOfPayment !== undefined && { officeOfPayment }),
  };
  return { fileId, office, wrong, right };
}

async function refuseUncorrectable(
  { provisionals }: Pick<RequestCorrectionDeps, 'provisionals'>,
  { eventId, reversedOn, source }: PaymentInLedger,
): Promise<void> {
  const no = (why: string) => refuseCorrection('payment-not-correctable', why);
  if (reversedOn !== null) throw no(`El pago ya se canceló el ${reversedOn}.`);
  if (source.type === 'deposit')
    throw no('Salió de un depósito por identificar: reabra el depósito y asígnelo a quien corresponde.');
  if (source.type === 'credit-use' || source.type === 'cut-over')
    throw no('No es un pago que se haya recibido; corrija el movimiento del que salió.');
  const provisional = await provisionals.find(eventId);
  if (provisional?.state === 'provisional' || provisional?.state === 'bouncing')
    throw no('Es un cheque que aún puede ser devuelto. Espere a que quede en firme, o regístrelo como devuelto.');
}

async function asItShouldBe(
  { register }: Pick<RequestCorrectionDeps, 'register'>,
  payment: PaymentInLedger,
  { target, amount = payment.amount, valueDate = payment.valueDate }: ShouldHaveBeen,
): Promise<RightPayment> {
  if (amount !== payment.amount && payment.source.type !== 'window' && payment.source.type !== 'correction') {
    const message = 'Del banco llegó ese importe. Si el banco lo rectifica, lo avisará en otro archivo.';
    throw refuseCorrection('amount-told-by-bank', message, {
      details: [{ pointer: '/shouldHaveBeen/amount', message }],
    });
  }
  const payee = target && (await findPayee(register, target));
  const [only, ...more] = payment.noteIds;
  // On several notes it was paid to the file, and is again.
  const same = { fileId: payment.fileId, noteId: more.length === 0 ? (only ?? null) : null };
  const { fileId, noteId } = payee?.target ?? same;
  const chosenNoteIds = payee?.chosenNoteIds;
  return { fileId, noteId, ...(chosenNoteIds && { chosenNoteIds: [...chosenNoteIds] }), amount, valueDate };
}

function refuseUnchanged(payment: PaymentInLedger, right: RightPayment, asked: ShouldHaveBeen | null): void {
  const isElsewhere =
    asked?.target !== undefined &&
    (right.noteId === null ||
      right.fileId !== payment.fileId ||
      payment.noteIds.length > 1 ||
      payment.noteIds[0] !== right.noteId);
  if (isElsewhere || right.amount !== payment.amount || right.valueDate !== payment.valueDate) return;
  throw refuseCorrection('correction-changes-nothing', 'El pago ya está así. Diga qué debió ser distinto.');
}

/** What the ledger would refuse of it today is refused now, with the payment still in its place. */
export async function previewRight(
  { ledger }: Pick<RequestCorrectionDeps, 'ledger'>,
  { channel }: Pick<PaymentInLedger, 'channel'>,
  { fileId, noteId, chosenNoteIds, amount, valueDate }: RightPayment,
): Promise<void> {
  await ledger.previewPayment({ fileId, noteId, chosenNoteIds, event: { kind: 'paid', valueDate, amount, channel } });
}
