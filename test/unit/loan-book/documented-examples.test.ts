import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CUSTOMARY_PARAMETERS } from '../../../functions/lending/customary-parameters.ts';
import { termsAtSigning } from '../../../functions/lending/terms-at-signing.ts';
import { type PaymentDay, VALUE_DATE_RULES, valueDateOf } from '../../../functions/recovery/payments/value-date.ts';
import { CHANNEL_NAMES_ES } from '../../../functions/recovery/reports/figures/report-labels.ts';
import { addDays, type CalendarDate, FIRST_DATE } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import type { Channel } from '../../../shared/loan-book/event.ts';
import { FOLD_VERSION, foldEvents } from '../../../shared/loan-book/fold.ts';
import { addLines, negateLines } from '../../../shared/loan-book/line.ts';
import type { NoteTerms, PrepaymentRule, StudyInterest } from '../../../shared/loan-book/note-terms.ts';
import { CUSTOMARY_PRESCRIPTION } from '../../../shared/loan-book/prescription-rules.ts';
import { printedSchedule } from '../../../shared/loan-book/printed-schedule.ts';
import { SPREAD_RULES } from '../../../shared/loan-book/spread-over-notes.ts';
import { nextDueAfter, valueNote } from '../../../shared/loan-book/valuation.ts';
import { DUE_IN_ONE, noteTerms } from '../../fixtures/note-terms.ts';
import { PureLedger } from '../../support/pure-ledger.ts';
import { pastDue, prescription } from '../../support/worked-clocks.ts';
import {
  arrived,
  balance,
  byComponent,
  charged,
  corrected,
  day,
  lent,
  type Made,
  money,
  noteOn,
  PAGES,
  paid,
  payments,
  printedTables,
  type Row,
  STATUS_ES,
} from '../../support/worked-tables.ts';

// The worked tables of docs/money say what the engine gives: the columns that a page prints, of the rows computed here.

/** 24,000.00 at 6 %, 3 % while punctual, 24 months from a month after it was lent. */
const PUNCTUAL = noteTerms({
  accrualStart: 'disbursement',
  endOfGrace: day('2025-01-03'),
  firstDueDate: day('2025-02-03'),
  instalments: 24,
  bands: [{ annualPpm: 30_000 }],
});
const LOAN = lent('2025-01-03', 2_400_000);

function punctuality(): Row[][] {
  const printed = printedSchedule(PUNCTUAL, [{ date: day('2025-01-03'), amount: 2_400_000 }]);
  const early = [LOAN, ...printed.map(({ date }) => paid(addDays(date, -1), 106_369))];
  const short = (tolerance: number): Row => {
    const terms = { ...PUNCTUAL, punctualityToleranceAmount: tolerance };
    return { Tolerancia: money(tolerance), ...balance(terms, [LOAN, paid('2025-02-03', 100_483)], '2025-03-02') };
  };
  const moved = { ...PUNCTUAL, firstDueDate: day('2026-05-01'), instalments: 12, dueDateShifts: [3] };
  const may = [lent('2026-04-01', 1_200_000), paid('2026-05-01', 103_280)];
  const yearly = noteTerms({
    accrualStart: 'disbursement',
    endOfGrace: day('2023-01-01'),
    firstDueDate: day('2024-01-01'),
    instalments: 4,
    monthsBetweenInstalments: 12,
    amortization: 'single',
    bands: [],
  });
  const behind = [lent('2023-01-01', 10_000_000), paid('2025-01-05', 600_000)];
  const banded = { ...PUNCTUAL, bands: [{ annualPpm: 0, averageAtLeast: 90 }, ...PUNCTUAL.bands] };
  const average = (of: number): Made => ({ kind: 'average-recorded', valueDate: day('2025-01-13'), average: of });
  return [
    printed.slice(0, 3).map(printedRow),
    payments(PUNCTUAL, early).slice(0, 3),
    [
      {
        ...balance(PUNCTUAL, early, '2027-01-03'),
        'Interés de todo el préstamo': money(charged(PUNCTUAL, early, '2027-01-03')),
      },
    ],
    [short(0), short(100)],
    ['2026-05-01', '2026-05-04', '2026-05-31'].map((on) => balance(moved, may, on)),
    ['2025-01-04', '2025-01-05'].map((on) => balance(yearly, behind, on)),
    [
      balance(banded, [LOAN], '2025-02-02', 'sin promedio'),
      balance(banded, [LOAN, average(89.9)], '2025-02-02', 'promedio de 89.9'),
      balance(banded, [LOAN, average(90)], '2025-02-02', 'promedio de 90'),
      balance(banded, [LOAN, average(90)], '2025-03-03', 'promedio de 90, y no pagó'),
    ],
  ];
}

