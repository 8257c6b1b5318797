import { healHalfWay } from '../../../shared/jobs/heal.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { type CancellationDeps, finishCancellation } from './finish-cancellation.ts';
import { windowCancellationMachine } from './window-cancellation.ts';

/** Finishes cancellations of window payments left half way, so that ledger and receipt say the same. */
export function healCancellations(deps: CancellationDeps & { readonly log: Log }): Promise<number> {
  return healHalfWay(deps.log, 'heal-cancellations', windowCancellationMachine, deps.cancellations, async (asked) => {
    const payment = await deps.windows.find(asked.folio);
    if (payment === undefined) throw new Error('a cancellation was asked of a payment that does not exist');
    await finishCancellation(deps, payment, asked);
  });
}
