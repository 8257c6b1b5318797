import { type CalendarDate, later } from '../../shared/calendar/calendar-date.ts';
import { COMPONENTS } from '../../shared/loan-book/component.ts';
import {
  type History,
  type HistoryEvent,
  type HistoryNote,
  notesOf,
  ONLY_NOTE,
} from '../fixtures/histories/history-file.ts';
import { askedOn, endOf, type Money, type Signing } from './agreement-walk.ts';
import { NoteWalk, patched, type WalkEvent } from './note-walk.ts';
import { type FileNote, splitOverNotes } from './split-over-notes.ts';

export type Expected = Required<Omit<History['expected'][number], 'note'>> & { note?: string };

/** An event of one note with its place among the events of its day: kind, then when it arrived. */
interface Placed {
  readonly event: WalkEvent;
  readonly arrived: number;
}

/** Those of one line keep the order in which they arrived. */
const ORDER_OF_A_DAY: readonly (readonly WalkEvent['kind'][])[] = [
  ['brought-forward'],
  ['disbursed'],
  ['regenerated-in'],
  ['disbursement-returned'],
  ['terms-corrected'],
  ['average-recorded'],
  ['placement-changed'],
  ['charged'],
  ['acceleration-cured'],
  ['accelerated'],
  ['agreement-broken'],
  ['waived'],
  ['paid', 'agreement-signed', 'regenerated-out'],
  ['credit-received'],
  ['credit-applied'],
  ['credit-transferred'],
  ['credit-refunded'],
  ['agreement-fulfilled'],
  ['written-off'],
];

