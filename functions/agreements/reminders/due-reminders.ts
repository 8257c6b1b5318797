import { type HolidayCalendar, previousBusinessDay } from '../../../shared/calendar/business-days.ts';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { type AgreementPlan, agreedPayments } from '../../../shared/loan-book/agreement-plan.ts';
import { type CountedMoney, unmetPayments } from '../../../shared/loan-book/agreement-standing.ts';

/** The morning on which a payment is reminded of: so many business days before it falls due, never a closed day. */
export function reminderDay(due: CalendarDate, businessDaysBefore: number, calendar: HolidayCalendar): CalendarDate {
  let day = due;
  for (let passed = 0; passed < businessDaysBefore; passed += 1) day = previousBusinessDay(day, calendar);
  return day;
}

/**
 * Days of the payments of an agreement that are to be reminded of by `today`, oldest first: their morning has come and they
 * have not fallen due, so that a morning on which nothing could be sent is made up for on the next. One whose morning was
 * not after the signature has none: whoever signed just now knows.
 */
export function dueReminders(
  { plan, signsOn }: { readonly plan: AgreementPlan; readonly signsOn: CalendarDate },
  { today, businessDaysBefore }: { readonly today: CalendarDate; readonly businessDaysBefore: number },
  calendar: HolidayCalendar,
): CalendarDate[] {
  const days = new Set(agreedPayments(plan).map(({ due }) => due));
  return [...days].filter((due) => {
    if (due <= today) return false;
    const morning = reminderDay(due, businessDaysBefore, calendar);
    return signsOn < morning && morning <= today;
  });
}

/** Whether what came in leaves anything to be paid of the payment of that day. */
export const isUnmet = (plan: AgreementPlan, counted: readonly CountedMoney[], due: CalendarDate): boolean =>
  unmetPayments(plan, counted, due).some((payment) => payment.due === due);