const printedRow = ({ date, principal, ordinaryInterest, total }: ReturnType<typeof printedSchedule>[number]): Row => ({
  Vence: date,
  Capital: money(principal),
  'Interés normal': money(ordinaryInterest),
  'Pide en total': money(total),
});

function interestOfStudies(): Row[][] {
  const parameters = CUSTOMARY_PARAMETERS;
  const rules = ['spread', 'at-first', 'at-end'] as const satisfies readonly StudyInterest[];
  const termsWith = (studyInterest: StudyInterest) => {
    const signing = { parameters, endOfStudies: day('2025-12-15'), overrides: { studyInterest } };
    return termsAtSigning(signing, bankHolidayCalendar());
  };
  const early = [lent('2023-08-21', 2_400_000), paid('2025-01-10', 500_000)];
  const schedules = rules.map((studyInterest) => {
    const terms = termsWith(studyInterest);
    const printed = printedSchedule(terms, [{ date: day('2023-08-21'), amount: 2_400_000 }]);
    const total = (of: (row: (typeof printed)[number]) => number) =>
      money(printed.reduce((sum, row) => sum + of(row), 0));
    return [
      ...[0, 1, 23].flatMap((index) => printed.slice(index, index + 1)).map(printedRow),
      {
        Vence: 'Suma',
        Capital: total(({ principal }) => principal),
        'Interés normal': total(({ ordinaryInterest }) => ordinaryInterest),
        'Pide en total': total((row) => row.total),
      },
    ];
  });
  return [
    ...schedules,
    rules.flatMap((rule) => payments(termsWith(rule), early).map((row) => ({ Valor: rule, ...row }))),
  ];
}

/** One due date of 1,000.00 on 15 January 2026. */
const ONE_DUE = noteTerms({
  accrualStart: 'end-of-grace',
  endOfGrace: day('2026-01-15'),
  firstDueDate: day('2026-01-15'),
  instalments: 1,
  bands: [],
});

function ledgerOfTwo(terms: NoteTerms): PureLedger {
  const ledger = new PureLedger();
  const openedOn = day('2025-01-15');
  for (const [noteId, contractedOn] of [
    ['2024', day('2024-08-19')],
    ['2021', day('2021-08-16')],
  ] as const) {
    ledger.addNote(noteId, terms, contractedOn);
    ledger.record(noteId, { ...lent(openedOn, 100_000), id: `d-${noteId}`, recordedOn: openedOn });
  }
  return ledger;
}

const bothShares = (shares: Record<string, number>): Row => ({
  'Al de 2021': money(shares['2021'] ?? 0),
  'Al de 2024': money(shares['2024'] ?? 0),
});

function paymentOnFile(): Row[][] {
  const pay = (ledger: PureLedger, on: string, amount: number, caso: string, chosen: string[] = []): Row => {
    const shares = ledger.payFile({ ...paid(on, amount), id: `${on}-${amount}`, recordedOn: day(on) }, chosen);
    return { Caso: caso, ...bothShares(shares) };
  };
  const free = { ...ONE_DUE, baseRate: 0 };
  const ordered = ledgerOfTwo(free);
  const late = ledgerOfTwo(free);
  const x = 'X: 1,500.00 del 20 de marzo';
  const y = 'Y: 800.00 del 10 de marzo';
  return [
    [
      pay(ledgerOfTwo(ONE_DUE), '2026-02-14', 100_000, 'sin elegir, 1,000.00'),
      pay(ledgerOfTwo(ONE_DUE), '2026-02-14', 150_000, 'sin elegir, 1,500.00'),
      pay(ledgerOfTwo(ONE_DUE), '2026-02-14', 150_000, 'elige el de 2024, 1,500.00', ['2024']),
    ],
    [pay(ordered, '2026-03-10', 80_000, y), pay(ordered, '2026-03-20', 150_000, x)],
    [pay(late, '2026-03-20', 150_000, x), pay(late, '2026-03-10', 80_000, y)],
    ['2021', '2024'].map((noteId) => {
      const { terms, state } = late.noteOn(noteId, day('2026-03-31'));
      const valued = valueNote(terms, state, day('2026-03-31'));
      return { Pagaré: noteId, ...byComponent(valued.owed), 'A favor': money(valued.held) };
    }),
    ['2026-03-20', '2026-03-21'].map((recordedOn) => {
      const shared = { from: day('2026-03-21'), order: [], equals: 'pro-rata', onlyByChoice: [], source: '' } as const;
      const event = { ...paid('2026-03-10', 80_000), id: 'y', recordedOn: day(recordedOn) };
      const shares = ledgerOfTwo(free).payFile(event, [], [...SPREAD_RULES, shared]);
      return { 'Se registra': recordedOn, ...bothShares(shares) };
    }),
  ];
}

