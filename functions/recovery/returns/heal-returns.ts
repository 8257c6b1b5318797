import type { Log } from '../../../shared/observability/log.ts';
import { heal } from '../heal.ts';
import { type DecideReturnDeps, finishReturn } from './decide-return.ts';

/** Finishes confirmed returns left half way. */
export function healReturns(deps: DecideReturnDeps & { readonly log: Log }): Promise<number> {
  return heal(deps.log, 'heal-returns', deps.returns.all('confirming'), async ({ returnId }) => {
    const one = await deps.returns.find(returnId);
    if (one?.state !== 'confirming') return 'over';
    await finishReturn(deps, one);
    return 'healed';
  });
}
