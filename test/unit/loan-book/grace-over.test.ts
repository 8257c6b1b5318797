import { expect, it } from 'vitest';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { corrected, day, lent, type Made, noteOn } from '../../support/worked-tables.ts';

/** No discounts; whoever does not pay within five days of grace owes them too. */
const terms = noteTerms({
  ...{ accrualStart: 'disbursement', endOfGrace: day('2025-01-01'), bands: [], amortization: 'equal-principal' },
  ...{ firstDueDate: day('2025-02-15'), instalments: 1, defaultGraceDays: 5, defaultGrace: 'forgiven' },
});
const [accelerated, cured] = (['accelerated', 'acceleration-cured'] as const).map(
  (kind) => (on: string) => ({ kind, valueDate: day(on) }) satisfies Made,
) as [(on: string) => Made, (on: string) => Made];

const owedOn =
  (made: readonly Made[], of = terms) =>
  (on: string) => {
    const known = made.filter(({ valueDate }) => valueDate <= day(on));
    const note = noteOn(of, known, day(on));
    return valueNote(note.terms, note.state, day(on)).owed.defaultInterest;
  };

it('days of grace that were over when they became more are charged once', () => {
  // 10,000.00 due on 15 February, nothing paid: 1.6438 a day; on the 22nd seven days are charged and ten days of grace given.
  const opening = lent('2025-01-15', 1_000_000);
  const more = owedOn([opening, corrected('2025-02-22', { defaultGraceDays: 10 })]);
  expect(['2025-02-21', '2025-02-22', '2025-02-25', '2025-02-26'].map(more)).toEqual([986, 1_151, 1_151, 1_808]);
  expect(owedOn([opening])('2025-02-26')).toBe(1_808);
  // As the day after the last of grace becomes the last, and so on twice: the same eleven days.
  const [sixth, again] = [
    corrected('2025-02-21', { defaultGraceDays: 6 }),
    corrected('2025-02-24', { defaultGraceDays: 10 }),
  ];
  expect(owedOn([opening, sixth])('2025-02-26')).toBe(1_808);
  expect(owedOn([opening, sixth, again])('2025-02-26')).toBe(1_808);
  // While they still ran, the new ones are charged whole.
  expect(owedOn([opening, corrected('2025-02-20', { defaultGraceDays: 10 })])('2025-02-26')).toBe(1_808);
  // By `delayed` two days were charged and five never are.
  const changed = corrected('2025-02-22', { defaultGraceDays: 10, defaultGrace: 'forgiven' });
  expect(owedOn([opening, changed], { ...terms, defaultGrace: 'delayed' })('2025-02-26')).toBe(986);
});

it('days of grace that become more twice are charged once, of each due date', () => {
  // 5,000.00 due on 15 January and on 15 February, both charged through the 22nd; then ten days, and on the 24th twenty.
  const twice = { ...terms, firstDueDate: day('2025-01-15'), instalments: 2 };
  const opening = lent('2024-12-15', 1_000_000);
  const more = [corrected('2025-02-22', { defaultGraceDays: 10 }), corrected('2025-02-24', { defaultGraceDays: 20 })];
  const plain = owedOn([opening], twice);
  expect(owedOn([opening, ...more], twice)('2025-03-08')).toBe(plain('2025-03-08'));
});

it('days on which all was due by an acceleration are not charged again as grace once it is cured', () => {
  const monthly = { ...terms, firstDueDate: day('2025-02-03'), instalments: 12 };
  const opening = lent('2025-01-03', 1_200_000);
  const made = [opening, accelerated('2025-03-10'), cured('2025-04-05')];
  const owed = owedOn(made, monthly);
  // On 5 April: 1,000.00 for 61 days and 33, 10,000.00 for 26: 58.19. Then 2,000.00 for four days, 1.32, and of April's
  // 1,000.00 only the three days after the cure and the ninth.
  expect([owed('2025-04-05'), owed('2025-04-09')]).toEqual([5_819, 6_016]);
});
