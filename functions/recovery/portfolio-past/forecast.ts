import { Decimal } from 'decimal.js';
import type { Centavos } from '../../../shared/money/centavos.ts';
import type { SumsTable } from './keyed-sums.ts';
import { type PortfolioSums, TRIED_FROM } from './portfolio-sums.ts';
import { percentOf } from './share-text.ts';

/** The whole method, as it is told to the coordinator. */
export const METHOD_ES =
  'De lo prestado se espera cada mes, según los meses que lleve desde su primer vencimiento, la misma parte que entró en ese mes de su vida de los pagarés que ya pasaron por él.';

/** Months of payments that must be known before anything is foretold, and where the number comes from. */
export const LEAST_HISTORY = { months: 12, source: 'Por confirmar por el Instituto: un año escolar completo' } as const;

/** Expected of one month. */
export interface ForecastMonth {
  /** Month number. */
  readonly month: number;
  readonly expected: Centavos;
  /** Lent with notes so old that none before them passed this age: nothing is expected of them. */
  readonly withoutBase: Centavos;
}

/** The method tried from an earlier day, against what came in. */
export interface ForecastTrial {
  readonly monthsBack: number;
  /** The last month it knew. */
  readonly knownTo: number;
  /** False: history was too short then, or nobody had gone before; the rest is null. */
  readonly isBased: boolean;
  readonly expected: Centavos | null;
  readonly cameIn: Centavos | null;
  /** Mean over the months in which something came in of the error's size, per cent of what did. */
  readonly meanAbsoluteError: string | null;
  /** The error of the sum, per cent of what came in; positive: too much was expected. */
  readonly bias: string | null;
}

export interface Forecast {
  readonly isBased: boolean;
  readonly months: readonly ForecastMonth[];
  readonly trials: readonly ForecastTrial[];
}

/** What was known at the end of a month: of each age what was lent and came in, and what stood at which age. */
interface Basis {
  readonly history: ReadonlyMap<number, { readonly lent: Centavos; readonly paid: Centavos }>;
  readonly standing: ReadonlyMap<number, Centavos>;
  readonly isLongEnough: boolean;
}

/** What is expected of the `count` months behind `lastMonth`, and how the same method did from 3, 6 and 12 months before. */
export function forecastOf(sums: PortfolioSums, lastMonth: number, count: number): Forecast {
  const basis = basisOf(sums, lastMonth, 0);
  const months = expectedOf(basis, lastMonth, count);
  return {
    isBased: isBased(basis, months),
    months,
    trials: TRIED_FROM.filter((back) => back > 0).map((back) => trialOf(sums, lastMonth, back)),
  };
}

function basisOf({ history, recent, standing, began }: PortfolioSums, lastMonth: number, back: number): Basis {
  const known = new Map(history.map(([age, [lent = 0, paid = 0]]) => [Number(age), { lent, paid }]));
  for (const [monthsBack, age, [lent = 0, paid = 0]] of twoKeys(recent)) {
    const all = known.get(age);
    if (monthsBack >= back || all === undefined) continue;
    known.set(age, { lent: all.lent - lent, paid: all.paid - paid });
  }
  const first = Math.min(...began.map(([month]) => Number(month)));
  return {
    history: known,
    standing: new Map(twoKeys(standing).flatMap(([at, age, [lent = 0]]) => (at === back ? [[age, lent]] : []))),
    isLongEnough: lastMonth - back - first + 1 >= LEAST_HISTORY.months,
  };
}

function expectedOf({ history, standing }: Basis, lastMonth: number, count: number): ForecastMonth[] {
  return Array.from({ length: count }, (_, index) => {
    let expected = new Decimal(0);
    let withoutBase = 0;
    for (const [age, lent] of standing) {
      const before = history.get(age + index + 1);
      if (before === undefined || before.lent <= 0) withoutBase += lent;
      else expected = expected.plus(new Decimal(lent).times(before.paid).div(before.lent));
    }
    const rounded = expected.toDecimalPlaces(0, Decimal.ROUND_HALF_UP).toNumber();
    return { month: lastMonth + index + 1, expected: rounded, withoutBase };
  });
}

/** Something is expected of somebody, by a history that is long enough. */
function isBased({ isLongEnough, standing }: Basis, months: readonly ForecastMonth[]): boolean {
  const lent = [...standing.values()].reduce((sum, one) => sum + one, 0);
  return isLongEnough && months.some(({ withoutBase }) => withoutBase < lent);
}

function trialOf(sums: PortfolioSums, lastMonth: number, back: number): ForecastTrial {
  const knownTo = lastMonth - back;
  const basis = basisOf(sums, lastMonth, back);
  const months = expectedOf(basis, knownTo, back);
  if (!isBased(basis, months)) {
    const nothing = { expected: null, cameIn: null, meanAbsoluteError: null, bias: null };
    return { monthsBack: back, knownTo, isBased: false, ...nothing };
  }
  const came = new Map(sums.cameIn);
  const compared = months.map(({ expected }, index) => ({
    ...{ expected, actual: came.get(`${back}#${index + 1}`)?.[0] ?? 0 },
  }));
  const expected = compared.reduce((sum, month) => sum + month.expected, 0);
  const cameIn = compared.reduce((sum, { actual }) => sum + actual, 0);
  const errors = compared.flatMap((month) =>
    month.actual === 0 ? [] : [new Decimal(Math.abs(month.expected - month.actual)).div(month.actual)],
  );
  return {
    ...{ monthsBack: back, knownTo, isBased: true, expected, cameIn },
    meanAbsoluteError: percentOf(
      errors.reduce((sum, error) => sum.plus(error), new Decimal(0)),
      errors.length,
    ),
    bias: percentOf(expected - cameIn, cameIn),
  };
}

const twoKeys = (table: SumsTable): (readonly [number, number, readonly number[]])[] =>
  table.map(([key, amounts]) => {
    const [first = '', second = ''] = key.split('#');
    return [Number(first), Number(second), amounts];
  });
