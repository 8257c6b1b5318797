import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { heal } from '../heal.ts';
import type { PostPaymentDeps } from '../payments/post-payment.ts';
import { finishAssignment } from './assign-deposit.ts';
import type { Deposit } from './deposit.ts';
import type { DepositStore } from './deposit-store.ts';
import { finishReopening } from './reopen-deposit.ts';

type HealDeps = PostPaymentDeps & { readonly deposits: DepositStore; readonly clock: Clock; readonly log: Log };

/** Finishes assignments and reopenings left half way. */
export function healDeposits(deps: HealDeps): Promise<number> {
  return heal(deps.log, 'heal-deposits', halfDone(deps.deposits), async ({ depositId, status }) => {
    const deposit = await deps.deposits.find(depositId);
    if (deposit?.status !== status) return 'over';
    await (status === 'assigning' ? finishAssignment(deps, deposit) : finishReopening(deps, deposit));
    return 'healed';
  });
}

async function* halfDone(deposits: DepositStore): AsyncGenerator<Deposit, void, undefined> {
  yield* deposits.all('assigning');
  yield* deposits.all('reopening');
}
