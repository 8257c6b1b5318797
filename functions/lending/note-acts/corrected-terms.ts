import type { HolidayCalendar } from '../../../shared/calendar/business-days.ts';
import { addMonths, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import { changedTerms, type TermChanges } from '../../../shared/loan-book/term-changes.ts';
import type { TermOverrides } from '../note.ts';
import type { ProductParameters } from '../product.ts';
import { shiftsToBusinessDays } from '../terms-at-signing.ts';

/** What a person asks to be right: terms by their names, or the end of studies, from which grace and first due date follow. */
export interface AskedTerms extends Omit<TermOverrides, 'dueDateOnClosedDay'> {
  readonly endOfStudies?: CalendarDate | undefined;
}

const DATES = ['firstDueDate', 'instalments', 'monthsBetweenInstalments'] as const;

/**
 * The change of a note's terms that makes them what was asked. Due dates that change are moved off closed days as the
 * contract says (`closedDays`). Fields that are already so are left out: empty = nothing would change. Pure.
 */
export function termChangesOf(
  { endOfStudies, allocationMode, prepayment, ...asked }: AskedTerms,
  now: NoteTerms,
  { graceMonths, firstDueMonthsAfterGrace }: Pick<ProductParameters, 'graceMonths' | 'firstDueMonthsAfterGrace'>,
  closedDays: { readonly rule: ProductParameters['dueDateOnClosedDay']['value']; readonly holidays: HolidayCalendar },
): TermChanges {
  const endOfGrace =
    asked.endOfGrace ?? (endOfStudies === undefined ? undefined : addMonths(endOfStudies, graceMonths.value));
  const firstDueDate =
    asked.firstDueDate ??
    (endOfStudies === undefined || endOfGrace === undefined
      ? undefined
      : addMonths(endOfGrace, firstDueMonthsAfterGrace.value));
  const allocation = differing({ mode: allocationMode, prepayment }, now.allocation);
  const fields = differing({ ...asked, endOfGrace, firstDueDate }, now);
  const changes: TermChanges = {
    ...fields,
    ...(Object.keys(allocation).length === 0 ? {} : { allocation }),
  };
  if (closedDays.rule === 'as-stated' || !DATES.some((name) => name in changes)) return changes;
  return { ...changes, dueDateShifts: shiftsToBusinessDays(changedTerms(now, changes), closedDays.holidays) };
}

/** The named values that are not what they are now. */
function differing<Fields extends object>(
  asked: { [Name in keyof Fields]?: Fields[Name] | undefined },
  now: Fields,
): Partial<Fields> {
  const changed = Object.entries(asked).filter(
    ([name, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(now[name as keyof Fields]),
  );
  return Object.fromEntries(changed) as Partial<Fields>;
}
