import type { CalendarDate } from './calendar-date.ts';

/**
 * The version of a parameter in force on a day, of versions with the oldest first; RangeError before all of them. A new
 * version begins on a day still to come when it is added: what was done under the one before stands.
 */
export function inForce<T extends { readonly from: CalendarDate }>(versions: readonly T[], on: CalendarDate): T {
  const found = versions.findLast(({ from }) => from <= on);
  if (found === undefined) throw new RangeError(`no version is in force on ${on}`);
  return found;
}
