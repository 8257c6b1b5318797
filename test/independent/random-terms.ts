import {
  addDays,
  addMonths,
  type CalendarDate,
  daysInMonth,
  makeDate,
  monthOf,
  yearOf,
} from '../../shared/calendar/calendar-date.ts';
import { COMPONENTS } from '../../shared/loan-book/component.ts';
import { MOST_DAYS_SHIFTED } from '../../shared/loan-book/note-terms.ts';
import type { History, HistoryEvent } from '../fixtures/histories/history-file.ts';
import type { Random } from './random.ts';

type HistoryTerms = NonNullable<History['terms']>;
type TermChanges = (HistoryEvent & { kind: 'terms-corrected' })['changes'];

/** Terms of a note signed on a day, over every option. */
export function randomTerms(random: Random, signedOn: CalendarDate): HistoryTerms {
  const { every, n } = instalments(random);
  const firstDue = firstDueAfter(random, signedOn);
  return {
    accrualStart: random.pick(['disbursement', 'disbursement', 'end-of-grace']),
    endOfGrace: random.chance(50) ? addDays(firstDue, -random.int(0, 40)) : addDays(signedOn, random.int(-400, 500)),
    firstDue,
    n,
    every,
    amortization: random.pick(['equal-instalments', 'equal-instalments', 'equal-principal', 'single']),
    baseRate: rate(random),
    bands: bands(random),
    tol: random.chance(60) ? 0 : random.int(1, 10),
    tolAmount: toleratedAmount(random),
    lost: random.pick(['until-current', 'for-good']),
    defaultRate: random.chance(40) ? null : rate(random),
    grace: random.chance(50) ? 0 : random.int(1, 15),
    graceRule: random.pick(['delayed', 'forgiven']),
    overdue: random.pick(['stops', 'continues']),
    dc: random.pick(['actual/365', 'actual/365', 'actual/360', '30/360', 'actual/actual']),
    prepayment: random.pick(['hold', 'next-instalments', 'shorten', 'lower']),
    shifts: random.chance(60) ? [] : shifts(random, n),
    ...(random.chance(25) ? {} : { studyInterest: random.pick(['spread', 'spread', 'at-first', 'at-end'] as const) }),
    mode: random.pick(['component-first', 'instalment-first']),
    order: order(random),
    rounding: random.pick(['half-up', 'half-up', 'half-even', 'down']),
  };
}

/** A correction on a day: up to three named fields, whatever they were. */
export function randomChanges(random: Random, on: CalendarDate): TermChanges {
  const count = random.pick([1, 1, 2, 3]);
  return Object.assign({}, ...Array.from({ length: count }, () => oneChange(random, on))) as TermChanges;
}

const CHANGES: Readonly<Record<string, (random: Random, on: CalendarDate) => TermChanges>> = {
  firstDueDate: (random, on) => ({ firstDueDate: firstDueAfter(random, on) }),
  instalments: (random) => ({ instalments: instalments(random).n }),
  monthsBetweenInstalments: (random) => ({ monthsBetweenInstalments: random.pick([1, 2, 3, 6]) }),
  dueDateShifts: (random) => ({ dueDateShifts: shifts(random, random.int(1, 12)) }),
  amortization: (random) => ({ amortization: random.pick(['equal-instalments', 'equal-principal', 'single']) }),
  baseRate: (random) => ({ baseRate: rate(random) }),
  endOfGrace: (random, on) => ({ endOfGrace: addDays(on, random.int(-200, 300)) }),
  accrualStart: (random) => ({ accrualStart: random.pick(['disbursement', 'end-of-grace']) }),
  studyInterest: (random) => ({ studyInterest: random.pick(['spread', 'at-first', 'at-end']) }),
  bands: (random) => ({ bands: bands(random) }),
  punctualityToleranceDays: (random) => ({ punctualityToleranceDays: random.int(0, 10) }),
  punctualityToleranceAmount: (random) => ({ punctualityToleranceAmount: toleratedAmount(random) }),
  punctualityLost: (random) => ({ punctualityLost: random.pick(['until-current', 'for-good']) }),
  defaultRate: (random) => ({ defaultRate: random.chance(30) ? null : rate(random) }),
  defaultGraceDays: (random) => ({ defaultGraceDays: random.int(0, 15) }),
  defaultGrace: (random) => ({ defaultGrace: random.pick(['delayed', 'forgiven']) }),
  ordinaryOnOverdue: (random) => ({ ordinaryOnOverdue: random.pick(['stops', 'continues']) }),
  dayCount: (random) => ({ dayCount: random.pick(['actual/365', 'actual/360', '30/360', 'actual/actual']) }),
  rounding: (random) => ({ rounding: random.pick(['half-up', 'half-even', 'down']) }),
  order: (random) => ({ allocation: { order: order(random) } }),
  mode: (random) => ({ allocation: { mode: random.pick(['component-first', 'instalment-first']) } }),
  prepayment: (random) => ({
    allocation: { prepayment: random.pick(['hold', 'next-instalments', 'shorten', 'lower']) },
  }),
};

const oneChange = (random: Random, on: CalendarDate): TermChanges => random.pick(Object.values(CHANGES))(random, on);

function instalments(random: Random): { n: number; every: number } {
  const every = random.pick([1, 1, 1, 1, 2, 3, 6, 12]);
  const most = Math.max(1, Math.floor(36 / every));
  return { every, n: random.chance(25) ? random.int(1, Math.min(3, most)) : random.int(1, most) };
}

/** Mostly after the day; now and then on the last of a month, or already past. */
function firstDueAfter(random: Random, day: CalendarDate): CalendarDate {
  const date = random.chance(8) ? addDays(day, -random.int(0, 90)) : addDays(day, random.int(1, 400));
  if (random.chance(70)) return date;
  const later = addMonths(date, 1);
  return makeDate(yearOf(later), monthOf(later), daysInMonth(yearOf(later), monthOf(later)));
}

const rate = (random: Random): number => random.pick([0, 60_000, 60_000, 120_000, random.int(1, 500_000)]);

const toleratedAmount = (random: Random): number => random.pick([0, 0, 1, 500, 20_000]);

const bands = (random: Random): HistoryTerms['bands'] =>
  random.pick([
    [],
    [{ annualPpm: 30_000 }],
    [{ annualPpm: 0, averageAtLeast: 90 }, { annualPpm: 30_000 }],
    [
      { annualPpm: 0, averageAtLeast: 90 },
      { annualPpm: 15_000, averageAtLeast: 81 },
    ],
  ]);

function shifts(random: Random, count: number): number[] {
  const most = random.chance(20) ? MOST_DAYS_SHIFTED : 4;
  return Array.from({ length: random.chance(20) ? 1 : count }, () => (random.chance(60) ? 0 : random.int(1, most)));
}

/** Principal is always last: a product with another order is refused. */
const order = (random: Random): HistoryTerms['order'] => {
  const others = COMPONENTS.filter((component) => component !== 'principal');
  return [...(random.chance(50) ? [...others].reverse() : random.shuffled(others)), 'principal'];
};
