import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { NewEvent } from '../../../shared/ledger/ledger.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import {
  filePartId,
  findTarget,
  refuseAgainstNote,
  refuseBadEvent,
  refuseBeforeOpening,
  refuseHalfTransfer,
  reversible,
  targetOn,
} from '../../../shared/ledger/posting-rules.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import type { NoteEvent } from '../../../shared/loan-book/event.ts';
import { emptyState, type NoteState } from '../../../shared/loan-book/note-state.ts';
import { MAX_CENTAVOS } from '../../../shared/money/centavos.ts';
import { entryOf } from '../../fixtures/entries.ts';
import { DUE_IN_ONE, noteTerms } from '../../fixtures/note-terms.ts';
import { lent as lentOn, type Made, noteOn, paid as paidOn } from '../../support/worked-tables.ts';

const TODAY = day('2025-02-10');
const CLOCK: Clock = { today: () => TODAY, now: () => new Date(0) };
const base = { valueDate: TODAY };
const by = (changes: object = {}) => ({ ...zeroByComponent(), ...changes });

/** The code and sentence of a refusal; undefined when nothing is refused. */
function refusal(work: () => unknown): string | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
const bad = (event: NewEvent) => refusal(() => refuseBadEvent(event, CLOCK));

describe('an event of any note', () => {
  const paid = (amount: number, valueDate = TODAY): NewEvent => ({
    ...base,
    kind: 'paid',
    channel: 'cie',
    amount,
    valueDate,
  });

  it('is of today at the latest', () => {
    expect(bad(paid(1, day('2025-02-11')))).toBe(
      'date-in-future: La fecha valor 2025-02-11 es posterior a hoy, 2025-02-10. Corrija la fecha o repita la operación ese día.',
    );
    expect(bad(paid(1, day('2025-02-10')))).toBeUndefined();
    expect(bad(paid(1, day('2025-02-09')))).toBeUndefined();
  });

  it.each([0, -1, 1.5, MAX_CENTAVOS + 1])('is of whole centavos between one and the most, not of %d', (amount) => {
    expect(bad(paid(amount))).toBe('amount-not-positive: El importe debe ser mayor que cero, en centavos enteros.');
  });

  it('may be of one centavo or of the largest amount', () => {
    expect(bad(paid(1))).toBeUndefined();
    expect(bad(paid(MAX_CENTAVOS))).toBeUndefined();
  });
});

describe('a waiver or a write-off', () => {
  const waived = (granted: object, share?: object): NewEvent => ({
    ...base,
    kind: 'waived',
    granted: by(granted),
    ...(share === undefined ? {} : { share: by(share) }),
  });
  const writtenOff = (amounts: object): NewEvent => ({ ...base, kind: 'written-off', amounts: by(amounts) });

  it.each<[string, NewEvent]>([
    ['nothing', waived({})],
    ['nothing and a share of nothing', waived({}, {})],
    ['something negative', waived({ principal: -1, collectionCosts: 5 })],
    ['a negative share', waived({ principal: 1 }, { principal: -1 })],
    ['more than all', waived({}, { defaultInterest: 1_000_001 })],
    ['a fraction of a millionth', waived({}, { defaultInterest: 0.5 })],
    ['half a centavo', waived({ principal: 0.5 })],
    ['a write-off of nothing', writtenOff({})],
    ['a negative write-off', writtenOff({ principal: -1, ordinaryInterest: 2 })],
  ])('is refused when it takes off %s', (_what, event) => {
    expect(bad(event)).toBe(
      'amount-not-positive: Los importes por concepto no pueden ser negativos y alguno debe ser mayor que cero; una proporción va de 0 a 1.',
    );
  });

  it.each<[string, NewEvent]>([
    ['one centavo', waived({ collectionCosts: 1 })],
    ['a millionth', waived({}, { defaultInterest: 1 })],
    ['all of one component', waived({}, { defaultInterest: 1_000_000 })],
    ['a centavo and a millionth', waived({ principal: 1 }, { principal: 1 })],
    ['one centavo as a loss', writtenOff({ principal: 1 })],
  ])('may take off %s', (_what, event) => {
    expect(bad(event)).toBeUndefined();
  });
});

