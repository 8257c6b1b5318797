import { dayNumber, fromDayNumber } from '../calendar/calendar-date.ts';
import type { NoteState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { principalSchedule } from './schedule.ts';
import { principalInDefault } from './unpaid.ts';

/**
 * The state before an event of its day gives other days of grace, or other due dates to count them from: remembers which due dates
 * were in default through that day already. Kept only while `next` may count grace of one of them anew.
 */
export function withGraceOver(terms: NoteTerms, next: NoteTerms, state: NoteState): NoteState {
  const day = dayNumber(state.accruedTo);
  const lastOver = day - 1 - terms.defaultGraceDays;
  const schedule = principalSchedule(terms, state);
  if (principalInDefault(terms, state, schedule, lastOver) === 0) return state;
  const { acceleratedOn, graceOver } = state;
  const isAllOver = acceleratedOn !== null && dayNumber(acceleratedOn) <= lastOver;
  const dues = [...schedule.map((row) => row.day), ...state.maturities.map(({ due }) => dayNumber(due))];
  const due = isAllOver ? day : Math.max(...dues.filter((one) => one <= lastOver));
  if (day - due > next.defaultGraceDays || (graceOver !== null && dayNumber(graceOver.due) > due)) return state;
  return { ...state, graceOver: { due: fromDayNumber(due), on: state.accruedTo } };
}

/** From which day on the grace of a due date is charged when it ends unpaid: what was charged before is not again. */
export function graceFrom({ graceOver }: NoteState, due: number): number {
  return graceOver === null || due > dayNumber(graceOver.due) ? due : Math.max(due, dayNumber(graceOver.on));
}
