import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Arrival } from '../loan-book/arrival.ts';
import type { NoteEvent } from '../loan-book/event.ts';
import type { Centavos } from '../money/centavos.ts';

/** Money that came in on a note (negative: left it), with its place in time. */
export interface MoneyIn {
  readonly on: CalendarDate;
  readonly arrival: Arrival;
  readonly amount: Centavos;
}

/** Which events bring money in on a note, or take it out. Money held that is used came in before. */
const SIGN: Record<NoteEvent['kind'], -1 | 0 | 1> = {
  'brought-forward': 0,
  disbursed: 0,
  'disbursement-returned': 0,
  'terms-corrected': 0,
  'average-recorded': 0,
  'placement-changed': 0,
  charged: 0,
  'acceleration-cured': 0,
  accelerated: 0,
  'agreement-broken': 0,
  'agreement-signed': 0,
  waived: 0,
  paid: 1,
  'credit-received': 1,
  'credit-applied': 0,
  'credit-transferred': -1,
  'credit-refunded': -1,
  'agreement-fulfilled': 0,
  'regenerated-out': 0,
  'regenerated-in': 0,
  'written-off': 0,
  reversed: 0,
};

/** Money that came in on a note by an event (negative: left it); null for events that move none. */
export function moneyIn(event: NoteEvent): MoneyIn | null {
  const sign = SIGN[event.kind];
  if (sign === 0 || !('amount' in event)) return null;
  return { on: event.valueDate, arrival: event.arrival ?? '', amount: sign * event.amount };
}

/** Money that goes back with an event that is taken back. */
export function moneyBack(target: NoteEvent | undefined): MoneyIn | null {
  const money = target === undefined ? null : moneyIn(target);
  return money === null ? null : { ...money, amount: -money.amount };
}
