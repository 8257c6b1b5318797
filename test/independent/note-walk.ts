import { addDays, type CalendarDate, earlier, later } from '../../shared/calendar/calendar-date.ts';
import { type ByComponent, COMPONENTS, type Component } from '../../shared/loan-book/component.ts';
import type { NoteTerms, PrepaymentRule, StudyInterest } from '../../shared/loan-book/note-terms.ts';
import type { TermChanges } from '../../shared/loan-book/term-changes.ts';
import type { HistoryEvent } from '../fixtures/histories/history-file.ts';
import type { AgreementEnd, Signing } from './agreement-walk.ts';
import { daysFrom, INTEREST, partsOfDay, partsOfYear, rounded, sum } from './exact.ts';
import { dueDatesOf, merged, type Row, rowsOf } from './rows.ts';

export type NoteEvent = Exclude<HistoryEvent, { kind: 'file-paid' | 'agreement-signed' | 'regenerated' }>;

/** What happens to a note by an agreement over it. */
export type AgreementEvent = { readonly on: CalendarDate; readonly id: string } & (
  | ({ readonly kind: 'agreement-signed' } & Pick<Signing, 'earned' | 'whileLive'> & Signing['over'][string])
  | Pick<AgreementEnd, 'kind' | 'part'>
);

/** All that a note owes leaves it, or comes into a new one. */
export type RegenerationEvent = { readonly on: CalendarDate; readonly id: string } & (
  | { readonly kind: 'regenerated-out' }
  | { readonly kind: 'regenerated-in'; readonly amounts: ByComponent; readonly capitalised: readonly Component[] }
);

export type WalkEvent = NoteEvent | AgreementEvent | RegenerationEvent;

/** Unpaid part of a row or of interest that fell due. */
interface Unpaid {
  readonly due: CalendarDate;
  readonly owed: number;
}

/** One kind of interest: exact total, what was recognised of it, what another system handed over, what was settled. */
interface Interest {
  total: bigint;
  recognised: number;
  opening: number;
  settled: number;
}

/** A day of default interest: on the rows due by `by`, as an acceleration brought them forward then. */
interface LateDay {
  readonly day: CalendarDate;
  readonly by: CalendarDate;
  readonly acceleratedOn: CalendarDate | undefined;
}

/** Overdue rows that keep their own date through a correction; the last of them stands for all later ones. */
const MOST_ROWS_KEPT = 24;

const RESCHEDULING = [
  'firstDueDate',
  'instalments',
  'monthsBetweenInstalments',
  'dueDateShifts',
  'amortization',
  'baseRate',
] as const;

const MOVING_DATES = ['firstDueDate', 'instalments', 'monthsBetweenInstalments'] as const;

/** The terms with the named fields changed; naming dates without shifts clears the shifts. */
export function patched(terms: NoteTerms, changes: TermChanges): NoteTerms {
  const moves = MOVING_DATES.some((name) => name in changes) && !('dueDateShifts' in changes);
  return {
    ...terms,
    ...(moves ? { dueDateShifts: [] } : {}),
    ...changes,
    allocation: { ...terms.allocation, ...changes.allocation },
  };
}

/**
 * One note, walked day by day. A day begins with its interest (by the state at the end of the day before), then what
 * falls due on it, then money held pays; the events of the day follow; at its end come the interest of forgiven grace
 * and the loss of punctuality.
 */
