import { calendarDate } from '../../../../shared/calendar/calendar-date.ts';
import {
  hermosilloDateTime,
  longDateWithWeekday,
  monthAndYear,
  shortDate,
} from '../../../../shared/calendar/spanish-dates.ts';
import { percentText } from '../../../../shared/documents/percent-text.ts';
import { type Centavos, formatMxn } from '../../../../shared/money/centavos.ts';
import type { Breakdown, Flow, RecoveryReport } from '../figures/recovery-report.ts';
import { periodLabel } from '../figures/report-period.ts';

/** Sentences and names that the PDF, the workbook and the mail of a report share. Spanish (es-MX). */

/** "del viernes 20 de noviembre de 2026", "de noviembre de 2026", "de 2026", "del 1 al 15 de noviembre de 2026". */
export function periodPhrase(report: RecoveryReport): string {
  const { type, label } = report.period;
  if (type === 'day') return `del ${periodTitle(report)}`;
  return type === 'range' ? label : `de ${label}`;
}

/** The period on its own, as under a title: "viernes 20 de noviembre de 2026", "noviembre de 2026". */
export function periodTitle({ period }: RecoveryReport): string {
  return period.type === 'day' ? longDateWithWeekday(calendarDate(period.from)) : period.label;
}

/** Folio of the report's paper: RR-2026-11-20, RR-2026-11, RR-2026; "-FV" when it goes by value date. */
export function reportFolio(report: RecoveryReport): string {
  const { type, from, to } = report.period;
  const span = { day: from, month: from.slice(0, 7), year: from.slice(0, 4), range: `${from}-a-${to}` }[type];
  return `RR-${span}${report.basis === 'value-date' ? '-FV' : ''}`;
}

/** Name of the file without its ending: "recuperacion-2026-11-20". */
export function reportFileName(report: RecoveryReport): string {
  return reportFolio(report).replace(/^RR-/, 'recuperacion-').replace(/-FV$/, '-fecha-valor');
}

export function basisText(report: RecoveryReport): string {
  return report.basis === 'recorded' ? 'Por fecha de registro' : 'Por fecha valor';
}

/** Whether the figures may still change. */
export function stateText(report: RecoveryReport): string {
  if (report.state === 'provisional') return `Cifras provisionales al ${hermosilloDateTime(new Date(report.asOf))}`;
  return report.frozenAt === null
    ? 'Cifras congeladas'
    : `Cifras congeladas el ${hermosilloDateTime(new Date(report.frozenAt))}`;
}

/** Result of the reconciliation and when it was made; several days have each their own, made at several times. */
export function reconciliationText({ basis, period, reconciliation: { statusLabel, ranAt } }: RecoveryReport): string {
  if (basis === 'value-date') return 'Los días se concilian por fecha de registro: véala en ese reporte.';
  if (ranAt === null) return `Resultado: ${statusLabel}.`;
  const when = hermosilloDateTime(new Date(ranAt));
  return period.type === 'day'
    ? `Resultado: ${statusLabel}. Se hizo el ${when}.`
    : `Resultado: ${statusLabel}. Cada día se concilia por separado; la última vez fue el ${when}.`;
}

/** Sums up to the period's end that say more than the period itself: a month is its own month, a year its own year. */
export function accumulations({ period, accumulated }: RecoveryReport) {
  const month = { label: 'Acumulado del mes', flow: accumulated.month };
  const year = { label: 'Acumulado del año', flow: accumulated.year };
  if (period.type === 'year') return [];
  return period.type === 'month' ? [year] : [month, year];
}

export interface OtherDateRow {
  /** A day, or a month of a report of a year: 250 days in a row are read by nobody. */
  readonly when: string;
  readonly channelLabel: string;
  readonly count: number;
  readonly amount: Centavos;
}

