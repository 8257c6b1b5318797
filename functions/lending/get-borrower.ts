import { etagOf } from '../../shared/http/record-version.ts';
import type { Caller } from '../../shared/http/route.ts';
import { inScope } from '../../shared/http/scope.ts';
import type { LendingDeps } from './lending-deps.ts';

/** A borrower and the id of their file. Throws `not-found` when unknown or of an office out of scope. */
export async function getBorrower(
  deps: LendingDeps,
  { params }: { readonly params: { readonly borrowerId: string } },
  caller: Caller,
) {
  const found = await deps.borrowers.find(params.borrowerId);
  const office = found?.file?.office ?? found?.borrower.office;
  const { borrower, file } = inScope(caller, found && office && { ...found, office }, 'El acreditado');
  return { body: { ...borrower, fileId: file?.fileId ?? null }, etag: etagOf(borrower) };
}
