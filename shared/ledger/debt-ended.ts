import type { CalendarDate } from '../calendar/calendar-date.ts';
import { sumOfComponents } from '../loan-book/component.ts';
import { valueNote } from '../loan-book/valuation.ts';
import type { Centavos } from '../money/centavos.ts';
import type { Head } from './head-item.ts';

/** Why a debt has not ended for good. */
export type NotEnded =
  | { readonly why: 'owed'; readonly amount: Centavos }
  /** Given up in the books and not recovered: it is not paid. */
  | { readonly why: 'written-off' }
  /** Moved to another note under a resolutory condition: it may come back. */
  | { readonly why: 'may-return' };

/** Undefined when nothing is owed of a note on that day and nothing of it may come back but by taking a payment away. Pure. */
export function whyNotEnded({ note: { terms, state } }: Pick<Head, 'note'>, on: CalendarDate): NotEnded | undefined {
  const { owed, status } = valueNote(terms, state, on);
  const amount = sumOfComponents(owed);
  if (amount > 0) return { why: 'owed', amount };
  switch (status) {
    case 'open':
    case 'paid':
    case 'settled':
    case 'cancelled':
      return undefined;
    case 'written-off':
      return { why: 'written-off' };
    case 'regenerated':
      return state.regenerated?.form === 'novation' ? undefined : { why: 'may-return' };
  }
}
