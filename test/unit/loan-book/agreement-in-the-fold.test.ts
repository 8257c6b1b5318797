import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { AgreementPlan } from '../../../shared/loan-book/agreement-plan.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import type { AgreementSigned } from '../../../shared/loan-book/event.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { playAgreement } from '../../../shared/loan-book/play-agreement.ts';
import { payoffOn, valueNote } from '../../../shared/loan-book/valuation.ts';
import { DUE_IN_ONE, noteTerms } from '../../fixtures/note-terms.ts';
import { arrived, lent, type Made, noteOn, paid } from '../../support/worked-tables.ts';

const day = calendarDate;

const LOAN = lent('2024-01-31', 1_000_000);
/** All of the default interest forgiven if 4 payments of 2,650.41 are kept. */
const PLAN: AgreementPlan = {
  from: day('2026-03-01'),
  count: 4,
  amount: 265_041,
  every: { unit: 'months', number: 1 },
  graceDays: 5,
};
const signed = (more: Partial<AgreementSigned> = {}): Made => ({
  kind: 'agreement-signed',
  valueDate: day('2026-02-01'),
  agreement: 'c-1',
  plan: PLAN,
  notes: ['n'],
  granted: zeroByComponent(),
  share: { ...zeroByComponent(), defaultInterest: 1_000_000 },
  earned: 'at-fulfilment',
  whileLive: ['defaultInterest'],
  ...more,
});
const broken: Made = {
  kind: 'agreement-broken',
  valueDate: day('2026-05-07'),
  agreement: 'c-1',
  met: 530_082,
  of: 1_060_164,
};
const fulfilled = (on: string): Made => ({ kind: 'agreement-fulfilled', valueDate: day(on), agreement: 'c-1' });
const TWO = [paid('2026-03-01', 265_041), paid('2026-04-01', 265_041)];
const ALL = [...TWO, paid('2026-05-04', 265_041), paid('2026-06-01', 265_041)];

const owedOn = (on: string, ...made: Made[]) => {
  const { terms, state } = noteOn(DUE_IN_ONE, [LOAN, ...made], day(on));
  const { owed, payable, due, status, held } = valueNote(terms, state, day(on));
  return { owed, payable, due, status, held };
};

describe('an agreement with 100 % of default interest forgiven if it is kept', () => {
  it('sets it aside: owed as before, and no payment pays it', () => {
    expect(owedOn('2026-02-01', signed())).toMatchObject({
      owed: { principal: 1_000_000, ordinaryInterest: 60_164, defaultInterest: 60_164 },
      payable: { principal: 1_000_000, ordinaryInterest: 60_164, defaultInterest: 0 },
      due: { principal: 1_000_000, ordinaryInterest: 60_164, defaultInterest: 0 },
    });
    expect(owedOn('2026-03-01', signed(), ...TWO)).toMatchObject({
      // 394 days on 10,000.00: 647.67, none of it paid.
      owed: { principal: 1_000_000 - 204_877, ordinaryInterest: 0, defaultInterest: 64_767 },
      payable: { defaultInterest: 0 },
    });
  });

  it('broken at the third payment: all of it is claimed again, to the centavo', () => {
    // 1,000,000 × 394 + 795,123 × 31 + 530,082 × 36 days at 6 %: 719.56.
    expect(owedOn('2026-05-07', signed(), ...TWO, broken)).toMatchObject({
      owed: { principal: 530_082, ordinaryInterest: 0, defaultInterest: 71_956 },
      payable: { principal: 530_082, defaultInterest: 71_956 },
      status: 'open',
    });
  });

  it('earned by payment: half of the total was kept, and half of it stays forgiven', () => {
    expect(owedOn('2026-05-07', signed({ earned: 'by-payment' }), ...TWO, broken)).toMatchObject({
      owed: { principal: 530_082, defaultInterest: 35_978 },
    });
  });

  it('kept to the end: what was set aside is forgiven, nothing is owed, and the note is settled and not paid', () => {
    expect(owedOn('2026-06-01', signed(), ...ALL)).toMatchObject({
      owed: { principal: 0, ordinaryInterest: 0, defaultInterest: 72_914 },
      status: 'open',
    });
    expect(owedOn('2026-06-01', signed(), ...ALL, fulfilled('2026-06-01'))).toMatchObject({
      owed: zeroByComponent(),
      status: 'settled',
      held: 0,
    });
    const { effects } = foldEvents(DUE_IN_ONE, arrived([LOAN, signed(), ...ALL, fulfilled('2026-06-01')]));
    expect([...effects.values()].at(-1)?.own).toEqual({ defaultInterest: -72_914, waivers: 72_914 });
  });

  it('an end of another agreement, or a second one, changes nothing', () => {
    const other: Made = { ...broken, agreement: 'c-2' };
    expect(owedOn('2026-05-07', signed(), ...TWO, other)).toEqual(owedOn('2026-05-07', signed(), ...TWO));
    const twice = owedOn('2026-05-08', signed(), ...TWO, broken, fulfilled('2026-05-08'));
    expect(twice).toEqual(owedOn('2026-05-08', signed(), ...TWO, broken));
  });

  it('a payment of the past that lowers what is owed leaves no more set aside than that', () => {
    const waived: Made = {
      kind: 'waived',
      valueDate: day('2026-03-02'),
      granted: { ...zeroByComponent(), defaultInterest: 999_999 },
    };
    expect(owedOn('2026-03-02', signed(), ...TWO, waived)).toMatchObject({
      owed: { defaultInterest: 0 },
      payable: { defaultInterest: 0 },
    });
  });

  it('takes money beyond what is due even where the terms hold it, and pays off without what is forgiven', () => {
    const held = { ...DUE_IN_ONE, allocation: { ...DUE_IN_ONE.allocation, prepayment: 'hold' as const } };
    const early = noteTerms({ ...held, firstDueDate: day('2027-01-31') });
    const made = [LOAN, signed(), paid('2026-03-01', 265_041)];
    const under = noteOn(early, made, day('2026-03-01'));
    expect(under.state.held).toBe(0);
    expect(noteOn(early, [LOAN, made[2] as Made], day('2026-03-01')).state.held).toBeGreaterThan(0);
    const { terms, state } = noteOn(DUE_IN_ONE, [LOAN, signed()], day('2026-02-01'));
    expect(payoffOn(terms, state, day('2026-02-01'), day('2026-02-02'))).toEqual({ amount: 1_060_164, perDay: 0 });
  });
});