describe('a loss', () => {
  const loss = { kind: 'written-off', valueDate: day('2026-02-02'), amounts: by({ principal: 1 }) } as const;
  const signed: Made = {
    kind: 'agreement-signed',
    ...{ valueDate: day('2026-02-01'), agreement: 'c-1', notes: ['n'] },
    plan: { from: day('2026-03-01'), count: 1, amount: 1, every: { unit: 'months', number: 1 }, graceDays: 0 },
    ...{ granted: by(), share: by(), earned: 'at-fulfilment', whileLive: [] },
  };
  const broken = { kind: 'agreement-broken', valueDate: day('2026-02-02'), agreement: 'c-1', met: 0, of: 1 } as const;
  const LOAN = lentOn('2024-01-31', 1_000_000);

  it('is not of what somebody has signed to pay, until that is over', () => {
    const under = noteOn(DUE_IN_ONE, [LOAN, signed], day('2026-02-01'));
    expect(refusal(() => refuseAgainstNote(under, loss))).toBe(
      'agreement-alive: El pagaré tiene un convenio vigente: no se castiga lo que se convino pagar.',
    );
    const over = noteOn(DUE_IN_ONE, [LOAN, signed, broken], day('2026-02-02'));
    expect(refusal(() => refuseAgainstNote(over, loss))).toBeUndefined();
  });
});

describe('opening balances', () => {
  /** 1,000.00 lent in two, 700.00 of it owed and 100.00 shortened, interest of 30.00 due on two days. */
  const OPENING = {
    ...base,
    kind: 'brought-forward',
    originalPrincipal: 100_000,
    balances: { principal: 70_000, ordinaryInterest: 3_000, defaultInterest: 40, collectionCosts: 50 },
    shortened: 10_000,
    ordinaryNotDue: 500,
    studyInterest: 500,
    disbursements: [
      { date: day('2024-08-01'), amount: 60_000 },
      { date: TODAY, amount: 40_000 },
    ],
    interestMaturities: [
      { due: day('2025-01-01'), owed: 1_000 },
      { due: TODAY, owed: 2_000 },
    ],
  } as const satisfies NewEvent;
  const balances = (changes: object) => ({ balances: { ...OPENING.balances, ...changes } });

  it('that could have come about are taken, whole or with nothing but what was lent', () => {
    expect(bad(OPENING)).toBeUndefined();
    expect(bad({ ...OPENING, ...balances({ principal: 90_000 }) })).toBeUndefined();
    expect(
      bad({ ...base, kind: 'brought-forward', originalPrincipal: 1, balances: by({ ordinaryInterest: 9 }) }),
    ).toBeUndefined();
  });

  const NEGATIVE = 'ningún importe puede ser negativo';
  const ORIGINAL = 'el capital original debe ser mayor que cero';
  const PRINCIPAL = 'el capital por pagar no puede ser mayor que el capital original menos lo abonado por anticipado';
  const LENT = 'las ministraciones deben sumar el capital original';
  const MATURED = 'los vencimientos de interés deben sumar el interés vencido';
  const STUDY = 'el interés de estudios no puede ser mayor que el interés por vencer';
  const LATER = 'ninguna ministración ni vencimiento puede ser posterior al corte';
  it.each<[string, object, string]>([
    ['negative costs', balances({ collectionCosts: -1 }), NEGATIVE],
    ['negative principal paid in advance', { shortened: -1 }, NEGATIVE],
    ['negative interest not due', { ordinaryNotDue: -1, studyInterest: -1 }, NEGATIVE],
    ['negative interest of studies', { studyInterest: -1 }, NEGATIVE],
    [
      'nothing lent',
      { originalPrincipal: 0, ...balances({ principal: 0 }), shortened: 0, disbursements: [] },
      ORIGINAL,
    ],
    ['a centavo more owed than lent', balances({ principal: 90_001 }), PRINCIPAL],
    ['disbursements of a centavo less', { disbursements: [{ date: TODAY, amount: 99_999 }] }, LENT],
    [
      'a disbursement of nothing',
      {
        disbursements: [
          { date: TODAY, amount: 100_000 },
          { date: TODAY, amount: 0 },
        ],
      },
      LENT,
    ],
    ['maturities of a centavo less', { interestMaturities: [{ due: TODAY, owed: 2_999 }] }, MATURED],
    [
      'a negative maturity',
      {
        interestMaturities: [
          { due: TODAY, owed: 3_001 },
          { due: TODAY, owed: -1 },
        ],
      },
      MATURED,
    ],
    ['more interest of studies than interest not due', { studyInterest: 501 }, STUDY],
    ['a disbursement after the cut-over', { disbursements: [{ date: day('2025-02-11'), amount: 100_000 }] }, LATER],
    ['a maturity after the cut-over', { interestMaturities: [{ due: day('2025-02-11'), owed: 3_000 }] }, LATER],
  ])('are impossible with %s', (_what, changes, rule) => {
    expect(bad({ ...OPENING, ...changes })).toBe(`opening-not-possible: Saldos iniciales imposibles: ${rule}.`);
  });

  it('say everything that is wrong at once', () => {
    expect(bad({ ...OPENING, originalPrincipal: 0 })).toBe(
      `opening-not-possible: Saldos iniciales imposibles: ${ORIGINAL}; ${PRINCIPAL}; ${LENT}.`,
    );
  });
});

