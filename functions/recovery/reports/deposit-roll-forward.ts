import type { Measures } from '../rollups/measures.ts';
import type { RecoveryReport } from './recovery-report.ts';

type RollForward = RecoveryReport['unidentified'];

/**
 * Unidentified deposits: opening from every movement before the period, then the period's.
 * closing = opening + received + reopened − assigned − returned.
 */
export function depositRollForward(before: Measures, during: Measures): RollForward {
  const opening = left({ count: 0, amount: 0 }, before);
  return {
    opening,
    received: movement(during, 'received'),
    assigned: movement(during, 'assigned'),
    returned: movement(during, 'returned'),
    reopened: movement(during, 'reopened'),
    closing: left(opening, during),
  };
}

type CountAndAmount = RollForward['opening'];

function movement(measures: Measures, kind: string): CountAndAmount {
  return { count: measures[`${kind}.count`] ?? 0, amount: measures[`${kind}.amount`] ?? 0 };
}

function left(start: CountAndAmount, measures: Measures): CountAndAmount {
  const signs = { received: 1, reopened: 1, assigned: -1, returned: -1 } as const;
  let { count, amount } = start;
  for (const [kind, sign] of Object.entries(signs)) {
    const moved = movement(measures, kind);
    count += sign * moved.count;
    amount += sign * moved.amount;
  }
  return { count, amount };
}
