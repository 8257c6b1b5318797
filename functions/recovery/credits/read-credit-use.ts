import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { CreditUse } from './credit-use.ts';
import type { CreditUseStore } from './credit-use-store.ts';

/** A use of credit. Of an office that the caller does not reach it is as if it did not exist (404). */
export async function readCreditUse(
  deps: { readonly creditUses: Pick<CreditUseStore, 'find'> },
  creditUseId: string,
  caller: Caller,
): Promise<CreditUse> {
  return inScope(caller, await deps.creditUses.find(creditUseId), 'La solicitud sobre saldo a favor');
}
