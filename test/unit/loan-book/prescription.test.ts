import { describe, expect, it } from 'vitest';
import { calendarDate as day } from '../../../shared/calendar/calendar-date.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import { prescriptionOf, type SignedNote } from '../../../shared/loan-book/prescription.ts';
import type { Interruption } from '../../../shared/loan-book/prescription-clock.ts';
import { CUSTOMARY_PRESCRIPTION, type PrescriptionRules } from '../../../shared/loan-book/prescription-rules.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { arrived, lent, type Made, paid } from '../../support/worked-tables.ts';

// 1,000.00 without interest, signed and lent on 10 February 2022, in two parts of 500.00 due on 1 March and 1 April.
const TWO = noteTerms({
  firstDueDate: day('2022-03-01'),
  instalments: 2,
  amortization: 'equal-principal',
  baseRate: 0,
  bands: [],
});
const ONE: NoteTerms = { ...TWO, instalments: 1 };
const LENT = lent('2022-02-10', 100_000);

const BORROWER = { id: 'borrower', act: 'note' };
const GUARANTOR = { id: 'guarantor', act: 'aval' };
const SIGNED: SignedNote = { signedOn: day('2022-02-10'), signatories: [BORROWER, GUARANTOR] };

type Ruled = { [Name in keyof PrescriptionRules]?: PrescriptionRules[Name]['value'] };
const withRules = (values: Ruled): PrescriptionRules => ({
  ...CUSTOMARY_PRESCRIPTION,
  ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, source: 'a test' }])),
});

const act = (kind: Interruption['kind'], on: string, who = ['borrower'], more: Partial<Interruption> = {}) =>
  ({ kind, on: day(on), who, ...more }) satisfies Interruption;

interface Asked {
  readonly terms?: NoteTerms;
  readonly made?: readonly Made[];
  readonly signed?: SignedNote;
  readonly acts?: readonly Interruption[];
  readonly rules?: Ruled;
  readonly on?: string;
}
const asked = ({ terms = TWO, made = [LENT], signed = SIGNED, acts = [], rules = {}, on = '2030-01-01' }: Asked) =>
  prescriptionOf(foldEvents(terms, arrived(made)).note, signed, acts, withRules(rules), day(on));

/** The date in each reading, signatory by signatory. */
const dates = (question: Asked) =>
  asked(question).signatories.map(({ perMaturity, onSight }) => [
    perMaturity?.prescribesOn ?? null,
    onSight?.prescribesOn ?? null,
  ]);
const borrowerOf = (question: Asked) => asked(question).signatories[0]!;

describe('the action against whoever signed', () => {
  it('prescribes three years after each maturity, and on sight three years after the date of the note', () => {
    const { perMaturity, onSight, earlier } = borrowerOf({ on: '2022-12-31' });
    expect(perMaturity).toEqual({
      reading: 'per-maturity',
      basis: 'LGTOC arts. 165-I y 174',
      countedFrom: '2022-03-01',
      prescribesOn: '2025-03-01',
      interruptedBy: null,
      maturities: [
        { due: '2022-03-01', owed: 50_000, countedFrom: '2022-03-01', prescribesOn: '2025-03-01', interruptedBy: null },
        { due: '2022-04-01', owed: 50_000, countedFrom: '2022-04-01', prescribesOn: '2025-04-01', interruptedBy: null },
      ],
    });
    expect(onSight).toMatchObject({ basis: 'LGTOC arts. 79, 128, 165-II y 174', prescribesOn: '2025-02-10' });
    expect(onSight?.maturities.map(({ prescribesOn }) => prescribesOn)).toEqual(['2025-02-10', '2025-02-10']);
    expect(earlier).toBe(onSight);
  });

  it('has one reading where the note has one maturity', () => {
    expect(dates({ terms: ONE })).toEqual([
      ['2025-03-01', null],
      ['2025-03-01', null],
    ]);
    expect(borrowerOf({ terms: ONE }).earlier?.reading).toBe('per-maturity');
  });

  it('on sight may be counted from the end of the six months, or from the presentation before it', () => {
    const rules: Ruled = { onSightFrom: 'end-of-presentation' };
    expect(dates({ rules })[0]).toEqual(['2025-03-01', '2025-08-10']);
    expect(borrowerOf({ rules }).earlier?.reading).toBe('per-maturity');
    expect(dates({ rules, signed: { ...SIGNED, presentedOn: day('2022-05-02') } })[0]).toEqual([
      '2025-03-01',
      '2025-05-02',
    ]);
    expect(dates({ rules, signed: { ...SIGNED, presentedOn: day('2023-05-02') } })[0]?.[1]).toBe('2025-08-10');
  });

  it('counts the 29th of February to the 28th', () => {
    const terms = { ...ONE, firstDueDate: day('2024-02-29') };
    expect(dates({ terms })[0]).toEqual(['2027-02-28', null]);
    expect(dates({ terms, rules: { years: 4 } })[0]).toEqual(['2028-02-29', null]);
  });
});

