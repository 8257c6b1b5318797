import {
  addDays,
  type CalendarDate,
  dayNumber,
  daysBetween,
  earlier,
  fromDayNumber,
  later,
} from '../calendar/calendar-date.ts';
import { accrueTo } from './accrual.ts';
import type { NoteEvent } from './event.ts';
import { foldEvents } from './fold.ts';
import type { Note } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { principalSchedule } from './schedule.ts';
import { unpaidOn } from './unpaid.ts';

/** From the end of `from` on, the oldest unpaid due date is this one; null = nothing makes the borrower late. */
export interface PastDueChange {
  readonly from: CalendarDate;
  readonly oldestUnpaid: CalendarDate | null;
}

/** Days past due of a note, from its opening (or cut-over: nothing is known before it) through a date, as changes. */
export interface PastDueHistory {
  /** Oldest first, each unlike the one before; none when the note opens after `through`. */
  readonly changes: readonly PastDueChange[];
  readonly through: CalendarDate;
}

/**
 * The history of a note's days past due through a date, as it is true now of each past day: a payment recorded late with
 * an old value date rewrites it. Events as `foldEvents` takes them; on every day it says what `valueNote` says of the
 * fold of the events up to that day.
 *
 * The oldest unpaid date changes on days with events and on due dates; after the last due date also on days on which
 * interest that goes on outgrows what is tolerated, which are found by halving. Cost: one fold, one accrual a due date,
 * and some ten a change after the last one. No day is looked at for its own sake.
 */
export function pastDueHistory(
  openingTerms: NoteTerms,
  events: Iterable<NoteEvent>,
  through: CalendarDate,
): PastDueHistory {
  const { note, effects } = foldEvents(
    openingTerms,
    [...events].filter(({ valueDate }) => valueDate <= through),
  );
  // What was taken back leaves no note of its own: that somebody looked on its day made nobody late.
  const reached = effects.size === 0 ? [note] : [...effects.values()].map((effect) => effect.note);
  const changes: PastDueChange[] = [];
  reached.forEach((after, index) => {
    const next = reached[index + 1]?.state.accruedTo;
    for (const change of changesOf(after, next === undefined ? through : addDays(next, -1)))
      if (changes.at(-1)?.oldestUnpaid !== change.oldestUnpaid) changes.push(change);
  });
  return { changes, through };
}

/** What changes from the note's last event through `to`, when nothing else happens; nothing if `to` is before it. */
function changesOf(note: Note, to: CalendarDate): PastDueChange[] {
  const { terms, state } = note;
  if (to < state.accruedTo) return [];
  const changes = [oldestAt(note)];
  let reached = note;
  for (const { day } of principalSchedule(terms, state)) {
    if (day <= dayNumber(state.accruedTo) || day > dayNumber(to)) continue;
    reached = noteAt(reached, day);
    changes.push(oldestAt(reached));
  }
  return [...changes, ...changesBetweenDueDates(reached, dayNumber(to))];
}

/** Without a due date what is unpaid only grows, so that the oldest unpaid date only gets older. */
function changesBetweenDueDates(note: Note, to: number): PastDueChange[] {
  const { oldestUnpaid } = oldestAt(note);
  if (oldestAt(noteAt(note, to)).oldestUnpaid === oldestUnpaid) return [];
  let before = dayNumber(note.state.accruedTo);
  let changed = to;
  while (changed - before > 1) {
    const middle = Math.floor((before + changed) / 2);
    if (oldestAt(noteAt(note, middle)).oldestUnpaid === oldestUnpaid) before = middle;
    else changed = middle;
  }
  const then = noteAt(note, changed);
  return [oldestAt(then), ...changesBetweenDueDates(then, to)];
}

const noteAt = ({ terms, state }: Note, day: number): Note => ({
  terms,
  state: accrueTo(terms, state, fromDayNumber(day)),
});

function oldestAt({ terms, state }: Note): PastDueChange {
  const from = state.accruedTo;
  const { oldest } = unpaidOn(terms, state, principalSchedule(terms, state), dayNumber(from));
  return { from, oldestUnpaid: oldest === null ? null : fromDayNumber(oldest) };
}

/** Days past due at the end of a day. RangeError outside the history: nothing is known there. */
export function daysPastDueOn({ changes, through }: PastDueHistory, day: CalendarDate): number {
  const change = changes.findLast(({ from }) => from <= day);
  if (change === undefined || day > through) throw new RangeError(`the history says nothing of ${day}`);
  return change.oldestUnpaid === null ? 0 : daysBetween(change.oldestUnpaid, day);
}

/** The most days past due on any day from `from` to `to` (inclusive) that the history knows; 0 when it knows none. */
export function worstDaysPastDue(history: PastDueHistory, from: CalendarDate, to: CalendarDate): number {
  const last = earlier(to, history.through);
  const ends = history.changes.slice(1).map((change) => addDays(change.from, -1));
  const first = history.changes[0]?.from;
  if (first === undefined || later(from, first) > last) return 0;
  const days = [...ends.filter((day) => from <= day && day < last), last];
  return Math.max(...days.map((day) => daysPastDueOn(history, day)));
}

/** Days in a row, each with days past due. */
export interface PastDueSpell {
  readonly from: CalendarDate;
  /** The last of them; null = it goes on at the end of the history. */
  readonly to: CalendarDate | null;
  readonly worst: number;
}

/** Every spell of the history, oldest first. A day on which what is unpaid falls due is not past due yet. */
export function pastDueSpells({ changes, through }: PastDueHistory): PastDueSpell[] {
  const spells: { from: CalendarDate; to: CalendarDate; worst: number }[] = [];
  changes.forEach(({ from, oldestUnpaid }, index) => {
    if (oldestUnpaid === null) return;
    const next = changes[index + 1]?.from;
    const to = next === undefined ? through : addDays(next, -1);
    const start = later(from, addDays(oldestUnpaid, 1));
    if (start > to) return;
    const worst = daysBetween(oldestUnpaid, to);
    const last = spells.at(-1);
    if (last !== undefined && addDays(last.to, 1) === start) {
      last.to = to;
      last.worst = Math.max(last.worst, worst);
    } else spells.push({ from: start, to, worst });
  });
  return spells.map((spell) => (spell.to === through ? { ...spell, to: null } : spell));
}
