import { addMonths, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Past } from '../../../shared/ledger/past.ts';
import { eventsOf } from '../../../shared/ledger/state-as-known-on.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import type { Channel } from '../../../shared/loan-book/event.ts';
import { foldFrom } from '../../../shared/loan-book/fold.ts';
import {
  type InterestKind,
  type InterestMove,
  type InterestSegment,
  traceInterest,
} from '../../../shared/loan-book/interest-trace.ts';
import type { Application } from '../../../shared/loan-book/line.ts';
import { ledgerBalances } from '../../../shared/loan-book/note-state.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';

/** A payment and how it was split. */
export interface PaymentStatement {
  readonly paidOn: CalendarDate;
  readonly recordedOn: CalendarDate;
  readonly channel: Channel | 'credit';
  readonly amount: Centavos;
  /** Null: it bounced or was cancelled, and counts for nothing. */
  readonly application: Application | null;
  /** Owed by the note right after it. */
  readonly balanceAfter: Centavos;
}

/** How the interest of one kind came to what is owed: the segments, and what was added or taken off; a sum. */
export interface InterestStatement {
  readonly kind: InterestKind;
  readonly segments: readonly InterestSegment[];
  readonly moves: readonly { readonly because: MoveGroup; readonly amount: Centavos }[];
  readonly owed: Centavos;
}

export type MoveGroup = 'brought' | 'paid' | 'forgiven' | 'lost' | 'corrected' | 'moved';

export interface NoteDetail {
  /** Newest first. */
  readonly payments: readonly PaymentStatement[];
  readonly interest: readonly InterestStatement[];
}

/** Months of payments that the page shows; all of them belong on the paper. */
export const MONTHS_SHOWN = 24;

/** First day of the payments that the page shows. */
export const shownSince = (today: CalendarDate): CalendarDate => addMonths(today, -MONTHS_SHOWN);

/** What happened on a note: its payments (since a day, or all) and how its interest came about, through `today`. Pure. */
export function noteDetail(past: Past, today: CalendarDate, since?: CalendarDate): NoteDetail {
  const events = eventsOf(past.entries);
  const payments: PaymentStatement[] = [];
  foldFrom(past.start, events, (_before, event, { note, application }) => {
    const isPayment = event.kind === 'paid' || event.kind === 'credit-applied' || event.kind === 'credit-received';
    if (!isPayment || (since !== undefined && event.valueDate < since)) return;
    payments.push({
      paidOn: event.valueDate,
      recordedOn: event.recordedOn,
      channel: event.kind === 'paid' ? event.channel : 'credit',
      amount: event.amount,
      application: application ?? null,
      balanceAfter: sumOfComponents(ledgerBalances(note.state)),
    });
  });
  const { segments, moves } = traceInterest(past.start, events, today);
  const interest = (['ordinaryInterest', 'defaultInterest'] as const).map((kind): InterestStatement => {
    const own = segments.filter((segment) => segment.kind === kind && segment.interest !== 0);
    const grouped = grouping(moves, kind);
    const owed = [...own.map((one) => one.interest), ...grouped.map(({ amount }) => amount)];
    return { kind, segments: own, moves: grouped, owed: owed.reduce((sum, amount) => sum + amount, 0) };
  });
  return { payments: payments.toReversed(), interest };
}

function grouping(moves: readonly InterestMove[], kind: InterestKind): InterestStatement['moves'] {
  const sums = new Map<MoveGroup, Centavos>();
  for (const move of moves) {
    const group = groupOf(move.because);
    sums.set(group, (sums.get(group) ?? 0) + move[kind]);
  }
  return [...sums].flatMap(([because, amount]) => (amount === 0 ? [] : [{ because, amount }]));
}

function groupOf(because: InterestMove['because']): MoveGroup {
  switch (because) {
    case 'brought-forward':
      return 'brought';
    case 'paid':
    case 'held':
    case 'credit-applied':
    case 'credit-received':
      return 'paid';
    case 'waived':
    case 'agreement-fulfilled':
    case 'agreement-broken':
      return 'forgiven';
    case 'written-off':
      return 'lost';
    case 'terms-corrected':
    case 'disbursement-returned':
      return 'corrected';
    case 'disbursed':
    case 'charged':
    case 'credit-transferred':
    case 'credit-refunded':
    case 'agreement-signed':
    case 'regenerated-out':
    case 'regenerated-in':
    case 'average-recorded':
    case 'accelerated':
    case 'acceleration-cured':
    case 'placement-changed':
    case 'reversed':
      return 'moved';
  }
}
