import { entrySchema } from '../../../shared/ledger/ledger-items.ts';
import { depositMovementSchema } from '../deposits/deposit-movement.ts';
import { depositFact } from './deposit-fact.ts';
import { entryFact } from './entry-fact.ts';
import type { Fact } from './fact.ts';

/** Begins the sort key of a deposit's movement in the system table. */
export const MOVEMENT_PREFIX = 'MOVE#';

/**
 * What an item of the entries table or the system table adds to the rollups, whoever reads it: the stream, a repair
 * or a rebuild. Undefined for items that add nothing. Throws when one breaks what must always hold.
 */
export function itemFact(item: Readonly<Record<string, unknown>>): Fact | undefined {
  if (typeof item.SK === 'string' && item.SK.startsWith(MOVEMENT_PREFIX)) {
    return depositFact(depositMovementSchema.parse(item));
  }
  if (item.ownerType === undefined) return undefined;
  return entryFact(entrySchema.parse(item));
}