describe('what is unpaid', () => {
  it('is nothing when all is paid: nothing prescribes', () => {
    expect(asked({ made: [LENT, paid('2022-03-10', 100_000)] })).toEqual({
      signatories: ['borrower', 'guarantor'].map((signatory) => ({
        signatory,
        perMaturity: null,
        onSight: null,
        earlier: null,
      })),
      first: null,
      defaultInterestOwed: 0,
    });
  });

  it('is the rest of a first maturity paid in part, and the next one when it is paid whole', () => {
    const maturitiesAfter = (amount: number) =>
      borrowerOf({ made: [LENT, paid('2022-03-10', amount)] }).perMaturity?.maturities.map(({ due, owed }) => [
        due,
        owed,
      ]);
    expect(maturitiesAfter(49_999)).toEqual([
      ['2022-03-01', 1],
      ['2022-04-01', 50_000],
    ]);
    expect(maturitiesAfter(50_000)).toEqual([['2022-04-01', 50_000]]);
    expect(dates({ made: [LENT, paid('2022-03-10', 50_000)] })[0]).toEqual(['2025-04-01', '2025-02-10']);
  });

  it('falls due on the day of an acceleration, what had fallen due keeps its day; cured, each on its own again', () => {
    const accelerated: Made[] = [LENT, { kind: 'accelerated', valueDate: day('2022-03-15') }];
    const dues = (made: readonly Made[]) => borrowerOf({ made }).perMaturity?.maturities.map(({ due }) => due);
    expect(dues(accelerated)).toEqual(['2022-03-01', '2022-03-15']);
    expect(dues([LENT, { kind: 'accelerated', valueDate: day('2022-02-20') }])).toEqual(['2022-02-20']);
    expect(dates({ made: [LENT, { kind: 'accelerated', valueDate: day('2022-02-20') }] })[0]).toEqual([
      '2025-02-20',
      '2025-02-10',
    ]);
    expect(dues([...accelerated, { kind: 'acceleration-cured', valueDate: day('2022-03-16') }])).toEqual([
      '2022-03-01',
      '2022-04-01',
    ]);
  });

  it('is interest with its maturity, once that has come', () => {
    // 0.1 % a day on 1,000.00 from 10 February: 19.00 by 1 March; ordinary interest stops on what is overdue.
    const terms = { ...TWO, accrualStart: 'disbursement', baseRate: 365_000, bands: [], defaultRate: 0 } as const;
    const owedOn = (on: string) => borrowerOf({ terms, on }).perMaturity?.maturities.map(({ owed }) => owed);
    expect(owedOn('2022-02-28')).toEqual([50_000, 50_000]);
    expect(owedOn('2022-03-01')).toEqual([51_900, 50_000]);
    expect(owedOn('2022-04-01')).toEqual([51_900, 51_550]);
  });

  it('may be default interest alone, which no maturity dates: only the reading on sight does', () => {
    const terms = { ...TWO, defaultRate: 365_000 };
    const waived = { ...zeroByComponent(), principal: 100_000 };
    // 500.00 × 0.1 % × 31 days and 1,000.00 × 0.1 % × 1 day.
    const made: Made[] = [LENT, { kind: 'waived', valueDate: day('2022-04-02'), granted: waived }];
    expect(asked({ terms, made }).defaultInterestOwed).toBe(1_650);
    expect(dates({ terms, made })[0]).toEqual([null, '2025-02-10']);
  });
});

