import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import { refuse as refuseShared } from '../../../shared/refusals/shared-refusals.ts';
import { performStep, tryStep } from '../../../shared/transitions/perform-step.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { provisionalMachine } from './provisional-machine.ts';
import { type ProvisionalPayment, settledOn } from './provisional-payment.ts';
import type { ProvisionalPayments } from './provisional-payments.ts';
import { refuseProvisional } from './provisional-refusals.ts';

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
  const { eventId, reason, idempotencyKey: key } = input;
  const on = deps.clock.today();
  const payment = await readProvisional(deps, eventId);
  const claim = () =>
    deps.claims.claim({
      scope: 'CORRECTION',
      key,
      input: { operation: 'bounce', eventId, reason },
      source: { type: 'correction', id: key },
      recordedOn: on,
    });
  const isBouncing = payment.state === 'bouncing';
  if (isBouncing) await claim();
  const bouncing = isBouncing
    ? payment
    : await performStep(provisionalMachine, payment, {
        step: 'bounce',
        stamp: { by: caller.subject, on, key, reason },
        claim,
        write: (next) => deps.provisionals.write(next),
        read: () => readProvisional(deps, eventId),
        refuse: (_why, now) => notProvisional(now),
      });
  return bouncing.state === 'bouncing' ? finishBounce(deps, bouncing) : bouncing;
}

async function readProvisional(
  { provisionals }: Pick<BounceDeps, 'provisionals'>,
  eventId: string,
): Promise<ProvisionalPayment> {
  const payment = await provisionals.find(eventId);
  if (payment === undefined) throw refuseShared('not-found', 'No hay un pago salvo buen fin con ese identificador.');
  return payment;
}

/** Carries a bounce that was noted to its end. What the ledger refuses leaves the payment in the list as it was. */
export async function finishBounce(
  deps: Pick<BounceDeps, 'ledger' | 'provisionals' | 'clock'>,
  payment: ProvisionalPayment,
): Promise<ProvisionalPayment> {
  const { eventId } = payment;
  const asked = lastTaken(payment.history, 'bounce');
  if (asked === undefined) throw new Error('a bouncing payment was noted by somebody');
  const { by, key } = asked;
  const posted = await deps.ledger
    .reverse({
      fileId: payment.fileId,
      noteIds: payment.noteIds,
      eventId,
      valueDate: calendarDate(payment.valueDate),
      idempotency: { scope: 'CORRECTION', key: `BOUNCE#${eventId}`, input: { operation: 'bounce', eventId } },
      actor: by,
      reason: 'bounced-cheque',
      source: payment.source,
    })
    .catch(async (error: unknown) => {
      const stamp = { by, on: deps.clock.today(), key: `version ${payment.version}`, reason: null };
      const write = (next: ProvisionalPayment) => deps.provisionals.write(next);
      if (isRefusedForGood(error)) await tryStep(provisionalMachine, payment, { step: 'bounce-failed', stamp, write });
      throw error;
    });
  await deps.provisionals.end(payment, 'bounced', { by, on: posted.recordedOn, key, reason: null });
  return readProvisional(deps, eventId);
}

function notProvisional(payment: ProvisionalPayment) {
  const on = settledOn(payment);
  const why = {
    provisional: 'Otra persona cambió el pago en este momento. Consúltelo e intente de nuevo.',
    bouncing: 'Ya se está cancelando porque el banco lo devolvió. Consúltelo en unos minutos.',
    firm: `El pago quedó en firme el ${on}. Presente una solicitud de corrección a Sistemas para cancelarlo.`,
    bounced: `El pago ya se registró como devuelto por el banco el ${on}.`,
    cancelled: `El pago ya se canceló en caja el ${on}.`,
  } as const;
  return refuseProvisional('not-provisional', why[payment.state]);
}
