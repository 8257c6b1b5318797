import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import {
  addedByComponent,
  type ByComponent,
  COMPONENTS,
  zeroByComponent,
} from '../../../shared/loan-book/component.ts';
import { STAGES } from '../../../shared/loan-book/event.ts';
import { STANDINGS, type Standing } from './arrears-buckets.ts';
import type { SumsTable } from './keyed-sums.ts';

/** Sums over notes, whole centavos. */
export interface PortfolioFigures {
  readonly notes: number;
  readonly openNotes: number;
  readonly owed: ByComponent;
  readonly due: ByComponent;
  readonly principalOverdue: number;
}

const placeSchema = z.tuple([officeSchema, z.string(), z.enum(STAGES), z.enum(STANDINGS)]);

/** The rows of the portfolio, out of their table (portfolio-sums.ts), in the order of its keys. */
export function rowsOf(table: SumsTable) {
  return table.map(([key, amounts]) => {
    const [office, product, stage, standing] = placeSchema.parse(key.split('#'));
    const at = (place: number): number => amounts[place] ?? 0;
    const byComponentFrom = (first: number): ByComponent => ({
      ...zeroByComponent(),
      ...Object.fromEntries(COMPONENTS.map((component, index) => [component, at(first + index)])),
    });
    const owed = byComponentFrom(2);
    const due = byComponentFrom(2 + COMPONENTS.length);
    const principalOverdue = at(2 + 2 * COMPONENTS.length);
    return { office, product, stage, standing, notes: at(0), openNotes: at(1), owed, due, principalOverdue };
  });
}

export const totalOf = (rows: readonly PortfolioFigures[]): PortfolioFigures => ({
  notes: rows.reduce((sum, { notes }) => sum + notes, 0),
  openNotes: rows.reduce((sum, { openNotes }) => sum + openNotes, 0),
  owed: addedByComponent(rows.map(({ owed }) => owed)),
  due: addedByComponent(rows.map(({ due }) => due)),
  principalOverdue: rows.reduce((sum, { principalOverdue }) => sum + principalOverdue, 0),
});

/** One line a bucket, in their order, those without notes too; of notes that had not begun there is none. */
export const totalsByStanding = (
  rows: readonly (PortfolioFigures & { readonly standing: Standing })[],
): (PortfolioFigures & { readonly standing: Standing })[] =>
  STANDINGS.filter((standing) => standing !== 'not-yet').map((standing) => ({
    ...totalOf(rows.filter((row) => row.standing === standing)),
    standing,
  }));
