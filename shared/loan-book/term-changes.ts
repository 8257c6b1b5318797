import type { NoteTerms } from './note-terms.ts';

/** Named fields of a note's terms and what they should have been. A field that is not named stays as it is. */
export interface TermChanges extends Partial<Omit<NoteTerms, 'allocation'>> {
  readonly allocation?: Partial<NoteTerms['allocation']>;
}

/** Fields that decide when which principal falls due: changing one opens a new schedule for what is not yet due. */
const SCHEDULE_FIELDS = [
  'firstDueDate',
  'instalments',
  'monthsBetweenInstalments',
  'dueDateShifts',
  'amortization',
  'baseRate',
] as const satisfies readonly (keyof TermChanges)[];

/** Fields that give other due dates: the days by which the old ones were moved say nothing about them. */
const DATE_FIELDS = ['firstDueDate', 'instalments', 'monthsBetweenInstalments'] as const;

/** Whether the changes ask for a new schedule. */
export function reschedules(changes: TermChanges): boolean {
  return SCHEDULE_FIELDS.some((field) => changes[field] !== undefined);
}

/** The terms with the named fields changed. Due dates that change lose their shifts unless new ones are given. */
export function changedTerms(terms: NoteTerms, changes: TermChanges): NoteTerms {
  const { allocation, ...fields } = changes;
  const moved = DATE_FIELDS.some((field) => changes[field] !== undefined) && changes.dueDateShifts === undefined;
  return {
    ...terms,
    ...fields,
    ...(moved ? { dueDateShifts: [] } : {}),
    allocation: { ...terms.allocation, ...allocation },
  };
}