describe('an interruption', () => {
  it('lets three years run anew for whom it reaches: a payment, a demand or an acknowledgement by one', () => {
    const rules: Ruled = { paymentAcknowledges: true };
    for (const kind of ['payment', 'demand', 'acknowledgement', 'renewal'] as const) {
      expect(dates({ rules, acts: [act(kind, '2024-06-05')] })).toEqual([
        ['2027-06-05', '2027-06-05'],
        ['2025-03-01', '2025-02-10'],
      ]);
    }
    expect(asked({ acts: [act('demand', '2024-06-05')] }).first).toBe('2025-02-10');
    expect(dates({ acts: [act('demand', '2024-06-05', ['guarantor'])] })[0]).toEqual(['2025-03-01', '2025-02-10']);
  });

  it('reaches who signed the same act, and all whom a demand names', () => {
    const debtor = { id: 'joint', act: 'note' };
    const signed = { ...SIGNED, signatories: [BORROWER, GUARANTOR, debtor] };
    expect(dates({ signed, acts: [act('demand', '2024-06-05')] }).map(([date]) => date)).toEqual([
      '2027-06-05',
      '2025-03-01',
      '2027-06-05',
    ]);
    const both = [act('demand', '2024-06-05', ['guarantor', 'joint'])];
    expect(dates({ signed, acts: both }).map(([date]) => date)).toEqual(['2027-06-05', '2027-06-05', '2027-06-05']);
    expect(() => dates({ acts: [act('demand', '2024-06-05', ['nobody'])] })).toThrow(RangeError);
  });

  it('is none when the suit was withdrawn; the acknowledgement before it counts', () => {
    const acts = [act('acknowledgement', '2023-01-20'), act('demand', '2024-06-05', ['borrower'], { withdrawn: true })];
    expect(dates({ acts })[0]).toEqual(['2026-01-20', '2026-01-20']);
    expect(borrowerOf({ acts }).perMaturity?.interruptedBy).toEqual(acts[0]);
  });

  it('by payment is one only where the rules say that who pays acknowledges', () => {
    const acts = [act('payment', '2023-01-20')];
    expect(dates({ acts })[0]).toEqual(['2025-03-01', '2025-02-10']);
    expect(dates({ acts, rules: { paymentAcknowledges: true } })[0]).toEqual(['2026-01-20', '2026-01-20']);
  });

  it('on the very day is late, unless the rules say otherwise; the day before is in time', () => {
    const on = (date: string, rules: Ruled = {}) => dates({ terms: ONE, acts: [act('demand', date)], rules })[0]?.[0];
    expect(on('2025-02-28')).toBe('2028-02-28');
    expect(on('2025-03-01')).toBe('2025-03-01');
    expect(on('2025-03-01', { actOnTheDay: 'in-time' })).toBe('2028-03-01');
    expect(on('2025-03-02', { actOnTheDay: 'in-time' })).toBe('2025-03-01');
  });

  it('does not revive what had prescribed, unless it is of a kind that the rules name', () => {
    const dead = (kind: Interruption['kind'], revivedBy: ('acknowledgement' | 'renewal')[]) =>
      dates({ terms: ONE, acts: [act(kind, '2026-07-01')], rules: { revivedBy, paymentAcknowledges: true } })[0]?.[0];
    for (const kind of ['demand', 'payment', 'acknowledgement', 'renewal'] as const)
      expect(dead(kind, [])).toBe('2025-03-01');
    expect(dead('acknowledgement', ['acknowledgement'])).toBe('2029-07-01');
    expect(dead('renewal', ['acknowledgement'])).toBe('2025-03-01');
    expect(dead('payment', ['acknowledgement', 'renewal'])).toBe('2025-03-01');
    expect(dead('demand', ['acknowledgement', 'renewal'])).toBe('2025-03-01');
  });

  it('may find some maturities prescribed and others not: each has its own clock', () => {
    // Between 1 March and 1 April 2025 the first has prescribed and the second has not.
    const { perMaturity } = borrowerOf({ acts: [act('demand', '2025-03-20')] });
    expect(perMaturity?.maturities.map(({ prescribesOn }) => prescribesOn)).toEqual(['2025-03-01', '2028-03-20']);
    expect([perMaturity?.prescribesOn, perMaturity?.interruptedBy]).toEqual(['2025-03-01', null]);
  });

  it('before a maturity changes nothing of it; one of the same day is shown', () => {
    const early = borrowerOf({ terms: ONE, acts: [act('acknowledgement', '2022-02-20')] }).perMaturity;
    expect([early?.prescribesOn, early?.interruptedBy]).toEqual(['2025-03-01', null]);
    const sued = borrowerOf({ terms: ONE, acts: [act('demand', '2022-03-01')] }).perMaturity;
    expect([sued?.prescribesOn, sued?.interruptedBy?.kind]).toEqual(['2025-03-01', 'demand']);
  });

  it('by renewal runs from the maturity that it extended to', () => {
    const acts = [act('renewal', '2023-01-20', ['borrower'], { runsAnewFrom: day('2024-01-31') })];
    expect(dates({ acts })[0]).toEqual(['2027-01-31', '2027-01-31']);
  });

  it('counts once for all, in order of date however they are listed, and not before it was made', () => {
    const acts = [act('demand', '2027-01-10'), act('acknowledgement', '2024-06-05')];
    expect(dates({ acts })[0]).toEqual(['2030-01-10', '2030-01-10']);
    expect(dates({ acts, on: '2027-01-09' })[0]).toEqual(['2027-06-05', '2027-06-05']);
    expect(dates({ acts: acts.slice(0, 1) })[0]).toEqual(['2025-03-01', '2025-02-10']);
  });
});

it('says of each rule where it comes from', () => {
  const sources = Object.values(CUSTOMARY_PRESCRIPTION).map(({ source }) => source);
  expect(sources.every((source) => /LGTOC art|Por confirmar por el Instituto/.test(source))).toBe(true);
});
