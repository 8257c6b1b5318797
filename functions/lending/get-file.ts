import { balanceAnswer } from '../../shared/http/balance-answer.ts';
import { etagOf } from '../../shared/http/record-version.ts';
import type { Caller } from '../../shared/http/route.ts';
import { inScope } from '../../shared/http/scope.ts';
import type { LendingDeps } from './lending-deps.ts';

/**
 * A file with its borrower's name, cosigners, notes and what each owes today, and the credit it holds.
 * Throws `not-found` when unknown or of an office out of scope.
 */
export async function getFile(
  deps: LendingDeps,
  { params }: { readonly params: { readonly fileId: string } },
  caller: Caller,
) {
  const whole = await deps.files.findWhole(params.fileId);
  const { file, cosigners, notes } = inScope(caller, whole && { ...whole, office: whole.file.office }, 'El expediente');
  const [found, balances] = await Promise.all([
    deps.borrowers.find(file.borrowerId),
    deps.ledger.balancesOfFile(file.fileId, deps.clock.today()),
  ]);
  if (found === undefined) throw new Error(`file ${file.fileId} has no borrower in the register`);
  const byNote = new Map(balances.notes.map((balance) => [balance.noteId, balanceAnswer(balance)]));
  return {
    body: {
      ...file,
      borrowerName: found.borrower.name,
      cosigners,
      notes: notes.map((note) => ({ ...note, balance: byNote.get(note.noteId) ?? null })),
      credit: balances.credit,
    },
    etag: etagOf(file),
  };
}
