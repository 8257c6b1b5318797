import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { balanceAnswer } from '../../shared/http/balance-answer.ts';
import { etagOf } from '../../shared/http/record-version.ts';
import type { Caller } from '../../shared/http/route.ts';
import { inScope } from '../../shared/http/scope.ts';
import type { NoteTerms } from '../../shared/loan-book/note-terms.ts';
import { printedSchedule } from '../../shared/loan-book/printed-schedule.ts';
import type { LendingDeps } from './lending-deps.ts';
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
      printedSchedule: printedAnswer(terms, disbursements),
      disbursements,
      balance: balance === undefined ? null : balanceAnswer(balance),
    },
    etag: etagOf(note),
  };
}

function printedAnswer(
  terms: NoteTerms,
  disbursements: readonly { readonly valueDate: CalendarDate; readonly amount: number }[],
) {
  const lent = disbursements.map(({ valueDate, amount }) => ({ date: valueDate, amount }));
  const inOrder = lent.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return printedSchedule(terms, inOrder);
}
