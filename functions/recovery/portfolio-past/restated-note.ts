import { type CalendarDate, yearOf } from '../../../shared/calendar/calendar-date.ts';
import type { Head } from '../../../shared/ledger/head-item.ts';
import type { Dimensions, Entry } from '../../../shared/ledger/ledger-items.ts';
import { wholePast } from '../../../shared/ledger/past.ts';
import { placementBy } from '../../../shared/ledger/placement-after-replay.ts';
import { eventsAsOf, foldOf } from '../../../shared/ledger/state-as-known-on.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import type { NoteEvent } from '../../../shared/loan-book/event.ts';
import { liveEvents } from '../../../shared/loan-book/fold.ts';
import { type Valuation, valueNote } from '../../../shared/loan-book/valuation.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import { bucketOf, type Standing } from './arrears-buckets.ts';
import { monthNumber } from './month-number.ts';

/** What was lent with a note and what came in of it, by month number. */
export interface Loan {
  /** Year of the contract: whom it is compared with. */
  readonly cohort: number;
  readonly lent: Centavos;
  /** Principal that came in before the ledger knew the note. */
  readonly recoveredBefore: Centavos;
  /** First month of which everything is known that came in. */
  readonly observedFrom: number;
  readonly firstDue: number;
  readonly paid: ReadonlyMap<number, Centavos>;
}

/** A note on a past value date, as known on a past recorded date. */
export interface RestatedNote {
  readonly noteId: string;
  readonly place: Pick<Dimensions, 'office' | 'product' | 'stage'>;
  readonly standing: Standing;
  readonly valuation: Valuation;
  /** Null when nothing was lent (its opening was taken back). */
  readonly loan: Loan | null;
}

/** Which day, and what had been recorded by the end of which. */
export interface AsKnown {
  readonly asOf: CalendarDate;
  readonly knownOn: CalendarDate;
}

/**
 * Replays a note from its whole journal (in the order of seq). Undefined when it had not begun by then. By today's rules of
 * the fold, whatever version booked its entries. Throws a RangeError for a journal that cannot be folded.
 */
export function restateNote(
  head: Pick<Head, 'noteId' | 'contractedOn' | 'dimensions'>,
  entries: readonly Entry[],
  { asOf, knownOn }: AsKnown,
): RestatedNote | undefined {
  if (entries.length === 0) return undefined;
  const past = wholePast(entries, head);
  const events = eventsAsOf(entries, { recordedBy: knownOn, valuedBy: asOf });
  const note = foldOf(past, events);
  if (note === undefined) return undefined;
  const valuation = valueNote(note.terms, note.state, asOf);
  const { office, product } = past.placed;
  const { stage } = placementBy(past.placed, events);
  return {
    noteId: head.noteId,
    place: { office, product, stage },
    standing: valuation.status === 'open' ? bucketOf(valuation.daysPastDue) : 'closed',
    valuation,
    loan: loanOf(liveEvents(events), yearOf(head.contractedOn), monthNumber(note.terms.firstDueDate)),
  };
}

function loanOf(events: readonly NoteEvent[], cohort: number, firstDue: number): Loan | null {
  const [opening] = events;
  if (opening === undefined) return null;
  let lent = 0;
  const paid = new Map<number, Centavos>();
  for (const event of events) {
    lent += lentBy(event);
    if (event.kind !== 'paid') continue;
    const month = monthNumber(event.valueDate);
    paid.set(month, (paid.get(month) ?? 0) + event.amount);
  }
  if (lent <= 0) return null;
  const isBrought = opening.kind === 'brought-forward';
  return {
    ...{ cohort, lent, firstDue, paid },
    recoveredBefore: isBrought ? Math.max(0, opening.originalPrincipal - opening.balances.principal) : 0,
    // Of the month of the cut-over only what came afterwards is known.
    observedFrom: monthNumber(opening.valueDate) + (isBrought ? 1 : 0),
  };
}

/** What a note began with; a regenerated debt is what was moved into it. */
function lentBy(event: NoteEvent): Centavos {
  switch (event.kind) {
    case 'disbursed':
      return event.amount;
    case 'disbursement-returned':
      return -event.amount;
    case 'brought-forward':
      return event.originalPrincipal;
    case 'regenerated-in':
      return event.parts.reduce((sum, { amounts }) => sum + sumOfComponents(amounts), 0);
    default:
      return 0;
  }
}
