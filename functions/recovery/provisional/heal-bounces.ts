import type { Log } from '../../../shared/observability/log.ts';
import { heal } from '../heal.ts';
import { type BounceDeps, finishBounce } from './bounce-payment.ts';

/** Finishes bounces left half way. */
export function healBounces(
  deps: Pick<BounceDeps, 'ledger' | 'provisionals'> & { readonly log: Log },
): Promise<number> {
  return heal(deps.log, 'heal-bounces', deps.provisionals.all('bouncing'), async ({ eventId }) => {
    const payment = await deps.provisionals.find(eventId);
    if (payment?.state !== 'bouncing') return 'over';
    await finishBounce(deps, payment);
    return 'healed';
  });
}
