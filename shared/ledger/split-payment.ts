import type { CalendarDate } from '../calendar/calendar-date.ts';
import { isUnderAgreement } from '../loan-book/agreement.ts';
import { unmetPayments } from '../loan-book/agreement-standing.ts';
import type { Paid } from '../loan-book/event.ts';
import { type Note, statusOf } from '../loan-book/note-state.ts';
import { type AgreedShare, type NoteShare, spreadOverNotes } from '../loan-book/spread-over-notes.ts';
import type { AgreementHead } from './agreement-head.ts';
import type { Head } from './head-item.ts';
import { MOST_NOTES } from './ledger.ts';
import { refuseLedger } from './ledger-refusals.ts';
import type { Past } from './past.ts';

/** A note of a file at the place of a payment; its past when it had to be read. */
export interface NotePlace {
  readonly head: Head;
  readonly note: Note;
  readonly past?: Past;
}

/** The payment's split, by the state of each note at its place: made once, from then on a fact. */
export function sharesOf(
  places: readonly NotePlace[],
  payment: Pick<Paid, 'amount' | 'valueDate' | 'recordedOn'>,
  chosenNoteIds?: readonly string[],
  agreements: readonly AgreementHead[] = [],
): NoteShare[] {
  const payable = places.map(({ head, note }) => ({
    noteId: head.noteId,
    ...note,
    contractedOn: head.contractedOn,
    stage: head.dimensions.stage,
  }));
  const shares = spreadOverNotes(payable, payment, chosenNoteIds, agreedShares(places, agreements, payment.valueDate));
  if (shares.length === 0) {
    throw refuseLedger(
      'notes-need-choice',
      'Los pagarés del expediente están en cobranza judicial y solo se pagan si el acreditado los elige. Elija los pagarés.',
    );
  }
  if (shares.length > MOST_NOTES) {
    throw refuseLedger(
      'too-many-notes',
      `El pago alcanza ${shares.length} pagarés; el máximo es ${MOST_NOTES}. Elija los pagarés.`,
    );
  }
  return shares;
}

/**
 * What the agreements ask for that are alive where the payment takes its place, the oldest payment first whosever it is: no
 * agreement is paid ahead while another is broken for it.
 */
function agreedShares(
  places: readonly NotePlace[],
  agreements: readonly AgreementHead[],
  valueDate: CalendarDate,
): AgreedShare[] {
  const unmet = agreements.flatMap(({ agreementId, plan, counted, arrival }) => {
    const under = places.filter(({ note }) => isUnderAgreement(note.state) && note.state.agreement?.id === agreementId);
    if (under.length === 0) return [];
    const noteIds = under.map(({ head }) => head.noteId);
    return unmetPayments(plan, counted, valueDate).map(({ due, amount }) => ({ noteIds, asked: amount, due, arrival }));
  });
  return unmet.sort((a, b) => (`${a.due} ${a.arrival}` < `${b.due} ${b.arrival}` ? -1 : 1));
}

/**
 * A payment of the past goes to the notes that existed then; one of before all of them to the first that were opened,
 * which refuse it and say so. Notes whose opening was taken back take nothing.
 */
export function openedBy(notes: readonly Head[], valueDate: CalendarDate): readonly Head[] {
  const live = notes.filter(({ note }) => statusOf(note.state) !== 'cancelled');
  const existing = live.filter(({ openedOn }) => openedOn <= valueDate);
  if (existing.length > 0) return existing;
  const [first] = live.map(({ openedOn }) => openedOn).sort();
  return live.filter(({ openedOn }) => openedOn === first);
}
