import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { applyFacts, type RollupWriter } from './apply-facts.ts';
import { readRecords } from './stream-facts.ts';

export interface StreamBatchReport {
  readonly response: DynamoDBBatchResponse;
  readonly applied: number;
  readonly repeated: number;
  /** Facts waiting for an earlier one of their owner. */
  readonly waiting: number;
  /** Why the batch stopped, when it did. */
  readonly error: unknown;
}

/**
 * Applies a batch of stream records. Answers from which record Lambda must deliver again: the first that waits for an
 * earlier one or cannot be read; after a failure of the store, the whole batch (what was applied is dropped then).
 */
export async function applyStreamBatch(
  writer: RollupWriter,
  records: readonly DynamoDBRecord[],
): Promise<StreamBatchReport> {
  const { facts, sequenceOf, unreadable } = readRecords(records);
  try {
    const { applied, repeated, blocked } = await applyFacts(writer, facts);
    const waiting = new Set(blocked);
    const first = facts.find((fact) => waiting.has(fact));
    const failed = first === undefined ? unreadable?.sequenceNumber : sequenceOf.get(first);
    return { response: responseFrom(failed), applied, repeated, waiting: blocked.length, error: unreadable?.error };
  } catch (error) {
    const failed = records[0]?.dynamodb?.SequenceNumber;
    return { response: responseFrom(failed), applied: 0, repeated: 0, waiting: 0, error };
  }
}

function responseFrom(sequenceNumber: string | undefined): DynamoDBBatchResponse {
  return { batchItemFailures: sequenceNumber === undefined ? [] : [{ itemIdentifier: sequenceNumber }] };
}
