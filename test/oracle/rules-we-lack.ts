import { addMonths, type CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { dayCountOf } from './loan-as-note.ts';
import type { LoanScenario, ScenarioEvent } from './loan-scenario.ts';

export const bearsInterest = ({ settings }: LoanScenario): boolean => !settings.annualRatePct.isZero();

/** Why nothing of a scenario says anything about our engine; undefined when something does. */
export function reasonNotCovered(scenario: LoanScenario): string | undefined {
  const { settings, disbursements, events } = scenario;
  if (!bearsInterest(scenario)) {
    const onlyLends = events.every(({ type }) => type === 'DISBURSEMENT');
    return onlyLends && settings.installments > 1 && !isWholeMultiple(scenario) ? ROUNDED_TO_UNITS : undefined;
  }
  if (settings.interestMethod === 'FLAT') return 'flat interest on the amount lent';
  if (hasOtherDueDates(scenario)) return OTHER_DUE_DATES;
  if (settings.downPaymentPct != null) return 'down payment as a first instalment';
  if (settings.interestRecalculation != null && isPaidEarly(events, disbursements))
    return 'payment in advance that takes principal before accrued interest';
  return undefined;
}

const OTHER_DUE_DATES = 'due dates that are not months apart';
const ROUNDED_TO_UNITS = 'instalment rounded to whole currency units';

/** Ours lie months apart; a single one may lie anywhere. */
const hasOtherDueDates = ({ settings }: LoanScenario): boolean =>
  settings.repaymentUnit !== 'MONTHS' && settings.installments > 1;

function isPaidEarly(events: LoanScenario['events'], [lent]: readonly { readonly date: CalendarDate }[]): boolean {
  return events.some(({ type, date: on }) => type === 'REPAYMENT' && lent && on && on < addMonths(lent.date, 1));
}

function isWholeMultiple({ settings, disbursements }: LoanScenario): boolean {
  const part = (disbursements[0]?.amount ?? 0) / settings.installments;
  return settings.installmentMultipleOf === null || part % (settings.installmentMultipleOf * 100) === 0;
}

/** Nothing is paid: their interest goes on over what is overdue, and makes the rows anew. */
export const isLeftUnpaid = ({ settings, events }: LoanScenario): boolean =>
  settings.interestRecalculation != null &&
  events.some(({ type }) => type === 'END_OF_DAY') &&
  events.every(({ type }) => type !== 'REPAYMENT');

/** Why their principal by due date is made otherwise than ours; undefined when it is made alike. */
export function reasonForOtherRows(scenario: LoanScenario): string | undefined {
  const { settings } = scenario;
  if (settings.downPaymentPct != null) return 'down payment as a first instalment';
  if (hasOtherDueDates(scenario)) return OTHER_DUE_DATES;
  if (settings.amortization === 'EQUAL_PRINCIPAL') return 'equal principal rounded to the nearest, ours down';
  if (settings.graceOnPrincipal > 0) return 'due dates that ask for interest alone before the first principal';
  if (settings.installments === 1) return undefined;
  if (!bearsInterest(scenario)) return isWholeMultiple(scenario) ? undefined : ROUNDED_TO_UNITS;
  if (settings.installmentMultipleOf !== null) return ROUNDED_TO_UNITS;
  if (isLeftUnpaid(scenario)) return 'rows made anew by interest on what is overdue';
  return dayCountOf(settings) === '30/360' ? undefined : 'instalment computed from the days of each period';
}

/** The first event for which we have no rule, and which: what is expected after it says nothing about our engine. */
export function firstWithoutRule({ events, settings }: LoanScenario): { seq: number; reason: string } | undefined {
  const lent = events.find(({ type }) => type === 'DISBURSEMENT');
  for (const event of events) {
    const reason = reasonWithoutRule(event);
    if (reason !== undefined) return { seq: event.seq, reason };
    if (event.type === 'DISBURSEMENT' && event !== lent && !settings.annualRatePct.isZero())
      return { seq: event.seq, reason: 'part of a 30-day month counted by the days of the month' };
  }
  return undefined;
}

function reasonWithoutRule(event: ScenarioEvent): string | undefined {
  switch (event.type) {
    case 'DISBURSEMENT':
    case 'REPAYMENT':
    case 'CHARGE':
    case 'REVERSAL':
    case 'WRITE_OFF':
    case 'END_OF_DAY':
      return undefined;
    case 'RESCHEDULE':
      return event.extraGraceOnPrincipal == null && event.extraGraceOnInterest == null
        ? undefined
        : 'rescheduling with months of grace';
    case 'GOODWILL_CREDIT':
    case 'MERCHANT_ISSUED_REFUND':
    case 'PAYOUT_REFUND':
      return 'credit granted by the lender and allocated like a payment';
    case 'CHARGE_PCT':
    case 'CHARGE_PER_INSTALLMENT_PCT':
      return 'charge that is a share of an amount';
    case 'CHARGE_OFF':
      return 'charge-off that goes on claiming';
    default:
      return `an event ${event.type}`;
  }
}
