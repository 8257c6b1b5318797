import type { Caller } from '../../../shared/http/route.ts';
import { cancelProvisional } from '../provisional/cancel-provisional.ts';
import { refuse } from '../refusals.ts';
import type { RequestClaims } from '../request-claim.ts';
import { readPayment } from './read-payments.ts';
import type { WindowDeps } from './take-payment.ts';
import type { WindowPayment } from './window-payment.ts';

/**
 * Cancels a window payment by reversing it: by the payment's office, on the business day on which it was taken.
 * Later it takes a correction request (422 says so). The reversal's key is made of the folio, so a repeated or
 * crashed request never reverses twice; what a crash left reversed is finished on any day.
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
  const key = `CANCEL#${folio}`;
  if (payment.recordedOn !== today && (await deps.ledger.findPosted('WINDOW', key)) === undefined) {
    throw refuse(
      'cancellation-too-late',
      `El pago es del ${payment.recordedOn} y en caja solo se cancela el mismo día. Presente una solicitud de corrección a Sistemas con el folio ${folio}.`,
    );
  }
  const posted = await deps.ledger.reverse({
    fileId: payment.fileId,
    noteIds: payment.parts.map((part) => part.noteId),
    eventId: payment.eventId,
    idempotency: { scope: 'WINDOW', key, input: { operation: 'cancel', folio } },
    actor: caller.subject,
    reason: 'same-day-cancellation',
    source: { type: 'window', id: idempotencyKey },
    officeOfPayment: payment.office,
  });
  if (payment.received === 'cheque') {
    const by = { by: caller.subject, reason, requestKey: idempotencyKey };
    await cancelProvisional(deps.provisionals, payment.eventId, posted.recordedOn, by);
  }
  const cancellation = { by: caller.subject, reason, requestKey: idempotencyKey, recordedOn: posted.recordedOn };
  const cancelled: WindowPayment = { ...payment, state: 'cancelled', cancellation };
  if (await deps.windows.cancel(cancelled)) return cancelled;
  return readPayment(deps, folio, caller);
}

function alreadyCancelled() {
  return refuse('already-cancelled', 'El pago ya está cancelado. Consulte su comprobante de cancelación.');
}
