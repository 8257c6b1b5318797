import { addDays, addMonths, type CalendarDate } from '../../shared/calendar/calendar-date.ts';
import type { NoteTerms } from '../../shared/loan-book/note-terms.ts';
import { rounded } from './exact.ts';

/** A due date and the principal that the schedule asks for on it. */
export interface Row {
  readonly due: CalendarDate;
  readonly asked: number;
}

/** Due dates of the terms, moved by their shifts. */
export function dueDatesOf(terms: NoteTerms): CalendarDate[] {
  return Array.from({ length: terms.instalments }, (_, index) =>
    addDays(addMonths(terms.firstDueDate, index * terms.monthsBetweenInstalments), terms.dueDateShifts?.[index] ?? 0),
  );
}

/** What an amount lent on a date asks for on each due date after it, at least on the last one. */
export function rowsOf(terms: NoteTerms, dueDates: readonly CalendarDate[], on: CalendarDate, amount: number): Row[] {
  const after = dueDates.filter((due) => due > on);
  const dates = after.length > 0 ? after : dueDates.slice(-1);
  const parts = partsOf(terms, amount, dates.length);
  return dates.map((due, index) => ({ due, asked: parts[index] ?? 0 }));
}

/** Rows added up by due date, oldest first. */
export function merged(rows: readonly Row[]): Row[] {
  const asked = new Map<CalendarDate, number>();
  for (const row of rows) asked.set(row.due, (asked.get(row.due) ?? 0) + row.asked);
  return [...asked].map(([due, amount]) => ({ due, asked: amount })).sort((a, b) => (a.due < b.due ? -1 : 1));
}

function partsOf(terms: NoteTerms, amount: number, count: number): number[] {
  const parts: number[] = [];
  const instalment = annuity(terms, amount, count);
  let left = amount;
  for (let number = 1; number <= count; number += 1) {
    const part = number === count ? left : Math.min(left, partOf(terms, amount, count, instalment, left));
    parts.push(part);
    left -= part;
  }
  return parts;
}

function partOf(terms: NoteTerms, amount: number, count: number, instalment: number, left: number): number {
  switch (terms.amortization) {
    case 'single':
      return 0;
    case 'equal-principal':
      return Math.floor(amount / count);
    case 'equal-instalments':
      return Math.max(0, instalment - rounded(BigInt(left) * periodRate(terms), MONTHLY, 'half-up'));
  }
}

/** Denominator of a period's rate: parts per million a year, in twelfths. */
const MONTHLY = 12_000_000n;

const periodRate = (terms: NoteTerms): bigint => BigInt(terms.baseRate * terms.monthsBetweenInstalments);

/** amount · i · (1 + i)^count / ((1 + i)^count − 1), rounded once; amount / count without interest. */
function annuity(terms: NoteTerms, amount: number, count: number): number {
  const rate = periodRate(terms);
  if (rate === 0n) return rounded(BigInt(amount), BigInt(count), 'half-up');
  const grown = (MONTHLY + rate) ** BigInt(count);
  const still = MONTHLY ** BigInt(count);
  return rounded(BigInt(amount) * rate * grown, MONTHLY * (grown - still), 'half-up');
}