describe('what the state of a note refuses', () => {
  // Twelve months from 2025-03-01: the last due date is 2026-02-01.
  const terms = noteTerms();
  const OPEN: NoteState = {
    ...emptyState(TODAY),
    lastKey: 'k',
    principal: 5_000,
    held: 700,
    tranches: Array.from({ length: 7 }, () => ({ date: TODAY, amount: 1, instalment: 0 })),
  };
  const against = (event: NewEvent, changes: Partial<NoteState> = {}) =>
    refusal(() => refuseAgainstNote({ terms, state: { ...OPEN, ...changes } }, event));
  const lent = (valueDate = TODAY): NewEvent => ({ ...base, kind: 'disbursed', amount: 1, valueDate });

  it('anything, once its opening was taken back', () => {
    expect(against({ ...base, kind: 'paid', amount: 1, channel: 'cie' }, { lastKey: '' })).toBe(
      'note-cancelled: La apertura del pagaré se canceló: ya no recibe movimientos.',
    );
  });

  it('a second opening', () => {
    const event: NewEvent = { ...base, kind: 'brought-forward', originalPrincipal: 1, balances: by() };
    expect(against(event)).toBe('note-exists: El pagaré ya está abierto: los saldos iniciales solo lo abren.');
  });

  it('a ninth disbursement', () => {
    expect(against(lent())).toBeUndefined();
    expect(against(lent(), { tranches: [...OPEN.tranches, ...OPEN.tranches.slice(0, 1)] })).toBe(
      'too-many-disbursements: Un pagaré recibe 8 ministraciones como máximo. Abra otro pagaré.',
    );
  });

  it('a disbursement on the last due date or after it', () => {
    expect(against(lent(day('2026-01-31')))).toBeUndefined();
    expect(against(lent(day('2026-02-01')))).toBe(
      'disbursement-too-late: El último vencimiento del pagaré es el 2026-02-01 y la ministración sería del 2026-02-01: no quedaría en qué fecha pedirla. Abra otro pagaré.',
    );
  });

  it.each(['credit-applied', 'credit-refunded', 'credit-transferred'] as const)('%s of more than is held', (kind) => {
    expect(against({ ...base, kind, amount: 700 })).toBeUndefined();
    expect(against({ ...base, kind, amount: 701 })).toBe(
      'credit-not-enough: El saldo a favor del pagaré es $7.00 y se pidió usar $7.01. Pida como máximo lo que hay.',
    );
  });

  it('the return of more principal than is owed', () => {
    expect(against({ ...base, kind: 'disbursement-returned', amount: 5_000 })).toBeUndefined();
    expect(against({ ...base, kind: 'disbursement-returned', amount: 5_001 })).toBe(
      'more-than-owed: Se devolvería más capital ($50.01) que el que se debe ($50.00).',
    );
  });

  it('the return, or the use, of what money held has paid by itself since the last event', () => {
    // 300.00 in three parts of 100.00 on the first of March, April and May; 250.00 held pay two of them.
    const holding = noteTerms({
      ...{ instalments: 3, amortization: 'equal-principal', baseRate: 0, bands: [], defaultRate: 0 },
      allocation: { ...noteTerms().allocation, prepayment: 'hold' },
    });
    const note = noteOn(holding, [lentOn('2025-02-10', 30_000), paidOn('2025-02-11', 25_000)], day('2025-02-11'));
    const on = (kind: 'disbursement-returned' | 'credit-refunded', amount: number, date = '2025-04-02') =>
      refusal(() => refuseAgainstNote(note, { kind, amount, valueDate: day(date) }));
    expect(on('credit-refunded', 25_000, '2025-02-11')).toBeUndefined();
    expect(on('disbursement-returned', 30_000, '2025-02-11')).toBeUndefined();
    expect(on('disbursement-returned', 10_000)).toBeUndefined();
    expect(on('disbursement-returned', 10_001)).toContain('más capital ($100.01) que el que se debe ($100.00)');
    expect(on('credit-refunded', 5_000)).toBeUndefined();
    expect(on('credit-refunded', 5_001)).toContain('es $50.00 y se pidió usar $50.01');
  });

  it('an acceleration twice, and a cure of none', () => {
    const early = { acceleratedOn: day('2025-02-01') };
    expect(against({ ...base, kind: 'accelerated' })).toBeUndefined();
    expect(against({ ...base, kind: 'accelerated' }, early)).toBe(
      'already-accelerated: El pagaré ya se venció anticipadamente el 2025-02-01.',
    );
    expect(against({ ...base, kind: 'acceleration-cured' }, early)).toBeUndefined();
    expect(against({ ...base, kind: 'acceleration-cured' })).toBe(
      'not-accelerated: El pagaré no está vencido anticipadamente.',
    );
  });

  it.each<[NewEvent]>([
    [{ ...base, kind: 'paid', amount: 9_999_999, channel: 'cie' }],
    [{ ...base, kind: 'credit-received', amount: 9_999_999 }],
    [{ ...base, kind: 'charged', component: 'collectionCosts', amount: 1 }],
    [{ ...base, kind: 'waived', granted: by({ principal: 9_999_999 }) }],
  ])('never %o', (event) => {
    expect(against(event)).toBeUndefined();
  });
});

