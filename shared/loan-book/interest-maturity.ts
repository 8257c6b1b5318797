import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';

/** Ordinary interest that fell due on a day and is unpaid. */
export interface InterestMaturity {
  readonly due: CalendarDate;
  readonly owed: Centavos;
}

/**
 * With more (or less) of what fell due on a day, oldest first, each day once. Interest may fall due with a day before others
 * that did: after the last due date with that one, when a cut-over or a regeneration brought later ones.
 */
export function withMaturity(
  maturities: readonly InterestMaturity[],
  due: CalendarDate,
  more: Centavos,
): InterestMaturity[] {
  const earlier = maturities.filter((row) => row.due < due);
  const owed = maturities.reduce((sum, row) => (row.due === due ? sum + row.owed : sum), more);
  return [...earlier, ...(owed > 0 ? [{ due, owed }] : []), ...maturities.filter((row) => row.due > due)];
}

/** Oldest first. */
export const oldestFirst = (maturities: readonly InterestMaturity[]): InterestMaturity[] =>
  maturities.toSorted((a, b) => (a.due < b.due ? -1 : 1));
