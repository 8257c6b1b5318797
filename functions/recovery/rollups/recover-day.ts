import { entryPartition } from '../../../shared/ledger/entry-item.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import type { DepositMovement } from '../deposits/deposit-movement.ts';
import type { RollupWriter } from './apply-facts.ts';
import { DEPOSIT_OWNER } from './deposit-fact.ts';
import type { Fact } from './fact.ts';
import type { MissingFacts } from './missing-facts.ts';
import { repairGaps } from './repair-gaps.ts';

export interface RecoverDayDeps {
  readonly writer: RollupWriter;
  readonly missing: MissingFacts;
}

/**
 * Applies what a business day recorded and the stream has not brought: it is late, or gave the record up. Each fact
 * once, beside the stream, since the marks decide. Returns how many; `error`: why an owner could not be repaired.
 */
export async function recoverDay(
  { writer, missing }: RecoverDayDeps,
  day: { readonly entries: AsyncIterable<Entry>; readonly movements: AsyncIterable<DepositMovement> },
): Promise<{ readonly recovered: number; readonly error: unknown }> {
  // Their contributions are read again, consistent, with whatever is missing before them.
  const recorded: Fact[] = [];
  for await (const entry of day.entries) {
    recorded.push({ owner: entryPartition(entry), seq: entry.seq, contributions: [] });
  }
  for await (const { depositId, seq } of day.movements) {
    recorded.push({ owner: `${DEPOSIT_OWNER}${depositId}`, seq, contributions: [] });
  }
  const marks = await writer.lastApplied([...new Set(recorded.map(({ owner }) => owner))]);
  const lost = recorded.filter(({ owner, seq }) => seq > (marks.get(owner) ?? 0));
  const { applied, recovered, error } = await repairGaps(writer, missing, lost);
  return { recovered: applied + recovered, error };
}
