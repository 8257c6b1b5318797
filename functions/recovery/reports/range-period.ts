import { type CalendarDate, daysBetween } from '../../../shared/calendar/calendar-date.ts';
import { LONGEST_RANGE_DAYS, type Period } from './report-period.ts';
import { refuseReport } from './report-refusals.ts';

/** A range that somebody asks for. Refuses `range-not-valid`: turned round, or longer than LONGEST_RANGE_DAYS. */
export function rangePeriod({ from, to }: { readonly from: CalendarDate; readonly to: CalendarDate }): Period {
  if (to < from) {
    throw refuseReport('range-not-valid', `La fecha final ${to} es anterior a la inicial ${from}. Inviértalas.`);
  }
  if (daysBetween(from, to) >= LONGEST_RANGE_DAYS) {
    throw refuseReport('range-not-valid', `El rango máximo es de ${LONGEST_RANGE_DAYS} días. Elija uno más corto.`);
  }
  return { type: 'range', from, to };
}
