import { applyEvent } from './apply-event.ts';
import { type NoteEvent, orderKey } from './event.ts';
import { type FoldStart, foldFrom } from './fold.ts';
import { type Application, addLines, type Lines, negateLines } from './line.ts';
import type { Note } from './note-state.ts';

/** An event as it was recorded, with the lines of its entry; derived adjustments have lines and no event. */
export interface RecordedEntry {
  readonly event: NoteEvent | null;
  readonly lines: Lines;
  readonly application?: Application;
}

/** What recording an event writes: the note after it, the event's entry, and the net adjustment of a replay. */
export interface Recording {
  readonly note: Note;
  readonly lines: Lines;
  readonly application?: Application;
  /** Net effect of replaying the note on all accounts; null when in order or when nothing changed. */
  readonly adjustment: Lines | null;
  readonly replayed: boolean;
}

/**
 * Whether an event comes after everything folded so far and changes nothing before itself, so that the past need not be
 * read. A correction of the opening day changes the terms that the fold starts from.
 */
export function isInOrder({ state }: Note, event: NoteEvent): boolean {
  if (event.kind === 'reversed') return false;
  if (event.kind === 'terms-corrected' && event.valueDate === state.openedOn) return false;
  return orderKey(event) > state.lastKey;
}

/** Records an event that is in order (RangeError otherwise): its entry first recognises the accrual since the last one. */
export function recordInOrder(note: Note, event: NoteEvent): Recording {
  if (!isInOrder(note, event)) throw new RangeError(`event ${event.id} needs the note's past`);
  const effect = applyEvent(note, event);
  return {
    note: effect.note,
    lines: addLines(effect.recognition, effect.own),
    ...(effect.application === undefined ? {} : { application: effect.application }),
    adjustment: null,
    replayed: false,
  };
}

/**
 * Records an event that lands in the past, or a reversal: folds everything again with it and books the difference
 * between that and what the journal holds as one adjustment, today. The journal then sums to the fold again.
 * `history` is every entry since the start in the order of seq; what they take back must be among them.
 */
export function recordByReplay(start: FoldStart, history: readonly RecordedEntry[], event: NoteEvent): Recording {
  const events = history.flatMap((entry) => (entry.event === null ? [] : [entry.event]));
  const folded = foldFrom(start, [...events, event]);
  const own = event.kind === 'reversed' ? takenBack(history, event.target) : ownOf(folded.effects.get(event.id));
  const booked = history.reduce<Lines>((sum, entry) => addLines(sum, entry.lines), {});
  const adjustment = addLines(addLines(folded.totals, negateLines(booked)), negateLines(own.lines));
  return {
    note: folded.note,
    lines: own.lines,
    ...(own.application === undefined ? {} : { application: own.application }),
    adjustment: Object.keys(adjustment).length === 0 ? null : adjustment,
    replayed: true,
  };
}

interface OwnLines {
  readonly lines: Lines;
  readonly application?: Application;
}

function ownOf(effect: { own: Lines; application?: Application } | undefined): OwnLines {
  if (effect === undefined) throw new RangeError('the event did not take part in its own fold');
  return { lines: effect.own, ...(effect.application === undefined ? {} : { application: effect.application }) };
}

/** The target's own lines as they were booked, with the signs turned. What replay finds different is adjustment. */
function takenBack(history: readonly RecordedEntry[], target: string): OwnLines {
  const entry = history.find(({ event }) => event?.id === target);
  if (entry === undefined) throw new RangeError(`no entry for event ${target}`);
  return {
    lines: negateLines(ownLines(entry.lines)),
    ...(entry.application === undefined ? {} : { application: negateApplication(entry.application) }),
  };
}

/** An entry's lines without the recognition of interest that came first in it. */
export function ownLines(lines: Lines): Lines {
  const ordinary = lines['income:ordinaryInterest'] ?? 0;
  const late = lines['income:defaultInterest'] ?? 0;
  return addLines(lines, {
    ordinaryInterest: ordinary,
    'income:ordinaryInterest': -ordinary,
    defaultInterest: late,
    'income:defaultInterest': -late,
  });
}

function negateApplication(application: Application): Application {
  return {
    amount: -application.amount,
    principalOverdue: -application.principalOverdue,
    principalNotDue: -application.principalNotDue,
    ordinaryInterest: -application.ordinaryInterest,
    defaultInterest: -application.defaultInterest,
    collectionCosts: -application.collectionCosts,
    credit: -application.credit,
    overdue: application.overdue,
  };
}
