import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import type { ByComponent } from './component.ts';
import type { NoteTerms } from './note-terms.ts';

/** How money reached the institute (medio de pago). */
export const CHANNELS = ['cie', 'internet', 'direct-debit', 'transfer', 'window', 'payroll'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Collection stage (etapa de cobranza) of a note. */
export const STAGES = ['administrative', 'extrajudicial', 'mediation', 'judicial'] as const;
export type CollectionStage = (typeof STAGES)[number];

/**
 * Outside facts, the only thing that is folded. `id` is made by the sender (UUIDv5 of scope and key, or UUIDv7),
 * `valueDate` is when it happened, `recordedOn` the business date on which we took it.
 */
interface EventBase {
  readonly id: string;
  readonly valueDate: CalendarDate;
  readonly recordedOn: CalendarDate;
}

export interface BroughtForward extends EventBase {
  readonly kind: 'brought-forward';
  /** Principal lent originally, so that what is overdue can be told from the schedule. */
  readonly originalPrincipal: Centavos;
  /** Opening balances at cut-over; ordinaryInterest here is matured and unpaid. */
  readonly balances: ByComponent;
  /** Ordinary interest accrued by the cut-over and not yet due, besides `balances`. */
  readonly ordinaryNotDue?: Centavos;
}
export interface Disbursed extends EventBase {
  readonly kind: 'disbursed';
  readonly amount: Centavos;
}
export interface Paid extends EventBase {
  readonly kind: 'paid';
  readonly amount: Centavos;
  readonly channel: Channel;
  /** Salvo buen fin: posted, but a bounce may reverse it. */
  readonly provisional?: true;
}
export interface CreditApplied extends EventBase {
  readonly kind: 'credit-applied';
  readonly amount: Centavos;
}
export interface Charged extends EventBase {
  readonly kind: 'charged';
  /** Only collection costs can be charged by hand; interest comes from accrual alone. */
  readonly component: 'collectionCosts';
  readonly amount: Centavos;
}
export interface Waived extends EventBase {
  readonly kind: 'waived';
  /** Granted per component; what is really waived is min(granted, owed at its place). */
  readonly granted: ByComponent;
}
export interface AverageRecorded extends EventBase {
  readonly kind: 'average-recorded';
  /** School average 0–100. */
  readonly average: number;
}
export interface TermsCorrected extends EventBase {
  readonly kind: 'terms-corrected';
  readonly terms: NoteTerms;
}
export interface Accelerated extends EventBase {
  /** Vencimiento anticipado: every instalment after this date falls due on it. */
  readonly kind: 'accelerated';
}
export interface WrittenOff extends EventBase {
  readonly kind: 'written-off';
  readonly amounts: ByComponent;
}
/** Collection stage or agent changed: an entry with zero lines. */
export interface PlacementChanged extends EventBase {
  readonly kind: 'placement-changed';
  readonly stage: CollectionStage;
  readonly agent: string | null;
}
/** Takes its target out of the fold, once, and inherits its value date. A reversal is never reversed. */
export interface Reversed extends EventBase {
  readonly kind: 'reversed';
  readonly target: string;
}

export type NoteEvent =
  | BroughtForward
  | Disbursed
  | Paid
  | CreditApplied
  | Charged
  | Waived
  | AverageRecorded
  | TermsCorrected
  | Accelerated
  | WrittenOff
  | PlacementChanged
  | Reversed;
export type EventKind = NoteEvent['kind'];

/**
 * Rank of a kind among events of one day: what makes a debt before what pays it, facts about the person first.
 * Agreements and regenerations (a later issue) have their places kept at 45 and 55.
 */
export const KIND_RANK: Record<EventKind, number> = {
  'brought-forward': 0,
  'terms-corrected': 10,
  'average-recorded': 15,
  'placement-changed': 18,
  disbursed: 20,
  charged: 30,
  accelerated: 40,
  waived: 50,
  paid: 60,
  'credit-applied': 65,
  'written-off': 80,
  reversed: 90,
};

/** Position of an event in the fold. Recording order never matters. */
export type OrderKey = string;

/** "(value date)|(kind rank)|(event id)", comparable as a string. */
export function orderKey(event: Pick<NoteEvent, 'valueDate' | 'kind' | 'id'>): OrderKey {
  return `${event.valueDate}|${String(KIND_RANK[event.kind]).padStart(2, '0')}|${event.id}`;
}
