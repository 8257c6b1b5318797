import { addDays, type CalendarDate, fromDayNumber } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { type AccruedDays, accrueTo } from './accrual.ts';
import type { NoteEvent } from './event.ts';
import { type FoldStart, foldFrom } from './fold.ts';
import { accrue, recogniseInterest } from './interest.ts';
import type { CarriedInterest, Note, NoteState } from './note-state.ts';
import type { AnnualPpm } from './note-terms.ts';

export type InterestKind = AccruedDays['kind'];

/** Days with one base and one rate, and what they came to. */
export interface InterestSegment {
  readonly kind: InterestKind;
  /** First and last day, both counted. */
  readonly from: CalendarDate;
  readonly to: CalendarDate;
  /** Days as the terms count them: in 30/360, of months of thirty. */
  readonly days: number;
  readonly base: Centavos;
  readonly annualPpm: AnnualPpm;
  /** Centavos, by cumulative rounding: a segment may be a centavo off its own product, their sum is not. */
  readonly interest: Centavos;
}

/** What an event did to interest owed, centavos: added (+) or took off (−). */
export interface InterestMove {
  /** `held`: money held on the note paid, when something fell due or at an event that changes no interest by itself. */
  readonly because: NoteEvent['kind'] | 'held';
  readonly on: CalendarDate;
  readonly ordinaryInterest: Centavos;
  readonly defaultInterest: Centavos;
}

/** How the interest that a note owes came about: of each kind, Σ segments + Σ moves = what it owes, to the centavo. */
export interface InterestTrace {
  readonly segments: readonly InterestSegment[];
  readonly moves: readonly InterestMove[];
}

/**
 * The interest of a note through `to`, from the opening of its life (`start` with the opening terms), segment by segment:
 * the fold itself is watched, so that nothing is computed by a second rule. `to` must not be before the last event
 * (RangeError). Pure.
 */
export function traceInterest(start: FoldStart, events: Iterable<NoteEvent>, to: CalendarDate): InterestTrace {
  const segments: InterestSegment[] = [];
  const moves: InterestMove[] = [];
  const upTo = (note: Note, day: CalendarDate): NoteState => {
    const fresh: InterestSegment[] = [];
    const reached = reach(note, day, fresh);
    for (const segment of fresh) addSegment(segments, segment);
    addMove(moves, 'held', day, note.state, reached, fresh);
    return reached;
  };
  const { note } = foldFrom(start, events, (before, event, { note: after }) => {
    const reached = upTo(before, event.valueDate);
    const because = TOUCHES_NO_INTEREST.has(event.kind) ? 'held' : event.kind;
    addMove(moves, because, event.valueDate, reached, after.state, []);
  });
  if (note.state.lastKey !== '') upTo(note, to);
  return { segments, moves };
}

/** At these, interest owed changes only by money held that pays it. */
const TOUCHES_NO_INTEREST: ReadonlySet<NoteEvent['kind']> = new Set([
  'disbursed',
  'charged',
  'agreement-signed',
  'average-recorded',
  'accelerated',
  'acceleration-cured',
  'credit-transferred',
  'credit-refunded',
  'placement-changed',
]);

function reach({ terms, state }: Note, day: CalendarDate, fresh: InterestSegment[]): NoteState {
  const carried: Record<InterestKind, CarriedInterest> = {
    ordinaryInterest: state.ordinary,
    defaultInterest: state.late,
  };
  return accrueTo(terms, state, day, ({ kind, from, to, base, annualPpm, units }) => {
    const before = carried[kind];
    const after = recogniseInterest(terms, accrue(before, base, annualPpm, units));
    carried[kind] = after;
    if (base === 0 || annualPpm === 0 || units === 0) return;
    fresh.push({
      ...{ kind, base, annualPpm },
      from: addDays(fromDayNumber(from), 1),
      to: fromDayNumber(to),
      days: terms.dayCount === '30/360' ? units : to - from,
      interest: after.recognised - before.recognised,
    });
  });
}

/** Joined with the one before when nothing but an event that changed nothing lies between them. */
function addSegment(segments: InterestSegment[], next: InterestSegment): void {
  const at = segments.findLastIndex(({ kind }) => kind === next.kind);
  const last = segments[at];
  const isOn = last !== undefined && addDays(last.to, 1) === next.from;
  if (!isOn || last.base !== next.base || last.annualPpm !== next.annualPpm) {
    segments.push(next);
    return;
  }
  segments[at] = { ...last, to: next.to, days: last.days + next.days, interest: last.interest + next.interest };
}

/** What changed in interest owed that the segments between two states do not say. */
function addMove(
  moves: InterestMove[],
  because: InterestMove['because'],
  on: CalendarDate,
  before: NoteState,
  after: NoteState,
  segments: readonly InterestSegment[],
): void {
  const accrued = (of: InterestKind) =>
    segments.reduce((sum, { kind, interest }) => (kind === of ? sum + interest : sum), 0);
  const ordinaryInterest = after.ordinary.owed - before.ordinary.owed - accrued('ordinaryInterest');
  const defaultInterest = after.late.owed - before.late.owed - accrued('defaultInterest');
  if (ordinaryInterest !== 0 || defaultInterest !== 0) moves.push({ because, on, ordinaryInterest, defaultInterest });
}
