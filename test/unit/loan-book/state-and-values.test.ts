import { describe, expect, it } from 'vitest';
import { calendarDate as day, dayNumber } from '../../../shared/calendar/calendar-date.ts';
import { accrueTo } from '../../../shared/loan-book/accrual.ts';
import { applyEvent } from '../../../shared/loan-book/apply-event.ts';
import { COMPONENT_NAMES_ES, sumOfComponents, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { addLines, negateLines, withoutZeros } from '../../../shared/loan-book/line.ts';
import {
  emptyState,
  ledgerBalances,
  maturedInterest,
  type NoteState,
  statusOf,
} from '../../../shared/loan-book/note-state.ts';
import type { StudyInterest } from '../../../shared/loan-book/note-terms.ts';
import { afterStudies, lastStudyDay, studyInterestNotAsked } from '../../../shared/loan-book/study-interest.ts';
import { nextDueAfter, payoffOn, valueNote } from '../../../shared/loan-book/valuation.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { arrived, lent, type Made, paid } from '../../support/worked-tables.ts';

const OPENED = day('2025-02-10');
const EMPTY = emptyState(OPENED);

describe('lines', () => {
  it('are summed by account, and what comes to nothing is left out', () => {
    expect(addLines({ principal: 5, credit: 2 }, { principal: -5, waivers: 3, refunds: 0 })).toEqual({
      credit: 2,
      waivers: 3,
    });
    expect(negateLines({ principal: 5, credit: -2 })).toEqual({ principal: -5, credit: 2 });
    expect(withoutZeros({ principal: 0, credit: -2 })).toEqual({ credit: -2 });
  });
});

describe('a state', () => {
  const owing = { principal: 1, ordinary: 20, late: 300, costs: 4_000 };
  const state: NoteState = {
    ...EMPTY,
    lastKey: 'k',
    principal: owing.principal,
    ordinary: { accrued: 0n, recognised: 0, owed: owing.ordinary },
    late: { accrued: 0n, recognised: 0, owed: owing.late },
    collectionCosts: owing.costs,
    maturities: [
      { due: OPENED, owed: 7 },
      { due: OPENED, owed: 8 },
    ],
  };

  it('owes each component, and their sum', () => {
    const balances = { principal: 1, ordinaryInterest: 20, defaultInterest: 300, collectionCosts: 4_000 };
    expect(ledgerBalances(state)).toEqual(balances);
    expect(sumOfComponents(balances)).toBe(4_321);
    expect(sumOfComponents(zeroByComponent())).toBe(0);
    expect(maturedInterest(state)).toBe(15);
    expect(Object.values(COMPONENT_NAMES_ES)).toEqual([
      'Capital',
      'Interés normal',
      'Interés moratorio',
      'Gastos de cobranza',
    ]);
  });

  it.each<[string, Partial<NoteState>]>([
    ['open', { collectionCosts: 1 }],
    ['open', { principal: 1, writtenOff: zeroByComponent() }],
    ['paid', {}],
    ['written-off', { writtenOff: zeroByComponent() }],
    ['cancelled', { lastKey: '', principal: 1 }],
  ])('is %s with %o', (status, changes) => {
    expect(statusOf({ ...EMPTY, lastKey: 'k', ...changes })).toBe(status);
  });

  it('does not go back', () => {
    expect(() => accrueTo(noteTerms(), EMPTY, day('2025-02-09'))).toThrow(
      new RangeError('cannot accrue back from 2025-02-10 to 2025-02-09'),
    );
    const [event] = arrived([paid('2025-02-10', 1)]);
    const note = { terms: noteTerms(), state: { ...EMPTY, lastKey: '2025-02-10|60|000000000.00000|e-0' } };
    expect(() => applyEvent(note, event!)).toThrow(
      'event 2025-02-10|60|000000000.00000|e-0 is not after 2025-02-10|60|000000000.00000|e-0',
    );
  });
});

describe('interest of studies', () => {
  // Due on the first of March, April and May; studies end on 31 January.
  const terms = (studyInterest?: StudyInterest) =>
    noteTerms({ instalments: 3, ...(studyInterest === undefined ? {} : { studyInterest }) });
  const ended = { ...EMPTY, studiesEnded: true, studyInterest: { amount: 100, from: day('2025-01-31') } };
  const left = (rule: StudyInterest | undefined, state: NoteState, ...days: string[]) =>
    days.map((on) => studyInterestNotAsked(terms(rule), state, dayNumber(day(on))));
  const DAYS = ['2025-02-28', '2025-03-01', '2025-04-01', '2025-05-01'];

  it('spread over three due dates is asked a third with each, fractions left to the later ones', () => {
    expect(left('spread', ended, ...DAYS)).toEqual([100, 67, 34, 0]);
  });

  it('at the end is asked with the last, and at first with the first', () => {
    expect(left('at-end', ended, ...DAYS)).toEqual([100, 100, 100, 0]);
    expect(left('at-first', ended, ...DAYS)).toEqual([0, 0, 0, 0]);
    expect(left(undefined, ended, ...DAYS)).toEqual([0, 0, 0, 0]);
  });

  it('is asked at once after an acceleration, and is none when there was none', () => {
    expect(left('at-end', { ...ended, acceleratedOn: OPENED }, ...DAYS)).toEqual([0, 0, 0, 0]);
    expect(left('at-end', { ...ended, studyInterest: null }, ...DAYS)).toEqual([0, 0, 0, 0]);
  });

  it('is, while studies last, all that is owed and not due', () => {
    const during: NoteState = {
      ...EMPTY,
      ordinary: { accrued: 0n, recognised: 90, owed: 90 },
      maturities: [{ due: OPENED, owed: 20 }],
    };
    expect(left('spread', during, '2025-01-30', '2025-01-31')).toEqual([70, 0]);
  });

  it('ends with grace, or with the first due date if that comes before', () => {
    expect(lastStudyDay(terms())).toBe(dayNumber(day('2025-01-31')));
    expect(lastStudyDay({ ...terms(), endOfGrace: day('2025-06-30') })).toBe(dayNumber(day('2025-03-01')));
    expect(afterStudies(EMPTY, 0, OPENED)).toEqual({ ...EMPTY, studiesEnded: true });
    expect(afterStudies(EMPTY, 1, OPENED).studyInterest).toEqual({ amount: 1, from: '2025-02-10' });
  });
});

describe('the value of a note', () => {
  // 300.00 at no interest in three of 100.00, due on the first of March, April and May; 36.5 % when late, so 0.10 a day.
  const TERMS = noteTerms({
    instalments: 3,
    amortization: 'equal-principal',
    baseRate: 0,
    bands: [],
    defaultRate: 365_000,
  });
  const stateOf = (...made: Made[]) => foldEvents(TERMS, arrived([lent('2025-02-10', 30_000), ...made])).note.state;

  it('tells what is due, overdue and late on a day', () => {
    expect(valueNote(TERMS, stateOf(), day('2025-03-01'))).toMatchObject({
      due: { principal: 10_000, defaultInterest: 0 },
      principalOverdue: 0,
      daysPastDue: 0,
      punctual: false,
    });
    expect(valueNote(TERMS, stateOf(), day('2025-03-06'))).toMatchObject({
      owed: { principal: 30_000, ordinaryInterest: 0, defaultInterest: 50, collectionCosts: 0 },
      due: { principal: 10_000, ordinaryInterest: 0, defaultInterest: 50, collectionCosts: 0 },
      principalOverdue: 10_000,
      ledger: { principal: 30_000, defaultInterest: 0 },
      unrecognised: { ordinaryInterest: 0, defaultInterest: 50 },
      daysPastDue: 5,
      status: 'open',
    });
  });

  it('tells what the next due date asks for besides what is due', () => {
    const next = (state: NoteState, on: string) => nextDueAfter(TERMS, state, day(on));
    expect(next(stateOf(), '2025-02-28')).toEqual({ date: '2025-03-01', principal: 10_000, ordinaryInterest: 0 });
    expect(next(stateOf(), '2025-03-01')).toEqual({ date: '2025-04-01', principal: 10_000, ordinaryInterest: 0 });
    expect(next(stateOf(), '2025-05-01')).toBeNull();
    const ahead = stateOf(paid('2025-02-11', 14_000));
    expect(next(ahead, '2025-02-11')).toEqual({ date: '2025-04-01', principal: 6_000, ordinaryInterest: 0 });
    expect(next(stateOf(paid('2025-02-11', 30_000)), '2025-02-11')).toBeNull();
  });

  it('tells what pays it off, and what one more day adds', () => {
    expect(payoffOn(TERMS, stateOf(), day('2025-03-06'), day('2025-03-07'))).toEqual({ amount: 30_050, perDay: 10 });
  });
});

describe('money held', () => {
  const HOLD = noteTerms({
    instalments: 3,
    amortization: 'equal-principal',
    baseRate: 0,
    bands: [],
    defaultRate: 0,
    allocation: { ...noteTerms().allocation, prepayment: 'hold' },
  });
  const on = (...made: Made[]) => foldEvents(HOLD, arrived([lent('2025-02-10', 30_000), ...made]));
  const credit = (kind: 'credit-applied' | 'credit-transferred' | 'credit-refunded', amount: number): Made => ({
    kind,
    valueDate: day('2025-02-12'),
    amount,
  });

  it('is all of a payment before anything is due, and pays a due date on its day', () => {
    const { state } = on(paid('2025-02-11', 14_000)).note;
    expect([state.held, state.principal]).toEqual([14_000, 30_000]);
    const march = accrueTo(HOLD, state, day('2025-03-02'));
    expect([march.held, march.principal]).toEqual([4_000, 20_000]);
  });

  it('pays in advance when a person says so, and no more than there is', () => {
    const { effects, note } = on(paid('2025-02-11', 14_000), credit('credit-applied', 99_000));
    expect([note.state.held, note.state.principal]).toEqual([0, 16_000]);
    expect(effects.get('e-2')?.own).toEqual({ credit: 14_000, principal: -14_000 });
  });

  it.each([
    ['credit-transferred', 'credit-transfers'],
    ['credit-refunded', 'refunds'],
  ] as const)('leaves the note when it is %s', (kind, account) => {
    const { effects, note } = on(paid('2025-02-11', 14_000), credit(kind, 4_000));
    expect(note.state.held).toBe(10_000);
    expect(effects.get('e-2')?.own).toEqual({ credit: 4_000, [account]: -4_000 });
  });
});

describe('a waiver and a write-off', () => {
  const costs: Made = { kind: 'charged', component: 'collectionCosts', valueDate: day('2025-02-11'), amount: 1_001 };
  const TERMS = noteTerms({ baseRate: 0, bands: [], defaultRate: 0 });
  const on = (...made: Made[]) => foldEvents(TERMS, arrived([lent('2025-02-10', 30_000), costs, ...made]));

  it('take off what was granted and a share of what is owed, rounded down, and no more than is owed', () => {
    const granted = { ...zeroByComponent(), principal: 40_000, collectionCosts: 1 };
    const share = { ...zeroByComponent(), collectionCosts: 500_000 };
    const { effects, note } = on({ kind: 'waived', valueDate: day('2025-02-12'), granted, share });
    expect(effects.get('e-2')?.own).toMatchObject({ principal: -30_000, collectionCosts: -501, waivers: 30_501 });
    expect(ledgerBalances(note.state)).toMatchObject({ principal: 0, collectionCosts: 500 });
    expect(note.state.writtenOff).toBeNull();
  });

  it('add up as losses, and a loss of nothing is none', () => {
    const loss = (amounts: object): Made => ({
      kind: 'written-off',
      valueDate: day('2025-02-12'),
      amounts: { ...zeroByComponent(), ...amounts },
    });
    const { note, effects } = on(loss({ principal: 20_000 }), loss({ principal: 10_000, collectionCosts: 1_001 }));
    expect(note.state.writtenOff).toEqual({ ...zeroByComponent(), principal: 30_000, collectionCosts: 1_001 });
    expect(effects.get('e-3')?.own).toMatchObject({ 'write-offs': 11_001 });
    expect(statusOf(note.state)).toBe('written-off');
    expect(on(loss({ defaultInterest: 5 })).note.state.writtenOff).toBeNull();
  });
});
