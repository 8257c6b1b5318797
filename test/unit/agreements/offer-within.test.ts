import { describe, expect, it } from 'vitest';
import { offerWithin } from '../../../functions/agreements/campaigns/papers/offer-within.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';

const note = (noteId: string, interest: number, changes: object = {}) => ({
  noteId,
  owed: { ...zeroByComponent(), principal: 100_000, defaultInterest: interest },
  daysPastDue: 100,
  underAgreement: false,
  dimensions: { office: 'hermosillo', stage: 'administrative', agent: null, product: 'superior' } as const,
  ...changes,
});
const campaign = (eligibility = {}) => ({
  eligibility,
  share: { ...zeroByComponent(), defaultInterest: 500_000 },
});

describe('what a letter offers', () => {
  it('is what is paid on its first and on its last day, and more of neither on those between', () => {
    const days = [
      [note('b', 10), note('a', 11)],
      [note('b', 14), note('a', 15)],
      [note('a', 19), note('b', 19)],
    ];
    expect(offerWithin(campaign(), days)).toEqual({
      first: {
        noteIds: ['a', 'b'],
        owed: { ...zeroByComponent(), principal: 200_000, defaultInterest: 21 },
        forgives: { ...zeroByComponent(), defaultInterest: 10 },
        pays: 200_011,
      },
      last: {
        noteIds: ['a', 'b'],
        owed: { ...zeroByComponent(), principal: 200_000, defaultInterest: 38 },
        forgives: { ...zeroByComponent(), defaultInterest: 18 },
        pays: 200_020,
      },
    });
  });

  it('is nothing when the file does not qualify on the first day, or not with the same notes on each', () => {
    const rule = campaign({ daysPastDue: { from: 100, to: 101 } });
    const at = (days: number) => [note('a', 10, { daysPastDue: days }), note('b', 10)];
    expect(offerWithin(campaign({ offices: ['nogales'] }), [at(100)])).toBe('not-eligible');
    expect(offerWithin(rule, [at(100), at(101)])).toMatchObject({ first: { noteIds: ['a', 'b'] } });
    expect(offerWithin(rule, [at(101), at(102)])).toBe('changes');
    expect(offerWithin(rule, [at(99), at(100)])).toBe('changes');
    // In the middle alone.
    expect(offerWithin(rule, [at(100), at(99), at(100)])).toBe('changes');
    const limited = campaign({ owed: { to: 200_020 } });
    expect(offerWithin(limited, [at(100), [note('a', 10), note('b', 11)]])).toBe('changes');
    const signed = [note('a', 10), note('b', 10, { underAgreement: true })];
    expect(offerWithin(campaign(), [signed])).toMatchObject({ first: { noteIds: ['a'] } });
  });

  it('is nothing of more notes than an agreement takes', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => note(`n${index}`, 10));
    expect(offerWithin(campaign(), [many(12)])).toMatchObject({ last: { pays: 12 * 100_005 } });
    expect(offerWithin(campaign(), [many(13)])).toBe('too-many-notes');
  });
});
