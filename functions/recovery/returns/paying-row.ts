import type { IntakeStore } from '../intake/intake-store.ts';
import type { RowEnding } from '../intake/row-outcome.ts';
import type { RowPlace } from './bank-return.ts';

/** A row discarded as the same payment points at the row that was kept; such chains are short. */
const MOST_STEPS = 5;

export interface PayingRow {
  readonly row: RowEnding;
  readonly intakeFileId: string;
}

/** The row whose money a return takes back: the one that brought it, or the one it was found to repeat. */
export async function payingRow(files: Pick<IntakeStore, 'findRow'>, place: RowPlace): Promise<PayingRow | undefined> {
  let at: RowPlace = place;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const row = await files.findRow(at.intakeFileId, at.line);
    if (row === undefined) return undefined;
    const first = row.outcome === 'duplicate' ? row.firstSeen : null;
    if (first === null || first.line === null) return { row, intakeFileId: at.intakeFileId };
    at = { intakeFileId: first.intakeFileId, line: first.line };
  }
  return undefined;
}
