import * as z from 'zod';
import type { Runner } from '../../../infra/local/runner.ts';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { askApi } from '../staff-api.ts';

const flow = z.object({ count: z.int(), amount: z.string() });
const byComponent = z.object({
  principal: z.string(),
  ordinaryInterest: z.string(),
  defaultInterest: z.string(),
  collectionCosts: z.string(),
});
const reportSchema = z.object({
  period: z.object({ label: z.string() }),
  state: z.string(),
  sha256: z.string().nullable(),
  totals: z.object({
    payments: flow.extend({ applied: byComponent, credit: z.string() }),
    reversedPayments: flow,
    net: flow,
  }),
  unidentified: z.object({ closing: flow }),
  breakdowns: z.object({
    office: z.array(z.object({ label: z.string(), flow })),
    channel: z.array(z.object({ label: z.string(), flow })),
  }),
  effect: z.object({ status: z.string() }).nullable(),
  accumulated: z.object({ month: flow, year: flow }),
  reconciliation: z.object({ statusLabel: z.string(), differences: z.array(z.unknown()) }),
  ledgerRoot: z.string().nullable(),
});

/** The day's recovery as a table for the terminal, read through the API as the technician would. */
export async function dayTable(runner: Runner, day: CalendarDate): Promise<string> {
  const report = reportSchema.parse(
    await askApi(runner, { role: 'recovery-technician', path: `/v1/recovery-reports/${day}` }),
  );
  const { payments, reversedPayments, net } = report.totals;
  const line = (label: string, count: number | null, amount: string) =>
    `  ${label.padEnd(34)}${(count === null ? '' : String(count)).padStart(7)}${pesos(amount).padStart(20)}`;
  const rule = `  ${'─'.repeat(61)}`;
  return [
    `  Recuperación del ${report.period.label}`,
    rule,
    ...report.breakdowns.office.map(({ label, flow: { count, amount } }) => line(label, count, amount)),
    rule,
    ...report.breakdowns.channel.map(({ label, flow: { count, amount } }) => line(label, count, amount)),
    rule,
    line('Capital', null, payments.applied.principal),
    line('Interés normal', null, payments.applied.ordinaryInterest),
    line('Interés moratorio', null, payments.applied.defaultInterest),
    line('Gastos de cobranza', null, payments.applied.collectionCosts),
    line('Saldo a favor', null, payments.credit),
    rule,
    line('Recuperado', payments.count, payments.amount),
    line('Cancelado o devuelto por el banco', reversedPayments.count, reversedPayments.amount),
    line('Neto', net.count, net.amount),
    line('Por identificar al cierre', report.unidentified.closing.count, report.unidentified.closing.amount),
    line('Acumulado del mes', report.accumulated.month.count, report.accumulated.month.amount),
    line('Acumulado del año', report.accumulated.year.count, report.accumulated.year.amount),
    rule,
    `  ${report.reconciliation.statusLabel}${report.reconciliation.differences.length > 0 ? `: ${differenceCount(report.reconciliation.differences.length)}` : ''} · saldos: ${effectText(report.effect?.status)}`,
    `  Cierre ${report.sha256?.slice(0, 16) ?? 'pendiente'} · raíz del libro ${report.ledgerRoot?.slice(0, 16) ?? 'pendiente'}`,
  ].join('\n');
}

/** "1 diferencia", "12 diferencias". */
export const differenceCount = (count: number): string => (count === 1 ? '1 diferencia' : `${count} diferencias`);

const pesos = (amount: string): string =>
  `${amount.startsWith('-') ? '-' : ''}$${amount.replace('-', '').replace(/\B(?=(\d{3})+\.)/g, ',')}`;

function effectText(status: string | undefined): string {
  if (status === 'tied') return 'cuadran';
  return status === 'different' ? 'NO CUADRAN' : 'sin valuar';
}
