import { addDays, addMonths, type CalendarDate } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';

/** Payments of an agreement at most: five years of months. */
export const MOST_AGREED_PAYMENTS = 60;

/** What is paid on a day by an agreement. */
export interface AgreedPayment {
  readonly due: CalendarDate;
  /** Centavos, > 0. */
  readonly amount: Centavos;
}

/**
 * What an agreement (convenio) asks for, by regular expression: a first payment apart, then `count` payments of `amount`
 * from `from` on, one `every` so many days or months, except those that say otherwise.
 */
export interface AgreementPlan {
  readonly firstPayment?: AgreedPayment;
  readonly from: CalendarDate;
  readonly count: number;
  /** Centavos, > 0. */
  readonly amount: Centavos;
  readonly every: { readonly unit: 'days' | 'months'; readonly number: number };
  /** Of the regular ones (the first is 1): another day, moved off a closed one, or another amount, as the last one's. */
  readonly exceptions?: readonly {
    readonly number: number;
    readonly due?: CalendarDate;
    readonly amount?: Centavos;
  }[];
  /** Days after the day of a payment on which it still counts as kept. */
  readonly graceDays: number;
}

/** Every payment of a plan in its order. */
export function agreedPayments(plan: AgreementPlan): AgreedPayment[] {
  const { firstPayment, from, every } = plan;
  const regular = Array.from({ length: plan.count }, (_, index) => {
    const exception = plan.exceptions?.find(({ number }) => number === index + 1);
    const step = index * every.number;
    return {
      due: exception?.due ?? (every.unit === 'days' ? addDays(from, step) : addMonths(from, step)),
      amount: exception?.amount ?? plan.amount,
    };
  });
  return firstPayment === undefined ? regular : [firstPayment, ...regular];
}

/** Centavos that a plan asks for in all. */
export function agreedTotal(plan: AgreementPlan): Centavos {
  return agreedPayments(plan).reduce((sum, { amount }) => sum + amount, 0);
}