const DAY_ES: Record<PaymentDay, string> = {
  'withholding-day': 'descuento',
  'charge-day': 'cargo',
  'deposit-day': 'depósito',
  'clearing-day': 'cobro',
};

function valueDates(): Row[][] {
  const names: Record<string, string> = { ...CHANNEL_NAMES_ES, cheque: 'Cheque, por cualquier medio' };
  const paidBy = (
    caso: string,
    channel: Channel,
    on: string,
    other?: [PaymentDay, string],
    provisional = false,
  ): Row => {
    const valueDate = valueDateOf({ channel, provisional, operationDate: day(on) }, (one) =>
      one === other?.[0] ? day(other[1]) : undefined,
    );
    const [{ Moratorio = '' } = {}] = payments(ONE_DUE, [lent('2025-01-15', 100_000), paid(valueDate, 100_000)]);
    const told = other === undefined ? 'ninguno' : `${DAY_ES[other[0]]} ${other[1]}`;
    return { Caso: caso, Operación: on, 'Otro día que trae': told, 'Fecha valor': valueDate, Moratorio };
  };
  const changed = { from: day('2026-03-01'), day: 'clearing-day', source: '' } as const;
  const rules = { ...VALUE_DATE_RULES, transfer: [...VALUE_DATE_RULES.transfer, changed] };
  const transfer = (on: string, cleared: string): Row => {
    const payment = { channel: 'transfer', provisional: false, operationDate: day(on) } as const;
    const valueDate = valueDateOf(payment, (one) => day(one === 'clearing-day' ? cleared : on), rules);
    return { Operación: on, Cobro: cleared, 'Fecha valor': valueDate };
  };
  return [
    Object.entries(VALUE_DATE_RULES).flatMap(([means, versions]) =>
      versions.map((rule) => ({
        Medio: names[means] ?? '',
        'Día que cuenta': DAY_ES[rule.day],
        Clave: `\`${rule.day}\``,
        Desde: rule.from === FIRST_DATE ? 'siempre' : rule.from,
        Fuente: rule.source,
      })),
    ),
    [
      paidBy('Domiciliación', 'direct-debit', '2026-01-15'),
      paidBy('Nómina', 'payroll', '2026-01-30', ['withholding-day', '2026-01-15']),
      paidBy('Nómina, sin el día del descuento', 'payroll', '2026-01-30'),
      paidBy('Transferencia', 'transfer', '2026-01-16', ['clearing-day', '2026-01-19']),
      paidBy('Cheque en caja', 'window', '2026-01-15', undefined, true),
    ],
    [transfer('2026-02-27', '2026-03-02'), transfer('2026-03-02', '2026-03-03')],
    ...paidInAClosedMonth(),
  ];
}

