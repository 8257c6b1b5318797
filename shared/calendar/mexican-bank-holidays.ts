import type { HolidayCalendar } from './business-days.ts';
import { addDays, type CalendarDate, fromDayNumber, weekday, yearOf } from './calendar-date.ts';

export interface Holiday {
  readonly date: CalendarDate;
  /** Name in Spanish, as staff see it. */
  readonly name: string;
}

/**
 * Days on which Mexican banks close, by rule and for any year: the days of rest of LFT art. 74 (three of them on a
 * Monday since the reform of 17 January 2006; the change of President on 1 October since 2024, on 1 December before),
 * and those that the CNBV's yearly list adds to them: Maundy Thursday, Good Friday, 2 November and 12 December.
 * The lists published for 2024–2030 say the same (a test compares them). What a later list changes is a correction of
 * the institute (shared/register/banking-calendar.ts).
 */
const RULES: readonly { readonly name: string; readonly on: (year: number) => CalendarDate | undefined }[] = [
  { name: 'Año Nuevo', on: (year) => dayOf(year, 1, 1) },
  { name: 'Día de la Constitución', on: (year) => mondayOr(year, [2, 1], [2, 5]) },
  { name: 'Natalicio de Benito Juárez', on: (year) => mondayOr(year, [3, 3], [3, 21]) },
  { name: 'Jueves Santo', on: (year) => addDays(easterSunday(year), -3) },
  { name: 'Viernes Santo', on: (year) => addDays(easterSunday(year), -2) },
  { name: 'Día del Trabajo', on: (year) => dayOf(year, 5, 1) },
  { name: 'Día de la Independencia', on: (year) => dayOf(year, 9, 16) },
  { name: 'Transmisión del Poder Ejecutivo Federal', on: changeOfPresident },
  { name: 'Día de Muertos', on: (year) => dayOf(year, 11, 2) },
  { name: 'Día de la Revolución', on: (year) => mondayOr(year, [11, 3], [11, 20]) },
  { name: 'Día del Empleado Bancario', on: (year) => dayOf(year, 12, 12) },
  { name: 'Navidad', on: (year) => dayOf(year, 12, 25) },
];

/** Bank holidays of a year, in order of date. */
export function bankHolidaysOf(year: number): Holiday[] {
  return RULES.flatMap(({ name, on }) => {
    const date = on(year);
    return date === undefined ? [] : [{ date, name }];
  }).sort((a, b) => (a.date < b.date ? -1 : 1));
}

/** The rules as a calendar; years are worked out when they are asked for. */
export function bankHolidayCalendar(): HolidayCalendar {
  const years = new Map<number, ReadonlySet<string>>();
  const holidaysOf = (year: number): ReadonlySet<string> => {
    const known = years.get(year) ?? new Set(bankHolidaysOf(year).map((holiday) => holiday.date));
    years.set(year, known);
    return known;
  };
  return { holidays: { has: (date) => holidaysOf(yearOf(date)).has(date) } };
}

const FIRST_YEAR_OF_MONDAYS = 2006;

type MonthAndNumber = readonly [month: number, number: number];

/** The n-th Monday of the month; before the reform, the day of the month. */
function mondayOr(year: number, [month, nth]: MonthAndNumber, [fixedMonth, day]: MonthAndNumber): CalendarDate {
  if (year < FIRST_YEAR_OF_MONDAYS) return dayOf(year, fixedMonth, day);
  const first = dayOf(year, month, 1);
  return addDays(first, ((8 - weekday(first)) % 7) + (nth - 1) * 7);
}

/** Every six years, counted from 2024; terms before 1934 had other lengths, and no note is that old. */
function changeOfPresident(year: number): CalendarDate | undefined {
  if ((year - 2024) % 6 !== 0) return undefined;
  return year >= 2024 ? dayOf(year, 10, 1) : dayOf(year, 12, 1);
}

/** Easter Sunday of the Gregorian calendar (the anonymous computus of 1876), of which Holy Week follows. */
function easterSunday(year: number): CalendarDate {
  const century = Math.floor(year / 100);
  const golden = year % 19;
  const leapsOfCentury =
    century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const moon = (19 * golden + leapsOfCentury + 15) % 30;
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor((year % 100) / 4) - moon - (year % 4)) % 7;
  const late = Math.floor((golden + 11 * moon + 22 * toSunday) / 451);
  const days = moon + toSunday - 7 * late + 114;
  return dayOf(year, Math.floor(days / 31), (days % 31) + 1);
}

const dayOf = (year: number, month: number, day: number): CalendarDate =>
  fromDayNumber(Date.UTC(year, month - 1, day) / 86_400_000);
