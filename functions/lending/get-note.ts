import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../shared/http/route.ts';
import { pesosFromCentavos } from '../../shared/money/centavos.ts';
import { balanceAnswer } from './balance-answer.ts';
import type { LendingDeps } from './lending-deps.ts';
import { etagOf } from './record-version.ts';
import { inScope } from './scope.ts';
import { termsOfRegistered } from './terms-of-registered.ts';

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
  const [terms, disbursements, balance] = await Promise.all([
    termsOfRegistered(deps.products, note),
    deps.notes.disbursements(note.fileId, note.noteId),
    deps.ledger.balanceOfNote(note.fileId, note.noteId, query.asOf ?? deps.clock.today()),
  ]);
  return {
    body: {
      ...note,
      termsAtSigning: terms,
      disbursements: disbursements.map((paid) => ({ ...paid, amount: pesosFromCentavos(paid.amount) })),
      balance: balance === undefined ? null : balanceAnswer(balance),
    },
    etag: etagOf(note),
  };
}
