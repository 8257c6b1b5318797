import { type CalendarDate, FIRST_DATE, later } from '../../shared/calendar/calendar-date.ts';
import type { NoteEvent } from '../../shared/loan-book/event.ts';
import { valueNote } from '../../shared/loan-book/valuation.ts';
import { type History, type HistoryEvent, notesOf, ONLY_NOTE } from '../fixtures/histories/history-file.ts';
import { PureLedger } from './pure-ledger.ts';

/** Records the events of a history in the order that it says, then takes back what it says was reversed. */
export function recorded(history: History): PureLedger {
  const ledger = new PureLedger();
  for (const { noteId, terms, contractedOn, stage } of notesOf(history))
    ledger.addNote(noteId, terms, contractedOn, stage);
  const order = history.recordedIn;
  const events =
    order === 'date order'
      ? history.events
          .map((event, index) => ({ event, index }))
          .sort(byDateThenPlace)
          .map(({ event }) => event)
      : order.map((id) => named(history, id));
  let today = events[0]?.on ?? FIRST_DATE;
  for (const event of events) {
    if (event.kind === 'file-paid') ledger.payFile({ ...payment(event), id: event.id }, event.chosen);
    else if (event.kind === 'regenerated')
      ledger.regenerate({ ...event, valueDate: event.on }, event.old, event.note ?? ONLY_NOTE);
    else if (event.kind === 'agreement-signed') ledger.sign({ ...event, valueDate: event.on });
    else ledger.record(event.note ?? ONLY_NOTE, noteEvent(event));
    today = later(today, event.on);
    ledger.judge(today);
  }
  for (const id of history.reversed) takeBack(ledger, named(history, id));
  ledger.judge(history.expected.reduce((last, { asOf }) => later(last, asOf), today));
  return ledger;
}

/** Everything that a history may expect of a note on a date. */
export function valuedOn(ledger: PureLedger, { asOf, note }: { asOf: CalendarDate; note?: string | undefined }) {
  const { terms, state } = ledger.noteOn(note ?? ONLY_NOTE, asOf);
  const valued = valueNote(terms, state, asOf);
  return {
    asOf,
    ...(note === undefined ? {} : { note }),
    principal: valued.owed.principal,
    ordinary: valued.owed.ordinaryInterest,
    default: valued.owed.defaultInterest,
    costs: valued.owed.collectionCosts,
    duePrincipal: valued.due.principal,
    dueOrdinary: valued.due.ordinaryInterest,
    dpd: valued.daysPastDue,
    credit: valued.held,
    punctual: valued.punctual,
    status: valued.status,
  };
}

const byDateThenPlace = (
  a: { event: HistoryEvent; index: number },
  b: { event: HistoryEvent; index: number },
): number => (a.event.on === b.event.on ? a.index - b.index : a.event.on < b.event.on ? -1 : 1);

function named(history: History, id: string): HistoryEvent {
  const event = history.events.find((one) => one.id === id);
  if (event === undefined) throw new RangeError(`${history.id} has no event ${id}`);
  return event;
}

function takeBack(ledger: PureLedger, event: HistoryEvent): void {
  const parts =
    event.kind === 'file-paid'
      ? [...ledger.notes].flatMap(([noteId, { journal }]) =>
          journal.some((entry) => entry.event?.id === `${event.id}/${noteId}`)
            ? [[noteId, `${event.id}/${noteId}`]]
            : [],
        )
      : [[event.note ?? ONLY_NOTE, event.id]];
  for (const [noteId = '', target = ''] of parts) {
    ledger.record(noteId, { kind: 'reversed', id: `r-${target}`, target, valueDate: event.on, recordedOn: event.on });
  }
}

function payment(event: HistoryEvent & { amount: number }): Extract<NoteEvent, { kind: 'paid' }> {
  return {
    kind: 'paid',
    id: event.id,
    valueDate: event.on,
    recordedOn: event.on,
    channel: 'cie',
    amount: event.amount,
  };
}

function noteEvent(
  event: Exclude<HistoryEvent, { kind: 'file-paid' | 'agreement-signed' | 'regenerated' }>,
): NoteEvent {
  const { on, note: _note, ...own } = event;
  const dated = { valueDate: on, recordedOn: on };
  switch (own.kind) {
    case 'paid':
      return { ...own, ...dated, channel: 'cie' };
    case 'charged':
      return { ...own, ...dated, component: 'collectionCosts' };
    case 'placement-changed':
      return { ...own, ...dated, stage: 'mediation', agent: null };
    default:
      return { ...own, ...dated };
  }
}
