import { type CalendarDate, dayOf, yearOf } from '../calendar/calendar-date.ts';
import { monthAndYear } from '../calendar/spanish-dates.ts';
import { wholeNumberInWords } from './amount-in-words.ts';

const inWords = (number: number): string => wholeNumberInWords(number).toLowerCase();

/** As a letter is dated: "a los veintiún días del mes de noviembre de dos mil veintiséis", "al primer día del mes de …". */
export function dateInWords(date: CalendarDate): string {
  const day = dayOf(date);
  const [month = ''] = monthAndYear(date).split(' de ');
  const days =
    day === 1
      ? 'al primer día'
      : `a los ${inWords(day).replace(/uno$/, 'ún').replace('treinta y ún', 'treinta y un')} días`;
  return `${days} del mes de ${month} de ${inWords(yearOf(date))}`;
}
