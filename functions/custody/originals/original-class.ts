import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { dayNumber } from '../../../shared/calendar/calendar-date.ts';
import { isUnderAgreement } from '../../../shared/loan-book/agreement.ts';
import type { Note } from '../../../shared/loan-book/note-state.ts';
import { dueDays } from '../../../shared/loan-book/schedule.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';

/** How the archive sorts notes (job descriptions of the institute): by what became of the debt. */
export const ORIGINAL_CLASSES = ['current', 'overdue', 'prepaid', 'restructured', 'settled'] as const;
export type OriginalClass = (typeof ORIGINAL_CLASSES)[number];

export const ORIGINAL_CLASS_NAMES_ES: Readonly<Record<OriginalClass, string>> = {
  current: 'Vigente',
  overdue: 'Vencido',
  prepaid: 'Pago anticipado',
  restructured: 'Reestructurado',
  settled: 'Finiquitado',
};

/**
 * The class of a note's papers on a day: derived, never typed. `restructured`: what it owed is owed on a new note, or a live
 * agreement says how it is paid; `prepaid`: paid off, its last event before its last due date; a loss that was not
 * recovered stays `overdue`.
 */
export function classOf({ terms, state }: Note, on: CalendarDate): OriginalClass {
  const { status, daysPastDue } = valueNote(terms, state, on);
  switch (status) {
    case 'regenerated':
      return 'restructured';
    case 'paid':
      return dayNumber(state.accruedTo) < (dueDays(terms).at(-1) ?? 0) ? 'prepaid' : 'settled';
    case 'settled':
    case 'cancelled':
      return 'settled';
    case 'written-off':
      return 'overdue';
    case 'open':
      if (isUnderAgreement(state)) return 'restructured';
      return daysPastDue > 0 ? 'overdue' : 'current';
  }
}
