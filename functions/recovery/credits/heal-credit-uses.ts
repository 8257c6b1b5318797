import type { Log } from '../../../shared/observability/log.ts';
import { heal } from '../heal.ts';
import { type FinishCreditUseDeps, finishCreditUse } from './finish-credit-use.ts';

/** Finishes approved uses of credit left half way. */
export function healCreditUses(deps: FinishCreditUseDeps & { readonly log: Log }): Promise<number> {
  return heal(deps.log, 'heal-credit-uses', deps.creditUses.all('posting'), async ({ creditUseId }) => {
    const one = await deps.creditUses.find(creditUseId);
    if (one?.status !== 'posting') return 'over';
    await finishCreditUse(deps, one);
    return 'healed';
  });
}
