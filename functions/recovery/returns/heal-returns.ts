import { healHalfWay } from '../../../shared/jobs/heal.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { bankReturnMachine } from './bank-return-machine.ts';
import { type DecideReturnDeps, finishReturn } from './decide-return.ts';

/** Finishes confirmed returns left half way. */
export function healReturns(deps: DecideReturnDeps & { readonly log: Log }): Promise<number> {
  return healHalfWay(deps.log, 'heal-returns', bankReturnMachine, deps.returns, (one) => finishReturn(deps, one));
}
