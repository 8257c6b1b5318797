import type { Log } from '../../../shared/observability/log.ts';
import { heal } from '../heal.ts';
import { type CancellationDeps, finishCancellation } from './finish-cancellation.ts';

/** Finishes cancellations of window payments left half way, so that ledger and receipt say the same. */
export function healCancellations(deps: CancellationDeps & { readonly log: Log }): Promise<number> {
  return heal(deps.log, 'heal-cancellations', deps.windows.openCancellations(), async (asked) => {
    const payment = await deps.windows.find(asked.folio);
    if (payment === undefined) throw new Error('a cancellation was asked of a payment that does not exist');
    await finishCancellation(deps, payment, asked);
    return 'healed';
  });
}
