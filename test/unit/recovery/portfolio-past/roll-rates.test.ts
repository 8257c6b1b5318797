import { expect, it } from 'vitest';
import { bucketOf } from '../../../../functions/recovery/portfolio-past/arrears-buckets.ts';
import { RollCounter } from '../../../../functions/recovery/portfolio-past/roll-rates.ts';
import { percentOf } from '../../../../functions/recovery/portfolio-past/share-text.ts';

it.each([
  [0, '0'],
  [1, '1-30'],
  [30, '1-30'],
  [31, '31-60'],
  [60, '31-60'],
  [61, '61-90'],
  [90, '61-90'],
  [91, '91-120'],
  [120, '91-120'],
  [121, '121+'],
  [4_000, '121+'],
])('%i days past due are in %s', (days, bucket) => expect(bucketOf(days)).toBe(bucket));

it('counts each note once, whatever segment it is read in, with those that came and those that went', () => {
  const counter = new RollCounter([
    [
      ['a', '0', 1_000],
      ['b', '0', 3_000],
    ],
    [
      ['c', '31-60', 500],
      ['gone', '121+', 70],
    ],
  ]);
  // `c` is read in another segment than before, and `new` was lent in between.
  counter.add([
    ['c', 'closed', 0],
    ['a', '1-30', 900],
  ]);
  counter.add([
    ['b', '0', 2_500],
    ['new', '0', 8_000],
  ]);
  expect(counter.result()).toEqual([
    { from: '0', to: '0', notes: 1, principal: 3_000 },
    { from: '0', to: '1-30', notes: 1, principal: 1_000 },
    { from: '31-60', to: 'closed', notes: 1, principal: 500 },
    { from: '121+', to: 'not-yet', notes: 1, principal: 70 },
    { from: 'not-yet', to: '0', notes: 1, principal: 8_000 },
  ]);
});

it('counts no note that is not known on one of the days', () => {
  const counter = new RollCounter(
    [
      [
        ['a', '0', 1_000],
        ['b', '0', 3_000],
      ],
    ],
    ['b', 'FILE#f-1 NOTE#c', 'FILE#f-2 CREDIT'],
  );
  counter.add([
    ['a', '0', 900],
    ['c', '0', 50],
  ]);
  expect(counter.result()).toEqual([{ from: '0', to: '0', notes: 1, principal: 1_000 }]);
});

it('says parts in per cent, half up, and none of nothing', () => {
  expect([percentOf(1, 3), percentOf(1, 800), percentOf(-1, 800), percentOf(0, 5), percentOf(0, 0)]).toEqual([
    ...['33.33', '0.13', '-0.13', '0.00', null],
  ]);
});
