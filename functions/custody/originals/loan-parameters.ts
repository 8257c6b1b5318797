import { type CalendarDate, FIRST_DATE } from '../../../shared/calendar/calendar-date.ts';
import { inForce } from '../../../shared/calendar/in-force.ts';

/** How long an original may be out, and how often whoever has it is asked for it, as data by date. */
export interface LoanParameters {
  readonly from: CalendarDate;
  /** Days from the day of the loan to the latest deadline; a deadline is extended for as many again. */
  readonly mostDays: number;
  /** Days between two reminders, the first on the day after the deadline. */
  readonly chasedEveryDays: number;
  readonly source: string;
}

/** Versions, the oldest first. */
export const LOAN_PARAMETERS: readonly LoanParameters[] = [
  { from: FIRST_DATE, mostDays: 365, chasedEveryDays: 7, source: 'Por confirmar por el Instituto' },
];

export const loanParametersOn = (on: CalendarDate): LoanParameters => inForce(LOAN_PARAMETERS, on);
