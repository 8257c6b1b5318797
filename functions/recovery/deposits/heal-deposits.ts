import type { Clock } from '../../../shared/calendar/clock.ts';
import { failureFields, type Log } from '../../../shared/observability/log.ts';
import type { PostPaymentDeps } from '../payments/post-payment.ts';
import { finishAssignment } from './assign-deposit.ts';
import type { DepositStore } from './deposit-store.ts';
import { finishReopening } from './reopen-deposit.ts';

/**
 * Finishes assignments and reopenings that a crash or a busy ledger left half way. Their keys make it harmless to
 * meet the person's own retry. One that fails is logged and left for the next run; the others go on.
 */
export async function healDeposits(
  deps: PostPaymentDeps & { readonly deposits: DepositStore; readonly clock: Clock; readonly log: Log },
): Promise<number> {
  let healed = 0;
  for (const [status, finish] of [
    ['assigning', finishAssignment],
    ['reopening', finishReopening],
  ] as const) {
    for await (const listed of deps.deposits.all(status)) {
      const deposit = await deps.deposits.find(listed.depositId);
      if (deposit?.status !== status) continue;
      try {
        await finish(deps, deposit);
        healed += 1;
      } catch (error) {
        deps.log.event('job-failed', { job: 'heal-deposits', ...failureFields(error) });
      }
    }
  }
  return healed;
}
