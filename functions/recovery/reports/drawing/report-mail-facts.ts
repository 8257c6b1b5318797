import { calendarDate } from '../../../../shared/calendar/calendar-date.ts';
import { longDateWithWeekday } from '../../../../shared/calendar/spanish-dates.ts';
import { percentText } from '../../../../shared/documents/percent-text.ts';
import { formatMxn } from '../../../../shared/money/centavos.ts';
import { MOVEMENT_GROUPS, type RecoveryReport, type ReportMailInput } from '../figures/recovery-report.ts';
import { accumulations, countText, flowParts, paymentCount } from './report-texts.ts';

/** One line of the mail: what, how much, and a smaller remark. */
export interface FactLine {
  readonly label: string;
  readonly value: string;
  readonly remark?: string;
}

export interface FactGroup {
  readonly title: string;
  readonly lines: readonly FactLine[];
}

/** What the HTML and the text of the mail both say, in the order a director wants it. Empty groups are left out. */
export function mailFacts({ report, restDays }: ReportMailInput): FactGroup[] {
  const { payments } = report.totals;
  const groups: FactGroup[] = [
    {
      title: 'Cómo se aplicó',
      lines: flowParts(payments).map(({ label, amount }) => ({ label, value: formatMxn(amount) })),
    },
    { title: 'Por oficina', lines: breakdownLines(report, 'office') },
    { title: 'Por medio de pago', lines: breakdownLines(report, 'channel') },
    { title: 'Acumulado', lines: accumulatedLines(report) },
    { title: 'Aparte de los pagos', lines: apartLines(report) },
    { title: 'Cartera', lines: portfolioLines(report) },
    {
      title: 'Días inhábiles desde el reporte anterior',
      lines: restDays.map((day) => ({
        label: longDateWithWeekday(calendarDate(day.date)),
        value: formatMxn(day.amount),
        remark: paymentCount(day.count),
      })),
    },
  ];
  return groups.filter((group) => group.lines.length > 0);
}

function breakdownLines(report: RecoveryReport, breakdown: 'office' | 'channel'): FactLine[] {
  return report.breakdowns[breakdown].map(({ label, flow }) => ({
    label,
    value: formatMxn(flow.amount),
    remark: paymentCount(flow.count),
  }));
}

function accumulatedLines(report: RecoveryReport): FactLine[] {
  return accumulations(report).map(({ label, flow }) => ({
    label: label.replace('Acumulado del', 'En el'),
    value: formatMxn(flow.amount),
    remark: paymentCount(flow.count),
  }));
}

/** Movements that happened, cancelled payments always, and what is still without an owner. */
function apartLines(report: RecoveryReport): FactLine[] {
  const { reversedPayments } = report.totals;
  const { closing } = report.unidentified;
  const movements = MOVEMENT_GROUPS.filter((group) => group !== 'reversals' && report.movements[group].count > 0);
  return [
    {
      label: 'Pagos cancelados',
      value: formatMxn(reversedPayments.amount),
      remark: paymentCount(Math.abs(reversedPayments.count)),
    },
    ...movements.map((group) => {
      const { label, amount, credit, count } = report.movements[group];
      // A refund moves no debt: what it says is the money that left.
      const shown = group === 'creditRefunded' ? credit : amount;
      return { label, value: formatMxn(shown), remark: `${countText(count)} ${count === 1 ? 'asiento' : 'asientos'}` };
    }),
    {
      label: 'Depósitos por identificar',
      value: formatMxn(closing.amount),
      remark: `${countText(closing.count)} ${closing.count === 1 ? 'depósito' : 'depósitos'} al cierre`,
    },
  ];
}

function portfolioLines(report: RecoveryReport): FactLine[] {
  const { portfolio } = report;
  if (portfolio === null) return [];
  const share = portfolio.owed === 0 ? '' : `, ${percentText(portfolio.overdue, portfolio.owed)} del saldo`;
  return [
    { label: 'Saldo total', value: formatMxn(portfolio.owed), remark: `${countText(portfolio.openNotes)} contratos` },
    {
      label: 'Vencido',
      value: formatMxn(portfolio.overdue),
      remark: `${countText(portfolio.notesInArrears)} contratos con atraso${share}`,
    },
  ];
}
