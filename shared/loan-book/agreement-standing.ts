import { addDays, type CalendarDate } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { type AgreedPayment, type AgreementPlan, agreedPayments } from './agreement-plan.ts';

/** Money that came in on the notes of an agreement on a day, whichever of them it paid: centavos, negative when it left. */
export interface CountedMoney {
  readonly on: CalendarDate;
  readonly amount: Centavos;
}

/** What has become of an agreement. */
export type AgreementStanding =
  | {
      readonly kind: 'live';
      /** Payments kept so far, and the oldest that is past its day and within its days of grace. */
      readonly kept: number;
      readonly lateSince: CalendarDate | null;
    }
  | {
      readonly kind: 'broken';
      /** The first day after the days of grace of the payment that was not kept. */
      readonly on: CalendarDate;
      readonly kept: number;
      /** Centavos of the payments kept, out of all that were agreed. */
      readonly met: Centavos;
      readonly of: Centavos;
    }
  | {
      readonly kind: 'fulfilled';
      /** The day on which all that was agreed had come in. */
      readonly on: CalendarDate;
    };

/**
 * What has become of an agreement at the end of `today`, by what came in on its notes since it was signed: a function of
 * those facts alone, in whatever order they were recorded. Payments are kept oldest first, so that one made early, or in
 * parts, or on another note of the agreement counts as well. It ends once, by what comes first: all of it has come in,
 * or a payment's days of grace have passed without it. What comes in later changes nothing, and what is recorded late
 * with an earlier date may.
 */
export function standingOf(
  plan: AgreementPlan,
  counted: readonly CountedMoney[],
  today: CalendarDate,
): AgreementStanding {
  const payments = agreedPayments(plan);
  const of = payments.reduce((sum, { amount }) => sum + amount, 0);
  const inOrder = [...counted].filter(({ on }) => on <= today).sort((a, b) => (a.on < b.on ? -1 : 1));
  const money = sumsByDay(inOrder);
  let came = 0;
  let asked = 0;
  let next = 0;
  for (const [kept, payment] of payments.entries()) {
    const until = addDays(payment.due, plan.graceDays);
    for (let day = money[next]; day !== undefined && day.on <= until; day = money[next]) {
      came += day.amount;
      next += 1;
      if (came >= of) return { kind: 'fulfilled', on: day.on };
    }
    if (came < asked + payment.amount) {
      if (until < today) return { kind: 'broken', on: addDays(until, 1), kept, met: asked, of };
      return { kind: 'live', kept: keptWith(payments, came), lateSince: payment.due < today ? payment.due : null };
    }
    asked += payment.amount;
  }
  throw new RangeError('an agreement all of whose payments were kept is fulfilled');
}

/** Money of one day is one: no hour of a day decides whether a payment was kept. */
function sumsByDay(inOrder: readonly CountedMoney[]): CountedMoney[] {
  const days: { on: CalendarDate; amount: Centavos }[] = [];
  for (const { on, amount } of inOrder) {
    const last = days.at(-1);
    if (last?.on === on) last.amount += amount;
    else days.push({ on, amount });
  }
  return days;
}

function keptWith(payments: readonly AgreedPayment[], came: Centavos): number {
  let left = came;
  const index = payments.findIndex(({ amount }) => {
    left -= amount;
    return left < 0;
  });
  return index === -1 ? payments.length : index;
}

/**
 * What an agreement still asks for by the payment that comes next after `day`, oldest first, less what came in: the part
 * of a payment on the file that goes to it before anything else.
 */
export function unmetPayments(
  plan: AgreementPlan,
  counted: readonly CountedMoney[],
  day: CalendarDate,
): AgreedPayment[] {
  const payments = agreedPayments(plan);
  const next = payments.findIndex(({ due }) => due > day);
  const reached = next === -1 ? payments : payments.slice(0, next + 1);
  let came = counted.reduce((sum, { amount }) => sum + amount, 0);
  return reached.flatMap(({ due, amount }) => {
    const unmet = amount - came;
    came = Math.max(0, came - amount);
    return unmet > 0 ? [{ due, amount: unmet }] : [];
  });
}