/** What a history's rules give on the asked dates, in the order asked. */
export function expectedOf(
  history: History,
  asked: readonly { readonly asOf: CalendarDate; readonly note?: string | undefined }[],
): Expected[] {
  const notes = notesOf(history);
  const recorded = placedEvents(history, notes);
  const live = withoutReversed(history, recorded.placed);
  const last = [...history.events.map(({ on }) => on), ...asked.map(({ asOf }) => asOf)].reduce(later);
  const placed = withMoves(recorded.regenerated, withEnds(recorded.signed, live, last), notes);
  const found = new Map<string, Expected>();
  for (const { noteId, terms } of notes) {
    const dates = asked.filter((row) => (row.note ?? ONLY_NOTE) === noteId).map((row) => row.asOf);
    if (dates.length === 0) continue;
    for (const row of valuesOf(terms, placed.get(noteId) ?? [], dates)) found.set(`${noteId} ${row.asOf}`, row);
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
  const lineOf = ({ event }: Placed) => ORDER_OF_A_DAY.findIndex((kinds) => kinds.includes(event.kind));
  const kinds = lineOf(a) - lineOf(b);
  return kinds === 0 ? a.arrived - b.arrived : kinds;
}

/** Events by note. */
type ByNote = ReadonlyMap<string, readonly Placed[]>;

type Regenerated = Extract<HistoryEvent, { kind: 'regenerated' }> & { readonly into: string; readonly arrived: number };

interface Signed {
  readonly signing: Signing;
  readonly arrived: number;
}

/** Every note's events as recorded, payments on the file split by what was recorded before them. */
function placedEvents(
  history: History,
  notes: readonly HistoryNote[],
): { placed: ByNote; signed: Signed[]; regenerated: Regenerated[] } {
  const placed = new Map<string, Placed[]>(notes.map(({ noteId }) => [noteId, []]));
  const signed: Signed[] = [];
  const regenerated: Regenerated[] = [];
  let today: CalendarDate | undefined;
  for (const [arrived, event] of inRecordingOrder(history).entries()) {
    const ended = today === undefined ? placed : withEnds(signed, placed, today);
    const known = withMoves(regenerated, ended, notes);
    today = today === undefined ? event.on : later(today, event.on);
    if (event.kind === 'regenerated') {
      const { on, id, old } = event;
      regenerated.push({ ...event, into: event.note ?? ONLY_NOTE, arrived });
      for (const noteId of old) placed.get(noteId)?.push({ event: { on, id, kind: 'regenerated-out' }, arrived });
      continue;
    }
    if (event.kind === 'agreement-signed') {
      signed.push({ signing: event, arrived });
      const { on, id, kind, earned, whileLive } = event;
      for (const [noteId, forgiven] of Object.entries(event.over))
        placed.get(noteId)?.push({ event: { on, id, kind, earned, whileLive, ...forgiven }, arrived });
      continue;
    }
    if (event.kind !== 'file-paid') {
      placed.get(event.note ?? ONLY_NOTE)?.push({ event, arrived });
      continue;
    }
    const { chosen, ...payment } = event;
    const part = (amount: number): Placed => ({ event: { ...payment, kind: 'paid', amount }, arrived });
    const open = notes.flatMap((note): FileNote[] => {
      const before = (known.get(note.noteId) ?? []).filter((one) => byPlace(one, part(event.amount)) < 0);
      const walk = opened(note.terms, before);
      walk?.applyUpTo(event.on);
      return walk === undefined ? [] : [{ ...note, walk }];
    });
    const agreed = signed
      .flatMap(({ signing, arrived: signedAt }) => {
        const under = open.filter(({ walk }) => walk.isUnderAgreement === signing.id);
        const noteIds = under.map(({ noteId }) => noteId);
        const asked = askedOn(signing, signedAt, moneyOn(placed, signing), event.on);
        return asked.map(({ due, missing }) => ({ noteIds, asked: missing, due, signedAt }));
      })
      .sort((a, b) => (a.due === b.due ? a.signedAt - b.signedAt : a.due < b.due ? -1 : 1));
    for (const [noteId, amount] of splitOverNotes(open, event.amount, chosen, agreed))
      placed.get(noteId)?.push(part(amount));
  }
  return { placed, signed, regenerated };
}

/** The events with the ends that the agreements come to by `today`. */
function withEnds(signed: readonly Signed[], placed: ByNote, today: CalendarDate): ByNote {
  const ended = new Map([...placed].map(([noteId, events]) => [noteId, [...events]]));
  for (const { signing, arrived } of signed) {
    const end = endOf(signing, arrived, moneyOn(placed, signing), today);
    if (end === undefined) continue;
    for (const noteId of Object.keys(signing.over))
      ended.get(noteId)?.push({ event: { ...end, id: signing.id }, arrived });
  }
  return ended;
}

/** The events with what comes into new notes: all that the old ones owe where they let go of it. */
function withMoves(regenerated: readonly Regenerated[], placed: ByNote, notes: readonly HistoryNote[]): ByNote {
  const moved = new Map(placed);
  for (const { on, id, old, into, capitalised, arrived } of regenerated) {
    const came = old.map((noteId): Placed => {
      const terms = notes.find((note) => note.noteId === noteId)?.terms;
      const events = moved.get(noteId) ?? [];
      const out = events.find(({ event }) => event.id === id);
      if (terms === undefined || out === undefined) throw new RangeError(`${noteId} was not regenerated`);
      const walk = opened(
        terms,
        events.filter((one) => byPlace(one, out) <= 0),
      );
      walk?.applyUpTo(on);
      const amounts = walk?.moved;
      if (amounts === undefined) throw new RangeError(`${noteId} let go of nothing`);
      return { event: { on, id, kind: 'regenerated-in', amounts, capitalised }, arrived };
    });
    // As one: what comes in parts would be repaid in parts, each rounded by itself.
    const [first] = came;
    if (first?.event.kind !== 'regenerated-in') continue;
    const sum = { ...first.event.amounts };
    for (const { event } of came.slice(1))
      if (event.kind === 'regenerated-in')
        for (const component of COMPONENTS) sum[component] += event.amounts[component];
    moved.set(into, [{ event: { ...first.event, amounts: sum }, arrived }, ...(moved.get(into) ?? [])]);
  }
  return moved;
}

/** What came in on the notes of an agreement, and what left them. */
function moneyOn(placed: ByNote, signing: Signing): Money[] {
  return Object.keys(signing.over).flatMap((noteId) =>
    (placed.get(noteId) ?? []).flatMap(({ event, arrived }): Money[] => {
      switch (event.kind) {
        case 'paid':
        case 'credit-received':
          return [{ on: event.on, arrived, amount: event.amount }];
        case 'credit-transferred':
        case 'credit-refunded':
          return [{ on: event.on, arrived, amount: -event.amount }];
        default:
          return [];
      }
    }),
  );
}

/** An event taken back is as if it had never been; the parts of a payment on the file carry its id. */
function withoutReversed({ reversed }: History, placed: ByNote): ByNote {
  return new Map([...placed].map(([noteId, all]) => [noteId, all.filter(({ event }) => !reversed.includes(event.id))]));
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
