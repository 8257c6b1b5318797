import { html, type SafeHtml } from '../../../../shared/documents/html-text.ts';
import { AREA_NAME, INSTITUTE_NAME } from '../../../../shared/documents/letterhead-pdf.ts';
import { COLOURS } from '../../../../shared/documents/palette.ts';
import { formatMxn } from '../../../../shared/money/centavos.ts';
import type { RecoveryReport, ReportMailInput } from '../figures/recovery-report.ts';
import { REPORT_CHART_SIZE, reportChartAlt } from './report-chart.ts';
import { type FactGroup, mailFacts } from './report-mail-facts.ts';
import {
  comparisonSentences,
  countText,
  differenceCount,
  paymentCount,
  periodPhrase,
  reportFolio,
  stateText,
} from './report-texts.ts';

/** Differences written out in the mail; the attachments list every one. */
const SHOWN_DIFFERENCES = 5;

function reconciliationSentence(report: RecoveryReport): string {
  const { statusLabel, differences } = report.reconciliation;
  if (differences.length === 0) return `Conciliación: ${statusLabel}`;
  return `Conciliación: ${statusLabel} (${differenceCount(differences.length)})`;
}

function differenceSentences(report: RecoveryReport): string[] {
  const { differences } = report.reconciliation;
  const shown = differences
    .slice(0, SHOWN_DIFFERENCES)
    .map(({ where, detail, expected, found }) => `${where}: ${detail}${sidesText(expected, found)}`);
  const left = differences.length - shown.length;
  return left > 0 ? [...shown, `Y ${countText(left)} más en los archivos adjuntos.`] : shown;
}

/** Two equal sides say nothing: the difference is in the detail. */
const sidesText = (expected: number, found: number): string =>
  expected === found ? '' : ` Esperado ${formatMxn(expected)}, encontrado ${formatMxn(found)}.`;

function evidenceSentences(report: RecoveryReport): string[] {
  return [
    `${stateText(report)}. Folio ${reportFolio(report)}.`,
    ...(report.sha256 === null ? [] : [`Huella de las cifras (SHA-256): ${report.sha256}`]),
    ...(report.ledgerRoot === null ? [] : [`Raíz del libro de créditos: ${report.ledgerRoot}`]),
  ];
}

/** Body as plain text, for readers that show no HTML. */
export function reportMailText(input: ReportMailInput): string {
  const { report } = input;
  const { payments, net } = report.totals;
  const groups = mailFacts(input).flatMap((group) => [
    '',
    group.title.toUpperCase(),
    ...group.lines.map(
      ({ label, value, remark }) => `  ${label}: ${value}${remark === undefined ? '' : ` (${remark})`}`,
    ),
  ]);
  return [
    `Recuperación ${periodPhrase(report)}`,
    '',
    `${formatMxn(payments.amount)} en ${paymentCount(payments.count)}`,
    ...(net.amount === payments.amount ? [] : [`Neto de cancelaciones: ${formatMxn(net.amount)}`]),
    ...comparisonSentences(report),
    '',
    reconciliationSentence(report),
    ...differenceSentences(report).map((sentence) => `  ${sentence}`),
    ...groups,
    '',
    reportChartAlt(report),
    '',
    ...evidenceSentences(report),
    '',
    `${INSTITUTE_NAME}, ${AREA_NAME}. Detalle en los archivos PDF y Excel adjuntos.`,
    '',
  ].join('\n');
}

const FONT = "font-family:Roboto,'Segoe UI',Helvetica,Arial,sans-serif";
const CELL = `padding:5px 0;border-bottom:1px solid #e6e3de;vertical-align:top`;

function groupTable(group: FactGroup): SafeHtml {
  const rows = group.lines.map(({ label, value, remark }) => {
    const small =
      remark === undefined ? null : html`<br><span style="font-size:12px;color:${COLOURS.muted}">${remark}</span>`;
    return html`<tr><td style="${CELL}">${label}${small}</td><td style="${CELL};text-align:right;white-space:nowrap;padding-left:12px">${value}</td></tr>`;
  });
  return html`<h2 style="margin:22px 0 4px;font-size:15px;color:${COLOURS.guinda}">${group.title}</h2><table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="border-collapse:collapse;font-size:15px">${rows}</table>`;
}

function reconciliationBox(report: RecoveryReport): SafeHtml {
  const { status } = report.reconciliation;
  const colour = status === 'squared' ? COLOURS.good : status === 'different' ? COLOURS.negative : COLOURS.warning;
  const items = differenceSentences(report).map(
    (sentence) =>
      html`<div style="margin-top:4px;font-size:13px;color:${COLOURS.ink};overflow-wrap:anywhere">${sentence}</div>`,
  );
  return html`<div style="margin:14px 0 0;padding:8px 12px;border-left:4px solid ${colour};background:#f7f7f5;font-size:14px;color:${colour};font-weight:bold">${reconciliationSentence(report)}<div style="font-weight:normal">${items}</div></div>`;
}

/** Body as HTML: one column, inline styles, tables: what phones and old mail programs show alike. */
export function reportMailHtml(input: ReportMailInput, chartCid: string): SafeHtml {
  const { report } = input;
  const { payments, net } = report.totals;
  const [chartGroup, ...otherGroups] = mailFacts(input);
  const netLine =
    net.amount === payments.amount
      ? null
      : html`<div style="font-size:15px">Neto de cancelaciones: <strong>${formatMxn(net.amount)}</strong></div>`;
  const comparisons = comparisonSentences(report).map(
    (sentence) => html`<div style="font-size:14px;color:${COLOURS.muted}">${sentence}</div>`,
  );
  const evidence = evidenceSentences(report).map(
    (sentence) => html`<div style="margin-top:2px;overflow-wrap:anywhere;word-break:break-word">${sentence}</div>`,
  );
  return html`<!doctype html>
<html lang="es-MX"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Recuperación ${periodPhrase(report)}</title></head>
<body style="margin:0;background:#efece7;${FONT};color:${COLOURS.ink}">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:12px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;text-align:left;table-layout:fixed">
<tr><td style="background:${COLOURS.guinda};color:#ffffff;padding:12px 20px;font-size:13px">${INSTITUTE_NAME}<br>${AREA_NAME}</td></tr>
<tr><td style="padding:18px 20px 24px">
<div style="font-size:15px">Recuperación ${periodPhrase(report)}</div>
<div style="font-size:32px;line-height:1.25;font-weight:bold">${formatMxn(payments.amount)}</div>
<div style="font-size:15px">${paymentCount(payments.count)}</div>
${netLine}${comparisons}
${reconciliationBox(report)}
${chartGroup === undefined ? null : groupTable(chartGroup)}
<img src="cid:${chartCid}" width="${REPORT_CHART_SIZE.width}" alt="${reportChartAlt(report)}" style="display:block;width:100%;max-width:560px;height:auto;margin:20px 0 0">
${otherGroups.map(groupTable)}
<p style="margin:22px 0 8px;font-size:14px">El detalle va en los archivos PDF y Excel adjuntos.</p>
<div style="font-size:12px;color:${COLOURS.muted}">${evidence}</div>
</td></tr></table></td></tr></table></body></html>
`;
}