/** Recorded in November with a value date of October, before a payment that October's report shows. */
function paidInAClosedMonth(): Row[][] {
  const terms = { ...ONE_DUE, endOfGrace: day('2026-09-30'), firstDueDate: day('2026-09-30') };
  const loan = lent('2026-09-01', 1_000_000);
  const [known, late] = [paid('2026-10-20', 200_000), paid('2026-10-10', 300_000)];
  const ledger = new PureLedger();
  ledger.addNote('n', terms, loan.valueDate);
  ledger.record('n', { ...loan, id: 'l', recordedOn: loan.valueDate });
  ledger.record('n', { ...known, id: 'k', recordedOn: known.valueDate });
  ledger.record('n', { ...late, id: 'late', recordedOn: day('2026-11-19') });
  let cause = '';
  let month = '';
  const movements = ledger.notes.get('n')!.journal.map(({ event, lines }) => {
    cause = event?.valueDate ?? cause;
    month = event?.recordedOn.slice(0, 7) ?? month;
    return {
      Mes: month,
      Movimiento: event === null ? 'ajuste' : 'pago',
      'Fecha valor': cause,
      Cobrado: money(lines['clearing:cie'] ?? 0),
      Capital: money(lines.principal ?? 0),
      'Moratorio por pagar': money(lines.defaultInterest ?? 0),
      'Moratorio reconocido': money(-(lines['income:defaultInterest'] ?? 0)),
    };
  });
  return [
    movements.slice(1),
    [
      balance(terms, [loan, known], '2026-10-31', 'como se cerró octubre'),
      balance(terms, [loan, known, late], '2026-10-31', 'como se sabe en noviembre'),
    ],
  ];
}

function defaultInterest(): Row[][] {
  const terms = noteTerms({
    accrualStart: 'disbursement',
    endOfGrace: day('2025-01-15'),
    firstDueDate: day('2025-02-15'),
    instalments: 3,
    amortization: 'equal-principal',
    bands: [],
  });
  const loan = lent('2025-01-15', 1_200_000);
  const made = [loan, paid('2025-03-20', 300_000)];
  const graced = (defaultGrace: NoteTerms['defaultGrace']): Row[] =>
    ['2025-02-20', '2025-02-21', '2025-03-15'].map((on) =>
      balance({ ...terms, defaultGraceDays: 5, defaultGrace }, [loan], on, `\`${defaultGrace}\``),
    );
  const at = (changes: Partial<NoteTerms>, caso: string) =>
    balance({ ...terms, ...changes }, [loan], '2025-03-15', caso);
  return [
    ['2025-02-15', '2025-03-15', '2025-03-19', '2025-03-20', '2025-04-15', '2025-04-30'].map((on) =>
      balance(terms, made, on),
    ),
    payments(terms, made),
    [
      at({}, 'sin tasa pactada'),
      at({ defaultRate: 120_000 }, 'pactada de 12 %'),
      at({ bands: [{ annualPpm: 30_000 }] }, 'sin tasa pactada, y 3 % por puntual en el contrato'),
    ],
    [...graced('delayed'), ...graced('forgiven')],
  ];
}

function orderOfDay(): Row[][] {
  const balances = { ...zeroByComponent(), principal: 1_000_000, ordinaryInterest: 43_491, defaultInterest: 78_125 };
  const opened: Made = {
    kind: 'brought-forward',
    valueDate: day('2026-03-10'),
    originalPrincipal: 1_000_000,
    balances,
  };
  const six = payments(ONE_DUE, [opened, ...Array.from({ length: 6 }, () => paid('2026-03-10', 60_000))]);
  return [six.map((row, index) => ({ Recibo: String(index + 1), ...row }))];
}

function corrections(): Row[][] {
  const typed = noteTerms({
    accrualStart: 'disbursement',
    endOfGrace: day('2025-01-01'),
    firstDueDate: day('2026-01-01'),
    instalments: 1,
    baseRate: 600_000,
    bands: [],
  });
  const loan = lent('2025-01-01', 1_000_000);
  const rate = (on: string) => balance(typed, [loan, corrected(on, { baseRate: 60_000 })], '2026-01-01', on);
  const twelve = noteTerms({
    endOfGrace: day('2025-01-01'),
    firstDueDate: day('2025-02-01'),
    amortization: 'equal-principal',
    baseRate: 0,
    bands: [],
  });
  const fewer = [lent('2025-01-01', 1_200_000), corrected('2025-04-15', { instalments: 6 })];
  return [
    [balance(typed, [loan], '2026-01-01', 'sin corregir'), rate('2025-01-01'), rate('2025-01-02')],
    ['2025-04-30', '2025-05-01', '2025-06-01', '2025-07-01'].map((on) => balance(twelve, fewer, on)),
  ];
}

