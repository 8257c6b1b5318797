import { type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { StoredItem } from '../store/pages.ts';
import { isAgreementHead } from './agreement-head.ts';
import { type CreditHead, decodeCreditHead, decodeHead, type Head, isNoteHead } from './head-item.ts';

/** A head as the scan gives it; `undecodable` carries its key so that the run can go on and say which. */
export type ScannedHead =
  | { readonly type: 'note'; readonly head: Head }
  | { readonly type: 'credit'; readonly head: CreditHead }
  | { readonly type: 'undecodable'; readonly key: string };

/** All heads of notes and credit of one of `segments` parts of the table, in any order. */
export type HeadScan = (segment: number, segments: number) => AsyncIterable<ScannedHead>;

/**
 * About the 1 MB that a page may hold anyway. Said all the same, because the engine on one machine otherwise reads the
 * rest of the segment for every page.
 */
const HEADS_PER_PAGE = 700;

/** The parallel Scan of heads, for whoever must look at every note. */
export function createHeadScan(client: DynamoDBDocumentClient, table: string): HeadScan {
  return async function* scanHeads(segment, segments) {
    let startKey: StoredItem | undefined;
    do {
      const answer = await client.send(
        new ScanCommand({
          TableName: table,
          Segment: segment,
          TotalSegments: segments,
          Limit: HEADS_PER_PAGE,
          ExclusiveStartKey: startKey,
        }),
      );
      for (const item of answer.Items ?? []) if (!isAgreementHead(item)) yield scanned(item);
      startKey = answer.LastEvaluatedKey;
    } while (startKey !== undefined);
  };
}

function scanned(item: StoredItem): ScannedHead {
  try {
    return isNoteHead(item)
      ? { type: 'note', head: decodeHead(item) }
      : { type: 'credit', head: decodeCreditHead(item) };
  } catch {
    return { type: 'undecodable', key: `${String(item.PK)} ${String(item.SK)}` };
  }
}
