import { Decimal } from 'decimal.js';
import { addDays, addMonths, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';

/**
 * A second, deliberately naive engine: walks every single day with decimals, keeps each instalment as a row. It knows
 * only the plainest product (actual/365, costs → default → ordinary → principal by maturity, next instalments,
 * ordinary interest stops on overdue principal, no tolerance, no days of grace) and shares no code with the loan book
 * but dates. Amounts in centavos.
 */
export interface DailyResult {
  readonly principal: number;
  readonly ordinary: number;
  readonly late: number;
}

export function simulateByDay(
  terms: NoteTerms,
  lent: { date: CalendarDate; amount: number },
  instalments: readonly number[],
  payments: readonly { date: CalendarDate; amount: number }[],
  until: CalendarDate,
): DailyResult {
  const rows = instalments.map((principal, index) => ({
    due: addDays(
      addMonths(terms.firstDueDate, index * terms.monthsBetweenInstalments),
      terms.dueDateShifts?.[index] ?? 0,
    ),
    principal,
  }));
  let ordinaryTotal = new Decimal(0);
  let lateTotal = new Decimal(0);
  let ordinaryPaid = 0;
  let latePaid = 0;
  let matured = 0;
  const round = (value: Decimal) => value.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
  const lateRate = new Decimal(terms.defaultRate ?? terms.baseRate).div(1_000_000).div(365);
  for (let day = addDays(lent.date, 1); day <= until; day = addDays(day, 1)) {
    const overdue = rows.filter((row) => row.due < day).reduce((sum, row) => sum + row.principal, 0);
    const current = rows.filter((row) => row.due >= day).reduce((sum, row) => sum + row.principal, 0);
    const punctual = overdue === 0 && matured - ordinaryPaid <= 0;
    const rate = punctual
      ? (terms.bands.find((band) => band.averageAtLeast === undefined)?.annualPpm ?? terms.baseRate)
      : terms.baseRate;
    if (terms.accrualStart === 'disbursement' || day > terms.endOfGrace) {
      ordinaryTotal = ordinaryTotal.add(new Decimal(current).mul(rate).div(1_000_000).div(365));
    }
    lateTotal = lateTotal.add(new Decimal(overdue).mul(lateRate));
    if (rows.some((row) => row.due === day)) matured = Math.max(matured, round(ordinaryTotal));
    for (const payment of payments.filter(({ date }) => date === day)) {
      let left = payment.amount;
      const late = Math.min(left, round(lateTotal) - latePaid);
      latePaid += late;
      left -= late;
      const interest = Math.min(left, Math.max(0, matured - ordinaryPaid));
      ordinaryPaid += interest;
      left -= interest;
      for (const row of rows.filter(({ due }) => due <= day)) {
        const part = Math.min(left, row.principal);
        row.principal -= part;
        left -= part;
      }
      const accrued = Math.min(left, round(ordinaryTotal) - ordinaryPaid);
      ordinaryPaid += accrued;
      left -= accrued;
      for (const row of rows) {
        const part = Math.min(left, row.principal);
        row.principal -= part;
        left -= part;
      }
    }
  }
  return {
    principal: rows.reduce((sum, row) => sum + row.principal, 0),
    ordinary: round(ordinaryTotal) - ordinaryPaid,
    late: round(lateTotal) - latePaid,
  };
}
