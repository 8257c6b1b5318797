import { DEPOSIT_MOVEMENTS, type DepositMovement } from '../deposits/deposit-movement.ts';
import type { Fact } from './fact.ts';
import { type Measures, prefixed } from './measures.ts';
import { dayTotalKey, depositsOfDayKey, depositsOfYearKey, monthTotalKey } from './rollup-keys.ts';

/** Prefix of the measures of deposit movements in the totals of a day or month. */
export const DEPOSITS_GROUP = 'deposits/';

/** Begins the owner of a deposit's facts; its partition in the system table is the same. */
export const DEPOSIT_OWNER = 'DEPOSIT#';

/** What a movement of an unidentified deposit adds: the roll-forward of its day, month and year. */
export function depositFact(movement: DepositMovement): Fact {
  const measures = { [`${movement.movement}.count`]: 1, [`${movement.movement}.amount`]: movement.amount };
  const totals = prefixed(DEPOSITS_GROUP, measures);
  return {
    owner: `${DEPOSIT_OWNER}${movement.depositId}`,
    seq: movement.seq,
    contributions: [
      { key: depositsOfDayKey(movement.recordedOn), measures },
      { key: depositsOfYearKey(movement.recordedOn), measures },
      { key: dayTotalKey('recorded', movement.recordedOn), measures: totals },
      { key: monthTotalKey('recorded', movement.recordedOn), measures: totals },
    ],
  };
}

/** How many movements the totals of a day or month count. */
export function depositMovementsIn(totals: Measures): number {
  return DEPOSIT_MOVEMENTS.reduce((sum, movement) => sum + (totals[`${DEPOSITS_GROUP}${movement}.count`] ?? 0), 0);
}
