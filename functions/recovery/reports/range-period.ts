import { type CalendarDate, daysBetween } from '../../../shared/calendar/calendar-date.ts';
import { LONGEST_RANGE_DAYS, type Period } from './report-period.ts';
import { refuseReport } from './report-refusals.ts';

/**
 * A period that somebody asks for on a day, as it may be reported. Refuses of a range `range-not-valid`: turned round, or longer than LONGEST_RANGE_DAYS; and
 * `report-in-future`: it would read as if nothing came in on days that have not been.
 */
export function reportable(period: Period, today: CalendarDate): Period {
  const { type, from, to } = period;
  if (type !== 'range') return period;
  if (to < from) {
    throw refuseReport('range-not-valid', `La fecha final ${to} es anterior a la inicial ${from}. Inviértalas.`);
  }
  if (daysBetween(from, to) >= LONGEST_RANGE_DAYS) {
    throw refuseReport('range-not-valid', `El rango máximo es de ${LONGEST_RANGE_DAYS} días. Elija uno más corto.`);
  }
  if (to > today) {
    throw refuseReport(
      'report-in-future',
      `El ${to} es posterior a hoy, ${today}. Termine el rango en un día anterior.`,
    );
  }
  return period;
}
