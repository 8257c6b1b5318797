import { calendarDate, dayOf } from '../../../../shared/calendar/calendar-date.ts';
import { dayAndShortMonth, longDate, monthAndYear } from '../../../../shared/calendar/spanish-dates.ts';
import type { AssetReader } from '../../../../shared/documents/assets.ts';
import { chartPng, shortPesos } from '../../../../shared/documents/chart-png.ts';
import { barChartSvg } from '../../../../shared/documents/chart-svg.ts';
import { formatMxn } from '../../../../shared/money/centavos.ts';
import type { RecoveryReport } from '../figures/recovery-report.ts';
import { countText } from './report-texts.ts';

export const REPORT_CHART_SIZE = { width: 480, height: 300 };

/** Text that stands for the chart where images are not shown. */
export function reportChartAlt(report: RecoveryReport): string {
  const days = report.series.filter((point) => point.amount !== 0);
  const best = days.reduce(
    (top, point) => (point.amount > top.amount ? point : top),
    days[0] ?? { date: '', amount: 0 },
  );
  if (days.length === 0) return 'Gráfica de recuperación: sin movimientos.';
  const when =
    report.period.type === 'year'
      ? `de ${monthAndYear(calendarDate(best.date))}`
      : `del ${longDate(calendarDate(best.date))}`;
  return `Gráfica de recuperación ${chartSpan(report)}. El mayor importe fue el ${when}: ${formatMxn(best.amount)}.`;
}

function chartSpan(report: RecoveryReport): string {
  if (report.period.type === 'year') return `por mes de ${report.period.from.slice(0, 4)}`;
  return report.period.type === 'range'
    ? `diaria ${report.period.label}`
    : `diaria de ${monthAndYear(calendarDate(report.period.to))}`;
}

/** The month's recovery day by day (a year's month by month) as SVG; the report's own day stands out. */
export function reportChartSvg(report: RecoveryReport): string {
  const { type, to } = report.period;
  const months = new Set(report.series.map((point) => point.date.slice(0, 7)));
  const label = (date: string): string => {
    const day = calendarDate(date);
    if (type === 'year') return dayAndShortMonth(day).replace(/^\d+ /, '');
    return months.size > 1 ? dayAndShortMonth(day) : String(dayOf(day));
  };
  const total = report.series.reduce((sum, point) => sum + point.amount, 0);
  const count = report.series.reduce((sum, point) => sum + point.count, 0);
  return barChartSvg({
    ...REPORT_CHART_SIZE,
    title: `Recuperación ${chartSpan(report)}`,
    subtitle: `${formatMxn(total)} en ${countText(count)} pagos`,
    description: reportChartAlt(report),
    points: report.series.map((point) => ({
      label: label(point.date),
      value: point.amount,
      emphasised: type === 'day' && point.date === to,
    })),
    tickText: shortPesos,
    valueText: formatMxn,
  });
}

/** The same as PNG, 960 pixels wide, for the mail. */
export function reportChartPng(assets: AssetReader, report: RecoveryReport): Promise<Uint8Array> {
  return chartPng(assets, reportChartSvg(report), REPORT_CHART_SIZE.width);
}