function credit(): Row[][] {
  const terms = (prepayment: PrepaymentRule) => ({
    ...PUNCTUAL,
    instalments: 12,
    allocation: { ...PUNCTUAL.allocation, prepayment },
  });
  const overpaid = [lent('2025-01-03', 1_200_000), paid('2025-02-02', 1_300_000)];
  const lentAgain = [...overpaid, lent('2025-03-10', 100_000)];
  const free = terms('next-instalments');
  const held = [lent('2025-01-03', 1_200_000), paid('2025-02-03', 300_000)];
  const on = day('2025-02-10');
  const use = (caso: string, ...made: Made[]) => balance(terms('hold'), [...held, ...made], '2025-02-10', caso);
  return [
    [
      balance(free, overpaid, '2025-02-02'),
      balance(free, lentAgain, '2025-03-10'),
      balance(free, lentAgain, '2025-06-18'),
    ],
    ['2025-02-03', '2025-03-03', '2025-04-03'].map((date) => balance(terms('hold'), held, date)),
    [
      use('nada'),
      use('aplicar 1,000.00', { kind: 'credit-applied', valueDate: on, amount: 100_000 }),
      use('devolver 1,000.00', { kind: 'credit-refunded', valueDate: on, amount: 100_000 }),
      use('pasar 1,000.00 a otro pagaré', { kind: 'credit-transferred', valueDate: on, amount: 100_000 }),
    ],
    creditUses(terms('hold'), held, on),
  ];
}

/** What is asked is spoken for; what is approved moves; what is rejected is free again. */
function creditUses(terms: NoteTerms, held: readonly Made[], on: CalendarDate): Row[] {
  const own: Made[] = [...held];
  const others: Made[] = [lent(on, 800_000)];
  let spokenFor = 0;
  const step = (paso: string, quien: string, pending: number, made: Made[] = [], received: Made[] = []): Row => {
    own.push(...made);
    others.push(...received);
    spokenFor += pending;
    const note = noteOn(terms, own, on);
    const free = valueNote(note.terms, note.state, on).held - spokenFor;
    const { 'A favor': favor = '', 'Se debe': debe = '' } = balance(terms, own, on);
    const { 'Se debe': otro = '' } = balance(PUNCTUAL, others, on);
    return {
      Paso: paso,
      Quién: quien,
      'A favor': favor,
      'Libre para pedir': money(free),
      'Se debe': debe,
      'El otro debe': otro,
    };
  };
  const event = (
    kind: 'credit-applied' | 'credit-refunded' | 'credit-transferred' | 'credit-received',
    amount: number,
  ) => ({ kind, valueDate: on, amount }) satisfies Made;
  return [
    step('al empezar', '', 0),
    step('solicita aplicar 1,000.00', 'técnico', 100_000),
    step('solicita devolver 500.00', 'técnico', 50_000),
    step('solicita pasar 496.62', 'técnico', 49_662),
    step('autoriza aplicar', 'contadora', -100_000, [event('credit-applied', 100_000)]),
    step('autoriza devolver, "SPEI 8841"', 'contadora', -50_000, [event('credit-refunded', 50_000)]),
    step('rechaza pasar', 'contadora', -49_662),
    step('solicita pasar 496.62', 'técnico', 49_662),
    step(
      ...(['autoriza pasar', 'contadora', -49_662] as const),
      [event('credit-transferred', 49_662)],
      [event('credit-received', 49_662)],
    ),
  ];
}

const PREPAYMENT_ES: Record<PrepaymentRule, string> = {
  hold: 'guardar',
  'next-instalments': 'próximas amortizaciones',
  shorten: 'acortar',
  lower: 'reducir',
};

function prepayments(): Row[][] {
  const row = (prepayment: PrepaymentRule, amount: number, caso: string): Row => {
    const terms = noteTerms({
      accrualStart: 'disbursement',
      endOfGrace: day('2025-01-15'),
      firstDueDate: day('2025-02-15'),
      amortization: 'equal-principal',
      bands: [],
      allocation: { ...PUNCTUAL.allocation, prepayment },
    });
    const made = [lent('2025-01-15', 1_200_000), paid('2025-02-15', amount)];
    return { ...balance(terms, made, '2025-02-15', caso), ...paidAsAsked(terms, made, '2025-02-15') };
  };
  const rules = Object.keys(PREPAYMENT_ES) as PrepaymentRule[];
  const rows = [row('hold', 106_115, 'sin anticipo'), ...rules.map((rule) => row(rule, 606_115, PREPAYMENT_ES[rule]))];
  return [rows, rows];
}

