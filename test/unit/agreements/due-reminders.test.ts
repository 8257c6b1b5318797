import { describe, expect, it } from 'vitest';
import { dueReminders, isUnmet, reminderDay } from '../../../functions/agreements/reminders/due-reminders.ts';
import { correctedCalendar, isBusinessDay } from '../../../shared/calendar/business-days.ts';
import { addDays, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import { agreedPayments } from '../../../shared/loan-book/agreement-plan.ts';

const day = calendarDate;
const calendar = bankHolidayCalendar();
const plan = {
  firstPayment: { due: day('2026-11-20'), amount: 300 },
  ...{ from: day('2026-12-01'), count: 3, amount: 100, graceDays: 5 },
  every: { unit: 'months', number: 1 } as const,
};

describe('the morning of a reminder', () => {
  it('is counted in days on which the institute is open, and moves when the institute corrects its calendar', () => {
    // 16 November is the holiday of the Revolution, a Monday.
    expect(reminderDay(day('2026-11-18'), 3, calendar)).toBe('2026-11-12');
    expect(reminderDay(day('2026-11-22'), 1, calendar)).toBe('2026-11-20');
    const closed = correctedCalendar(calendar, { closed: ['2026-11-12'], open: [] });
    expect(reminderDay(day('2026-11-18'), 3, closed)).toBe('2026-11-11');
  });

  it('is an open day before the payment, of every day of a year', () => {
    for (let due = day('2026-01-01'); due <= '2026-12-31'; due = addDays(due, 1)) {
      const morning = reminderDay(due, 3, calendar);
      expect([morning < due, isBusinessDay(morning, calendar)], due).toEqual([true, true]);
    }
  });
});

describe('reminders that are due', () => {
  const due = (today: string, signsOn = '2026-11-19') =>
    dueReminders({ plan, signsOn: day(signsOn) }, { today: day(today), businessDaysBefore: 3 }, calendar);

  it('are none of what is paid at the signature, and each from its morning to the day before it falls due', () => {
    expect(due('2026-11-19')).toEqual([]);
    // 1 December is a Tuesday.
    expect([due('2026-11-25'), due('2026-11-26'), due('2026-11-30'), due('2026-12-01')]).toEqual([
      [],
      ['2026-12-01'],
      ['2026-12-01'],
      [],
    ]);
    expect(due('2026-11-26', '2026-11-26')).toEqual([]);
  });

  it('come for every payment exactly once when looked at on their mornings', () => {
    const mornings = agreedPayments(plan).map((payment) => reminderDay(payment.due, 3, calendar));
    expect(mornings.slice(1).flatMap((morning) => due(morning))).toEqual(['2026-12-01', '2027-01-01', '2027-02-01']);
  });
});

describe('a payment', () => {
  const isMet = (amount: number, due: string) =>
    !isUnmet(plan, amount === 0 ? [] : [{ on: day('2026-11-20'), amount }], day(due));

  it('is covered by what came in once the payments before it are', () => {
    expect([isMet(0, '2026-11-20'), isMet(299, '2026-11-20'), isMet(300, '2026-11-20')]).toEqual([false, false, true]);
    expect([isMet(399, '2026-12-01'), isMet(400, '2026-12-01'), isMet(400, '2027-01-01')]).toEqual([
      false,
      true,
      false,
    ]);
    expect(isMet(600, '2027-02-01')).toBe(true);
  });

  it('of two on one day is covered when both are', () => {
    const twice = { ...plan, firstPayment: { due: day('2026-12-01'), amount: 300 } };
    const left = (amount: number) => isUnmet(twice, [{ on: day('2026-11-20'), amount }], day('2026-12-01'));
    expect([left(300), left(399), left(400)]).toEqual([true, true, false]);
  });
});
