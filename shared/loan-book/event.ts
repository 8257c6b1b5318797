import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import type { AgreementPlan } from './agreement-plan.ts';
import type { Arrival } from './arrival.ts';
import type { ByComponent, Component } from './component.ts';
import type { InterestMaturity } from './interest-maturity.ts';
import type { TermChanges } from './term-changes.ts';

/** How money reached the institute (medio de pago). */
export const CHANNELS = ['cie', 'internet', 'direct-debit', 'transfer', 'window', 'payroll'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Collection stage (etapa de cobranza) of a note. */
export const STAGES = ['administrative', 'extrajudicial', 'mediation', 'judicial'] as const;
export type CollectionStage = (typeof STAGES)[number];

/**
 * Outside facts, the only thing that is folded. `id` is a UUIDv5 of what it was posted under,
 * `valueDate` is when it happened, `recordedOn` the business date on which we took it.
 */
interface EventBase {
  readonly id: string;
  readonly valueDate: CalendarDate;
  readonly recordedOn: CalendarDate;
  /** Place among the events of its day and kind (arrival.ts); absent sorts first. */
  readonly arrival?: Arrival;
}

/**
 * A note's debt as another system hands it over: nothing is replayed before it. What is left out is taken to be none,
 * one disbursement before the first due date, and matured interest that fell due on the cut-over day.
 */
export interface BroughtForward extends EventBase {
  readonly kind: 'brought-forward';
  /** Principal lent originally, so that what is overdue can be told from the schedule. */
  readonly originalPrincipal: Centavos;
  /** Opening balances at cut-over; ordinaryInterest here is matured and unpaid. */
  readonly balances: ByComponent;
  /** Ordinary interest accrued by the cut-over and not yet due, besides `balances`. */
  readonly ordinaryNotDue?: Centavos;
  /** Of `ordinaryNotDue`, interest of studies and grace that the terms ask for with the due dates to come. */
  readonly studyInterest?: Centavos;
  /** What `originalPrincipal` was made of, oldest first. */
  readonly disbursements?: readonly { readonly date: CalendarDate; readonly amount: Centavos }[];
  /** Unpaid maturities of ordinary interest, oldest first; they sum to `balances.ordinaryInterest`. */
  readonly interestMaturities?: readonly InterestMaturity[];
  /** Principal paid in advance that was taken off the last instalments. */
  readonly shortened?: Centavos;
  readonly acceleratedOn?: CalendarDate;
  readonly punctualityLost?: true;
  readonly average?: number;
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
/** Money returned by the school or the student of what was disbursed: the debt is of that much less from then on. */
export interface DisbursementReturned extends EventBase {
  readonly kind: 'disbursement-returned';
  readonly amount: Centavos;
}
/** Money held on this note put to what it owes, due or not, by a person's decision. At most what is held. */
export interface CreditApplied extends EventBase {
  readonly kind: 'credit-applied';
  readonly amount: Centavos;
}
/** Money held on this note given back to the borrower. */
export interface CreditRefunded extends EventBase {
  readonly kind: 'credit-refunded';
  readonly amount: Centavos;
}
/** Money held on this note moved to another of the same file, where `credit-received` takes it in. */
export interface CreditTransferred extends EventBase {
  readonly kind: 'credit-transferred';
  readonly amount: Centavos;
}
/** The other side of a transfer: applied to this note like a payment of the day. */
export interface CreditReceived extends EventBase {
  readonly kind: 'credit-received';
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
  /** Granted besides as a share of what is owed at its place, in parts per million: 1,000,000 = all of it. */
  readonly share?: ByComponent;
}
/**
 * A signed agreement (convenio) over one or more notes of a file, on each of which it is an event: what it forgives there
 * if it is kept, and what it asks for in all. While it lives what it may forgive is set aside (agreement.ts).
 */
export interface AgreementSigned extends EventBase {
  readonly kind: 'agreement-signed';
  /** Id of the agreement, the same on its notes. */
  readonly agreement: string;
  readonly plan: AgreementPlan;
  /** Every note that it is over, this one too. */
  readonly notes: readonly string[];
  /** Forgiven of this note if it is kept, as in a waiver: amounts, and shares of what is owed at its place. */
  readonly granted: ByComponent;
  readonly share?: ByComponent;
  /** When it is earned: all of it with the last payment, or with each payment its part of the total. */
  readonly earned: 'at-fulfilment' | 'by-payment';
  /** Interest that is forgiven too as it accrues, if the agreement is kept. */
  readonly whileLive: readonly ('ordinaryInterest' | 'defaultInterest')[];
}
/** A payment's days of grace passed without it (the value date is the first day after them): what was not earned is claimed again. */
export interface AgreementBroken extends EventBase {
  readonly kind: 'agreement-broken';
  readonly agreement: string;
  /** Centavos of the payments that were kept, out of all that were agreed (> 0). */
  readonly met: Centavos;
  readonly of: Centavos;
}
/** All that was agreed has come in: what was set aside is forgiven. */
export interface AgreementFulfilled extends EventBase {
  readonly kind: 'agreement-fulfilled';
  readonly agreement: string;
}
/**
 * Everything that the note owes at its place goes into a new note (regeneración de adeudo); what is paid on it afterwards
 * is credit. `novation` extinguishes it for good; under a `resolutory-condition` it may come back.
 */
export interface RegeneratedOut extends EventBase {
  readonly kind: 'regenerated-out';
  readonly form: 'novation' | 'resolutory-condition';
  /** The new note. */
  readonly into: string;
  /** What becomes principal there: only interest that the borrower signed for (CCom art. 363). */
  readonly capitalised: readonly Component[];
}
/**
 * What old notes owed comes into the new one: its opening, and later, on the same day, what a late event on an old note
 * changes of it (which may be negative).
 */
export interface RegeneratedIn extends EventBase {
  readonly kind: 'regenerated-in';
  readonly parts: readonly { readonly from: string; readonly amounts: ByComponent }[];
  readonly capitalised: readonly Component[];
}
export interface AverageRecorded extends EventBase {
  readonly kind: 'average-recorded';
  /** School average 0–100. */
  readonly average: number;
}
export interface TermsCorrected extends EventBase {
  readonly kind: 'terms-corrected';
  /** Only the named fields change; see term-changes.ts for what becomes of what has matured. */
  readonly changes: TermChanges;
}
export interface Accelerated extends EventBase {
  /** Vencimiento anticipado: every instalment after this date falls due on it. */
  readonly kind: 'accelerated';
}
/** The acceleration is taken back: instalments fall due on their own dates again. */
export interface AccelerationCured extends EventBase {
  readonly kind: 'acceleration-cured';
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
  | DisbursementReturned
  | CreditApplied
  | CreditRefunded
  | CreditTransferred
  | CreditReceived
  | Charged
  | Waived
  | AgreementSigned
  | AgreementBroken
  | AgreementFulfilled
  | RegeneratedOut
  | RegeneratedIn
  | AverageRecorded
  | TermsCorrected
  | Accelerated
  | AccelerationCured
  | WrittenOff
  | PlacementChanged
  | Reversed;
export type EventKind = NoteEvent['kind'];

/**
 * Rank of a kind among events of one day: what makes a debt before what pays it, and before facts about it, so that a
 * correction or an average of the opening day finds the note open. An agreement is broken at the start of a day and
 * fulfilled at its end; it is signed among the day's payments by its arrival, so that what was paid in the morning stays as
 * its receipt says and what is paid afterwards is of the agreement. A regeneration has its place likewise.
 */
export const KIND_RANK: Record<EventKind, number> = {
  'brought-forward': 0,
  disbursed: 5,
  'regenerated-in': 6,
  'disbursement-returned': 7,
  'terms-corrected': 10,
  'average-recorded': 15,
  'placement-changed': 18,
  charged: 30,
  'acceleration-cured': 38,
  accelerated: 40,
  'agreement-broken': 44,
  waived: 50,
  'agreement-signed': 60,
  'regenerated-out': 60,
  paid: 60,
  'credit-received': 62,
  'credit-applied': 65,
  'credit-transferred': 70,
  'credit-refunded': 72,
  'agreement-fulfilled': 75,
  'written-off': 80,
  reversed: 90,
};

/** Position of an event in the fold. Recording order never matters. */
export type OrderKey = string;

/** "(value date)|(kind rank)|(arrival)|(event id)", comparable as a string. */
export function orderKey(event: Pick<NoteEvent, 'valueDate' | 'kind' | 'id' | 'arrival'>): OrderKey {
  return `${event.valueDate}|${String(KIND_RANK[event.kind]).padStart(2, '0')}|${event.arrival ?? ''}|${event.id}`;
}
