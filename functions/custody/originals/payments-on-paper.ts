import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { eventOf } from '../../../shared/ledger/entry-item.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import { moneyIn } from '../../../shared/ledger/money-in.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import type { Original } from './original.ts';

/** What is to be done on the paper of a note: a payment to be written on it, or one to be struck out. */
export interface ToAnnotate {
  /** Id of the payment in the note's journal. */
  readonly paymentId: string;
  readonly act: 'write' | 'strike';
  /** Value date. */
  readonly paidOn: CalendarDate;
  readonly amount: Centavos;
}

/**
 * The partial payments that a note's paper does not say yet (LGTOC arts. 17 and 130), and those that it says and that were
 * taken back since, oldest first. Of a note that was paid off the last payment is none: it paid the note, unlike that of one
 * that was given up, or is owed on another note. Money that was held and is used came in before. Pure.
 */
export function paymentsToAnnotate(
  entries: readonly Entry[],
  annotations: Original['annotations'],
  isPaidOff: boolean,
): ToAnnotate[] {
  const reversed = new Set(entries.flatMap(({ kind, cause }) => (kind === 'reversed' ? [cause] : [])));
  const payments = entries
    .flatMap((entry) => {
      const event = eventOf(entry);
      const money = event === null ? null : moneyIn(event);
      if (money === null || money.amount <= 0) return [];
      return [
        { paymentId: entry.eventId, paidOn: calendarDate(entry.valueDate), amount: money.amount, seq: entry.seq },
      ];
    })
    .toSorted((a, b) => (a.paidOn === b.paidOn ? a.seq - b.seq : a.paidOn < b.paidOn ? -1 : 1));
  const said = new Set(annotations.filter(({ struckOn }) => struckOn === null).map(({ paymentId }) => paymentId));
  const last = isPaidOff ? payments.findLast(({ paymentId }) => !reversed.has(paymentId))?.paymentId : undefined;
  return payments.flatMap(({ seq: _seq, ...payment }): ToAnnotate[] => {
    const { paymentId } = payment;
    if (reversed.has(paymentId)) return said.has(paymentId) ? [{ ...payment, act: 'strike' }] : [];
    return said.has(paymentId) || paymentId === last ? [] : [{ ...payment, act: 'write' }];
  });
}

/** The annotations once those acts are done on the paper. */
export function annotated(
  annotations: Original['annotations'],
  done: readonly ToAnnotate[],
  on: CalendarDate,
): Original['annotations'] {
  const struck = new Set(done.flatMap(({ act, paymentId }) => (act === 'strike' ? [paymentId] : [])));
  return [
    ...annotations.map((one) => (struck.has(one.paymentId) && one.struckOn === null ? { ...one, struckOn: on } : one)),
    ...done.flatMap(({ act, paymentId }) => (act === 'write' ? [{ paymentId, on, struckOn: null }] : [])),
  ];
}
