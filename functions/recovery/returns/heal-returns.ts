import { failureFields, type Log } from '../../../shared/observability/log.ts';
import { type DecideReturnDeps, finishReturn } from './decide-return.ts';

/** Finishes confirmed returns that a crash or a busy ledger left half way. One that fails is logged; the rest go on. */
export async function healReturns(deps: DecideReturnDeps & { readonly log: Log }): Promise<number> {
  let healed = 0;
  for await (const listed of deps.returns.all('confirming')) {
    const one = await deps.returns.find(listed.returnId);
    if (one?.state !== 'confirming') continue;
    try {
      await finishReturn(deps, one);
      healed += 1;
    } catch (error) {
      deps.log.event('job-failed', { job: 'heal-returns', ...failureFields(error) });
    }
  }
  return healed;
}
