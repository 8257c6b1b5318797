import { type CalendarDate, FIRST_DATE } from '../../../shared/calendar/calendar-date.ts';
import { inForce } from '../../../shared/calendar/in-force.ts';
import type { Channel } from '../../../shared/loan-book/event.ts';

/** The days that a payment may have besides that of the operation, which all have. */
export type PaymentDay = 'withholding-day' | 'charge-day' | 'deposit-day' | 'clearing-day';

/** Which day of a payment is its value date, that is, when the borrower paid (loan-book.md, money and time 4). */
export interface ValueDateRule {
  /** First day of operation that it holds for. */
  readonly from: CalendarDate;
  readonly day: PaymentDay;
  readonly source: string;
}

const UNCONFIRMED = 'Por confirmar por el Instituto';
const always = (day: PaymentDay, why: string): readonly ValueDateRule[] => [
  { from: FIRST_DATE, day, source: `${why}. ${UNCONFIRMED}` },
];

/**
 * By channel; and for a cheque (salvo buen fin), whichever channel brought it. Versions with the oldest first: a change
 * is a line more, from a day still to come (inForce). What was recorded keeps the date that it has.
 * Nobody pays later than when the money left him: neither the bank's days nor the employer's are the borrower's delay.
 */
export const VALUE_DATE_RULES: Readonly<Record<Channel | 'cheque', readonly ValueDateRule[]>> = {
  cie: always('deposit-day', 'Entregó el dinero en el banco'),
  internet: always('charge-day', 'Se le cargó a su tarjeta o cuenta'),
  'direct-debit': always('charge-day', 'Se le cargó a su cuenta'),
  transfer: always('deposit-day', 'Entró a la cuenta del Instituto'),
  window: always('deposit-day', 'Entregó el dinero en caja'),
  payroll: always('withholding-day', 'Se le descontó de su sueldo'),
  cheque: always('clearing-day', 'LGTOC art. 7: se recibe salvo buen cobro (cita por verificar)'),
};

/**
 * The value date of a payment: the day that the rule in force on the day of its operation asks for, or the day of the
 * operation when that one is not known (`dayOf`). So a file says the same whenever it is read, and a change of rule
 * reaches no payment made before it, however late its file comes.
 */
export function valueDateOf(
  payment: { readonly channel: Channel; readonly provisional: boolean; readonly operationDate: CalendarDate },
  dayOf: (day: PaymentDay) => CalendarDate | undefined,
  rules = VALUE_DATE_RULES,
): CalendarDate {
  const { channel, provisional, operationDate } = payment;
  const { day } = inForce(rules[provisional ? 'cheque' : channel], operationDate);
  return dayOf(day) ?? operationDate;
}
