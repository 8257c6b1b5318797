import type { Centavos } from '../../../shared/money/centavos.ts';
import { CURVE_MONTHS, type PortfolioSums } from './portfolio-sums.ts';

/** How much of what was lent had come in so many months behind the first due date, of the notes that have come so far. */
export interface CurvePoint {
  readonly months: number;
  readonly lent: Centavos;
  readonly recovered: Centavos;
}

export interface Cohort {
  /** Year of the contract. */
  readonly year: number;
  readonly notes: number;
  readonly lent: Centavos;
  readonly curve: readonly CurvePoint[];
}

/** Cohorts by year, the oldest first, each with the points that any of its notes has reached. */
export function cohortsOf({ cohorts, curves }: Pick<PortfolioSums, 'cohorts' | 'curves'>): Cohort[] {
  const points = new Map(curves);
  return cohorts.map(([year, [notes = 0, lent = 0]]) => ({
    ...{ year: Number(year), notes, lent },
    curve: CURVE_MONTHS.flatMap((months) => {
      const [reached, recovered] = points.get(`${year}#${months}`) ?? [];
      return reached === undefined || recovered === undefined ? [] : [{ months, lent: reached, recovered }];
    }),
  }));
}
