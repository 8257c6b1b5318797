import { addBusinessDays, type HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';

const BORROWED = 'Por confirmar por el Instituto; plazo del servicio estatal de quejas (Contraloría de Sonora)';

/** Terms of an aclaración in business days, and where each comes from (design of the statement, §6 and §13). */
export const DISPUTE_TERMS = {
  acknowledge: { days: 1, source: BORROWED },
  answer: { days: 10, source: BORROWED },
  /** Added once. */
  extension: { days: 10, source: 'Por confirmar por el Instituto' },
  /** To bring what was asked for. */
  data: { days: 5, source: 'Por confirmar por el Instituto' },
  /** Calendar days to say that one does not agree with the answer. */
  dissent: { days: 15, source: 'Por confirmar por el Instituto' },
} as const;

/** The last day of a term that begins on the business day after `from`. */
export const endOf = (
  term: 'acknowledge' | 'answer' | 'extension' | 'data',
  from: CalendarDate,
  calendar: HolidayCalendar,
): CalendarDate => addBusinessDays(from, DISPUTE_TERMS[term].days, calendar);