export class NoteWalk {
  terms: NoteTerms;
  day: CalendarDate;
  held = 0;
  #ended = false;
  #dueDates: CalendarDate[];
  #rows: readonly Row[] = [];
  /** Principal in advance that was taken off the last rows. */
  #cut = 0;
  /** Principal paid (or waived, written off, returned) on `#rows`, oldest first. */
  #paid = 0;
  #acceleratedOn: CalendarDate | undefined;
  readonly #ordinary: Interest = { total: 0n, recognised: 0, opening: 0, settled: 0 };
  readonly #default: Interest = { total: 0n, recognised: 0, opening: 0, settled: 0 };
  #costs = 0;
  #matured: Unpaid[] = [];
  /** Interest of studies and grace; it is asked with the due dates after `#studyAskedAfter` and the end of studies. */
  #study = 0;
  /** What it is besides what the note recognises until then: handed over, or less what was asked before a new schedule. */
  #studyBefore = 0;
  #studyAskedAfter: CalendarDate;
  /** The day on which studies and grace ended: once, whatever is corrected afterwards. */
  #studiesEndedOn: CalendarDate | undefined;
  #average: number | undefined;
  #wasUnpunctual = false;
  readonly #lateDays: LateDay[] = [];
  /** Given up as a loss and not recovered. */
  readonly #lost: ByComponent = { principal: 0, ordinaryInterest: 0, defaultInterest: 0, collectionCosts: 0 };
  /** What a live agreement forgives if it is kept, and how. */
  #agreement:
    | (Pick<Signing, 'earned' | 'whileLive'> & { readonly id: string; readonly aside: ByComponent })
    | undefined;
  #settled = false;
  /** What went into a new note. */
  moved: ByComponent | undefined;

  readonly #toCome: WalkEvent[];
  /** The last answer of `#effectiveRows` and what it was made of, because every day asks for it several times. */
  #known:
    | {
        readonly rows: readonly Row[];
        readonly cut: number;
        readonly acceleratedOn: CalendarDate | undefined;
        readonly effective: readonly Row[];
      }
    | undefined;

