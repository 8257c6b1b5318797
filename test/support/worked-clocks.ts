import { calendarDate as day } from '../../shared/calendar/calendar-date.ts';
import { foldEvents } from '../../shared/loan-book/fold.ts';
import type { NoteTerms } from '../../shared/loan-book/note-terms.ts';
import { daysPastDueOn, pastDueHistory, pastDueSpells } from '../../shared/loan-book/past-due-history.ts';
import { prescriptionOf } from '../../shared/loan-book/prescription.ts';
import type { Interruption } from '../../shared/loan-book/prescription-clock.ts';
import { CUSTOMARY_PRESCRIPTION, type PrescriptionRules } from '../../shared/loan-book/prescription-rules.ts';
import { noteTerms } from '../fixtures/note-terms.ts';
import { arrived, lent, type Made, money, paid, type Row } from './worked-tables.ts';

// What the pages on days past due and on prescription print.

/** 1,000.00 without interest in two parts of 500.00. */
const twoFrom = (firstDueDate: string) =>
  noteTerms({
    firstDueDate: day(firstDueDate),
    instalments: 2,
    amortization: 'equal-principal',
    baseRate: 0,
    bands: [],
  });

/** All due on 1 March, and a shortfall of up to 50.00 that makes nobody late; interest of 0.1 % a day goes on after it. */
export const growing = noteTerms({
  accrualStart: 'disbursement',
  instalments: 1,
  amortization: 'single',
  baseRate: 365_000,
  bands: [],
  ordinaryOnOverdue: 'continues',
  punctualityToleranceAmount: 5_000,
});

export function pastDue(): Row[][] {
  const historyOf = (made: readonly Made[], terms: NoteTerms = twoFrom('2025-03-01')) =>
    pastDueHistory(terms, arrived(made), day('2025-06-30'));
  const made = [
    lent('2025-02-10', 100_000),
    paid('2025-03-11', 50_000),
    paid('2025-04-01', 30_000),
    paid('2025-05-01', 20_000),
  ];
  const changes = (more: readonly Made[], caso = ''): Row[] =>
    historyOf([...made, ...more]).changes.map(({ from, oldestUnpaid }) => ({
      Caso: caso,
      Desde: from,
      'Más antiguo sin pagar': oldestUnpaid ?? 'ninguno',
    }));
  const dayRows = (history: ReturnType<typeof historyOf>, days: readonly string[]): Row[] =>
    days.map((on) => ({ Día: on, 'Días de atraso': String(daysPastDueOn(history, day(on))) }));
  return [
    changes([]),
    dayRows(historyOf(made), ['2025-03-01', '2025-03-10', '2025-03-11', '2025-04-20']),
    pastDueSpells(historyOf(made)).map(({ from, to, worst }) => ({
      Del: from,
      Al: to ?? 'sigue',
      Peor: String(worst),
    })),
    [
      ...changes([paid('2025-03-01', 50_000)], 'pago descubierto'),
      ...changes([{ kind: 'reversed', valueDate: day('2025-03-11'), target: 'e-1' }], 'pago cancelado'),
    ],
    dayRows(historyOf([lent('2025-02-19', 100_000), paid('2025-03-01', 96_010)], growing), [
      '2025-03-03',
      '2025-03-04',
    ]),
  ];
}

export function prescription(): Row[][] {
  const terms = twoFrom('2022-03-01');
  const made = [lent('2022-02-10', 100_000), paid('2022-03-10', 20_000)];
  const ask = (acts: readonly Interruption[], rules: PrescriptionRules, more: readonly Made[], avalAct: string) => {
    const signed = {
      signedOn: day('2022-02-10'),
      signatories: [
        { id: 'acreditada', act: 'pagaré' },
        { id: 'aval', act: avalAct },
      ],
    };
    return prescriptionOf(foldEvents(terms, arrived([...made, ...more])).note, signed, acts, rules, day('2026-01-01'));
  };
  const row = (
    caso: string,
    acts: readonly Interruption[] = [],
    rules: Partial<PrescriptionRules> = {},
    more: readonly Made[] = [],
    avalAct = 'aval',
  ): Row => {
    const { signatories, first } = ask(acts, { ...CUSTOMARY_PRESCRIPTION, ...rules }, more, avalAct);
    const [own, guarantor] = signatories;
    return {
      Caso: caso,
      'Acreditada: por vencimiento': own?.perMaturity?.prescribesOn ?? 'ninguna',
      'Acreditada: a la vista': own?.onSight?.prescribesOn ?? 'ninguna',
      'Aval: por vencimiento': guarantor?.perMaturity?.prescribesOn ?? 'ninguna',
      'Aval: a la vista': guarantor?.onSight?.prescribesOn ?? 'ninguna',
      Primera: first ?? 'ninguna',
    };
  };
  const act = (kind: Interruption['kind'], on: string, more: Partial<Interruption> = {}): Interruption[] => [
    { kind, on: day(on), who: ['acreditada'], ...more },
  ];
  const suit = act('demand', '2024-06-05');
  const source = 'otra regla';
  const alone = ask([], CUSTOMARY_PRESCRIPTION, [], 'aval').signatories[0]?.perMaturity?.maturities ?? [];
  const tooLate = act('acknowledgement', '2025-03-20');
  return [
    alone.map(({ due, owed, countedFrom, prescribesOn }) => ({
      Vence: due,
      'Sin pagar': money(owed),
      'Cuenta desde': countedFrom,
      Prescribe: prescribesOn,
    })),
    [
      row('sin actos'),
      row('a la vista, desde el fin de los seis meses', [], { onSightFrom: { value: 'end-of-presentation', source } }),
      row('demanda a la acreditada el 2024-06-05', suit),
      row('la misma, desistida', act('demand', '2024-06-05', { withdrawn: true })),
      row('demanda a los dos el 2024-06-05', act('demand', '2024-06-05', { who: ['acreditada', 'aval'] })),
      row('demanda a la acreditada; firmaron un mismo acto', suit, {}, [], 'pagaré'),
      row('su pago de 200.00, si pagar reconoce', act('payment', '2022-03-10'), {
        paymentAcknowledges: { value: true, source },
      }),
      row('reconoce el 2025-03-20, tarde para marzo', tooLate),
      row('reconoce el 2025-03-20, si reconocer revive', tooLate, {
        revivedBy: { value: ['acknowledgement'], source },
      }),
      row(
        'renueva el 2024-06-05 con plazo al 2024-12-31',
        act('renewal', '2024-06-05', { runsAnewFrom: day('2024-12-31') }),
      ),
      row('vencimiento anticipado el 2022-02-20', [], {}, [{ kind: 'accelerated', valueDate: day('2022-02-20') }]),
      row('paga todo el 2022-05-10', [], {}, [paid('2022-05-10', 80_000)]),
    ],
  ];
}
