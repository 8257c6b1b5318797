import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import { IdempotencyConflict, type Posted } from '../../../shared/ledger/ledger.ts';
import { keyReused } from '../../../shared/ledger/request-claim.ts';
import { isAboveLimit, PAYMENT_LIMIT } from '../../../shared/money/amount-limits.ts';
import { type Centavos, formatMxn } from '../../../shared/money/centavos.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { findPayee, type PayeeQuery } from '../payments/find-payee.ts';
import { type PostPaymentDeps, postPayment } from '../payments/post-payment.ts';
import { valueDateOf } from '../payments/value-date.ts';
import { FOLIO_LENGTHS, folioOf } from './folio.ts';
import type { Received, WindowPayment } from './window-payment.ts';
import { refuseWindow } from './window-refusals.ts';
import type { WindowStore } from './window-store.ts';

export interface WindowDeps extends PostPaymentDeps {
  readonly register: RegisterPort;
  readonly windows: WindowStore;
  readonly clock: Clock;
}

export interface PaymentAtWindow {
  readonly target: PayeeQuery;
  readonly amount: Centavos;
  /** The amount typed again; needed above PAYMENT_LIMIT. */
  readonly confirmedAmount?: Centavos | undefined;
  readonly received: Received;
  /** Needed only by a cashier of several offices. */
  readonly office?: Office | undefined;
  readonly idempotencyKey: string;
}

/**
 * Takes a payment at the window: posts it on today's value date, then keeps what the receipt shows. For any file,
 * whatever its office: a payment is never refused for the place where it is made, nor because a note is paid off
 * (the excess is credit). The same key with the same payment gives the first result again, and keeps the receipt if a
 * crash had lost it; with another payment it is refused (409). Refuses `amount-needs-confirmation` (422).
 */
export async function takePayment(deps: WindowDeps, input: PaymentAtWindow, caller: Caller): Promise<WindowPayment> {
  const office = officeOfWindow(caller, input.office);
  refuseUnconfirmed(input);
  const payee = await findPayee(deps.register, input.target);
  const { fileId, noteId } = payee.target;
  const chosenNoteIds = payee.chosenNoteIds;
  const { amount, received, idempotencyKey } = input;
  const posted = await postPayment(deps, {
    target: payee.target,
    chosenNoteIds,
    valueDate: valueDateAt(deps.clock.today(), received),
    amount,
    channel: 'window',
    provisional: received === 'cheque',
    idempotency: {
      scope: 'WINDOW',
      // Prefixed: whatever a client sends, it cannot be a key of the ledger's own, such as CANCEL#<folio>.
      key: `PAY#${idempotencyKey}`,
      input: { fileId, noteId, chosenNoteIds, amount, received, office, cashier: caller.subject },
    },
    actor: caller.subject,
    reason: 'window-payment',
    source: { type: 'window', id: idempotencyKey },
    officeOfPayment: office,
  }).catch((error: unknown) => {
    throw error instanceof IdempotencyConflict ? keyReused() : error;
  });
  const cashierName = caller.name ?? null;
  return keep(deps.windows, posted, { fileId, office, received, cashier: caller.subject, cashierName });
}

/** A window knows one day of a payment: that on which it takes the money. */
export const valueDateAt = (operationDate: CalendarDate, received: Received): CalendarDate =>
  valueDateOf({ channel: 'window', provisional: received === 'cheque', operationDate }, (day) =>
    day === 'deposit-day' ? operationDate : undefined,
  );

/** A slip of the finger is caught before money moves: a large amount is typed twice, and both must agree. */
function refuseUnconfirmed({ amount, confirmedAmount }: Pick<PaymentAtWindow, 'amount' | 'confirmedAmount'>): void {
  const isConfirmed = confirmedAmount === amount;
  if (isConfirmed || (confirmedAmount === undefined && !isAboveLimit(amount, PAYMENT_LIMIT))) return;
  const message =
    confirmedAmount === undefined
      ? `${formatMxn(amount)} pasa de ${formatMxn(PAYMENT_LIMIT.centavos)}. Revise el monto y escríbalo otra vez para confirmarlo.`
      : `Los dos montos no coinciden: ${formatMxn(amount)} y ${formatMxn(confirmedAmount)}. Escriba el mismo en ambos.`;
  throw refuseWindow('amount-needs-confirmation', message, { details: [{ pointer: '/confirmedAmount', message }] });
}

/** The cashier's only office, or the one named when there are several. */
export function officeOfWindow(caller: Caller, named: Office | undefined): Office {
  const own = caller.offices;
  if (named !== undefined) {
    if (own === 'all' || own.includes(named)) return named;
    throw refuseWindow('office-not-allowed', 'Su usuario no cobra en esa oficina.', {
      details: [{ pointer: '/office', message: 'Indique una de sus oficinas.' }],
    });
  }
  const only = own === 'all' || own.length > 1 ? undefined : own[0];
  if (only !== undefined) return only;
  throw refuseWindow('office-required', 'Indique en qué oficina recibe el pago.', {
    details: [{ pointer: '/office', message: 'Indique hermosillo, obregon o nogales.' }],
  });
}

async function keep(
  windows: WindowStore,
  posted: Posted,
  window: Pick<WindowPayment, 'fileId' | 'office' | 'received' | 'cashier' | 'cashierName'>,
): Promise<WindowPayment> {
  for (const length of FOLIO_LENGTHS) {
    const payment: WindowPayment = {
      ...window,
      folio: folioOf(window.office, posted.recordedOn, posted.eventId, length),
      eventId: posted.eventId,
      state: 'taken',
      amount: posted.amount,
      credit: posted.credit,
      parts: posted.parts.flatMap(({ noteId, seqs, application, balancesAfter }) =>
        application === undefined ? [] : [{ noteId, seqs: [...seqs], application, balancesAfter }],
      ),
      valueDate: valueDateAt(posted.recordedOn, window.received),
      recordedOn: posted.recordedOn,
      recordedAt: posted.recordedAt,
      cancellation: null,
    };
    const kept = await windows.keep(payment);
    if (kept.eventId === posted.eventId) return kept;
  }
  throw new Error('two folios of different lengths were both taken');
}
