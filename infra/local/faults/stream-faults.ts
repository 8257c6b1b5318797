import { isJsonObject, type Json } from '../assembly/json.ts';
import type { StreamRecord } from '../dynamodb/stream-reader.ts';
import type { FaultPlan } from './fault-plan.ts';

/** What a stream may do to its consumers: records of different items change places, and a batch comes twice. */
export class StreamFaults {
  readonly #plan: Pick<FaultPlan, 'strikes' | 'share'>;

  constructor(plan: Pick<FaultPlan, 'strikes' | 'share'>) {
    this.#plan = plan;
  }

  /** The batch as it is delivered: records of one partition keep their order, partitions do not keep theirs. */
  reordered(consumer: string, batch: readonly StreamRecord[]): readonly StreamRecord[] {
    if (batch.length < 2 || !this.#plan.strikes('batch-reordered', consumer, nameOf(batch))) return batch;
    const places = new Map(
      batch.map((record) => [record, this.#plan.share(`${nameOf(batch)}|${partitionOf(record)}`)]),
    );
    return [...batch].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0) || a.sequence - b.sequence);
  }

  /** Whether a batch that was processed comes once more. */
  again(consumer: string, batch: readonly StreamRecord[]): boolean {
    return this.#plan.strikes('batch-again', consumer, nameOf(batch));
  }
}

const nameOf = (batch: readonly StreamRecord[]): string => batch.map(({ sequence }) => sequence).join();

/** The partition key where it is called PK; else the whole key, so that an item's own records stay in order. */
function partitionOf({ record }: StreamRecord): string {
  const keys: Json | undefined = isJsonObject(record.dynamodb) ? record.dynamodb.Keys : undefined;
  if (!isJsonObject(keys)) return '';
  return JSON.stringify(keys.PK ?? keys);
}
