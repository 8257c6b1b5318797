import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse as refuseShared } from '../../../shared/refusals/shared-refusals.ts';
import { performStep, tryStep } from '../../../shared/transitions/perform-step.ts';
import type { Stamp, StepRefusal } from '../../../shared/transitions/take-step.ts';
import type { Deposit } from './deposit.ts';
import { DEPOSIT_STATE_NAMES_ES, type DepositStep, depositMachine } from './deposit-machine.ts';
import type { DepositMovement, DepositMovementKind } from './deposit-movement.ts';
import { refuseDeposit } from './deposit-refusals.ts';
import type { DepositStore } from './deposit-store.ts';

export interface DepositDeps {
  readonly deposits: DepositStore;
  readonly clock: Clock;
}

interface Change {
  readonly step: DepositStep;
  readonly stamp: Stamp;
  /** In its own fields, of the deposit as it stands then. */
  readonly change?: (now: Deposit) => Partial<Omit<Deposit, 'history' | 'state' | 'version'>>;
  /** What happens to its money; its business day is the stamp's. */
  readonly movement?: DepositMovementKind;
  readonly claim?: () => Promise<unknown>;
}

/**
 * Takes a step of a deposit, with its movement when its money moves, and answers it as it then stands. Refuses a deposit
 * that is not free for it, and an old request sent again after it was taken back (409), the same person (403).
 */
export function changeDeposit(deps: DepositDeps, deposit: Deposit, change: Change): Promise<Deposit> {
  const { step, stamp, movement, claim } = change;
  return performStep(depositMachine, deposit, {
    step,
    stamp,
    change: (now) => ({ ...change.change?.(now), movements: now.movements + (movement === undefined ? 0 : 1) }),
    ...(claim === undefined ? {} : { claim }),
    write: (next) => {
      const moved = movement === undefined ? undefined : movementOf(next, movement, stamp, deps.clock);
      return deps.deposits.change(next, moved);
    },
    read: () => readDeposit(deps, deposit.depositId),
    refuse: (why, now) => refusalOf(why, step, now),
  });
}

/** Leaves a deposit as it was before what the ledger refused, unless it has moved since. */
export async function giveBack(
  deps: DepositDeps,
  deposit: Deposit,
  step: 'assign-failed' | 'reopen-failed',
  { by, change }: { readonly by: string } & Pick<Change, 'change'>,
): Promise<void> {
  const stamp = { by, on: deps.clock.today(), key: `version ${deposit.version}`, reason: null };
  const write = (next: Deposit) => deps.deposits.change(next);
  await tryStep(depositMachine, deposit, { step, stamp, write, ...(change === undefined ? {} : { change }) });
}

/** What a person asks of a deposit: the key of the request means this and nothing else. */
export function askOf(
  deps: DepositDeps & { readonly claims: RequestClaims },
  { depositId }: Pick<Deposit, 'depositId'>,
  { key, reason, ...input }: { readonly key: string; readonly reason: string | null; readonly operation: string },
  caller: Caller,
): { readonly stamp: Stamp; readonly claim: () => Promise<unknown> } {
  const on = deps.clock.today();
  const source = { type: 'deposit', id: depositId } as const;
  return {
    stamp: { by: caller.subject, on, key, reason },
    claim: () =>
      deps.claims.claim({
        scope: 'DEPOSIT',
        key,
        input: { depositId, ...(reason !== null && { reason }), ...input },
        source,
        recordedOn: on,
      }),
  };
}

/** The movement that belongs to a change of a deposit (whose `movements` already counts it). */
function movementOf(deposit: Deposit, movement: DepositMovementKind, { on, by }: Stamp, clock: Clock): DepositMovement {
  const { depositId, movements: seq, amount, channel, valueDate } = deposit;
  const recordedAt = clock.now().toISOString();
  return { depositId, seq, movement, amount, channel, valueDate, recordedOn: on, recordedAt, actor: by };
}

/** Throws `not-found` when there is no such deposit. */
export async function readDeposit(deps: Pick<DepositDeps, 'deposits'>, depositId: string): Promise<Deposit> {
  const deposit = await deps.deposits.find(depositId);
  if (deposit === undefined) throw refuseShared('not-found', 'No hay un depósito con ese identificador.');
  return deposit;
}

function refusalOf(why: StepRefusal, step: DepositStep, { state }: Deposit) {
  switch (why) {
    case 'state':
      return refuseDeposit(
        'deposit-not-free',
        `El depósito está ${DEPOSIT_STATE_NAMES_ES[state]}; esta operación no es posible en ese estado.`,
      );
    case 'same-person':
      return refuseShared(
        'same-person',
        'Quien solicitó la devolución no puede resolverla. Pídalo a otra persona de Contabilidad.',
      );
    case 'taken-back':
      return refuseDeposit(
        'deposit-not-free',
        step === 'assign'
          ? 'Esta asignación ya se hizo y después se canceló. Envíe una clave nueva para asignar otra vez.'
          : 'Esta solicitud de devolución ya se rechazó. Envíe una clave nueva para solicitarla otra vez.',
      );
  }
}
