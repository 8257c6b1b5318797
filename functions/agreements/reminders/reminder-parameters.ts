import { type CalendarDate, FIRST_DATE } from '../../../shared/calendar/calendar-date.ts';
import { inForce } from '../../../shared/calendar/in-force.ts';

/** How long before a payment of an agreement its borrower is reminded, as data by date. */
export interface ReminderParameters {
  /** First day of the reminders that follow it. */
  readonly from: CalendarDate;
  /** Days on which banks and offices are open, counted back from the day of the payment; > 0. */
  readonly businessDaysBefore: number;
  readonly source: string;
}

/** Versions, the oldest first. */
export const REMINDER_PARAMETERS: readonly ReminderParameters[] = [
  { from: FIRST_DATE, businessDaysBefore: 3, source: 'Por confirmar por el Instituto' },
];

export const reminderParametersOn = (on: CalendarDate): ReminderParameters => inForce(REMINDER_PARAMETERS, on);
