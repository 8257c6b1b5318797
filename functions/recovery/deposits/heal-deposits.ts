import { healHalfWay } from '../../../shared/jobs/heal.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { finishAssignment } from './assign-deposit.ts';
import { depositMachine } from './deposit-machine.ts';
import { finishReopening } from './reopen-deposit.ts';

type HealDeps = Parameters<typeof finishAssignment>[0] & Parameters<typeof finishReopening>[0];

/** Finishes assignments and reopenings left half way. */
export function healDeposits(deps: HealDeps & { readonly log: Log }): Promise<number> {
  return healHalfWay(deps.log, 'heal-deposits', depositMachine, deps.deposits, (deposit) =>
    deposit.state === 'assigning' ? finishAssignment(deps, deposit) : finishReopening(deps, deposit),
  );
}