/** The payments by the other date and channel, in order: by day, and of a year by month. */
export function otherDateRows({ period, byOtherDate }: RecoveryReport): readonly OtherDateRow[] {
  if (period.type !== 'year') return byOtherDate.map((row) => ({ ...row, when: shortDate(calendarDate(row.date)) }));
  const months = new Map<string, OtherDateRow>();
  for (const { date, channelLabel, count, amount } of byOtherDate) {
    const key = `${date.slice(0, 7)} ${channelLabel}`;
    const sum = months.get(key) ?? { when: monthAndYear(calendarDate(date)), channelLabel, count: 0, amount: 0 };
    months.set(key, { ...sum, count: sum.count + count, amount: sum.amount + amount });
  }
  return [...months].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

/** What the period is compared with, named in words; a year has no month before it. */
export function comparisons(report: RecoveryReport) {
  const { lastMonth, lastYear } = report.comparison;
  const before = { label: 'Un mes antes', span: comparedSpan(report, lastMonth), flow: lastMonth.flow };
  const yearBefore = { label: 'Un año antes', span: comparedSpan(report, lastYear), flow: lastYear.flow };
  return report.period.type === 'year' ? [yearBefore] : [before, yearBefore];
}

/** The comparisons as sentences. */
export function comparisonSentences(report: RecoveryReport): string[] {
  const now = report.totals.payments.amount;
  const article = report.period.type === 'day' ? 'el ' : '';
  return comparisons(report).map(({ span, flow }) => changeText(now, flow.amount, `${article}${span}`));
}

/** Span of a comparison in the words of the report's own kind of period; a range in short, to stand in a line of a table. */
function comparedSpan(
  { period: { type } }: RecoveryReport,
  span: { readonly from: string; readonly to: string },
): string {
  const [from, to] = [calendarDate(span.from), calendarDate(span.to)];
  return type === 'range' ? `${shortDate(from)} a ${shortDate(to)}` : periodLabel({ type, from, to });
}

/** "12.5 % más que el 20 de octubre de 2026 ($1,000.00)", "$11,000.00 más que …"; `when` names what it is compared with. */
export function changeText(now: Centavos, before: Centavos, when: string): string {
  if (before === 0) return `Sin recuperación con que comparar: ${when}`;
  const percent = percentText(now - before, before);
  if (percent === '0.0 %') return `Igual que ${when} (${formatMxn(before)})`;
  // "1199.9 %" tells nobody anything: from the double on, the money itself does.
  if (now >= 2 * before) return `${formatMxn(now - before)} más que ${when} (${formatMxn(before)})`;
  return `${percent} ${now > before ? 'más' : 'menos'} que ${when} (${formatMxn(before)})`;
}

export const BREAKDOWN_TITLES: Record<Breakdown, { readonly title: string; readonly column: string }> = {
  office: { title: 'Por oficina', column: 'Oficina' },
  channel: { title: 'Por medio de pago', column: 'Medio de pago' },
  maturityClass: { title: 'Por clase de vencimiento', column: 'Clase' },
  stage: { title: 'Por etapa de cobranza', column: 'Etapa' },
  agent: { title: 'Por gestor', column: 'Gestor' },
};

/** A payment over several notes can touch two classes, stages or agents: only these two tables' counts add up. */
export function countsAddUp(breakdown: Breakdown): boolean {
  return breakdown === 'office' || breakdown === 'channel';
}

/** The parts of a flow in the order of every table; they sum to its amount. */
export function flowParts(flow: Flow): readonly { readonly label: string; readonly amount: Centavos }[] {
  return [
    { label: 'Capital vencido', amount: flow.applied.principalOverdue },
    { label: 'Capital por vencer', amount: flow.applied.principalNotDue },
    { label: 'Interés normal', amount: flow.applied.ordinaryInterest },
    { label: 'Interés moratorio', amount: flow.applied.defaultInterest },
    { label: 'Gastos de cobranza', amount: flow.applied.collectionCosts },
    { label: 'Saldo a favor', amount: flow.credit },
  ];
}

/** Lines of the roll-forward of unidentified deposits, in order; assigned and returned leave it. */
export function unidentifiedLines(report: RecoveryReport) {
  const { opening, received, reopened, assigned, returned, closing } = report.unidentified;
  return [
    { label: 'Saldo inicial', ...opening },
    { label: 'Más: recibidos', ...received },
    { label: 'Más: vueltos a abrir', ...reopened },
    { label: 'Menos: asignados', count: assigned.count, amount: -assigned.amount },
    { label: 'Menos: devueltos', count: returned.count, amount: -returned.amount },
    { label: 'Saldo final', ...closing },
  ];
}

/** "1 pago", "1,250 pagos". */
export function paymentCount(count: number): string {
  return `${countText(count)} ${count === 1 ? 'pago' : 'pagos'}`;
}

/** 1250 → "1,250". */
export function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 diferencia", "12 diferencias". */
export function differenceCount(count: number): string {
  return `${countText(count)} ${count === 1 ? 'diferencia' : 'diferencias'}`;
}
