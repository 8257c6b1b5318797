import type { AssetReader } from '../../../../shared/documents/assets.ts';
import { type LetterheadDocument, letterheadPdf } from '../../../../shared/documents/letterhead-pdf.ts';
import { drawHeading, drawLabelledValues, drawNotice, drawParagraph } from '../../../../shared/documents/pdf-blocks.ts';
import { drawTitledTable } from '../../../../shared/documents/pdf-section.ts';
import type { PdfColumn, PdfRow } from '../../../../shared/documents/pdf-table.ts';
import { formatMxn } from '../../../../shared/money/centavos.ts';
import { BREAKDOWNS, type Flow, MOVEMENT_GROUPS, type RecoveryReport } from '../figures/recovery-report.ts';
import { drawEffect, drawPortfolio } from './report-pdf-balances.ts';
import { drawEvidence, drawReconciliation } from './report-pdf-evidence.ts';
import {
  accumulations,
  BREAKDOWN_TITLES,
  basisText,
  comparisonSentences,
  comparisons,
  countsAddUp,
  countText,
  differenceCount,
  otherDateRows,
  paymentCount,
  periodTitle,
  reportFolio,
  stateText,
  unidentifiedLines,
} from './report-texts.ts';

/**
 * The recovery report on letterhead. `printedAt` (UTC) is printed in the foot; the same report and instant give the
 * same bytes, so a frozen report printed as of its freezing can be compared byte by byte.
 */
export function reportPdf(assets: AssetReader, report: RecoveryReport, printedAt: Date): Promise<Uint8Array> {
  return letterheadPdf(
    assets,
    {
      title: 'Reporte de recuperación',
      subtitle: `${periodTitle(report)} · ${basisText(report)}`,
      folio: reportFolio(report),
      printedAt,
      ...(report.state === 'provisional' ? { watermark: 'PROVISIONAL' } : {}),
    },
    (document) => {
      document.y += 4;
      drawSummary(document, report);
      drawFlows(document, report);
      for (const breakdown of BREAKDOWNS) drawBreakdown(document, report, breakdown);
      drawApart(document, report);
      drawEffect(document, report);
      drawPortfolio(document, report);
      drawOtherDate(document, report);
      drawReconciliation(document, report);
      drawEvidence(document, report);
    },
  );
}

function drawSummary(document: LetterheadDocument, report: RecoveryReport): void {
  const { payments, reversedPayments, net } = report.totals;
  const { status, statusLabel, differences } = report.reconciliation;
  const tone = status === 'squared' ? 'good' : status === 'different' ? 'bad' : 'warning';
  const found = differences.length === 0 ? '' : ` ${differenceCount(differences.length)}: ver Conciliación.`;
  drawNotice(document, tone, `Conciliación: ${statusLabel}`, `${stateText(report)}.${found}`);
  drawLabelledValues(
    document,
    [
      { label: 'Recuperación', value: formatMxn(payments.amount) },
      { label: 'Número de pagos', value: countText(payments.count) },
      { label: 'Neto de cancelaciones', value: formatMxn(net.amount) },
    ],
    3,
    { valueSize: 14 },
  );
  const lines = [
    ...comparisonSentences(report),
    `Pagos cancelados en el periodo: ${countText(Math.abs(reversedPayments.count))} por ${formatMxn(Math.abs(reversedPayments.amount))}`,
  ];
  for (const line of lines) drawParagraph(document, line, { fontSize: 9 });
}

/** Points of a note of one line under a table. */
const NOTE_ROOM = 14;

const money = (title: string, width = 13): PdfColumn => ({ title, width, align: 'right' });
const flowColumns: readonly PdfColumn[] = [
  { title: 'Pagos', width: 8, align: 'right' },
  money('Importe'),
  money('Capital'),
  money('Interés normal'),
  money('Interés moratorio'),
  money('Gastos de cobranza', 12),
  money('Saldo a favor', 12),
];

function flowCells(flow: Flow, count = countText(flow.count)): string[] {
  const { principal, ordinaryInterest, defaultInterest, collectionCosts } = flow.applied;
  const amounts = [flow.amount, principal, ordinaryInterest, defaultInterest, collectionCosts, flow.credit];
  return [count, ...amounts.map(formatMxn)];
}

