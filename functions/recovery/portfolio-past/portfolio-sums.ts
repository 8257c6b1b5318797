import * as z from 'zod';
import { COMPONENTS } from '../../../shared/loan-book/component.ts';
import { KeyedSums, sumsTableSchema } from './keyed-sums.ts';
import type { Loan, RestatedNote } from './restated-note.ts';

/** Months since the first due date at which a cohort's curve is drawn. */
export const CURVE_MONTHS = [0, 3, 6, 12, 18, 24, 36, 48, 60, 84, 120] as const;
/** Months back from which the forecast is tried on what came in; 0 is the forecast itself. */
export const TRIED_FROM = [0, 3, 6, 12] as const;
const MOST_BACK = Math.max(...TRIED_FROM);

/**
 * What the portfolio comes to, in whole centavos. An age is the months since a note's first due date (negative before).
 *
 * - `rows`, by office#product#stage#standing: notes, open ones, owed by component, due by component, principal overdue;
 * - `cohorts`, by year of the contract: notes, lent; `curves`, by year#months: lent by the notes that have come so far, and
 *   what of it had come in by then;
 * - `history`, by age: lent by the notes that passed it while all they paid is known, and what came in at it; `recent`, by
 *   months back#age, of that the last twelve months;
 * - `standing`, by months back#age: lent by notes of that age then; `cameIn`, by months back#month after: what they paid;
 * - `began`, by month number: notes since when what they pay is known.
 */
const tables = {
  rows: sumsTableSchema,
  cohorts: sumsTableSchema,
  curves: sumsTableSchema,
  history: sumsTableSchema,
  recent: sumsTableSchema,
  standing: sumsTableSchema,
  cameIn: sumsTableSchema,
  began: sumsTableSchema,
};
export const portfolioSumsSchema = z.object(tables);
export type PortfolioSums = z.infer<typeof portfolioSumsSchema>;
type Table = keyof PortfolioSums;

/** Sums notes while they stream by: some thousands of figures whatever their number. */
export class PortfolioSummer {
  readonly #sums: Readonly<Record<Table, KeyedSums>> = {
    rows: new KeyedSums(),
    cohorts: new KeyedSums(),
    curves: new KeyedSums(),
    history: new KeyedSums(),
    recent: new KeyedSums(),
    standing: new KeyedSums(),
    cameIn: new KeyedSums(),
    began: new KeyedSums(),
  };
  readonly #lastMonth: number;

  /** `lastMonth`: number of the last month that is over on the day that is summed. */
  constructor(lastMonth: number) {
    this.#lastMonth = lastMonth;
  }

  add({ place, standing, valuation, loan }: RestatedNote): void {
    const { owed, due, principalOverdue } = valuation;
    this.#sums.rows.add([place.office, place.product, place.stage, standing].join('#'), [
      ...[1, standing === 'closed' ? 0 : 1],
      ...COMPONENTS.map((component) => owed[component]),
      ...COMPONENTS.map((component) => due[component]),
      principalOverdue,
    ]);
    if (loan !== null) this.#addLoan(loan);
  }

  merge(more: PortfolioSums): void {
    for (const table of tablesOf(this.#sums)) this.#sums[table].merge(more[table]);
  }

  result(): PortfolioSums {
    return portfolioSumsSchema.parse(
      Object.fromEntries(tablesOf(this.#sums).map((table) => [table, this.#sums[table].table()])),
    );
  }

  #addLoan({ cohort, lent, recoveredBefore, observedFrom, firstDue, paid }: Loan): void {
    const { cohorts, curves, history, recent, standing, cameIn, began } = this.#sums;
    const last = this.#lastMonth;
    cohorts.add(String(cohort), [1, lent]);
    // Of what came in before the ledger knew the note, nobody knows when: it counts once it is seen whole.
    const isSeen = (month: number) => month >= observedFrom && month <= last;
    for (const months of CURVE_MONTHS) {
      if (!isSeen(firstDue + months)) continue;
      let recovered = recoveredBefore;
      for (const [month, amount] of paid) if (month <= firstDue + months) recovered += amount;
      curves.add(`${cohort}#${months}`, [lent, recovered]);
    }
    if (observedFrom > last) return;
    began.add(String(observedFrom), [1]);
    for (let month = observedFrom; month <= last; month += 1) {
      const seen = [lent, paid.get(month) ?? 0];
      const age = month - firstDue;
      history.add(String(age), seen);
      if (last - month < MOST_BACK) recent.add(`${last - month}#${age}`, seen);
    }
    for (const back of TRIED_FROM) {
      const from = last - back;
      if (observedFrom > from) continue;
      standing.add(`${back}#${from - firstDue}`, [lent]);
      for (let after = 1; after <= back; after += 1) cameIn.add(`${back}#${after}`, [paid.get(from + after) ?? 0]);
    }
  }
}

const tablesOf = (sums: Readonly<Record<Table, unknown>>): Table[] =>
  Object.keys(sums).filter((name): name is Table => name in tables);
