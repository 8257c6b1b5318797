import { calendarDate } from '../../../../shared/calendar/calendar-date.ts';
import { shortDate } from '../../../../shared/calendar/spanish-dates.ts';
import type { SheetColumn } from '../../../../shared/documents/cell-value.ts';
import { type Sheet, sheet } from '../../../../shared/documents/workbook.ts';
import type { EffectRow, RecoveryReport } from '../figures/recovery-report.ts';
import { unidentifiedLines } from './report-texts.ts';

/** Makes the lines above a sheet's table from its title. */
export type HeadingOf = (title: string) => readonly string[];

/** Opening plus movements; the sum formula is the closing balance. */
export function unidentifiedSheet(report: RecoveryReport, heading: readonly string[]): Sheet {
  const lines = unidentifiedLines(report);
  return sheet({
    name: 'Por identificar',
    heading: [...heading, 'El total es el saldo final: inicial más entradas menos salidas.'],
    columns: [
      { kind: 'text', title: 'Concepto', width: 30, value: (row) => row.label },
      { kind: 'integer', title: 'Depósitos', width: 12, value: (row) => row.count },
      { kind: 'money', title: 'Importe', width: 18, value: (row) => row.amount, total: true },
    ],
    rows: lines.slice(0, -1),
  });
}

/** Effect on balances (a column per component, opening plus movements by formula) and the portfolio, as far as they were valued. */
export function balanceSheets(report: RecoveryReport, headingOf: HeadingOf): Sheet[] {
  return [...effectSheet(report, headingOf), ...portfolioSheets(report, headingOf)];
}

/** A line of the effect on balances: what it is, and the amount of each component (null = not valued). */
interface EffectLine {
  readonly label: string;
  readonly of: (row: EffectRow) => number | null;
}

/** A column a component, as in the PDF: a column a movement made a sheet so wide that its print could not be read. */
function effectSheet(report: RecoveryReport, headingOf: HeadingOf): Sheet[] {
  const { effect } = report;
  if (effect === null) return [];
  const [from, to] = [shortDate(calendarDate(effect.openingDate)), shortDate(calendarDate(effect.closingDate))];
  const movements = effect.rows[0]?.movements ?? [];
  const status = {
    tied: 'Los saldos cuadran.',
    different: 'Los saldos NO cuadran.',
    'not-valued': 'Falta una valuación.',
  };
  return [
    sheet<EffectLine>({
      name: 'Saldos',
      heading: [...headingOf('Afectación a saldos por componente'), status[effect.status]],
      columns: [
        { kind: 'text', title: 'Concepto', width: 40, value: ({ label }) => label },
        ...effect.rows.map(
          (row): SheetColumn<EffectLine> => ({
            kind: 'money',
            title: row.label,
            width: 20,
            value: ({ of }) => of(row),
            total: true,
          }),
        ),
      ],
      rows: [
        { label: `Saldo inicial al ${from}`, of: (row) => row.opening },
        ...movements.map(({ key, label }) => ({
          label,
          of: (row: EffectRow) => row.movements.find((movement) => movement.key === key)?.amount ?? null,
        })),
      ],
      totalLabel: 'Saldo inicial más movimientos',
      below: [
        { label: `Saldo final al ${to}`, of: (row) => row.closing },
        { label: 'Diferencia', of: (row) => row.difference },
        { label: 'Devengado sin reconocer (no se suma)', of: (row) => row.accruedNotRecognised },
      ],
    }),
  ];
}

function portfolioSheets(report: RecoveryReport, headingOf: HeadingOf): Sheet[] {
  const { portfolio } = report;
  if (portfolio === null) return [];
  return [
    sheet({
      name: 'Cartera por oficina',
      heading: headingOf('Cartera al cierre, por oficina'),
      columns: [
        { kind: 'text', title: 'Oficina', width: 28, value: (row) => row.label },
        { kind: 'integer', title: 'Contratos', width: 12, value: (row) => row.notes, total: true },
        { kind: 'money', title: 'Saldo', width: 20, value: (row) => row.owed, total: true },
        { kind: 'money', title: 'Vencido', width: 20, value: (row) => row.overdue, total: true },
        {
          kind: 'percent',
          title: 'Vencido / saldo',
          width: 14,
          value: (row) => (row.owed === 0 ? null : row.overdue / row.owed),
        },
      ],
      rows: portfolio.offices,
    }),
    sheet({
      name: 'Atraso',
      heading: headingOf('Cartera al cierre, por días de atraso'),
      columns: [
        { kind: 'text', title: 'Días de atraso', width: 28, value: (row) => row.label },
        { kind: 'integer', title: 'Contratos', width: 12, value: (row) => row.notes, total: true },
        { kind: 'money', title: 'Vencido', width: 20, value: (row) => row.overdue, total: true },
      ],
      rows: portfolio.arrears,
    }),
  ];
}

/** Every check with both sides, and every difference. */
export function reconciliationSheets(report: RecoveryReport, headingOf: HeadingOf): Sheet[] {
  const { checks, differences } = report.reconciliation;
  return [
    sheet({
      name: 'Conciliación',
      heading: headingOf('Conciliación'),
      columns: [
        { kind: 'text', title: 'Comprobación', width: 40, value: (row) => row.label },
        { kind: 'text', title: 'Resultado', width: 12, value: (row) => (row.ok ? 'Cuadra' : 'Difiere') },
        { kind: 'text', title: 'De un lado', width: 28, value: (row) => row.left.label },
        { kind: 'integer', title: 'Número', width: 10, value: (row) => row.left.count },
        { kind: 'money', title: 'Importe', width: 18, value: (row) => row.left.amount },
        { kind: 'text', title: 'Del otro', width: 28, value: (row) => row.right.label },
        { kind: 'integer', title: 'Número', width: 10, value: (row) => row.right.count },
        { kind: 'money', title: 'Importe', width: 18, value: (row) => row.right.amount },
        { kind: 'money', title: 'Diferencia', width: 18, value: (row) => row.right.amount - row.left.amount },
      ],
      rows: checks,
    }),
    sheet({
      name: 'Diferencias',
      heading: [...headingOf('Diferencias'), differences.length === 0 ? 'Ninguna.' : 'Todas las encontradas.'],
      columns: [
        {
          kind: 'text',
          title: 'Comprobación',
          width: 36,
          value: (row) => checks.find((check) => check.code === row.check)?.label ?? row.check,
        },
        { kind: 'text', title: 'Dónde', width: 36, value: (row) => row.where },
        { kind: 'text', title: 'Detalle', width: 60, value: (row) => row.detail },
        { kind: 'money', title: 'Esperado', width: 18, value: (row) => row.expected },
        { kind: 'money', title: 'Encontrado', width: 18, value: (row) => row.found },
      ],
      rows: differences,
    }),
  ];
}
