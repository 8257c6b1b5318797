import { failureFields, type Log } from '../../../shared/observability/log.ts';
import { type CancellationDeps, finishCancellation } from './finish-cancellation.ts';

/**
 * Finishes cancellations of window payments that a crash or a busy ledger left half way, so that ledger and receipt
 * say the same although nobody asks again. One that fails is logged and left for the next run; the others go on. Throws
 * an AggregateError of those failures, so that the job's alarm rings: money was asked back and is not.
 */
export async function healCancellations(deps: CancellationDeps & { readonly log: Log }): Promise<number> {
  let healed = 0;
  const failures: unknown[] = [];
  for await (const asked of deps.windows.openCancellations()) {
    try {
      const payment = await deps.windows.find(asked.folio);
      if (payment === undefined) throw new Error('a cancellation was asked of a payment that does not exist');
      await finishCancellation(deps, payment, asked);
      healed += 1;
    } catch (error) {
      deps.log.event('job-failed', { job: 'heal-cancellations', ...failureFields(error) });
      failures.push(error);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} cancellations could not be finished`);
  return healed;
}
