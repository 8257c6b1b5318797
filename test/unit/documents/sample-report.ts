import {
  type Flow,
  MOVEMENT_GROUPS,
  type Movement,
  type RecoveryReport,
  recoveryReportSchema,
} from '../../../functions/recovery/reports/figures/recovery-report.ts';
import { MOVEMENT_NAMES_ES } from '../../../functions/recovery/reports/figures/report-labels.ts';

/** A flow whose parts sum to it: 40 % overdue principal, 25 % not due, the rest interest, costs and credit. */
export function flowOf(count: number, amount: number): Flow {
  const part = (share: number): number => Math.trunc(amount * share);
  const applied = {
    principalOverdue: part(0.4),
    principalNotDue: part(0.25),
    ordinaryInterest: part(0.15),
    defaultInterest: part(0.12),
    collectionCosts: part(0.03),
  };
  const principal = applied.principalOverdue + applied.principalNotDue;
  const used = principal + applied.ordinaryInterest + applied.defaultInterest + applied.collectionCosts;
  return { count, applications: count + 12, amount, applied: { principal, ...applied }, credit: amount - used };
}

const row = (key: string, label: string, count: number, amount: number) => ({
  key,
  label,
  flow: flowOf(count, amount),
});

function movementOf(label: string, count: number, principal: number, ordinaryInterest: number): Movement {
  const components = { principal, ordinaryInterest, defaultInterest: 0, collectionCosts: 0 };
  return { label, count, amount: principal + ordinaryInterest, components, credit: 0 };
}

const AMOUNTS = [1_240_550, 0, 3_811_020, 2_204_099, 990_000, 1_500_000, 0, 0, 4_100_000, 2_750_075];
const COMPONENT_LABELS = [
  ['principal', 'Capital', 812_345_678_90],
  ['ordinaryInterest', 'Interés normal', 45_123_456_78],
  ['defaultInterest', 'Interés moratorio', 23_456_789_01],
  ['collectionCosts', 'Gastos de cobranza', 1_234_567_89],
  ['total', 'Total', 882_160_492_58],
] as const;

const movements = {
  reversals: movementOf(MOVEMENT_NAMES_ES.reversals, 2, 120_000, 30_050),
  adjustments: movementOf(MOVEMENT_NAMES_ES.adjustments, 3, -15_000, 4_210),
  restated: movementOf(MOVEMENT_NAMES_ES.restated, 2, -700, 0),
  waivers: movementOf(MOVEMENT_NAMES_ES.waivers, 1, 0, -55_000),
  charges: movementOf(MOVEMENT_NAMES_ES.charges, 0, 0, 0),
  disbursements: movementOf(MOVEMENT_NAMES_ES.disbursements, 4, 6_000_000, 0),
  creditApplied: movementOf(MOVEMENT_NAMES_ES.creditApplied, 0, 0, 0),
  creditTransferred: movementOf(MOVEMENT_NAMES_ES.creditTransferred, 2, -30_000, 0),
  creditRefunded: movementOf(MOVEMENT_NAMES_ES.creditRefunded, 1, 0, 0),
  writeOffs: movementOf(MOVEMENT_NAMES_ES.writeOffs, 0, 0, 0),
  recoveries: movementOf(MOVEMENT_NAMES_ES.recoveries, 0, 0, 0),
  regenerations: movementOf(MOVEMENT_NAMES_ES.regenerations, 0, 0, 0),
  broughtForward: movementOf(MOVEMENT_NAMES_ES.broughtForward, 0, 0, 0),
  otherReversals: movementOf(MOVEMENT_NAMES_ES.otherReversals, 0, 0, 0),
};

const effectRows = COMPONENT_LABELS.map(([component, label, opening]) => {
  const moved = [
    { key: 'payments', label: 'Pagos aplicados', amount: -1_234_567 },
    ...MOVEMENT_GROUPS.map((key) => ({ key, label: MOVEMENT_NAMES_ES[key], amount: 1_000 })),
  ];
  const closing = opening + moved.reduce((sum, { amount }) => sum + amount, 0);
  return { component, label, opening, movements: moved, closing, difference: 0, accruedNotRecognised: 4_321 };
});

