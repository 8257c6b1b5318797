import { addBusinessDays, type HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import { addDays, type CalendarDate, FIRST_DATE } from '../../../shared/calendar/calendar-date.ts';
import { inForce } from '../../../shared/calendar/in-force.ts';

/** Terms of ARCO requests in days, each with its article of the LGPDPPSO. */
export interface ArcoTerms {
  /** First day on which what is received follows them. */
  readonly from: CalendarDate;
  /** Business: on which the institute's offices are open; the day from which a term runs does not count. */
  readonly countedIn: 'business-days' | 'calendar-days';
  readonly days: {
    /** To answer, from receipt (art. 45). */
    readonly answer: number;
    /** Added once, with notice (art. 45). */
    readonly extension: number;
    /** To carry out what was granted, from the answer (art. 45). */
    readonly execution: number;
    /** To tell that a request lacks something, and for the person to bring it (art. 46). */
    readonly prevention: number;
    readonly cure: number;
    /** To tell that another authority is the one to ask (art. 47). */
    readonly incompetence: number;
  };
  readonly source: string;
}
export type ArcoTerm = keyof ArcoTerms['days'];

/** Versions, the oldest first. */
export const ARCO_TERMS: readonly ArcoTerms[] = [
  {
    from: FIRST_DATE,
    countedIn: 'business-days',
    days: { answer: 20, extension: 10, execution: 15, prevention: 5, cure: 10, incompetence: 3 },
    source: 'LGPDPPSO arts. 45 a 47; que se cuenten en días hábiles, por confirmar por el Instituto',
  },
];

/** The last day of a term that begins on the day after `from`, by the terms in force when the request was received. */
export function endOfTerm(
  term: ArcoTerm,
  from: CalendarDate,
  { receivedOn, calendar }: { readonly receivedOn: CalendarDate; readonly calendar: HolidayCalendar },
): CalendarDate {
  const { days, countedIn } = inForce(ARCO_TERMS, receivedOn);
  return countedIn === 'business-days' ? addBusinessDays(from, days[term], calendar) : addDays(from, days[term]);
}
