import { failureFields, type Log } from '../../../shared/observability/log.ts';
import { type BounceDeps, finishBounce } from './bounce-payment.ts';

/** Finishes bounces that a crash or a busy ledger left half way. One that fails is logged; the others go on. */
export async function healBounces(
  deps: Pick<BounceDeps, 'ledger' | 'provisionals'> & { readonly log: Log },
): Promise<number> {
  let healed = 0;
  for await (const { eventId } of deps.provisionals.all('bouncing')) {
    const payment = await deps.provisionals.find(eventId);
    if (payment?.state !== 'bouncing') continue;
    try {
      await finishBounce(deps, payment);
      healed += 1;
    } catch (error) {
      deps.log.event('job-failed', { job: 'heal-bounces', ...failureFields(error) });
    }
  }
  return healed;
}
