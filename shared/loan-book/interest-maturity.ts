import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';

/** Ordinary interest that fell due on a day and is unpaid. */
export interface InterestMaturity {
  readonly due: CalendarDate;
  readonly owed: Centavos;
}