  /** Opened on `day` by the first of the events that are to come, which are in their order. */
  constructor(terms: NoteTerms, day: CalendarDate, toCome: readonly WalkEvent[] = []) {
    this.#toCome = [...toCome];
    this.terms = terms;
    this.day = day;
    this.#dueDates = dueDatesOf(terms);
    this.#studyAskedAfter = addDays(day, -1);
    if (day >= this.#endOfStudies()) this.#studiesEndedOn = day;
  }

  /** Walks to `day`, through its events. */
  applyUpTo(day: CalendarDate): void {
    for (let next = this.#toCome[0]; next !== undefined && next.on <= day; next = this.#toCome[0]) {
      this.#toCome.shift();
      this.advanceTo(next.on);
      this.apply(next);
    }
    this.advanceTo(day);
  }

  /** Ends every day before `day` and begins it. */
  advanceTo(day: CalendarDate): void {
    while (this.day < day) {
      this.#endDay();
      this.day = addDays(this.day, 1);
      this.#ended = false;
      this.#beginDay();
    }
  }

  apply(event: WalkEvent): void {
    this.#applyOwn(event);
    // Nothing is set aside that is not owed any more.
    if (this.#agreement !== undefined) {
      const { aside } = this.#agreement;
      for (const component of COMPONENTS) aside[component] = Math.min(aside[component], this.owed[component]);
    }
    this.#askNoMoreThanOwed();
    this.#useHeld();
  }

  /** Interest of studies that was paid, forgiven or fell due with all the rest is not asked again: what is left of it is spread anew. */
  #askNoMoreThanOwed(): void {
    if (this.#studiesEndedOn === undefined || this.#acceleratedOn !== undefined) return;
    if (this.#notAsked(this.day) <= this.#notMatured) return;
    this.#study = this.#notMatured;
    this.#studyAskedAfter = this.day;
  }

  get #notMatured(): number {
    return owedOf(this.#ordinary) - sum(this.#matured.map((row) => row.owed));
  }

  // --- what can be asked ---

  get principal(): number {
    return sum(this.#rows.map((row) => row.asked)) - this.#cut - this.#paid;
  }

  get owed(): ByComponent {
    return {
      principal: this.principal,
      ordinaryInterest: owedOf(this.#ordinary),
      defaultInterest: owedOf(this.#default),
      collectionCosts: this.#costs,
    };
  }

  /** Of what is owed, what a payment may pay. */
  get #payable(): ByComponent {
    const owed = this.owed;
    for (const component of COMPONENTS) owed[component] -= this.#agreement?.aside[component] ?? 0;
    return owed;
  }

  get isUnderAgreement(): string | undefined {
    return this.#agreement?.id;
  }

  /** Everything that a history may ask for, after the events of the day. */
  valuesAtEndOfDay() {
    this.#endDay();
    const { principal, ordinaryInterest, defaultInterest, collectionCosts } = this.owed;
    return {
      principal,
      ordinary: ordinaryInterest,
      default: defaultInterest,
      costs: collectionCosts,
      duePrincipal: this.duePrincipal,
      dueOrdinary: this.dueOrdinary,
      dpd: this.daysPastDue,
      credit: this.held,
      punctual: this.#punctualAt(this.day),
      status: this.#status(),
    };
  }

  get duePrincipal(): number {
    return Math.min(this.#payable.principal, sum(this.#unpaidRows(this.day).map((row) => row.owed)));
  }

  /** Interest that fell due, less what principal paid ahead covers. */
  get dueOrdinary(): number {
    const unpaid = Math.max(0, this.#maturedBy(this.day) - Math.max(0, this.#paid - this.#askedBy(this.day)));
    return Math.min(this.#payable.ordinaryInterest, unpaid);
  }

  get daysPastDue(): number {
    const since = this.#lateSince(this.day);
    return since === undefined ? 0 : daysFrom(since, this.day);
  }

  /** All that is due now. */
  get due(): number {
    const { collectionCosts, defaultInterest } = this.#payable;
    return collectionCosts + defaultInterest + this.dueOrdinary + this.duePrincipal;
  }

  /** What a payment of now takes besides, in advance. */
  get takenInAdvance(): number {
    return this.terms.allocation.prepayment === 'hold' && this.#agreement === undefined
      ? 0
      : sum(Object.values(this.#payable)) - this.due;
  }

  /** Of a loss, what a payment of now recovers once it has paid all that is owed. */
  get recoverable(): number {
    const all = this.due + this.takenInAdvance === sum(Object.values(this.owed));
    return all ? sum(Object.values(this.#lost)) : 0;
  }

  /** The next due date after today, if there is one. */
  get nextDue(): CalendarDate | undefined {
    return this.#effectiveDueDates().find((due) => due > this.day);
  }

  /** Parts per million a year of interest on what is overdue. */
  get lateRate(): number {
    return this.terms.defaultRate ?? this.terms.baseRate;
  }

  #status(): string {
    if (sum(Object.values(this.owed)) > 0) return 'open';
    if (this.moved !== undefined) return 'regenerated';
    if (sum(Object.values(this.#lost)) > 0) return 'written-off';
    return this.#settled ? 'settled' : 'paid';
  }

  // --- a day ---

  #beginDay(): void {
    const today = this.day;
    const yesterday = addDays(today, -1);
    const parts = partsOfDay(this.terms.dayCount, today);
    const ordinaryBase = this.#ordinaryBase(yesterday);
    const ordinaryRate = this.#rateAfter(yesterday);
    const lateBase = this.#lateBase(yesterday);
    if (this.#accruesOn(today)) this.#accrue(this.#ordinary, ordinaryBase, ordinaryRate, parts);
    this.#accrue(this.#default, lateBase, this.lateRate, parts);
    this.#chargeForgiven(yesterday);
    const by = addDays(yesterday, -this.terms.defaultGraceDays);
    if (lateBase > 0) this.#lateDays.push({ day: today, by, acceleratedOn: this.#acceleratedOn });
    if (this.#studiesEndedOn === undefined) this.#study = this.#studyBefore + this.#ordinary.recognised;
    if (today === this.#endOfStudies() && this.#studiesEndedOn === undefined) {
      this.#studiesEndedOn = today;
      this.#study = Math.min(this.#study, this.#notMatured);
    }
    const dueDates = this.#effectiveDueDates();
    const last = this.#lastDue();
    if (!dueDates.includes(today) && today <= last) return;
    this.#mature(dueDates.includes(today) ? today : last);
    this.#useHeld();
  }

  /** Once: what the end of a day brings. */
  #endDay(): void {
    if (this.#ended) return;
    this.#ended = true;
    if (!this.#punctualAt(this.day)) this.#wasUnpunctual = true;
  }

  /**
   * What was still unpaid when its grace ended is charged for the days of grace: who pays that day is in time.
   * Shortfalls within the tolerance travel to the due date that makes the borrower late, and are charged with it. What came
   * before a day on which the row bore default interest, by another grace or an acceleration cured since, is settled.
   */
  #chargeForgiven(lastOfGrace: CalendarDate): void {
    const { defaultGrace, defaultGraceDays: grace, dayCount } = this.terms;
    if (defaultGrace !== 'forgiven' || grace === 0) return;
    const due = addDays(lastOfGrace, -grace);
    const since = this.#lateSince(lastOfGrace);
    if (since === undefined || since > due) return;
    const isBorne = ({ by, acceleratedOn }: LateDay) => earlier(due, acceleratedOn ?? due) <= by;
    const from = later(due, this.#lateDays.findLast(isBorne)?.day ?? due);
    for (const row of this.#unpaidRows(due).filter((one) => one.due === due || since === due))
      this.#accrue(this.#default, row.owed, this.lateRate, partsOfYear(dayCount, from, lastOfGrace));
  }

  #accruesOn(day: CalendarDate): boolean {
    return this.terms.accrualStart === 'disbursement' || day > this.terms.endOfGrace;
  }

  #ordinaryBase(yesterday: CalendarDate): number {
    const overdue = sum(this.#unpaidRows(yesterday).map((row) => row.owed));
    return this.principal - (this.terms.ordinaryOnOverdue === 'stops' ? overdue : 0);
  }

  #lateBase(yesterday: CalendarDate): number {
    const by = addDays(yesterday, -this.terms.defaultGraceDays);
    const since = this.#lateSince(yesterday);
    if (since === undefined || since > by) return 0;
    return sum(this.#unpaidRows(by).map((row) => row.owed));
  }

  /** Rate of the day after `yesterday`, whose end is the present state. */
  #rateAfter(yesterday: CalendarDate): number {
    if (!this.#punctualAt(yesterday)) return this.terms.baseRate;
    const band = this.terms.bands.find(
      ({ averageAtLeast }) =>
        averageAtLeast === undefined || (this.#average !== undefined && this.#average >= averageAtLeast),
    );
    return band?.annualPpm ?? this.terms.baseRate;
  }

  #punctualAt(day: CalendarDate): boolean {
    if (this.terms.punctualityLost === 'for-good' && this.#wasUnpunctual) return false;
    const since = this.#lateSince(day);
    return since === undefined || addDays(since, this.terms.punctualityToleranceDays) > day;
  }

  #accrue(interest: Interest, base: number, ppm: number, parts: bigint): void {
    const before = interest.recognised;
    interest.total += BigInt(base) * BigInt(ppm) * parts;
    interest.recognised = Math.max(interest.recognised, rounded(interest.total, INTEREST, this.terms.rounding));
    const kind = interest === this.#ordinary ? 'ordinaryInterest' : 'defaultInterest';
    if (this.#agreement?.whileLive.includes(kind)) this.#agreement.aside[kind] += interest.recognised - before;
  }

  // --- rows ---

  /** Rows after what was cut from the last of them, on the dates that an acceleration leaves them. */
  #effectiveRows(): readonly Row[] {
    const from = { rows: this.#rows, cut: this.#cut, acceleratedOn: this.#acceleratedOn };
    const known = this.#known;
    if (known?.rows === from.rows && known.cut === from.cut && known.acceleratedOn === from.acceleratedOn)
      return known.effective;
    let cut = this.#cut;
    const effective = merged(
      [...this.#rows].reverse().map((row) => {
        const taken = Math.min(cut, row.asked);
        cut -= taken;
        return { due: this.#brought(row.due), asked: row.asked - taken };
      }),
    );
    this.#known = { ...from, effective };
    return effective;
  }

  #unpaidRows(dueBy: CalendarDate): Unpaid[] {
    let paid = this.#paid;
    const unpaid: Unpaid[] = [];
    for (const { due, asked } of this.#effectiveRows()) {
      if (due > dueBy) break;
      const covered = Math.min(paid, asked);
      paid -= covered;
      if (asked > covered) unpaid.push({ due, owed: asked - covered });
    }
    return unpaid;
  }

  /** Principal that the schedule asks for by a day, paid or not. */
  #askedBy(day: CalendarDate): number {
    return sum(
      this.#effectiveRows()
        .filter((row) => row.due <= day)
        .map((row) => row.asked),
    );
  }

  #brought(due: CalendarDate): CalendarDate {
    return this.#acceleratedOn === undefined ? due : earlier(due, this.#acceleratedOn);
  }

  #effectiveDueDates(): CalendarDate[] {
    return [...new Set(this.#dueDates.map((due) => this.#brought(due)))];
  }

  #lastDue(): CalendarDate {
    return [...this.#effectiveDueDates(), ...this.#effectiveRows().map((row) => row.due)].reduce(later);
  }

  #lend(on: CalendarDate, amount: number): void {
    this.#rows = merged([...this.#rows, ...rowsOf(this.terms, this.#dueDates, on, amount)]);
  }

  // --- interest that falls due ---

  /** All ordinary interest owed falls due, except what of studies and grace is not asked yet. */
  #mature(on: CalendarDate): void {
    const more = owedOf(this.#ordinary) - this.#notAsked(this.day) - sum(this.#matured.map((row) => row.owed));
    if (more <= 0) return;
    const before = this.#matured.find((row) => row.due === on)?.owed ?? 0;
    this.#matured = [...this.#matured.filter((row) => row.due !== on), { due: on, owed: before + more }].sort(byDue);
  }

  #endOfStudies(): CalendarDate {
    return earlier(this.terms.endOfGrace, this.#dueDates[0] ?? this.terms.firstDueDate);
  }

  /**
   * Interest of studies and grace that the due dates up to `day` have not asked for. Until the end of studies it is all
   * that has not fallen due; asked ahead before that (`day` is later than today), none is known yet.
   */
  #notAsked(day: CalendarDate): number {
    if (this.#acceleratedOn !== undefined) return 0;
    const rule = this.terms.studyInterest ?? 'at-first';
    if (this.#studiesEndedOn === undefined && this.day < this.#endOfStudies()) {
      if (rule === 'at-first' || day > this.day) return 0;
      return Math.max(0, owedOf(this.#ordinary) - this.#maturedBy(day));
    }
    return notAskedOf(this.#study, rule, this.#askingDates(), day);
  }

  /** Due dates that ask for interest of studies and grace. */
  #askingDates(): CalendarDate[] {
    return this.#dueDates.filter(
      (due) => due > later(this.#studiesEndedOn ?? this.#endOfStudies(), this.#studyAskedAfter),
    );
  }

  #maturedBy(day: CalendarDate): number {
    return sum(this.#matured.filter((row) => row.due <= day).map((row) => row.owed));
  }

  /**
   * What of the schedule and of the interest that fell due by a date is unpaid. Principal paid beyond what was asked by
   * that date covers the interest, and goes on covering it when the next row falls due.
   */
  #shortfall(by: CalendarDate): number {
    const ahead = this.#paid - this.#askedBy(by);
    return ahead < 0 ? this.#maturedBy(by) - ahead : Math.max(0, this.#maturedBy(by) - ahead);
  }

  /** First date by which what is unpaid is more than the tolerance. */
  #lateSince(day: CalendarDate): CalendarDate | undefined {
    return [...this.#effectiveRows(), ...this.#matured]
      .map((row) => row.due)
      .filter((due) => due <= day)
      .sort()
      .find((due) => this.#shortfall(due) > (this.terms.punctualityToleranceAmount ?? 0));
  }

  // --- events ---

  #applyOwn(event: WalkEvent): void {
    switch (event.kind) {
      case 'regenerated-out': {
        const held = this.held;
        this.held = 0;
        if (held > 0) this.#pay(held, 'next-instalments');
        this.moved = this.owed;
        this.#lessen((_component, owed) => owed);
        this.#study = 0;
        return;
      }
      case 'regenerated-in': {
        const came = { ...event.amounts };
        for (const component of event.capitalised) {
          if (component === 'principal') continue;
          came.principal += came[component];
          came[component] = 0;
        }
        this.#lend(event.on, came.principal);
        this.#ordinary.opening += came.ordinaryInterest;
        if (came.ordinaryInterest > 0)
          this.#matured = [...this.#matured, { due: event.on, owed: came.ordinaryInterest }];
        this.#default.opening += came.defaultInterest;
        this.#costs += came.collectionCosts;
        return;
      }
      case 'agreement-signed': {
        const { id, earned, whileLive } = event;
        const aside = this.owed;
        for (const component of COMPONENTS) {
          const owed = aside[component];
          const share = Math.floor((owed * (event.share?.[component] ?? 0)) / 1_000_000);
          aside[component] = Math.min(owed, event.granted[component] + share);
        }
        this.#agreement = { id, earned, whileLive, aside };
        this.#settled = false;
        return;
      }
      case 'agreement-broken':
      case 'agreement-fulfilled': {
        if (this.#agreement?.id !== event.id) return;
        const { aside, earned } = this.#agreement;
        const { met, of } = event.part;
        const isEarned = event.kind === 'agreement-fulfilled' || earned === 'by-payment';
        const given = (component: Component) =>
          isEarned ? Number((BigInt(aside[component]) * BigInt(met)) / BigInt(of)) : 0;
        this.#agreement = undefined;
        this.#settled = event.kind === 'agreement-fulfilled' && COMPONENTS.some((component) => given(component) > 0);
        this.#lessen(given);
        return;
      }
      case 'brought-forward':
        this.#bringForward(event);
        return;
      case 'disbursed':
        this.#lend(event.on, event.amount);
        return;
      case 'disbursement-returned':
        this.#paid += Math.min(event.amount, this.principal);
        this.#reschedule(this.terms);
        return;
      case 'terms-corrected':
        this.#correct(event.changes);
        return;
      case 'average-recorded':
        this.#average = event.average;
        return;
      case 'placement-changed':
        return;
      case 'charged':
        this.#costs += event.amount;
        return;
      case 'acceleration-cured':
        this.#acceleratedOn = undefined;
        return;
      case 'accelerated':
        if (this.#acceleratedOn !== undefined) return;
        this.#acceleratedOn = event.on;
        this.#mature(event.on);
        return;
      case 'waived':
        this.#lessen((component, owed) => {
          const share = Math.floor((owed * (event.share?.[component] ?? 0)) / 1_000_000);
          return event.granted[component] + share;
        });
        return;
      case 'paid':
      case 'credit-received':
        this.#pay(event.amount, this.terms.allocation.prepayment);
        return;
      case 'credit-applied': {
        const rule = this.terms.allocation.prepayment;
        const amount = Math.min(event.amount, this.held);
        this.held -= amount;
        this.#pay(amount, rule === 'hold' ? 'next-instalments' : rule);
        return;
      }
      case 'credit-transferred':
      case 'credit-refunded':
        if (event.amount > this.held) throw new RangeError(`${event.id}: more than is held`);
        this.held -= event.amount;
        return;
      case 'written-off': {
        const before = this.owed;
        this.#lessen((component) => event.amounts[component]);
        for (const component of COMPONENTS) this.#lost[component] += before[component] - this.owed[component];
        return;
      }
    }
  }

  #bringForward(event: NoteEvent & { kind: 'brought-forward' }): void {
    const { balances, on } = event;
    const assumed = { date: earlier(on, addDays(this.terms.firstDueDate, -1)), amount: event.originalPrincipal };
    for (const { date, amount } of event.disbursements ?? [assumed]) this.#lend(date, amount);
    this.#cut = event.shortened ?? 0;
    this.#paid = this.principal - balances.principal;
    this.#ordinary.opening = balances.ordinaryInterest + (event.ordinaryNotDue ?? 0);
    this.#default.opening = balances.defaultInterest;
    this.#costs = balances.collectionCosts;
    const all = balances.ordinaryInterest > 0 ? [{ due: on, owed: balances.ordinaryInterest }] : [];
    this.#matured = [...(event.interestMaturities ?? all)].sort(byDue);
    this.#studyBefore = event.studyInterest ?? 0;
    this.#study = this.#studyBefore;
    this.#studyAskedAfter = on;
    this.#acceleratedOn = event.acceleratedOn;
    this.#wasUnpunctual = event.punctualityLost ?? false;
    this.#average = event.average;
  }

  #correct(changes: TermChanges): void {
    const terms = patched(this.terms, changes);
    if (RESCHEDULING.some((name) => name in changes)) this.#reschedule(terms);
    else this.#keepSchedule(terms);
    this.#recognise();
    const last = this.#lastDue();
    if (this.day > last) this.#mature(last);
  }

  /** By the rounding of the terms of now. */
  #recognise(): void {
    for (const interest of [this.#ordinary, this.#default]) this.#accrue(interest, 0, 0, 0n);
  }

  /** Studies whose corrected end has passed end now, with what they have come to. */
  #keepSchedule(terms: NoteTerms): void {
    const study = this.#notAsked(this.day);
    this.terms = terms;
    if (this.#studiesEndedOn !== undefined || this.day < this.#endOfStudies()) return;
    this.#studiesEndedOn = this.day;
    this.#study = study;
    this.#studyAskedAfter = this.day;
  }

  /** What is overdue keeps its dates; what is not due is asked anew from today by the terms. */
  #reschedule(terms: NoteTerms): void {
    const today = this.day;
    const study = this.#notAsked(today);
    const studying = this.#studiesEndedOn === undefined;
    const overdue = this.#unpaidRows(today);
    const notDue = this.principal - sum(overdue.map((row) => row.owed));
    const beyond = overdue.slice(MOST_ROWS_KEPT - 1);
    const kept = overdue.slice(0, MOST_ROWS_KEPT - 1);
    const joined = beyond.slice(-1).map(({ due }) => ({ due, owed: sum(beyond.map((row) => row.owed)) }));
    this.#rows = [...kept, ...joined].map(({ due, owed }) => ({ due, asked: owed }));
    this.#cut = 0;
    this.#paid = 0;
    this.terms = terms;
    this.#dueDates = dueDatesOf(terms);
    if (studying && today >= this.#endOfStudies()) this.#studiesEndedOn = today;
    if (this.#studiesEndedOn !== undefined) {
      this.#study = study;
      this.#studyBefore = study - this.#ordinary.recognised;
    }
    this.#studyAskedAfter = today;
    if (this.#dueDates.some((due) => due > today)) {
      if (notDue > 0) this.#lend(today, notDue);
      return;
    }
    if (notDue > 0) this.#rows = merged([...this.#rows, { due: today, asked: notDue }]);
    this.#study = 0;
    this.#recognise();
    this.#mature(today);
  }

  /** Waives or writes off per component, at most what is owed; interest that fell due first, oldest first. */
  #lessen(of: (component: Component, owed: number) => number): void {
    const { principal, ordinaryInterest, defaultInterest, collectionCosts } = this.owed;
    const less = (component: Component, owed: number) => Math.min(of(component, owed), owed);
    this.#paid += less('principal', principal);
    this.#settleOrdinary(less('ordinaryInterest', ordinaryInterest));
    this.#default.settled += less('defaultInterest', defaultInterest);
    this.#costs -= less('collectionCosts', collectionCosts);
  }

  // --- payments ---

  #useHeld(): void {
    const amount = this.held;
    this.held = 0;
    if (amount > 0) this.#pay(amount, this.terms.allocation.prepayment);
  }

  #pay(amount: number, rule: PrepaymentRule): void {
    let left = this.terms.allocation.mode === 'component-first' ? this.#payComponents(amount) : this.#payDates(amount);
    if (rule !== 'hold' || this.#agreement !== undefined) {
      const payInterest = (most: number) => {
        const interest = Math.min(left, most, this.#payable.ordinaryInterest);
        this.#settleOrdinary(interest);
        left -= interest;
      };
      const asked = Math.max(this.#maturedBy(this.day), owedOf(this.#ordinary) - this.#notAsked(this.day));
      payInterest(asked);
      const principal = Math.min(left, this.#payable.principal);
      if (principal > 0) this.#payAhead(principal, rule === 'hold' ? 'next-instalments' : rule);
      left -= principal;
      payInterest(owedOf(this.#ordinary));
    }
    if (sum(Object.values(this.owed)) === 0)
      for (const component of this.terms.allocation.order) {
        const back = Math.min(left, this.#lost[component]);
        this.#lost[component] -= back;
        left -= back;
      }
    this.held += left;
    this.#askNoMoreThanOwed();
  }

  #payComponents(amount: number): number {
    let left = amount;
    for (const component of this.terms.allocation.order) left -= this.#payComponent(component, left);
    return left;
  }

  #payDates(amount: number): number {
    const dates = [...this.#unpaidRows(this.day), ...this.#matured].map((row) => row.due).sort();
    let left = amount;
    for (const date of dates.length > 0 ? new Set(dates) : [this.day])
      for (const component of this.terms.allocation.order) left -= this.#payComponent(component, left, date);
    return left;
  }

  /** Pays what of a component is due (on one date only, if said); returns what it took. */
  #payComponent(component: Component, most: number, date?: CalendarDate): number {
    const onDate = (rows: readonly Unpaid[]) =>
      sum(rows.filter((row) => date === undefined || row.due === date).map((row) => row.owed));
    switch (component) {
      case 'collectionCosts': {
        const taken = Math.min(most, this.#payable.collectionCosts);
        this.#costs -= taken;
        return taken;
      }
      case 'defaultInterest': {
        const taken = Math.min(most, this.#payable.defaultInterest);
        this.#default.settled += taken;
        return taken;
      }
      case 'ordinaryInterest': {
        const taken = Math.min(most, onDate(this.#matured), this.#payable.ordinaryInterest);
        this.#settleOrdinary(taken);
        return taken;
      }
      case 'principal': {
        const taken = Math.min(most, onDate(this.#unpaidRows(this.day)), this.#payable.principal);
        this.#paid += taken;
        return taken;
      }
    }
  }

  /** Ordinary interest paid or forgiven: what fell due first, oldest first. */
  #settleOrdinary(amount: number): void {
    this.#ordinary.settled += amount;
    let left = amount;
    this.#matured = this.#matured.flatMap((row) => {
      const taken = Math.min(left, row.owed);
      left -= taken;
      return row.owed > taken ? [{ due: row.due, owed: row.owed - taken }] : [];
    });
  }

  #payAhead(amount: number, rule: Exclude<PrepaymentRule, 'hold'>): void {
    // A date that a correction of today left behind is today's due date still.
    const asking = [...this.#effectiveDueDates(), ...this.#effectiveRows().map((row) => row.due)].sort();
    const next = asking.find((due) => due >= this.day) ?? this.day;
    if (rule === 'next-instalments') {
      this.#paid += amount;
      return;
    }
    const ahead = Math.min(amount, this.#asksAt(next));
    const rest = amount - ahead;
    this.#paid += ahead;
    if (rest === 0) return;
    if (rule === 'shorten') {
      this.#cut += rest;
      return;
    }
    const beyond = Math.max(0, this.#paid - this.#askedBy(next));
    const left = this.principal - rest;
    this.#rows = rowsOf(this.terms, this.#dueDates, next, left + beyond);
    this.#cut = 0;
    this.#paid = beyond;
  }

  /** What a due date will still ask for: principal not paid ahead, interest at the base rate, a centavo of rounding. */
  #asksAt(next: CalendarDate): number {
    let total = this.#ordinary.total;
    for (let day = addDays(this.day, 1); day <= next; day = addDays(day, 1))
      if (this.#accruesOn(day))
        total += BigInt(this.principal) * BigInt(this.terms.baseRate) * partsOfDay(this.terms.dayCount, day);
    const recognised = Math.max(this.#ordinary.recognised, rounded(total, INTEREST, this.terms.rounding));
    const owed = owedOf(this.#ordinary) + recognised - this.#ordinary.recognised;
    const interest = Math.max(0, owed - this.#notAsked(next));
    return Math.max(0, this.#askedBy(next) - this.#paid + interest + 1);
  }
}

const owedOf = (interest: Interest): number => interest.opening + interest.recognised - interest.settled;

/** What of `study` the dates up to `day` leave to the later ones. */
function notAskedOf(study: number, rule: StudyInterest, dates: readonly CalendarDate[], day: CalendarDate): number {
  const passed = dates.filter((due) => due <= day).length;
  if (rule === 'at-first' || passed === dates.length) return 0;
  return rule === 'at-end' ? study : study - Math.floor((study * passed) / dates.length);
}

const byDue = (a: Unpaid, b: Unpaid): number => (a.due === b.due ? 0 : a.due < b.due ? -1 : 1);
