import * as z from 'zod';
import {
  addDays,
  addMonths,
  type CalendarDate,
  calendarDate,
  parseCalendarDate,
} from '../../../shared/calendar/calendar-date.ts';
import type { NoteEvent } from '../../../shared/loan-book/event.ts';
import type { DayCount, NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import { centavosFromPesos } from '../../../shared/money/centavos.ts';

/** The facts of another engine's tests that ours can be held against (test/fixtures/oracles/README.md). */
const amount = z
  .string()
  .refine((text) => centavosFromPesos(text) !== undefined)
  .transform((text) => centavosFromPesos(text) ?? 0);
const date = z
  .string()
  .refine((text) => parseCalendarDate(text) !== undefined)
  .transform(calendarDate);

const rowSchema = z.object({
  /** null: the row of the disbursement. */
  nr: z.int().nullable(),
  date,
  balance: amount.nullable(),
  principal: amount.nullable(),
  interest: amount.nullable(),
  due: amount.nullable(),
  outstanding: amount.nullish(),
});
export type ScheduleRow = z.infer<typeof rowSchema>;

const transactionSchema = z.object({
  date,
  type: z.string(),
  amount,
  principal: amount,
  interest: amount,
  fees: amount,
  penalties: amount,
  /** Outstanding principal after it. */
  balanceAfter: amount,
  reversed: z.boolean().optional(),
});

const expectationSchema = z.object({
  schedule: z.array(rowSchema).nullish(),
  totals: z.object({ paid: amount, outstanding: amount }).nullish(),
  transactions: z.array(transactionSchema).nullish(),
  transactionsInclude: z.array(transactionSchema).nullish(),
  charges: z.array(z.object({ outstanding: amount })).nullish(),
  status: z.string().nullish(),
  outstanding: amount.nullish(),
  overpaid: amount.nullish(),
  loanDelinquency: z.object({ delinquentDate: date }).nullish(),
});
export type Expectation = z.infer<typeof expectationSchema>;

const scenarioSchema = z.object({
  id: z.string(),
  settings: z.object({
    installmentMultipleOf: z.number().nullable(),
    annualRatePct: z.string(),
    interestMethod: z.string(),
    interestPeriod: z.string(),
    amortization: z.string(),
    repaymentEvery: z.int(),
    repaymentUnit: z.string(),
    installments: z.int(),
    graceOnPrincipal: z.int(),
    dayCount: z.object({ daysInYear: z.string(), daysInMonth: z.string() }),
    graceOnArrearsDays: z.int().optional(),
    interestRecalculation: z.unknown().optional(),
    downPaymentPct: z.string().nullish(),
  }),
  disbursements: z.array(z.object({ date, amount })).min(1),
  events: z.array(
    z.object({
      seq: z.int(),
      type: z.string(),
      /** Day on which it was entered; pure calculations have none. */
      businessDate: date.optional(),
      date: date.optional(),
      dueDate: date.optional(),
      amount: amount.optional(),
      targetSeq: z.int().optional(),
    }),
  ),
  expectedSchedule: z.array(rowSchema).nullable(),
  checkpoints: z.array(expectationSchema.extend({ afterSeq: z.int() })),
});
export type OracleScenario = z.infer<typeof scenarioSchema>;

export const oracleFileSchema = z.object({
  meta: z.object({ repository: z.string(), licence: z.string() }),
  scenarios: z.array(scenarioSchema),
});

/** Why a scenario says nothing about our engine; undefined when it does. The words are those of the README's table. */
export function reasonNotUsed({ settings, disbursements, events }: OracleScenario): string | undefined {
  const has = (...types: string[]) => events.some(({ type }) => types.includes(type));
  const rate = Number(settings.annualRatePct);
  if (settings.downPaymentPct != null) return 'down payment as a first instalment';
  if (settings.repaymentUnit !== 'MONTHS' && settings.installments > 1) return 'due dates that are not months apart';
  if (settings.interestMethod === 'FLAT' && rate !== 0) return 'flat interest on the amount lent';
  if (has('RESCHEDULE')) return 'rescheduling by agreement (a later issue)';
  if (has('GOODWILL_CREDIT')) return 'credit granted by the lender and allocated like a payment';
  if (settings.interestRecalculation != null && has('END_OF_DAY'))
    return 'interest on overdue principal rounded month by month';
  if (settings.interestRecalculation != null && isPaidEarly(events, disbursements))
    return 'payment in advance that takes principal before accrued interest';
  if (disbursements.length > 1) return 'part of a 30-day month counted by the days of the month';
  if (rate === 0 && settings.installments > 1 && !isWholeMultiple(settings, disbursements) && !has('END_OF_DAY'))
    return 'instalment rounded to whole currency units';
  return undefined;
}

function isPaidEarly(events: OracleScenario['events'], [lent]: readonly { readonly date: CalendarDate }[]): boolean {
  return events.some(({ type, date: on }) => type === 'REPAYMENT' && lent && on && on < addMonths(lent.date, 1));
}

function isWholeMultiple(
  { installments, installmentMultipleOf }: OracleScenario['settings'],
  disbursements: OracleScenario['disbursements'],
): boolean {
  const part = (disbursements[0]?.amount ?? 0) / installments;
  return installmentMultipleOf === null || part % (installmentMultipleOf * 100) === 0;
}

/** The other engine's principal by due date is made as ours: the same annuity, no rounding to whole units, no grace. */
export function hasOurSchedule({ settings, disbursements }: OracleScenario): boolean {
  if (settings.amortization !== 'EQUAL_INSTALLMENTS' || settings.graceOnPrincipal > 0) return false;
  if (settings.installments === 1) return true;
  if (Number(settings.annualRatePct) === 0) return isWholeMultiple(settings, disbursements);
  return settings.installmentMultipleOf === null && dayCountOf(settings) === '30/360';
}

/** "Same as the period" on equal days of months is a twelfth of the rate: 30/360. Daily interest knows 365 days only. */
function dayCountOf({ dayCount, interestPeriod }: OracleScenario['settings']): DayCount {
  if (interestPeriod === 'SAME_AS_REPAYMENT_PERIOD' || dayCount.daysInYear === '360') return '30/360';
  return 'actual/365';
}

/** Terms of the scenario's product; where the other engine has no such thing, nothing of ours applies (rate 0). */
export function termsOf({ settings, disbursements }: OracleScenario): NoteTerms {
  const lentOn = disbursements[0]?.date;
  if (lentOn === undefined) throw new RangeError('a scenario without a disbursement');
  const firstDueDate =
    settings.repaymentUnit === 'DAYS'
      ? addDays(lentOn, settings.repaymentEvery)
      : addMonths(lentOn, settings.repaymentEvery);
  return {
    accrualStart: 'disbursement',
    endOfGrace: lentOn,
    firstDueDate,
    instalments: settings.installments,
    monthsBetweenInstalments: settings.repaymentUnit === 'MONTHS' ? settings.repaymentEvery : 1,
    amortization: settings.amortization === 'EQUAL_PRINCIPAL' ? 'equal-principal' : 'equal-instalments',
    baseRate: Math.round(Number(settings.annualRatePct) * 10_000),
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

export const eventIdOf = (seq: number): string => `s-${String(seq).padStart(3, '0')}`;

/**
 * The scenario's events up to `seq`, in the order in which they were entered. A fee or penalty becomes collection costs
 * on the day it falls due; closings of a day are no event of ours.
 */
export function eventsOf({ events }: OracleScenario, seq: number): NoteEvent[] {
  return events
    .filter((event) => event.seq <= seq && event.type !== 'END_OF_DAY')
    .map((event): NoteEvent => {
      const target = events.find((other) => other.seq === event.targetSeq);
      const valueDate = event.date ?? event.dueDate ?? target?.date;
      if (valueDate === undefined) throw new RangeError(`event ${event.seq} has no date of its own nor a target's`);
      const base = { id: eventIdOf(event.seq), valueDate, recordedOn: event.businessDate ?? valueDate };
      const value = event.amount ?? 0;
      switch (event.type) {
        case 'DISBURSEMENT':
          return { ...base, kind: 'disbursed', amount: value };
        case 'REPAYMENT':
          return { ...base, kind: 'paid', amount: value, channel: 'window' };
        case 'CHARGE':
          return { ...base, kind: 'charged', component: 'collectionCosts', amount: value };
        case 'REVERSAL':
          return { ...base, kind: 'reversed', target: eventIdOf(event.targetSeq ?? 0) };
        default:
          throw new RangeError(`no event of ours for ${event.type}`);
      }
    });
}
