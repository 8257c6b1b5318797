import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../shared/http/route.ts';
import { pesosFromCentavos } from '../../shared/money/centavos.ts';
import { balanceAnswer } from './balance-answer.ts';
import type { LendingDeps } from './lending-deps.ts';
import { termOverridesSchema } from './note.ts';
import { etagOf } from './record-version.ts';
import { inScope } from './scope.ts';
import { termsAtSigning } from './terms-at-signing.ts';

interface Input {
  readonly params: { readonly noteId: string };
  readonly query: { readonly asOf?: CalendarDate | undefined };
}

/**
 * A note: its contract, the terms as signed, its disbursements, and what it owes on `asOf` (default today; any date
 * can be asked). Throws `not-found` when unknown or of an office out of scope.
 */
export async function getNote(deps: LendingDeps, { params, query }: Input, caller: Caller) {
  const note = inScope(caller, await deps.notes.locate(params.noteId), 'El contrato');
  const [version, disbursements, balance] = await Promise.all([
    deps.products.find(note.product, note.productVersion),
    deps.notes.disbursements(note.fileId, note.noteId),
    deps.ledger.balanceOfNote(note.fileId, note.noteId, query.asOf ?? deps.clock.today()),
  ]);
  if (version === undefined) throw new Error(`note ${note.noteId} has no product version in the register`);
  const overrides = termOverridesSchema.parse(note.overrides);
  return {
    body: {
      ...note,
      termsAtSigning: termsAtSigning(version.parameters, note.endOfStudies, overrides),
      disbursements: disbursements.map((paid) => ({ ...paid, amount: pesosFromCentavos(paid.amount) })),
      balance: balance === undefined ? null : balanceAnswer(balance),
    },
    etag: etagOf(note),
  };
}
