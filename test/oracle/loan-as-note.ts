import { Decimal } from 'decimal.js';
import { addDays, addMonths, type CalendarDate, fromDayNumber } from '../../shared/calendar/calendar-date.ts';
import type { NoteEvent } from '../../shared/loan-book/event.ts';
import { foldEvents } from '../../shared/loan-book/fold.ts';
import type { DayCount, NoteTerms } from '../../shared/loan-book/note-terms.ts';
import { dueDays } from '../../shared/loan-book/schedule.ts';
import type { TermChanges } from '../../shared/loan-book/term-changes.ts';
import { valueNote } from '../../shared/loan-book/valuation.ts';
import type { Centavos } from '../../shared/money/centavos.ts';
import type { LoanScenario, ScenarioEvent } from './loan-scenario.ts';

/** "Same as the period" on equal days of months is a twelfth of the rate: 30/360. Daily interest knows 365 days only. */
export function dayCountOf({ dayCount, interestPeriod }: LoanScenario['settings']): DayCount {
  if (interestPeriod === 'SAME_AS_REPAYMENT_PERIOD' || dayCount.daysInYear === '360') return '30/360';
  return 'actual/365';
}

/** Terms of the scenario's product; where the other engine has no such thing, nothing of ours applies (rate 0). */
export function termsOf({ settings, disbursements }: LoanScenario): NoteTerms {
  const lentOn = disbursements[0]?.date;
  if (lentOn === undefined) throw new RangeError('a scenario without a disbursement');
  const firstDueDate =
    settings.repaymentUnit === 'MONTHS'
      ? addMonths(lentOn, settings.repaymentEvery)
      : addDays(lentOn, settings.repaymentEvery * (settings.repaymentUnit === 'WEEKS' ? 7 : 1));
  return {
    accrualStart: 'disbursement',
    endOfGrace: lentOn,
    firstDueDate,
    instalments: settings.installments,
    monthsBetweenInstalments: settings.repaymentUnit === 'MONTHS' ? settings.repaymentEvery : 1,
    amortization: settings.amortization === 'EQUAL_PRINCIPAL' ? 'equal-principal' : 'equal-instalments',
    baseRate: ppmOf(settings.annualRatePct),
    bands: [],
    punctualityToleranceDays: 0,
    punctualityLost: 'until-current',
    defaultRate: 0,
    defaultGraceDays: 0,
    defaultGrace: 'delayed',
    ordinaryOnOverdue: 'continues',
    dayCount: dayCountOf(settings),
    rounding: 'half-even',
    allocation: {
      order: ['collectionCosts', 'defaultInterest', 'ordinaryInterest', 'principal'],
      mode: 'component-first',
      prepayment: 'next-instalments',
    },
  };
}

const ppmOf = (percent: Decimal): number => percent.times(10_000).toNumber();

export const eventIdOf = (seq: number): string => `s-${String(seq).padStart(3, '0')}`;
const downPaymentIdOf = (seq: number): string => `${eventIdOf(seq)}-down`;

/**
 * The scenario's events up to `seq`, in the order in which they were entered. A fee or penalty becomes collection costs
 * on the day it falls due; a down payment taken by itself is a payment of the day of the disbursement; a write-off takes
 * all that is owed; a rescheduling corrects the terms on the due date before the first that it changes. Closings of a day
 * are no event of ours.
 */
export function eventsOf(scenario: LoanScenario, seq: number): NoteEvent[] {
  const made: NoteEvent[] = [];
  for (const event of scenario.events)
    if (event.seq <= seq && event.type !== 'END_OF_DAY') made.push(...ours(scenario, event, made));
  return made;
}

function ours(scenario: LoanScenario, event: ScenarioEvent, before: readonly NoteEvent[]): NoteEvent[] {
  const target = scenario.events.find((other) => other.seq === event.targetSeq);
  const valueDate = event.date ?? event.dueDate ?? target?.date ?? event.businessDate;
  if (valueDate === undefined) throw new RangeError(`event ${event.seq} has no date of its own nor a target's`);
  const base = { id: eventIdOf(event.seq), valueDate, recordedOn: event.businessDate ?? valueDate };
  const value = event.amount ?? 0;
  switch (event.type) {
    case 'DISBURSEMENT': {
      const down = downPaymentOf(scenario, value);
      return [
        { ...base, kind: 'disbursed', amount: value },
        ...(down === 0
          ? []
          : [{ ...base, kind: 'paid', id: downPaymentIdOf(event.seq), amount: down, channel: 'window' } as const]),
      ];
    }
    case 'REPAYMENT':
      return [{ ...base, kind: 'paid', amount: value, channel: 'window' }];
    case 'CHARGE':
      return [{ ...base, kind: 'charged', component: 'collectionCosts', amount: value }];
    case 'REVERSAL': {
      const seq = event.targetSeq ?? 0;
      const idOf = event.targetKind === 'AUTO_DOWN_PAYMENT' ? downPaymentIdOf : eventIdOf;
      return [{ ...base, kind: 'reversed', target: idOf(seq) }];
    }
    case 'WRITE_OFF': {
      const { terms, state } = foldEvents(termsOf(scenario), before).note;
      return [{ ...base, kind: 'written-off', amounts: valueNote(terms, state, valueDate).owed }];
    }
    case 'RESCHEDULE':
      return [{ ...base, kind: 'terms-corrected', ...rescheduling(scenario, event) }];
    default:
      throw new RangeError(`no event of ours for ${event.type}`);
  }
}

function downPaymentOf({ settings }: LoanScenario, lent: Centavos): Centavos {
  if (settings.downPaymentPct == null || settings.downPaymentAuto !== true) return 0;
  return settings.downPaymentPct.times(lent).div(100).toDecimalPlaces(0, Decimal.ROUND_HALF_EVEN).toNumber();
}

function rescheduling(scenario: LoanScenario, event: ScenarioEvent): { valueDate: CalendarDate; changes: TermChanges } {
  const terms = termsOf(scenario);
  const days = dueDays(terms).map(fromDayNumber);
  const first = event.fromDueDate == null ? -1 : days.indexOf(event.fromDueDate);
  if (first === -1) throw new RangeError(`event ${event.seq} changes a due date that there is not`);
  const all = terms.instalments + (event.extraTerms ?? 0);
  const moved = event.adjustedDueDate ?? undefined;
  return {
    valueDate: days[first - 1] ?? terms.endOfGrace,
    changes: {
      ...(moved === undefined ? { instalments: all } : { firstDueDate: moved, instalments: all - first }),
      ...(event.newAnnualRatePct == null ? {} : { baseRate: ppmOf(event.newAnnualRatePct) }),
    },
  };
}
