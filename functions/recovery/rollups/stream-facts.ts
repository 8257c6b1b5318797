import type { DynamoDBRecord } from 'aws-lambda';
import { plainItem } from '../../../shared/store/stream-image.ts';
import type { Fact } from './fact.ts';
import { itemFact } from './item-fact.ts';

export interface ReadRecords {
  readonly facts: readonly Fact[];
  /** Stream sequence number of each fact. */
  readonly sequenceOf: ReadonlyMap<Fact, string>;
  /** The first record that cannot be understood, with why; the records after it were not read. */
  readonly unreadable: { readonly sequenceNumber: string; readonly error: unknown } | undefined;
}

/**
 * Facts of stream records, in order: inserted journal entries (entries table) and deposit movements (system table,
 * SK `MOVE#…`). Changed and removed items are nothing to the rollups: both kinds are append-only.
 */
export function readRecords(records: readonly DynamoDBRecord[]): ReadRecords {
  const sequenceOf = new Map<Fact, string>();
  for (const record of records) {
    const sequenceNumber = record.dynamodb?.SequenceNumber ?? '';
    try {
      const fact = factOf(record);
      if (fact !== undefined) sequenceOf.set(fact, sequenceNumber);
    } catch (error) {
      return { facts: [...sequenceOf.keys()], sequenceOf, unreadable: { sequenceNumber, error } };
    }
  }
  return { facts: [...sequenceOf.keys()], sequenceOf, unreadable: undefined };
}

function factOf(record: DynamoDBRecord): Fact | undefined {
  const image = record.dynamodb?.NewImage;
  if (record.eventName !== 'INSERT' || image === undefined) return undefined;
  return itemFact(plainItem(image));
}