/** The day report of 20 November 2026: frozen, reconciled with two differences, everything present. */
export const sampleReport: RecoveryReport = recoveryReportSchema.parse({
  schemaVersion: 1,
  period: { type: 'day', from: '2026-11-20', to: '2026-11-20', label: '20 de noviembre de 2026' },
  basis: 'recorded',
  state: 'frozen',
  frozenAt: '2026-11-21T13:00:05Z',
  sha256: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
  asOf: '2026-11-21T13:00:00Z',
  totals: {
    payments: flowOf(1_234, 123_456_789),
    reversedPayments: flowOf(-2, -150_050),
    net: flowOf(1_232, 123_306_739),
  },
  movements,
  unidentified: {
    opening: { count: 12, amount: 1_800_000 },
    received: { count: 5, amount: 612_345 },
    assigned: { count: 4, amount: 400_000 },
    returned: { count: 1, amount: 100_000 },
    reopened: { count: 0, amount: 0 },
    closing: { count: 12, amount: 1_912_345 },
  },
  breakdowns: {
    office: [
      row('hermosillo', 'Hermosillo', 800, 80_000_000),
      row('obregon', 'Ciudad Obregón', 334, 33_456_789),
      row('nogales', 'Nogales', 100, 10_000_000),
    ],
    channel: [
      row('cie', 'CIE', 700, 70_000_000),
      row('internet', 'Internet', 300, 30_456_789),
      row('direct-debit', 'Domiciliación', 184, 18_000_000),
      row('window', 'Caja', 50, 5_000_000),
    ],
    maturityClass: [
      row('notDue', 'Por vencer', 600, 60_000_000),
      row('overdue', 'Vencida', 700, 60_456_789),
      row('credit', 'Saldo a favor (sin aplicar)', 20, 3_000_000),
    ],
    stage: [
      row('administrative', 'Administrativa', 900, 90_456_789),
      row('extrajudicial', 'Extrajudicial', 200, 20_000_000),
      row('mediation', 'Mediación', 84, 8_000_000),
      row('judicial', 'Judicial', 50, 5_000_000),
    ],
    agent: [
      row('none', 'Sin gestor asignado', 1_100, 110_456_789),
      row('despacho-1', 'Despacho Jurídico Ibáñez, Peña y Asociados, S.C.', 134, 13_000_000),
    ],
  },
  effect: { openingDate: '2026-11-19', closingDate: '2026-11-20', status: 'tied', rows: effectRows },
  portfolio: {
    date: '2026-11-20',
    notes: 250_000,
    openNotes: 101_234,
    notesInArrears: 45_678,
    owed: 88_216_049_258,
    overdue: 31_216_049_258,
    arrears: [
      { key: '1-30', label: '1 a 30', notes: 4_000, overdue: 800_000_000 },
      { key: '366', label: 'Más de 365', notes: 41_678, overdue: 30_416_049_258 },
    ],
    offices: [
      { key: 'hermosillo', label: 'Hermosillo', notes: 150_000, owed: 50_000_000_000, overdue: 20_000_000_000 },
      { key: 'obregon', label: 'Ciudad Obregón', notes: 100_000, owed: 38_216_049_258, overdue: 11_216_049_258 },
    ],
  },
  accumulated: { month: flowOf(15_432, 1_543_210_987), year: flowOf(201_000, 20_154_321_098) },
  comparison: {
    lastMonth: { from: '2026-10-20', to: '2026-10-20', flow: flowOf(1_100, 110_000_000) },
    lastYear: { from: '2025-11-20', to: '2025-11-20', flow: flowOf(1_300, 131_000_000) },
  },
  byOtherDate: [
    { date: '2026-11-19', channel: 'cie', channelLabel: 'CIE', count: 200, amount: 20_000_000 },
    { date: '2026-11-20', channel: 'cie', channelLabel: 'CIE', count: 500, amount: 50_000_000 },
    { date: '2026-11-20', channel: 'internet', channelLabel: 'Internet', count: 534, amount: 53_456_789 },
  ],
  series: Array.from({ length: 20 }, (_unused, index) => ({
    date: `2026-11-${String(index + 1).padStart(2, '0')}`,
    count: index === 19 ? 1_234 : 900,
    amount: index === 19 ? 123_456_789 : (AMOUNTS[index % AMOUNTS.length] ?? 0) * 30,
    reversals: index === 19 ? -150_050 : 0,
  })),
  reconciliation: {
    status: 'different',
    statusLabel: 'Con diferencias',
    ranAt: '2026-11-21T13:00:00Z',
    checks: [
      {
        code: 'files-postings',
        label: 'Archivos contra aplicaciones',
        ok: false,
        left: { label: 'Renglones por aplicar', count: 1_184, amount: 118_456_789 },
        right: { label: 'Aplicaciones', count: 1_183, amount: 118_396_789 },
      },
      {
        code: 'entries-rollups',
        label: 'Asientos contra acumulados',
        ok: true,
        left: { label: 'Asientos', count: 1_260, amount: 123_306_739 },
        right: { label: 'Acumulados', count: 1_260, amount: 123_306_739 },
      },
    ],
    differences: [
      {
        check: 'files-postings',
        where: 'cie/2026-11-20/0192f9c1-77aa-7c33-9d55-3f1d5ad1c0de/CIE_20261120.txt, renglón 231',
        detail: '=El renglón aplicado no tiene asiento.',
        expected: 60_000,
        found: 0,
      },
    ],
  },
  ledgerRoot: 'b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c',
});
