import type { Stamp } from '../../../shared/transitions/take-step.ts';
import type { ProvisionalPayments } from './provisional-payments.ts';

/**
 * Takes a payment whose posting was reversed off the list of salvo-buen-fin payments: it can neither bounce nor become
 * firm any more. Changes nothing when the payment is not in the list or was cancelled before.
 */
export async function cancelProvisional(
  provisionals: ProvisionalPayments,
  eventId: string,
  stamp: Stamp,
): Promise<void> {
  const provisional = await provisionals.find(eventId);
  if (provisional !== undefined) await provisionals.end(provisional, 'cancelled', stamp);
}
