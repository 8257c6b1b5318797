import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { takeStep } from '../../../shared/transitions/take-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import type { BankReturn, RowPlace } from './bank-return.ts';
import { bankReturnMachine } from './bank-return-machine.ts';
import type { BankReturnStore } from './bank-return-store.ts';

/** Id of the return that a row tells: the same row of whatever file names the same return. */
export const bankReturnId = (rowKey: string): string => deterministicId('bank-return', rowKey);

/**
 * Keeps a return once: `pending` when the bank is certain, else `waiting` for its payment. Kept before its row is seen
 * (sighting-store.ts), so that a payment that meets it always finds it. Answers the row that told it first.
 */
export async function noteReturn(
  deps: { readonly returns: BankReturnStore },
  told: Omit<BankReturn, 'state' | 'paid' | 'history' | 'version'>,
  certain: boolean,
): Promise<BankReturn> {
  const state = certain ? 'pending' : 'waiting';
  const one: BankReturn = { ...told, state, paid: null, history: [], version: 1 };
  if (await deps.returns.write(one)) return one;
  return readKept(deps, told.returnId);
}

/** Ties a return to the row of its payment, whichever came first; one that waited is now to be decided. */
export async function tiePayment(
  deps: { readonly returns: BankReturnStore; readonly clock: Clock },
  returnId: string,
  paid: RowPlace,
): Promise<void> {
  const one = await readKept(deps, returnId);
  if (one.paid !== null) return;
  const stamp = { by: SYSTEM, on: deps.clock.today(), key: `${paid.intakeFileId} ${paid.line}`, reason: null };
  const coming = takeStep(bankReturnMachine, one, 'payment-came', stamp, { paid });
  const next = coming.outcome === 'taken' ? coming.next : { ...one, paid, version: one.version + 1 };
  if (await deps.returns.write(next)) return;
  await tiePayment(deps, returnId, paid);
}

async function readKept({ returns }: { readonly returns: BankReturnStore }, returnId: string): Promise<BankReturn> {
  const one = await returns.find(returnId);
  if (one === undefined) throw new Error('a return that was seen is not kept');
  return one;
}
