import type { Clock } from '../../../shared/calendar/clock.ts';
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
  let firm = 0;
  for await (const payment of deps.provisionals.due(today)) {
    if (await deps.provisionals.settle({ ...payment, state: 'firm', settledOn: today })) firm += 1;
  }
  return firm;
}