/** Pays what each due date asks on its day until nothing is asked. */
function paidAsAsked(terms: NoteTerms, made: readonly Made[], from: string): Row {
  const all = [...made];
  let on = day(from);
  let count = 0;
  for (;;) {
    const { terms: now, state } = noteOn(terms, all, on);
    const next = nextDueAfter(now, state, on);
    if (next === null) break;
    on = next.date;
    count += 1;
    all.push(paid(on, next.principal + next.ordinaryInterest));
  }
  return {
    'Último vencimiento': on,
    Vencimientos: String(count),
    'Interés del préstamo': money(charged(terms, all, '2027-01-15')),
  };
}

function cancellations(): Row[][] {
  const terms = noteTerms({
    endOfGrace: day('2025-01-03'),
    firstDueDate: day('2025-02-03'),
    amortization: 'equal-principal',
    baseRate: 0,
    bands: [],
  });
  const loan = lent('2025-01-03', 1_200_000);
  const accelerated: Made[] = [loan, { kind: 'accelerated', valueDate: day('2025-03-10') }];
  const amounts = { ...zeroByComponent(), principal: 1_200_000 };
  return [
    takenBack(),
    [
      balance(terms, [loan], '2025-02-03', 'sin devolución'),
      balance(
        terms,
        [loan, { kind: 'disbursement-returned', valueDate: day('2025-01-20'), amount: 600_000 }],
        '2025-02-03',
        'devueltos 6,000.00',
      ),
    ],
    [
      balance(terms, accelerated, '2025-03-09'),
      balance(terms, accelerated, '2025-03-10'),
      balance(terms, [...accelerated, { kind: 'acceleration-cured', valueDate: day('2025-04-10') }], '2025-04-10'),
    ],
    [
      balance(terms, [loan, paid('2025-03-10', 1_200_000)], '2025-03-10', 'pago de 12,000.00'),
      balance(
        terms,
        [loan, { kind: 'written-off', valueDate: day('2025-03-10'), amounts }],
        '2025-03-10',
        'castigo de 12,000.00',
      ),
      balance(
        terms,
        [loan, { kind: 'reversed', valueDate: day('2025-01-03'), target: 'e-0' }],
        '2025-03-10',
        'apertura cancelada',
      ),
    ],
  ];
}

function agreements(): Row[][] {
  const terms = DUE_IN_ONE;
  const signed = (earned: 'at-fulfilment' | 'by-payment'): Made => ({
    kind: 'agreement-signed',
    valueDate: day('2026-02-01'),
    agreement: 'c',
    plan: { from: day('2026-03-01'), count: 4, amount: 265_041, every: { unit: 'months', number: 1 }, graceDays: 5 },
    notes: ['n'],
    granted: zeroByComponent(),
    share: { ...zeroByComponent(), defaultInterest: 1_000_000 },
    earned,
    whileLive: ['defaultInterest'],
  });
  const loan = lent('2024-01-31', 1_000_000);
  const two = [paid('2026-03-01', 265_041), paid('2026-04-01', 265_041)];
  const of = 1_060_164;
  const broken: Made = { kind: 'agreement-broken', valueDate: day('2026-05-07'), agreement: 'c', met: 530_082, of };
  const unkept = (earned: 'at-fulfilment' | 'by-payment'): Made[] => [loan, signed(earned), ...two, broken];
  const rest = [paid('2026-05-04', 265_041), paid('2026-06-01', 265_041)];
  const kept: Made[] = [
    ...[loan, signed('at-fulfilment'), ...two, ...rest],
    { kind: 'agreement-fulfilled', valueDate: day('2026-06-01'), agreement: 'c' },
  ];
  return [
    ['2026-02-01', '2026-03-01', '2026-04-01', '2026-05-06', '2026-05-07'].map((on) =>
      balance(terms, unkept('at-fulfilment'), on),
    ),
    [
      balance(terms, unkept('at-fulfilment'), '2026-05-07', 'al cumplir'),
      balance(terms, unkept('by-payment'), '2026-05-07', 'con cada pago'),
    ],
    ['2026-05-07', '2026-05-31', '2026-06-01'].map((on) => balance(terms, kept, on)),
  ];
}