describe('a transfer of held money', () => {
  const half = (...kinds: (Entry['kind'] | undefined)[]) => refusal(() => refuseHalfTransfer(kinds));
  const WHOLE = 'cannot-be-reversed: Un traspaso de saldo a favor se cancela en sus dos pagarés a la vez.';

  it('is taken back on both of its notes or on none', () => {
    expect(half('credit-transferred')).toBe(WHOLE);
    expect(half('credit-received')).toBe(WHOLE);
    expect(half('credit-transferred', 'credit-received')).toBeUndefined();
    expect(half('paid')).toBeUndefined();
    expect(half('paid', 'paid', undefined)).toBeUndefined();
  });
});

describe('the entries of a note', () => {
  const of = (seq: number, over: Partial<Entry>) =>
    entryOf('N-1', seq, { recordedOn: '2025-02-11', valueDate: '2025-02-10', ...over });
  const DISBURSED = of(1, { kind: 'disbursed', eventId: 'd-1', payload: '{"amount":5}' });
  const PAID = of(2, {
    kind: 'paid',
    eventId: 'p-1',
    payload: '{"amount":5,"channel":"cie"}',
    valueDate: '2025-02-09',
  });
  const ADJUSTED = of(3, { kind: 'adjustment', eventId: 'a-1', cause: 'p-1' });
  const REVERSED = of(4, { kind: 'reversed', eventId: 'r-1', cause: 'p-1', payload: '{"target":"p-1"}' });
  const MOVED = of(5, { kind: 'placement-changed', eventId: 'm-1', payload: '{"stage":"judicial","agent":null}' });
  const ENTRIES = [DISBURSED, PAID, ADJUSTED];
  const refusedOf = (entries: readonly Entry[], target: string) => refusal(() => reversible(entries, target));

  it('begin with the opening: only a reversal may name an earlier day', () => {
    const on = (valueDate: string, kind: 'accelerated' | 'reversed'): NoteEvent => ({
      id: 'x',
      valueDate: day(valueDate),
      recordedOn: TODAY,
      ...(kind === 'reversed' ? { kind, target: 'd-1' } : { kind }),
    });
    const opened = { openedOn: day('2025-02-10') };
    expect(refusal(() => refuseBeforeOpening(opened, on('2025-02-09', 'accelerated')))).toBe(
      'date-before-opening: La fecha valor 2025-02-09 es anterior a la apertura del pagaré, 2025-02-10.',
    );
    expect(refusal(() => refuseBeforeOpening(opened, on('2025-02-10', 'accelerated')))).toBeUndefined();
    expect(refusal(() => refuseBeforeOpening(opened, on('2025-02-09', 'reversed')))).toBeUndefined();
  });

  it('name a target by its event, or by the part of a payment on the file, never an adjustment', () => {
    const part = of(4, { kind: 'paid', eventId: filePartId('file-1', 'N-1'), payload: '{"amount":5,"channel":"cie"}' });
    expect(findTarget('N-1', 'p-1', ENTRIES)).toBe(PAID);
    expect(findTarget('N-1', 'file-1', [...ENTRIES, part])).toBe(part);
    expect(findTarget('N-2', 'file-1', [...ENTRIES, part])).toBeUndefined();
    expect(findTarget('N-1', 'a-1', ENTRIES)).toBeUndefined();
    const head = { noteId: 'N-1' } as Parameters<typeof targetOn>[0];
    expect(targetOn(head, 'file-1', [...ENTRIES, part])).toMatchObject({ id: part.eventId, kind: 'paid', amount: 5 });
    expect(refusal(() => targetOn(head, 'file-1', ENTRIES))).toBe(
      'event-not-found: La aplicación indicada no está en este pagaré.',
    );
  });

  it('can be taken back, and say what is', () => {
    expect(reversible(ENTRIES, 'p-1')).toMatchObject({ id: 'p-1', valueDate: '2025-02-09', kind: 'paid', amount: 5 });
  });

  it.each<[string, readonly Entry[], string, string]>([
    ['what is not there', ENTRIES, 'p-2', 'event-not-found: La aplicación indicada no está en este pagaré.'],
    ['an adjustment', ENTRIES, 'a-1', 'event-not-found: La aplicación indicada no está en este pagaré.'],
    [
      'a restatement',
      [of(1, { kind: 'restated', eventId: 's-1' })],
      's-1',
      'event-not-found: La aplicación indicada no está en este pagaré.',
    ],
    [
      'a reversal',
      [...ENTRIES, REVERSED],
      'r-1',
      'cannot-be-reversed: Una cancelación no se cancela; registre el movimiento contrario.',
    ],
    [
      'what was taken back',
      [...ENTRIES, REVERSED],
      'p-1',
      'already-reversed: La aplicación ya se canceló el 2025-02-11.',
    ],
    [
      'an opening that was paid on',
      ENTRIES,
      'd-1',
      'cannot-be-reversed: La apertura solo se cancela si no hay otros movimientos vigentes: cancele antes los pagos y ministraciones.',
    ],
  ])('do not let %s be taken back', (_what, entries, target, sentence) => {
    expect(refusedOf(entries, target)).toBe(sentence);
  });

  it('let an opening be taken back while nothing that counts came after it', () => {
    expect(reversible([DISBURSED], 'd-1')).toMatchObject({ valueDate: '2025-02-10', kind: 'disbursed' });
    expect(refusedOf([...ENTRIES, REVERSED, MOVED], 'd-1')).toBeUndefined();
  });
});
