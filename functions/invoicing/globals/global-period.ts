import { addDays, type CalendarDate, dayOf, daysBetween } from '../../../shared/calendar/calendar-date.ts';
import { PERIODICITIES, type Periodicity } from '../cfdi/sat-catalogues.ts';

const isFirst = (day: CalendarDate): boolean => dayOf(day) === 1;
const isLast = (day: CalendarDate): boolean => dayOf(addDays(day, 1)) === 1;

/** Why days are no period of a global invoice, in Spanish; undefined: they are. It is over, and of one month. */
export function periodFault(
  periodicity: Periodicity,
  { from, until }: { readonly from: CalendarDate; readonly until: CalendarDate },
  today: CalendarDate,
): string | undefined {
  if (until < from) return 'El último día es anterior al primero.';
  if (until >= today) return 'El periodo no ha terminado: la factura global se hace cuando termina.';
  if (from.slice(0, 7) !== until.slice(0, 7)) return 'El periodo abarca dos meses: hágalo en dos.';
  return isPeriod(periodicity, from, until)
    ? undefined
    : `La configuración fiscal dice que la factura global es ${PERIODICITIES[periodicity]}: las fechas no son de un periodo así.`;
}

function isPeriod(periodicity: Periodicity, from: CalendarDate, until: CalendarDate): boolean {
  switch (periodicity) {
    case '01':
      return from === until;
    // Cut at the end of a month.
    case '02':
      return daysBetween(from, until) === 6 || (daysBetween(from, until) < 6 && (isFirst(from) || isLast(until)));
    case '03':
      return (isFirst(from) && dayOf(until) === 15) || (dayOf(from) === 16 && isLast(until));
    case '04':
      return isFirst(from) && isLast(until);
  }
}
