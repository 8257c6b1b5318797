import type { Caller } from '../../../shared/http/route.ts';
import { refuse } from '../refusals.ts';
import type { RequestClaims } from '../request-claim.ts';
import { readPayment } from './read-payments.ts';
import type { WindowDeps } from './take-payment.ts';
import type { WindowPayment } from './window-payment.ts';

/**
 * Cancels a window payment by reversing it: by the payment's office, on the business day on which it was taken.
 * Later it takes a correction request (422 says so). The reversal's key is made of the folio, so a repeated or
 * crashed request never reverses twice.
 */
export async function cancelPayment(
  deps: WindowDeps & { readonly claims: RequestClaims },
  input: { readonly folio: string; readonly reason: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<WindowPayment> {
  const { folio, reason, idempotencyKey } = input;
  const payment = await readPayment(deps, folio, caller);
  const today = deps.clock.today();
  await deps.claims.claim({
    scope: 'WINDOW',
    key: idempotencyKey,
    input: { operation: 'cancel', folio, reason },
    source: { type: 'window', id: idempotencyKey },
    recordedOn: today,
  });
  if (payment.cancellation?.requestKey === idempotencyKey) return payment;
  if (payment.state === 'cancelled') throw alreadyCancelled();
  if (payment.recordedOn !== today) {
    throw refuse(
      'cancellation-too-late',
      `El pago es del ${payment.recordedOn} y en caja solo se cancela el mismo día. Presente una solicitud de corrección a Sistemas con el folio ${folio}.`,
    );
  }
  const posted = await deps.ledger.reverse({
    fileId: payment.fileId,
    noteIds: payment.parts.map((part) => part.noteId),
    eventId: payment.eventId,
    idempotency: { scope: 'WINDOW', key: `CANCEL#${folio}`, input: { operation: 'cancel', folio } },
    actor: caller.subject,
    reason: 'same-day-cancellation',
    source: { type: 'window', id: idempotencyKey },
    officeOfPayment: payment.office,
  });
  const provisional = payment.received === 'cheque' ? await deps.provisionals.find(payment.eventId) : undefined;
  if (provisional !== undefined) {
    // A cancelled cheque can neither bounce nor become firm.
    const bounce = { by: caller.subject, reason, requestKey: idempotencyKey };
    await deps.provisionals.settle({ ...provisional, state: 'cancelled', settledOn: posted.recordedOn, bounce });
  }
  const cancellation = { by: caller.subject, reason, requestKey: idempotencyKey, recordedOn: posted.recordedOn };
  const cancelled: WindowPayment = { ...payment, state: 'cancelled', cancellation };
  if (await deps.windows.cancel(cancelled)) return cancelled;
  return readPayment(deps, folio, caller);
}

function alreadyCancelled() {
  return refuse('already-cancelled', 'El pago ya está cancelado. Consulte su comprobante de cancelación.');
}
