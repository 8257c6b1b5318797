import * as z from 'zod';
import { parseCalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { dayPeriod, monthPeriod, type Period, yearPeriod } from './figures/report-period.ts';

const MONTH = /^(19|20|21)\d\d-(0[1-9]|1[0-2])$/;
const YEAR = /^(19|20|21)\d\d$/;

/**
 * A period as people write it in an address: "2026-11-19", "2026-11", "2026", or "2026-11-01..2026-11-19". Of a range
 * only the dates are checked here; its order and length are a rule (`rangePeriod`).
 */
export const periodSchema = z
  .string()
  .transform((text, context): Period => {
    const period = periodOf(text);
    if (period !== undefined) return period;
    context.addIssue({
      code: 'custom',
      message: 'Escriba un día (AAAA-MM-DD), un mes (AAAA-MM), un año (AAAA) o dos fechas: AAAA-MM-DD..AAAA-MM-DD.',
    });
    return z.NEVER;
  })
  .meta({ description: 'Día, mes, año, o dos fechas: AAAA-MM-DD..AAAA-MM-DD.', example: '2026-11-19' });

function periodOf(text: string): Period | undefined {
  if (MONTH.test(text)) return monthPeriod(text);
  if (YEAR.test(text)) return yearPeriod(Number(text));
  const [from, to, ...more] = text.split('..').map(parseCalendarDate);
  if (from === undefined || more.length > 0) return undefined;
  if (!text.includes('..')) return dayPeriod(from);
  return to === undefined ? undefined : { type: 'range', from, to };
}
