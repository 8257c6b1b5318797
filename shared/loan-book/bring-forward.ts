import { type CalendarDate, dayNumber, earlier, fromDayNumber } from '../calendar/calendar-date.ts';
import { sumOfComponents } from './component.ts';
import type { BroughtForward } from './event.ts';
import { type InterestMaturity, oldestFirst } from './interest-maturity.ts';
import type { Lines } from './line.ts';
import type { NoteState } from './note-state.ts';
import type { NoteTerms } from './note-terms.ts';
import { trancheOf } from './schedule.ts';
import { lastStudyDay } from './study-interest.ts';

/** Opening balances at cut-over. The original principal keeps the schedule, so that what is overdue shows. */
export function bringForward(
  terms: NoteTerms,
  state: NoteState,
  event: BroughtForward,
): { readonly state: NoteState; readonly lines: Lines } {
  const { balances, valueDate, ordinaryNotDue = 0 } = event;
  const interest = balances.ordinaryInterest;
  const lent = event.disbursements ?? [{ date: lentBy(terms, valueDate), amount: event.originalPrincipal }];
  const opened: NoteState = {
    ...state,
    principal: balances.principal,
    tranches: lent.map(({ date, amount }) => trancheOf(terms, date, amount)),
    shortened: event.shortened ?? 0,
    acceleratedOn: event.acceleratedOn ?? null,
    ordinary: { accrued: 0n, recognised: 0, owed: interest + ordinaryNotDue },
    maturities: oldestFirst(event.interestMaturities ?? maturedOn(valueDate, interest)),
    late: { accrued: 0n, recognised: 0, owed: balances.defaultInterest },
    collectionCosts: balances.collectionCosts,
    average: event.average ?? null,
    punctualityLost: event.punctualityLost ?? false,
  };
  const opening = { ...balances, ordinaryInterest: interest + ordinaryNotDue };
  const study = event.studyInterest ?? 0;
  const known: NoteState = { ...opened, studyInterest: study > 0 ? { amount: study, from: valueDate } : null };
  return {
    state: { ...known, studiesEnded: dayNumber(valueDate) >= lastStudyDay(terms) },
    lines: { ...opening, 'brought-forward': -sumOfComponents(opening) },
  };
}

const maturedOn = (due: CalendarDate, owed: number): InterestMaturity[] => (owed > 0 ? [{ due, owed }] : []);

/** With no word on when it was lent: before the first due date, so that every due date has its part. */
function lentBy(terms: NoteTerms, valueDate: CalendarDate): CalendarDate {
  return earlier(valueDate, fromDayNumber(dayNumber(terms.firstDueDate) - 1));
}