function losses(): Row[][] {
  const terms = DUE_IN_ONE;
  const amounts = { ...zeroByComponent(), principal: 1_000_000, ordinaryInterest: 60_164, defaultInterest: 60_164 };
  const loss: Made = { kind: 'written-off', valueDate: day('2026-02-01'), amounts };
  const back = [paid('2026-03-01', 100_000), paid('2026-04-01', 1_050_000)];
  const all: Made[] = [lent('2024-01-31', 1_000_000), loss, ...back];
  return [
    payments(terms, all),
    ['2026-01-31', '2026-02-01', '2026-03-01', '2026-04-01'].map((on) => balance(terms, all, on)),
    payments(terms, [lent('2024-01-31', 1_000_000), paid('2026-01-15', 150_000), loss, ...back]),
  ];
}

function regenerations(): Row[][] {
  const on = day('2026-02-01');
  const old = DUE_IN_ONE;
  const terms = noteTerms({
    accrualStart: 'disbursement',
    endOfGrace: on,
    firstDueDate: day('2026-03-01'),
    instalments: 10,
    amortization: 'equal-principal',
    bands: [],
  });
  const capital = ['ordinaryInterest'] as const;
  const out: Made = { kind: 'regenerated-out', valueDate: on, form: 'novation', into: 'n', capitalised: capital };
  const left = (...before: Made[]) => noteOn(old, [lent('2024-01-31', 1_000_000), ...before, out], on);
  const moved = (...before: Made[]) => left(...before).state.regenerated?.moved ?? zeroByComponent();
  const late = paid('2026-01-15', 150_000);
  const came = (capitalised: readonly 'ordinaryInterest'[], ...before: Made[]): Made => ({
    kind: 'regenerated-in',
    valueDate: on,
    parts: [
      { from: 'a', amounts: moved(...before) },
      { from: 'b', amounts: moved() },
    ],
    capitalised,
  });
  const cases = [
    ['el interés normal se firmó como capital', came(capital)],
    ['nada se firmó como capital', came([])],
  ] as const;
  const owed = (Pagaré: string, { terms: now, state }: ReturnType<typeof noteOn>): Row => {
    const valued = valueNote(now, state, on);
    return { Pagaré, ...byComponent(valued.owed), Estado: STATUS_ES[valued.status] };
  };
  return [
    cases.map(([caso, event]) => balance(terms, [event], on, caso)),
    cases.map(([caso, event]) => balance(terms, [event], '2026-03-01', caso)),
    [owed('anterior', left(late)), owed('nuevo', noteOn(terms, [came(capital, late)], on))],
    wayBack(),
  ];
}

/** The old notes as a payment on their file would have left them, had nothing been signed (what the ledger does: test/contract). */
function wayBack(): Row[] {
  const ledger = new PureLedger();
  const lentOn = day('2024-01-31');
  for (const noteId of ['anterior 1', 'anterior 2']) {
    ledger.addNote(noteId, DUE_IN_ONE, lentOn);
    ledger.record(noteId, { ...lent('2024-01-31', 1_000_000), id: noteId, recordedOn: lentOn });
  }
  ledger.payFile({ ...paid('2026-03-01', 300_000), id: 'p', recordedOn: day('2026-03-01') });
  const on = day('2026-05-07');
  const owed = (noteId: string): Row => {
    const { terms, state } = ledger.noteOn(noteId, on);
    const valued = valueNote(terms, state, on);
    return { Pagaré: noteId, ...byComponent(valued.owed), Estado: STATUS_ES[valued.status] };
  };
  const cancelled = { Pagaré: 'nuevo', ...byComponent(zeroByComponent()), Estado: STATUS_ES.cancelled };
  return [owed('anterior 1'), owed('anterior 2'), cancelled];
}

