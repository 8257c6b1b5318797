import { calendarDate } from '../../../../shared/calendar/calendar-date.ts';
import type { SheetColumn } from '../../../../shared/documents/cell-value.ts';
import { type Sheet, sheet, workbookBytes } from '../../../../shared/documents/workbook.ts';
import {
  BREAKDOWNS,
  type Breakdown,
  type BreakdownRow,
  type Flow,
  MOVEMENT_GROUPS,
  type RecoveryReport,
} from '../figures/recovery-report.ts';
import {
  accumulations,
  BREAKDOWN_TITLES,
  basisText,
  comparisons,
  countsAddUp,
  periodPhrase,
  reportFolio,
  stateText,
} from './report-texts.ts';
import { balanceSheets, reconciliationSheets, unidentifiedSheet } from './report-workbook-sheets.ts';

/**
 * The recovery report as an XLSX file, a sheet per table; totals are formulas with their results stored.
 * `createdAt` (UTC) is the file's only time: same report and instant, same bytes.
 */
export function reportWorkbook(report: RecoveryReport, createdAt: Date): Promise<Uint8Array> {
  return workbookBytes({ title: `Reporte de recuperación ${reportFolio(report)}`, createdAt }, [
    summarySheet(report),
    ...BREAKDOWNS.map((breakdown) => breakdownSheet(report, breakdown)),
    movementSheet(report),
    unidentifiedSheet(report, heading(report, 'Depósitos por identificar')),
    ...balanceSheets(report, (title) => heading(report, title)),
    otherDateSheet(report),
    seriesSheet(report),
    ...reconciliationSheets(report, (title) => heading(report, title)),
  ]);
}

function heading(report: RecoveryReport, title: string): string[] {
  return [
    title,
    `Recuperación ${periodPhrase(report)} · ${basisText(report)}`,
    `${stateText(report)} · Conciliación: ${report.reconciliation.statusLabel}`,
  ];
}

/** Amount and its parts; `total` marks the columns that end in a sum. */
function flowColumns<Row>(flowOf: (row: Row) => Flow, sums: boolean): SheetColumn<Row>[] {
  const money = (title: string, value: (flow: Flow) => number): SheetColumn<Row> => ({
    kind: 'money',
    title,
    width: 18,
    value: (row) => value(flowOf(row)),
    ...(sums ? { total: true } : {}),
  });
  return [
    money('Importe', (flow) => flow.amount),
    money('Capital vencido', (flow) => flow.applied.principalOverdue),
    money('Capital por vencer', (flow) => flow.applied.principalNotDue),
    money('Interés normal', (flow) => flow.applied.ordinaryInterest),
    money('Interés moratorio', (flow) => flow.applied.defaultInterest),
    money('Gastos de cobranza', (flow) => flow.applied.collectionCosts),
    money('Saldo a favor', (flow) => flow.credit),
  ];
}

interface SummaryRow {
  readonly label: string;
  readonly flow: Flow;
}

function summarySheet(report: RecoveryReport): Sheet {
  const { payments, reversedPayments, net } = report.totals;
  const rows: SummaryRow[] = [
    { label: 'Pagos recibidos', flow: payments },
    { label: 'Pagos cancelados', flow: reversedPayments },
    { label: 'Neto', flow: net },
    ...accumulations(report),
    ...comparisons(report).map(({ label, span, flow }) => ({ label: `${label}: ${span}`, flow })),
  ];
  return sheet<SummaryRow>({
    name: 'Resumen',
    heading: [
      ...heading(report, 'Reporte de recuperación'),
      `Folio ${reportFolio(report)} · Huella SHA-256 ${report.sha256 ?? 'pendiente de congelar'}`,
      `Raíz del libro de créditos ${report.ledgerRoot ?? 'sin valuación de ese día'}`,
    ],
    columns: [
      { kind: 'text', title: 'Concepto', width: 42, value: (row) => row.label },
      { kind: 'integer', title: 'Pagos', width: 10, value: (row) => row.flow.count },
      ...flowColumns<SummaryRow>((row) => row.flow, false),
    ],
    rows,
  });
}

