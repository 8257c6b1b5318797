import { createHash, timingSafeEqual } from 'node:crypto';
import type { QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { canonicalJson } from '../canonical/canonical-json.ts';
import { refuse } from '../refusals/shared-refusals.ts';

/** Where a query stopped: key attributes, all of them strings or numbers. */
export type StartKey = Record<string, string | number>;

const startKeySchema = z.record(z.string(), z.union([z.string(), z.number()]));
const cursorSchema = z.tuple([z.literal(1), z.string(), startKeySchema]);
const LONGEST_CURSOR = 2_048;

/** What makes two queries the same for paging. The page size may change between pages. */
function seal(query: QueryCommandInput, key: StartKey): string {
  const { TableName, IndexName, KeyConditionExpression, FilterExpression, ScanIndexForward } = query;
  const names = query.ExpressionAttributeNames;
  const values = query.ExpressionAttributeValues;
  const bound = {
    TableName,
    IndexName,
    KeyConditionExpression,
    FilterExpression,
    ScanIndexForward,
    names,
    values,
    key,
  };
  return createHash('sha256').update(canonicalJson(bound)).digest().subarray(0, 16).toString('base64url');
}

/** The opaque text (base64url) that a caller sends back to read on. Bound to its query. */
export function cursorAfter(query: QueryCommandInput, lastKey: Record<string, unknown>): string {
  const key = startKeySchema.parse(lastKey);
  return Buffer.from(JSON.stringify([1, seal(query, key), key])).toString('base64url');
}

/**
 * The key where to read on. Throws `malformed-request` when the cursor was altered or belongs to another query.
 * The seal finds mistakes, it is no secret: a forged key cannot leave the partition of the query, DynamoDB refuses it.
 */
export function startKeyOf(query: QueryCommandInput, cursor: string): StartKey {
  const parsed = cursorSchema.safeParse(decode(cursor));
  if (!parsed.success) throw refuseCursor();
  const [, given, key] = parsed.data;
  const wanted = Buffer.from(seal(query, key));
  const offered = Buffer.from(given);
  if (wanted.length !== offered.length || !timingSafeEqual(wanted, offered)) throw refuseCursor();
  return key;
}

/** The refusal for a cursor that does not belong here. */
export function refuseCursor() {
  const message = 'El cursor no corresponde a esta consulta; pida de nuevo la primera página.';
  return refuse('malformed-request', message, { details: [{ pointer: 'query/cursor', message }] });
}

function decode(cursor: string): unknown {
  if (cursor.length > LONGEST_CURSOR) return undefined;
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
