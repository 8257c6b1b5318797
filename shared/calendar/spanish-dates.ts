import { type CalendarDate, dayOf, monthOf, weekday, yearOf } from './calendar-date.ts';

const MONTHS = [
  'enero',
  'febrero',
  'marzo',
  'abril',
  'mayo',
  'junio',
  'julio',
  'agosto',
  'septiembre',
  'octubre',
  'noviembre',
  'diciembre',
] as const;
const WEEKDAYS = ['domingo', 'lunes', 'martes', 'miércoles', 'jueves', 'viernes', 'sábado'] as const;

const monthName = (date: CalendarDate): string => MONTHS[monthOf(date) - 1] ?? '';

/** "20 de noviembre de 2026". */
export function longDate(date: CalendarDate): string {
  return `${dayOf(date)} de ${monthName(date)} de ${yearOf(date)}`;
}

/** "viernes 20 de noviembre de 2026". */
export function longDateWithWeekday(date: CalendarDate): string {
  return `${WEEKDAYS[weekday(date)]} ${longDate(date)}`;
}

/** "20/11/2026", the form of tables. */
export function shortDate(date: CalendarDate): string {
  const [year, month, day] = date.split('-');
  return `${day}/${month}/${year}`;
}

/** "noviembre de 2026". */
export function monthAndYear(date: CalendarDate): string {
  return `${monthName(date)} de ${yearOf(date)}`;
}

/** "20 nov". */
export function dayAndShortMonth(date: CalendarDate): string {
  return `${dayOf(date)} ${monthName(date).slice(0, 3)}`;
}

/** Hermosillo keeps UTC−7 all year. */
const HERMOSILLO_OFFSET_MS = -7 * 3_600_000;

/** A UTC instant as clerks in Hermosillo read it: "20/11/2026 07:00 h". */
export function hermosilloDateTime(instant: Date): string {
  const iso = new Date(instant.getTime() + HERMOSILLO_OFFSET_MS).toISOString();
  return `${iso.slice(8, 10)}/${iso.slice(5, 7)}/${iso.slice(0, 4)} ${iso.slice(11, 16)} h`;
}
