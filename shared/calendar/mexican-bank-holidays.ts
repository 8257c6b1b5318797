import type { HolidayCalendar } from './business-days.ts';
import { type CalendarDate, calendarDate } from './calendar-date.ts';

export interface Holiday {
  readonly date: CalendarDate;
  /** Name in Spanish, as staff see it. */
  readonly name: string;
}

/**
 * Days on which Mexican banks close, from the CNBV's yearly list (disposiciones de carácter general que señalan los
 * días en que las entidades financieras cierran): fixed days, the Mondays moved by the Federal Labour Law, Maundy
 * Thursday and Good Friday, and 1 October of the years in which a President takes office. First data only:
 * the stored calendar of the institute adds to and corrects it (system table, `CALENDAR#BANKING`).
 */
const FIXED: readonly (readonly [monthDay: string, name: string])[] = [
  ['01-01', 'Año Nuevo'],
  ['05-01', 'Día del Trabajo'],
  ['09-16', 'Día de la Independencia'],
  ['11-02', 'Día de Muertos'],
  ['12-12', 'Día del Empleado Bancario'],
  ['12-25', 'Navidad'],
];

const MOVED: Readonly<Record<number, readonly (readonly [monthDay: string, name: string])[]>> = {
  2024: [
    ['02-05', 'Día de la Constitución'],
    ['03-18', 'Natalicio de Benito Juárez'],
    ['03-28', 'Jueves Santo'],
    ['03-29', 'Viernes Santo'],
    ['10-01', 'Transmisión del Poder Ejecutivo Federal'],
    ['11-18', 'Día de la Revolución'],
  ],
  2025: [
    ['02-03', 'Día de la Constitución'],
    ['03-17', 'Natalicio de Benito Juárez'],
    ['04-17', 'Jueves Santo'],
    ['04-18', 'Viernes Santo'],
    ['11-17', 'Día de la Revolución'],
  ],
  2026: [
    ['02-02', 'Día de la Constitución'],
    ['03-16', 'Natalicio de Benito Juárez'],
    ['04-02', 'Jueves Santo'],
    ['04-03', 'Viernes Santo'],
    ['11-16', 'Día de la Revolución'],
  ],
  2027: [
    ['02-01', 'Día de la Constitución'],
    ['03-15', 'Natalicio de Benito Juárez'],
    ['03-25', 'Jueves Santo'],
    ['03-26', 'Viernes Santo'],
    ['11-15', 'Día de la Revolución'],
  ],
  2028: [
    ['02-07', 'Día de la Constitución'],
    ['03-20', 'Natalicio de Benito Juárez'],
    ['04-13', 'Jueves Santo'],
    ['04-14', 'Viernes Santo'],
    ['11-20', 'Día de la Revolución'],
  ],
  2029: [
    ['02-05', 'Día de la Constitución'],
    ['03-19', 'Natalicio de Benito Juárez'],
    ['03-29', 'Jueves Santo'],
    ['03-30', 'Viernes Santo'],
    ['11-19', 'Día de la Revolución'],
  ],
  2030: [
    ['02-04', 'Día de la Constitución'],
    ['03-18', 'Natalicio de Benito Juárez'],
    ['04-18', 'Jueves Santo'],
    ['04-19', 'Viernes Santo'],
    ['10-01', 'Transmisión del Poder Ejecutivo Federal'],
    ['11-18', 'Día de la Revolución'],
  ],
};

/** Years with complete data; other years know only the fixed days until somebody stores their list. */
export const BANK_HOLIDAY_YEARS: readonly number[] = Object.keys(MOVED).map(Number);

/** Bank holidays of a year, in order of date. */
export function bankHolidaysOf(year: number): Holiday[] {
  return [...FIXED, ...(MOVED[year] ?? [])]
    .map(([monthDay, name]) => ({ date: calendarDate(`${year}-${monthDay}`), name }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** Years in which a contract signed here can fall due: for those without complete data the fixed days count. */
const CONTRACT_YEARS: readonly number[] = Array.from({ length: 80 }, (_, index) => 2000 + index);

/** The first data over the years of old and new contracts: moves the due dates of a note (terms-at-signing.ts). */
export const contractHolidayCalendar = (): HolidayCalendar => bankHolidayCalendar(CONTRACT_YEARS);

/** The first data as a calendar: every known year, plus the fixed days of the years asked for besides. */
export function bankHolidayCalendar(extraYears: readonly number[] = []): HolidayCalendar {
  const years = new Set([...BANK_HOLIDAY_YEARS, ...extraYears]);
  return { holidays: new Set([...years].flatMap((year) => bankHolidaysOf(year).map((holiday) => holiday.date))) };
}
