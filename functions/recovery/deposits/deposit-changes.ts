import type { Clock } from '../../../shared/calendar/clock.ts';
import { refuse as refuseShared } from '../../../shared/refusals/shared-refusals.ts';
import { refuse } from '../refusals.ts';
import { DEPOSIT_STATUS_NAMES_ES, type Deposit } from './deposit.ts';
import type { DepositMovement, DepositMovementKind } from './deposit-movement.ts';
import type { DepositStore } from './deposit-store.ts';

/** The deposit one version on, with what changes. */
export function changed(deposit: Deposit, change: Partial<Deposit>): Deposit {
  return { ...deposit, ...change, version: deposit.version + 1 };
}

/** The movement that belongs to a change of a deposit (whose `movements` already counts it). */
export function movementOf(
  deposit: Deposit,
  movement: DepositMovementKind,
  stamp: { readonly recordedOn: string; readonly actor: string },
  clock: Clock,
): DepositMovement {
  return {
    depositId: deposit.depositId,
    seq: deposit.movements,
    movement,
    amount: deposit.amount,
    channel: deposit.channel,
    valueDate: deposit.valueDate,
    recordedOn: stamp.recordedOn,
    recordedAt: clock.now().toISOString(),
    actor: stamp.actor,
  };
}

/** Throws `not-found` when there is no such deposit. */
export async function readDeposit(deps: { readonly deposits: DepositStore }, depositId: string): Promise<Deposit> {
  const deposit = await deps.deposits.find(depositId);
  if (deposit === undefined) throw refuseShared('not-found', 'No hay un depósito con ese identificador.');
  return deposit;
}

export function notFree(deposit: Deposit) {
  return refuse(
    'deposit-not-free',
    `El depósito está ${DEPOSIT_STATUS_NAMES_ES[deposit.status]}; esta operación no es posible en ese estado.`,
  );
}

export function takenMeanwhile() {
  return refuse('deposit-not-free', 'Otra persona cambió el depósito en este momento. Consúltelo e intente de nuevo.');
}

export function undone() {
  return refuse(
    'deposit-not-free',
    'Esta asignación ya se hizo y después se canceló. Envíe una clave nueva para asignar otra vez.',
  );
}

export function turnedDown() {
  return refuse(
    'deposit-not-free',
    'Esta solicitud de devolución ya se rechazó. Envíe una clave nueva para solicitarla otra vez.',
  );
}
