import { calendarDate } from '../../../../shared/calendar/calendar-date.ts';
import { longDate, shortDate } from '../../../../shared/calendar/spanish-dates.ts';
import type { LetterheadDocument } from '../../../../shared/documents/letterhead-pdf.ts';
import { drawNotice, drawParagraph } from '../../../../shared/documents/pdf-blocks.ts';
import { drawTitledTable } from '../../../../shared/documents/pdf-section.ts';
import { drawTable, type PdfRow } from '../../../../shared/documents/pdf-table.ts';
import { type Centavos, formatMxn } from '../../../../shared/money/centavos.ts';
import type { EffectRow, RecoveryReport } from '../figures/recovery-report.ts';
import { countText } from './report-texts.ts';

const amountOrDash = (amount: Centavos | null): string => (amount === null ? '—' : formatMxn(amount));

/** Effect on balances: opening, every movement, closing and what does not tie, with a column per component. */
export function drawEffect(document: LetterheadDocument, report: RecoveryReport): void {
  const { effect } = report;
  if (effect === null) return;
  const [from, to] = [shortDate(calendarDate(effect.openingDate)), shortDate(calendarDate(effect.closingDate))];
  const notice = noticeOf(effect.status, `al ${from} o al ${to}`);
  const line = (
    label: string,
    of: (row: EffectRow) => Centavos | null,
    style: 'normal' | 'total' = 'normal',
  ): PdfRow => ({
    cells: [label, ...effect.rows.map((row) => amountOrDash(of(row)))],
    style,
  });
  const movements = effect.rows[0]?.movements ?? [];
  drawTitledTable(document, {
    title: 'Afectación a saldos',
    ...(notice === undefined ? {} : { intro: { room: 44, draw: () => drawNotice(document, ...notice) } }),
    columns: [
      { title: 'Concepto', width: 26 },
      ...effect.rows.map((row) => ({ title: row.label, width: 15, align: 'right' as const })),
    ],
    rows: [
      line(`Saldo inicial al ${from}`, (row) => row.opening),
      ...movements.map(({ key, label }) =>
        line(label, (row) => row.movements.find((movement) => movement.key === key)?.amount ?? null),
      ),
      line(`Saldo final al ${to}`, (row) => row.closing, 'total'),
      line('Diferencia', (row) => row.difference),
      line('Devengado sin reconocer (no se suma)', (row) => row.accruedNotRecognised),
    ],
    options: { fontSize: 7.5 },
  });
}

type EffectStatus = NonNullable<RecoveryReport['effect']>['status'];

/** What has to be known before the table is read; nothing when the balances tie. */
function noticeOf(status: EffectStatus, days: string): ['bad' | 'warning', string, string] | undefined {
  if (status === 'tied') return undefined;
  return status === 'different'
    ? ['bad', 'Los saldos no cuadran', 'La última línea de la tabla dice cuánto y en qué componente.']
    : ['warning', 'Sin valuación', `Falta la valuación de la cartera ${days}.`];
}

/** The portfolio at the end of the period: what is owed, what is overdue and how old the arrears are. */
export function drawPortfolio(document: LetterheadDocument, report: RecoveryReport): void {
  const { portfolio } = report;
  if (portfolio === null) return;
  drawTitledTable(document, {
    title: `Cartera al ${longDate(calendarDate(portfolio.date))}`,
    intro: { room: 16, draw: () => drawPortfolioSentence(document, portfolio) },
    columns: [
      { title: 'Oficina', width: 30 },
      { title: 'Contratos', width: 14, align: 'right' },
      { title: 'Saldo', width: 22, align: 'right' },
      { title: 'Vencido', width: 22, align: 'right' },
    ],
    rows: portfolio.offices.map((office) => ({
      cells: [office.label, countText(office.notes), formatMxn(office.owed), formatMxn(office.overdue)],
    })),
    options: { fontSize: 8, width: 400 },
  });
  document.y += 10;
  drawTable(
    document,
    [
      { title: 'Días de atraso', width: 30 },
      { title: 'Contratos', width: 14, align: 'right' },
      { title: 'Vencido', width: 22, align: 'right' },
    ],
    portfolio.arrears.map((bucket) => ({ cells: [bucket.label, countText(bucket.notes), formatMxn(bucket.overdue)] })),
    { fontSize: 8, width: 320 },
  );
}

function drawPortfolioSentence(
  document: LetterheadDocument,
  portfolio: NonNullable<RecoveryReport['portfolio']>,
): void {
  drawParagraph(
    document,
    `${countText(portfolio.openNotes)} contratos-pagaré con saldo de ${countText(portfolio.notes)}; ` +
      `${countText(portfolio.notesInArrears)} con atraso. ` +
      `Saldo ${formatMxn(portfolio.owed)}, vencido ${formatMxn(portfolio.overdue)}.`,
  );
  document.y += 4;
}