describe('playing an agreement', () => {
  const amounts = (principal: number, ordinaryInterest = 0, defaultInterest = 0, collectionCosts = 0) => ({
    ...{ principal, ordinaryInterest, defaultInterest, collectionCosts },
  });
  const note = noteOn(DUE_IN_ONE, [LOAN, signed()], day('2026-02-01'));
  const payable = { noteId: 'n', ...note, contractedOn: day('2024-01-31'), stage: 'administrative' as const };
  const play = (plan: AgreementPlan) => playAgreement('c-1', plan, [payable], day('2026-02-01'));

  it('says what each payment pays of each note, and what is forgiven at the end', () => {
    const { payments, forgiven, left } = play(PLAN);
    expect(left).toBe(0);
    expect(payments.map(({ due, parts }) => [due, parts[0]?.paid.ordinaryInterest, parts[0]?.paid.principal])).toEqual([
      ['2026-03-01', 60_164, 204_877],
      ['2026-04-01', 0, 265_041],
      ['2026-05-01', 0, 265_041],
      ['2026-06-01', 0, 265_041],
    ]);
    expect(forgiven.get('n')?.defaultInterest).toBeGreaterThan(64_767);
  });

  it('over two notes tells what each payment pays of each and of each component, and what of each is forgiven', () => {
    const costs: Made = { kind: 'charged', valueDate: day('2026-01-15'), component: 'collectionCosts', amount: 30_000 };
    const half = signed({ share: { ...zeroByComponent(), defaultInterest: 500_000 } });
    const other = noteOn(DUE_IN_ONE, [lent('2024-01-31', 500_000), costs, half], day('2026-02-01'));
    const both = [payable, { ...payable, noteId: 'm', ...other }];
    const { payments, forgiven, left } = playAgreement('c-1', { ...PLAN, amount: 420_000 }, both, day('2026-02-01'));
    expect(payments.map(({ parts }) => parts)).toEqual([
      // 300.00 of costs, half of 300.82 of default interest, 300.82 of ordinary interest, the rest principal.
      [{ noteId: 'm', paid: amounts(344_877, 30_082, 15_041, 30_000) }],
      [
        { noteId: 'm', paid: amounts(155_123) },
        { noteId: 'n', paid: amounts(204_713, 60_164) },
      ],
      [{ noteId: 'n', paid: amounts(420_000) }],
      [{ noteId: 'n', paid: amounts(375_287) }],
    ]);
    // 1,000,000 × 425 + 795,287 × 30 + 375,287 × 31 days at 6 %; half of 300.82, and 500,000 × 28 + 155,123 × 31.
    expect(Object.fromEntries(forgiven)).toEqual({ n: amounts(0, 0, 75_697), m: amounts(0, 0, 18_133) });
    expect(left).toBe(375_287 - 420_000);
  });

  it('says what is left when the plan asks for too little, and what is too much', () => {
    expect(play({ ...PLAN, amount: 265_040 }).left).toBe(4);
    expect(play({ ...PLAN, amount: 265_042 }).left).toBe(-4);
  });
});