function drawFlows(document: LetterheadDocument, report: RecoveryReport): void {
  const { payments, reversedPayments, net } = report.totals;
  const row = (label: string, flow: Flow): PdfRow => ({ cells: [label, ...flowCells(flow)] });
  drawTitledTable(document, {
    title: 'Recuperación y su aplicación',
    columns: [{ title: 'Concepto', width: 22 }, ...flowColumns],
    rows: [
      row('Pagos recibidos', payments),
      row('Pagos cancelados', reversedPayments),
      { ...row('Neto', net), style: 'total' },
    ],
    options: { fontSize: 7.5, after: 16 },
  });
  const { principalOverdue, principalNotDue } = payments.applied;
  document.y += 4;
  drawParagraph(
    document,
    `Capital de los pagos: vencido ${formatMxn(principalOverdue)}, por vencer ${formatMxn(principalNotDue)}. ` +
      `${paymentCount(payments.count)} aplicados a ${countText(payments.applications)} contratos-pagaré.`,
    { fontSize: 8.5 },
  );
  drawTitledTable(document, {
    title: 'Acumulados y comparación',
    columns: [{ title: 'Periodo', width: 22 }, ...flowColumns],
    rows: [
      ...accumulations(report).map(({ label, flow }) => row(label, flow)),
      ...comparisons(report).map(({ label, span, flow }) => row(`${label}: ${span}`, flow)),
    ],
    options: { fontSize: 7.5 },
  });
}

function drawBreakdown(
  document: LetterheadDocument,
  report: RecoveryReport,
  breakdown: (typeof BREAKDOWNS)[number],
): void {
  const rows = report.breakdowns[breakdown];
  const { title, column } = BREAKDOWN_TITLES[breakdown];
  if (rows.length === 0) {
    drawHeading(document, title);
    drawParagraph(document, 'Sin pagos en el periodo.');
    return;
  }
  const total = flowCells(report.totals.payments, countsAddUp(breakdown) ? undefined : '');
  drawTitledTable(document, {
    title,
    columns: [{ title: column, width: 22 }, ...flowColumns],
    rows: [
      ...rows.map((row) => ({ cells: [row.label, ...flowCells(row.flow)] })),
      { cells: ['Total', ...total], style: 'total' },
    ],
    options: { fontSize: 7.5, after: countsAddUp(breakdown) ? 0 : NOTE_ROOM },
  });
  if (countsAddUp(breakdown)) return;
  document.y += 3;
  drawParagraph(document, 'Un pago repartido en varios renglones se cuenta en cada uno.', { fontSize: 7.5 });
}

function drawApart(document: LetterheadDocument, report: RecoveryReport): void {
  drawTitledTable(document, {
    title: 'Aparte de los pagos: efecto en los saldos',
    columns: [
      { title: 'Concepto', width: 24 },
      { title: 'Asientos', width: 9, align: 'right' },
      money('Importe'),
      money('Capital'),
      money('Interés normal'),
      money('Interés moratorio'),
      money('Gastos de cobranza', 12),
      money('Saldo a favor', 12),
    ],
    rows: MOVEMENT_GROUPS.map((group) => {
      const { label, count, amount, components, credit } = report.movements[group];
      const { principal, ordinaryInterest, defaultInterest, collectionCosts } = components;
      const amounts = [amount, principal, ordinaryInterest, defaultInterest, collectionCosts, credit];
      return { cells: [label, countText(count), ...amounts.map(formatMxn)] };
    }),
    options: { fontSize: 7.5, after: NOTE_ROOM },
  });
  document.y += 3;
  drawParagraph(
    document,
    'Positivo: aumenta lo que deben los acreditados; negativo: lo disminuye. En saldo a favor, positivo es saldo usado.',
    { fontSize: 7.5 },
  );
  const lines = unidentifiedLines(report);
  drawTitledTable(document, {
    title: 'Depósitos por identificar',
    columns: [
      { title: 'Concepto', width: 40 },
      { title: 'Depósitos', width: 15, align: 'right' },
      money('Importe', 25),
    ],
    rows: lines.map(({ label, count, amount }, index) => ({
      cells: [label, countText(count), formatMxn(amount)],
      style: index === lines.length - 1 ? 'total' : 'normal',
    })),
    options: { fontSize: 8, width: 320 },
  });
}

function drawOtherDate(document: LetterheadDocument, report: RecoveryReport): void {
  const recorded = report.basis === 'recorded';
  const title = recorded ? 'Los mismos pagos por fecha valor' : 'Los mismos pagos por fecha de registro';
  if (report.byOtherDate.length === 0) {
    drawHeading(document, title);
    drawParagraph(document, 'Sin pagos en el periodo.');
    return;
  }
  const count = report.byOtherDate.reduce((sum, row) => sum + row.count, 0);
  const amount = report.byOtherDate.reduce((sum, row) => sum + row.amount, 0);
  drawTitledTable(document, {
    title,
    columns: [
      { title: recorded ? 'Fecha valor' : 'Fecha de registro', width: 20 },
      { title: 'Medio de pago', width: 30 },
      { title: 'Pagos', width: 12, align: 'right' },
      money('Importe', 22),
    ],
    rows: [
      ...otherDateRows(report).map((row) => ({
        cells: [row.when, row.channelLabel, countText(row.count), formatMxn(row.amount)],
      })),
      { cells: ['Total', '', countText(count), formatMxn(amount)], style: 'total' },
    ],
    options: { fontSize: 8, width: 400 },
  });
}
