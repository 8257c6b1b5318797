import { failureFields, type Log } from '../../../shared/observability/log.ts';
import { type CancellationDeps, finishCancellation } from './finish-cancellation.ts';

/**
 * Finishes cancellations of window payments that a crash or a busy ledger left half way, so that ledger and receipt
 * say the same although nobody asks again. One that fails is logged and left for the next run; the others go on.
 */
export async function healCancellations(deps: CancellationDeps & { readonly log: Log }): Promise<number> {
  let healed = 0;
  for await (const asked of deps.windows.openCancellations()) {
    try {
      const payment = await deps.windows.find(asked.folio);
      if (payment === undefined) throw new Error('a cancellation was asked of a payment that does not exist');
      await finishCancellation(deps, payment, asked);
      healed += 1;
    } catch (error) {
      deps.log.event('job-failed', { job: 'heal-cancellations', ...failureFields(error) });
    }
  }
  return healed;
}