/** A payment taken and cancelled at once: what its entries say, none of them an adjustment. */
function takenBack(): Row[] {
  const ledger = new PureLedger();
  ledger.addNote('note', PUNCTUAL, day('2025-01-03'));
  const on = day('2025-02-02');
  for (const event of arrived([LOAN, paid(on, 1_000), { kind: 'reversed', valueDate: on, target: 'e-1' }]))
    ledger.record('note', event);
  let owed = 0;
  return ledger.notes
    .get('note')!
    .journal.slice(1)
    .map(({ event, lines }) => {
      owed += lines.ordinaryInterest ?? 0;
      return {
        Movimiento: event === null ? 'ajuste' : event.kind === 'paid' ? 'pago' : 'cancelación',
        'Interés reconocido': money(-(lines['income:ordinaryInterest'] ?? 0)),
        Cobrado: money(lines['clearing:cie'] ?? 0),
        'Interés por pagar': money(owed),
      };
    });
}

/** Under the first version of the fold, the interest of 3 February would have matured unpaid and the band been lost. */
function restatement(): Row[][] {
  const made = [LOAN, paid('2025-02-02', 106_369), paid('2025-03-02', 106_369)];
  const asBefore = [...made, corrected('2025-02-03', { bands: [] })];
  const totals = (events: readonly Made[]) => foldEvents(PUNCTUAL, arrived(events)).totals;
  const lines = addLines(totals(made), negateLines(totals(asBefore)));
  return [
    payments(PUNCTUAL, asBefore),
    payments(PUNCTUAL, made),
    [
      { Concepto: 'Capital', Importe: money(lines.principal ?? 0) },
      { Concepto: 'Interés normal por pagar', Importe: money(lines.ordinaryInterest ?? 0) },
      { Concepto: 'Interés normal reconocido', Importe: money(-(lines['income:ordinaryInterest'] ?? 0)) },
    ],
  ];
}

const EXAMPLES: Readonly<Record<string, () => Row[][]>> = {
  puntualidad: punctuality,
  moratorio: defaultInterest,
  'interes-de-estudios': interestOfStudies,
  'fecha-valor': valueDates,
  'pago-al-expediente': paymentOnFile,
  'orden-del-dia': orderOfDay,
  correcciones: corrections,
  'dinero-a-favor': credit,
  'pagos-anticipados': prepayments,
  convenios: agreements,
  regeneraciones: regenerations,
  castigos: losses,
  cancelaciones: cancellations,
  reexpresion: restatement,
  atraso: pastDue,
  prescripcion: prescription,
};

describe('docs/money', () => {
  it.each(Object.entries(EXAMPLES))('%s: its worked tables hold', (page, computed) => {
    const printed = printedTables(page);
    const asPrinted = computed().map((rows, index) =>
      rows.map((row) => Object.fromEntries((printed[index]?.columns ?? []).map((name) => [name, row[name]]))),
    );
    expect(printed.map(({ rows }) => rows)).toEqual(asPrinted);
  });

  it('tells of restating which version the rules have', () => {
    const page = readFileSync(path.join(PAGES, 'reexpresion.md'), 'utf8');
    expect(/`FOLD_VERSION`.*\| (\d+) \|$/m.exec(page)?.[1]).toBe(String(FOLD_VERSION));
  });

  it('names every page that it has, and the parameters of the products with their customary values', () => {
    const pages = readdirSync(PAGES).filter((name) => name !== 'README.md');
    const index = readFileSync(path.join(PAGES, 'README.md'), 'utf8');
    const listed = [...index.matchAll(/^- \[[^\]]+\]\(([^)]+)\)/gm)].map(([, page]) => page);
    expect(listed.sort()).toEqual(pages.sort());
    const worked = pages.filter((page) => printedTables(page.replace(/\.md$/, '')).length > 0);
    expect(worked).toEqual(
      Object.keys(EXAMPLES)
        .map((page) => `${page}.md`)
        .sort(),
    );
    const parameters: Readonly<Record<string, { readonly value: unknown }>> = {
      ...CUSTOMARY_PARAMETERS,
      ...CUSTOMARY_PRESCRIPTION,
    };
    const stated = pages.flatMap((page) => {
      const text = readFileSync(path.join(PAGES, page), 'utf8');
      return [...text.matchAll(/^\|[^|]*\| `(\w+)` \|[^|]*\| `([^`]+)`[^|]*\|[^|]*\|$/gm)];
    });
    expect(stated.length).toBe(19);
    for (const [, name = '', customary] of stated)
      expect([name, String(parameters[name]?.value)]).toEqual([name, customary]);
  });
});