function breakdownSheet(report: RecoveryReport, breakdown: Breakdown): Sheet {
  const { title, column } = BREAKDOWN_TITLES[breakdown];
  const note = countsAddUp(breakdown) ? [] : ['Un pago repartido en varios renglones se cuenta en cada uno.'];
  return sheet<BreakdownRow>({
    name: title,
    heading: [...heading(report, `Pagos recibidos: ${title.toLowerCase()}`), ...note],
    columns: [
      { kind: 'text', title: column, width: 32, value: (row) => row.label },
      {
        kind: 'integer',
        title: 'Pagos',
        width: 10,
        value: (row) => row.flow.count,
        ...(countsAddUp(breakdown) ? { total: true } : {}),
      },
      ...flowColumns<BreakdownRow>((row) => row.flow, true),
    ],
    rows: report.breakdowns[breakdown],
  });
}

function movementSheet(report: RecoveryReport): Sheet {
  const rows = MOVEMENT_GROUPS.map((group) => report.movements[group]);
  type Row = (typeof rows)[number];
  const money = (title: string, value: (row: Row) => number): SheetColumn<Row> => ({
    kind: 'money',
    title,
    width: 18,
    value,
    total: true,
  });
  return sheet<Row>({
    name: 'Aparte de los pagos',
    heading: [
      ...heading(report, 'Aparte de los pagos: efecto en los saldos'),
      'Positivo: aumenta lo que deben los acreditados; negativo: lo disminuye. En saldo a favor, positivo es saldo usado.',
    ],
    columns: [
      { kind: 'text', title: 'Concepto', width: 34, value: (row) => row.label },
      { kind: 'integer', title: 'Asientos', width: 10, value: (row) => row.count, total: true },
      money('Importe', (row) => row.amount),
      money('Capital', (row) => row.components.principal),
      money('Interés normal', (row) => row.components.ordinaryInterest),
      money('Interés moratorio', (row) => row.components.defaultInterest),
      money('Gastos de cobranza', (row) => row.components.collectionCosts),
      money('Saldo a favor', (row) => row.credit),
    ],
    rows,
  });
}

function otherDateSheet(report: RecoveryReport): Sheet {
  const recorded = report.basis === 'recorded';
  const title = recorded ? 'Por fecha valor' : 'Por fecha de registro';
  return sheet({
    name: title,
    heading: heading(report, `Los mismos pagos: ${title.toLowerCase()}`),
    columns: [
      {
        kind: 'date',
        title: recorded ? 'Fecha valor' : 'Fecha de registro',
        width: 18,
        value: (row) => calendarDate(row.date),
      },
      { kind: 'text', title: 'Medio de pago', width: 26, value: (row) => row.channelLabel },
      { kind: 'integer', title: 'Pagos', width: 10, value: (row) => row.count, total: true },
      { kind: 'money', title: 'Importe', width: 18, value: (row) => row.amount, total: true },
    ],
    rows: report.byOtherDate,
  });
}

function seriesSheet(report: RecoveryReport): Sheet {
  const yearly = report.period.type === 'year';
  return sheet({
    name: yearly ? 'Por mes' : 'Por día',
    heading: heading(report, yearly ? 'Recuperación por mes' : 'Recuperación por día'),
    columns: [
      { kind: 'date', title: yearly ? 'Mes que empieza' : 'Día', width: 16, value: (row) => calendarDate(row.date) },
      { kind: 'integer', title: 'Pagos', width: 10, value: (row) => row.count, total: true },
      { kind: 'money', title: 'Importe', width: 18, value: (row) => row.amount, total: true },
      { kind: 'money', title: 'Cancelaciones', width: 18, value: (row) => row.reversals, total: true },
    ],
    rows: report.series,
  });
}
