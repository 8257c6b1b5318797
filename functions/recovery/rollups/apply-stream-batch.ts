import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { applyFacts, type RollupWriter } from './apply-facts.ts';
import type { MissingFacts } from './missing-facts.ts';
import { repairGaps } from './repair-gaps.ts';
import { readRecords } from './stream-facts.ts';

export interface StreamBatchReport {
  readonly response: DynamoDBBatchResponse;
  readonly applied: number;
  readonly repeated: number;
  /** Applied besides the delivery: what the stream had lost of an owner. */
  readonly recovered: number;
  /** Facts waiting for an earlier one of their owner that could not be read. */
  readonly waiting: number;
  /** Why the batch stopped, when it did. */
  readonly error: unknown;
}

export interface StreamBatchDeps {
  readonly writer: RollupWriter;
  readonly missing: MissingFacts;
}

/**
 * Applies a batch of stream records; before one whose predecessors never came, those are read from their table and
 * applied. Answers from which record Lambda must deliver again: the first that still
 * waits or cannot be read; after a failure of the store, the whole batch (what was applied is dropped then).
 */
export async function applyStreamBatch(
  { writer, missing }: StreamBatchDeps,
  records: readonly DynamoDBRecord[],
): Promise<StreamBatchReport> {
  const { facts, sequenceOf, unreadable } = readRecords(records);
  try {
    const direct = await applyFacts(writer, facts);
    const repaired = await repairGaps(writer, missing, direct.blocked);
    const waiting = new Set(repaired.blocked);
    const first = facts.find((fact) => waiting.has(fact));
    const failed = first === undefined ? unreadable?.sequenceNumber : sequenceOf.get(first);
    return {
      response: responseFrom(failed),
      applied: direct.applied + repaired.applied,
      repeated: direct.repeated,
      recovered: repaired.recovered,
      waiting: waiting.size,
      error: unreadable?.error ?? repaired.error,
    };
  } catch (error) {
    const failed = records[0]?.dynamodb?.SequenceNumber;
    return { response: responseFrom(failed), applied: 0, repeated: 0, recovered: 0, waiting: 0, error };
  }
}

function responseFrom(sequenceNumber: string | undefined): DynamoDBBatchResponse {
  return { batchItemFailures: sequenceNumber === undefined ? [] : [{ itemIdentifier: sequenceNumber }] };
}
