import { healHalfWay } from '../../../shared/jobs/heal.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { creditUseMachine } from './credit-use-machine.ts';
import { type FinishCreditUseDeps, finishCreditUse } from './finish-credit-use.ts';

/** Finishes approved uses of credit left half way. */
export function healCreditUses(deps: FinishCreditUseDeps & { readonly log: Log }): Promise<number> {
  return healHalfWay(deps.log, 'heal-credit-uses', creditUseMachine, deps.creditUses, (one) =>
    finishCreditUse(deps, one),
  );
}
