import type { Caller } from '../../../shared/http/route.ts';
import type { Office } from '../../../shared/ledger/ledger-items.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import type { CreditUse } from './credit-use.ts';
import type { CreditUseStore } from './credit-use-store.ts';

export const isWithinReach = ({ offices }: Caller, office: Office): boolean =>
  offices === 'all' || offices.includes(office);

/** A use of credit. Of an office that the caller does not reach it is as if it did not exist (404). */
export async function readCreditUse(
  deps: { readonly creditUses: Pick<CreditUseStore, 'find'> },
  creditUseId: string,
  caller: Caller,
): Promise<CreditUse> {
  const one = await deps.creditUses.find(creditUseId);
  if (one !== undefined && isWithinReach(caller, one.office)) return one;
  throw refuse('not-found', 'No hay una solicitud sobre saldo a favor con ese identificador.');
}
