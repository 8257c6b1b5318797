import { healHalfWay } from '../../../shared/jobs/heal.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { finishBounce } from './bounce-payment.ts';
import { provisionalMachine } from './provisional-machine.ts';

/** Finishes bounces left half way. */
export function healBounces(deps: Parameters<typeof finishBounce>[0] & { readonly log: Log }): Promise<number> {
  return healHalfWay(deps.log, 'heal-bounces', provisionalMachine, deps.provisionals, (payment) =>
    finishBounce(deps, payment),
  );
}
