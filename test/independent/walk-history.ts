import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import {
  type History,
  type HistoryEvent,
  type HistoryNote,
  notesOf,
  ONLY_NOTE,
} from '../fixtures/histories/history-file.ts';
import { type NoteEvent, NoteWalk, patched } from './note-walk.ts';
import { type FileNote, splitOverNotes } from './split-over-notes.ts';

export type Expected = Required<Omit<History['expected'][number], 'note'>> & { note?: string };

/** An event of one note with its place among the events of its day: kind, then when it arrived. */
interface Placed {
  readonly event: NoteEvent;
  readonly arrived: number;
}

const ORDER_OF_A_DAY: readonly HistoryEvent['kind'][] = [
  'brought-forward',
  'disbursed',
  'disbursement-returned',
  'terms-corrected',
  'average-recorded',
  'placement-changed',
  'charged',
  'acceleration-cured',
  'accelerated',
  'waived',
  'paid',
  'credit-received',
  'credit-applied',
  'credit-transferred',
  'credit-refunded',
  'written-off',
];

/** What a history's rules give on the asked dates, in the order asked. */
export function expectedOf(
  history: History,
  asked: readonly { readonly asOf: CalendarDate; readonly note?: string | undefined }[],
): Expected[] {
  const notes = notesOf(history);
  const placed = placedEvents(history, notes);
  const found = new Map<string, Expected>();
  for (const { noteId, terms } of notes) {
    const dates = asked.filter((row) => (row.note ?? ONLY_NOTE) === noteId).map((row) => row.asOf);
    if (dates.length === 0) continue;
    const live = (placed.get(noteId) ?? []).filter(({ event }) => !isReversed(history, event));
    for (const row of valuesOf(terms, live, dates)) found.set(`${noteId} ${row.asOf}`, row);
  }
  return asked.map(({ asOf, note }) => {
    const row = found.get(`${note ?? ONLY_NOTE} ${asOf}`);
    if (row === undefined) throw new RangeError(`${history.id}: nothing found for ${asOf}`);
    return note === undefined ? row : { ...row, note };
  });
}

function valuesOf(terms: HistoryNote['terms'], events: readonly Placed[], dates: readonly CalendarDate[]): Expected[] {
  const walk = opened(terms, events);
  return [...new Set(dates)].sort().map((asOf) => {
    if (walk === undefined || asOf < walk.day) throw new RangeError(`asked on ${asOf}, before the opening`);
    walk.applyUpTo(asOf);
    return { asOf, ...walk.valuesAtEndOfDay() };
  });
}

/** The note before its first event, with the rest of them to come; nothing when no event opens it. */
function opened(terms: HistoryNote['terms'], events: readonly Placed[]): NoteWalk | undefined {
  const ordered = [...events].sort(byPlace).map(({ event }) => event);
  const opening = ordered[0];
  if (opening === undefined) return undefined;
  let known = terms;
  const toCome = ordered.filter((event) => {
    if (event.kind !== 'terms-corrected' || event.on !== opening.on) return true;
    known = patched(known, event.changes);
    return false;
  });
  return new NoteWalk(known, opening.on, toCome);
}

function byPlace(a: Placed, b: Placed): number {
  if (a.event.on !== b.event.on) return a.event.on < b.event.on ? -1 : 1;
  const kinds = ORDER_OF_A_DAY.indexOf(a.event.kind) - ORDER_OF_A_DAY.indexOf(b.event.kind);
  return kinds === 0 ? a.arrived - b.arrived : kinds;
}

/** Every note's events as recorded, payments on the file split by what was recorded before them. */
function placedEvents(history: History, notes: readonly HistoryNote[]): Map<string, Placed[]> {
  const placed = new Map<string, Placed[]>(notes.map(({ noteId }) => [noteId, []]));
  for (const [arrived, event] of inRecordingOrder(history).entries()) {
    if (event.kind !== 'file-paid') {
      placed.get(event.note ?? ONLY_NOTE)?.push({ event, arrived });
      continue;
    }
    const { chosen, ...payment } = event;
    const part = (amount: number): Placed => ({ event: { ...payment, kind: 'paid', amount }, arrived });
    const open = notes.flatMap((note): FileNote[] => {
      const before = (placed.get(note.noteId) ?? []).filter((known) => byPlace(known, part(event.amount)) < 0);
      const walk = opened(note.terms, before);
      walk?.applyUpTo(event.on);
      return walk === undefined ? [] : [{ ...note, walk }];
    });
    for (const [noteId, amount] of splitOverNotes(open, event.amount, chosen)) placed.get(noteId)?.push(part(amount));
  }
  return placed;
}

function inRecordingOrder({ events, recordedIn }: History): HistoryEvent[] {
  if (recordedIn === 'date order')
    return events
      .map((event, index) => ({ event, index }))
      .sort((a, b) => (a.event.on === b.event.on ? a.index - b.index : a.event.on < b.event.on ? -1 : 1))
      .map(({ event }) => event);
  return recordedIn.map((id) => {
    const event = events.find((one) => one.id === id);
    if (event === undefined) throw new RangeError(`no event ${id}`);
    return event;
  });
}

/** An event taken back is as if it had never been; the parts of a payment on the file carry its id. */
const isReversed = ({ reversed }: History, { id }: NoteEvent): boolean => reversed.includes(id);
