import { addDays, addMonths, type CalendarDate } from '../../shared/calendar/calendar-date.ts';
import type { HistoryEvent } from '../fixtures/histories/history-file.ts';
import { sum } from './exact.ts';

export type Signing = Extract<HistoryEvent, { kind: 'agreement-signed' }>;

/** Money on the notes of an agreement with its place among what was recorded. */
export interface Money {
  readonly on: CalendarDate;
  readonly arrived: number;
  readonly amount: number;
}

/** How an agreement ended; `part` = of what was kept, in centavos, out of all. */
export interface AgreementEnd {
  readonly kind: 'agreement-broken' | 'agreement-fulfilled';
  readonly on: CalendarDate;
  readonly part: { readonly met: number; readonly of: number };
}

/** Days and amounts of a plan, one after another. */
export function paymentsOf({ plan }: Signing): { due: CalendarDate; amount: number }[] {
  const payments = plan.firstPayment === undefined ? [] : [plan.firstPayment];
  for (let number = 1; number <= plan.count; number += 1) {
    const steps = (number - 1) * plan.every.number;
    const said = plan.exceptions?.find((exception) => exception.number === number);
    const regular = plan.every.unit === 'months' ? addMonths(plan.from, steps) : addDays(plan.from, steps);
    payments.push({ due: said?.due ?? regular, amount: said?.amount ?? plan.amount });
  }
  return payments;
}

const isOf = (signing: Signing, signedAt: number, { on, arrived }: Money): boolean =>
  on > signing.on || (on === signing.on && arrived > signedAt);

/** The end of an agreement by `today`, found day by day; undefined while it lives. */
export function endOf(
  signing: Signing,
  signedAt: number,
  money: readonly Money[],
  today: CalendarDate,
): AgreementEnd | undefined {
  const payments = paymentsOf(signing);
  const all = sum(payments.map(({ amount }) => amount));
  const own = money.filter((one) => isOf(signing, signedAt, one));
  let came = 0;
  for (let day = signing.on; day <= today; day = addDays(day, 1)) {
    const missed = payments.findIndex(
      ({ due }, index) =>
        addDays(due, signing.plan.graceDays) < day &&
        came < sum(payments.slice(0, index + 1).map(({ amount }) => amount)),
    );
    if (missed >= 0) {
      const met = sum(payments.slice(0, missed).map(({ amount }) => amount));
      return { kind: 'agreement-broken', on: day, part: { met, of: all } };
    }
    came += sum(own.filter(({ on }) => on === day).map(({ amount }) => amount));
    if (came >= all) return { kind: 'agreement-fulfilled', on: day, part: { met: all, of: all } };
  }
  return undefined;
}

/** Payments asked by a day and the one that comes after it, each with what is missing of it: money fills them in their order. */
export function askedOn(
  signing: Signing,
  signedAt: number,
  money: readonly Money[],
  day: CalendarDate,
): { due: CalendarDate; missing: number }[] {
  const came = sum(money.filter((one) => isOf(signing, signedAt, one)).map(({ amount }) => amount));
  const asked: { due: CalendarDate; missing: number }[] = [];
  let through = 0;
  for (const { due, amount } of paymentsOf(signing)) {
    const before = Math.max(0, through - came);
    through += amount;
    const missing = Math.max(0, through - came) - (asked.length === 0 ? 0 : before);
    if (missing > 0) asked.push({ due, missing });
    if (due > day) break;
  }
  return asked;
}
