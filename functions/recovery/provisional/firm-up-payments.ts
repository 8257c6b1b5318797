import type { Clock } from '../../../shared/calendar/clock.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import type { ProvisionalPayments } from './provisional-payments.ts';

/**
 * Marks as firm the salvo-buen-fin payments whose banking days have passed without a bounce. The ledger does not
 * change: the money was posted on the first day. Answers how many became firm; safe to run at any time, any number
 * of times.
 */
export async function firmUpPayments(deps: {
  readonly provisionals: ProvisionalPayments;
  readonly clock: Clock;
}): Promise<number> {
  const today = deps.clock.today();
  const stamp = { by: SYSTEM, on: today, key: 'firm', reason: null };
  let firm = 0;
  for await (const payment of deps.provisionals.all('provisional', { to: today })) {
    if (await deps.provisionals.end(payment, 'became-firm', stamp)) firm += 1;
  }
  return firm;
}
