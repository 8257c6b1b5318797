import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
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
 * The bank took a salvo-buen-fin payment back. It is noted as `bouncing` first (from here it does not become firm), its
 * posting is reversed, and it leaves the list as bounced. What a crash leaves `bouncing` is finished by any request for
 * the same and by the five-minute job; the reversal's key is made of the payment, so it happens once.
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
  if (payment.state === 'bouncing') return finishBounce(deps, payment);
  if (payment.bounce?.requestKey === idempotencyKey) return payment;
  if (payment.state !== 'provisional') throw notProvisional(payment);
  const bouncing: ProvisionalPayment = {
    ...payment,
    state: 'bouncing',
    bounce: { by: caller.subject, reason, requestKey: idempotencyKey },
  };
  if (!(await deps.provisionals.change(bouncing, 'provisional'))) throw notProvisional(payment);
  return finishBounce(deps, bouncing);
}

/** Carries a bounce that was noted to its end. What the ledger refuses leaves the payment in the list as it was. */
export async function finishBounce(
  deps: Pick<BounceDeps, 'ledger' | 'provisionals'>,
  payment: ProvisionalPayment,
): Promise<ProvisionalPayment> {
  const { eventId, bounce } = payment;
  if (bounce === null) throw new Error('a bouncing payment was noted by somebody');
  const posted = await deps.ledger
    .reverse({
      fileId: payment.fileId,
      noteIds: payment.noteIds,
      eventId,
      valueDate: calendarDate(payment.valueDate),
      idempotency: { scope: 'CORRECTION', key: `BOUNCE#${eventId}`, input: { operation: 'bounce', eventId } },
      actor: bounce.by,
      reason: 'bounced-cheque',
      source: payment.source,
    })
    .catch(async (error: unknown) => {
      if (!isRefusedForGood(error)) throw error;
      await deps.provisionals.change({ ...payment, state: 'provisional', bounce: null }, 'bouncing');
      throw error;
    });
  const bounced: ProvisionalPayment = { ...payment, state: 'bounced', settledOn: posted.recordedOn };
  if (await deps.provisionals.settle(bounced)) return bounced;
  return (await deps.provisionals.find(eventId)) ?? bounced;
}

function notProvisional({ state, settledOn }: ProvisionalPayment) {
  const why = {
    provisional: 'Otra persona cambió el pago en este momento. Consúltelo e intente de nuevo.',
    bouncing: 'Ya se está cancelando porque el banco lo devolvió. Consúltelo en unos minutos.',
    firm: `El pago quedó en firme el ${settledOn}. Presente una solicitud de corrección a Sistemas para cancelarlo.`,
    bounced: `El pago ya se registró como devuelto por el banco el ${settledOn}.`,
    cancelled: `El pago ya se canceló en caja el ${settledOn}.`,
  } as const;
  return refuse('not-provisional', why[state]);
}
