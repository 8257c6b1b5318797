import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import { refuse as refuseShared } from '../../../shared/refusals/shared-refusals.ts';
import { refuse } from '../refusals.ts';
import type { RequestClaims } from '../request-claim.ts';
import type { ProvisionalPayment, ProvisionalPayments } from './provisional-payments.ts';

export interface BounceDeps {
  readonly ledger: Ledger;
  readonly provisionals: ProvisionalPayments;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

/**
 * The bank took a salvo-buen-fin payment back: its posting is reversed and it leaves the list as bounced.
 * The reversal's key is made of the payment, so that a repeated or crashed request never reverses twice; what a crash
 * left reversed ends as bounced although it has become firm in the list meanwhile.
 * Refuses a payment that is not in the list (404), is firm already or bounced by another request (422).
 */
export async function bouncePayment(
  deps: BounceDeps,
  input: { readonly eventId: string; readonly reason: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<ProvisionalPayment> {
  const { eventId, reason, idempotencyKey } = input;
  const payment = await deps.provisionals.find(eventId);
  if (payment === undefined) throw refuseShared('not-found', 'No hay un pago salvo buen fin con ese identificador.');
  await deps.claims.claim({
    scope: 'CORRECTION',
    key: idempotencyKey,
    input: { operation: 'bounce', eventId, reason },
    source: { type: 'correction', id: idempotencyKey },
    recordedOn: deps.clock.today(),
  });
  if (payment.bounce?.requestKey === idempotencyKey) return payment;
  const key = `BOUNCE#${eventId}`;
  const isReversed = payment.state === 'firm' && (await deps.ledger.findPosted('CORRECTION', key)) !== undefined;
  if (payment.state !== 'provisional' && !isReversed) throw notProvisional(payment);
  const posted = await deps.ledger.reverse({
    fileId: payment.fileId,
    noteIds: payment.noteIds,
    eventId,
    idempotency: { scope: 'CORRECTION', key, input: { operation: 'bounce', eventId } },
    actor: caller.subject,
    reason: 'bounced-cheque',
    source: payment.source,
  });
  const bounced: ProvisionalPayment = {
    ...payment,
    state: 'bounced',
    settledOn: posted.recordedOn,
    bounce: { by: caller.subject, reason, requestKey: idempotencyKey },
  };
  if (await deps.provisionals.settle(bounced)) return bounced;
  const settled = await deps.provisionals.find(eventId);
  if (settled?.state === 'bounced') return settled;
  throw notProvisional(payment);
}

function notProvisional({ state, settledOn }: ProvisionalPayment) {
  const why = {
    provisional: 'Otra persona cambió el pago en este momento. Consúltelo e intente de nuevo.',
    firm: `El pago quedó en firme el ${settledOn}. Presente una solicitud de corrección a Sistemas para cancelarlo.`,
    bounced: `El pago ya se registró como devuelto por el banco el ${settledOn}.`,
    cancelled: `El pago ya se canceló en caja el ${settledOn}.`,
  } as const;
  return refuse('not-provisional', why[state]);
}
