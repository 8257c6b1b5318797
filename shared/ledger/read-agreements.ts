import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { CalendarDate } from '../calendar/calendar-date.ts';
import { standingOf } from '../loan-book/agreement-standing.ts';
import type { Agreement } from './agreements.ts';
import { readFileHeads } from './read-ledger.ts';

/** `Agreements.agreementsOfFile` for whoever only reads: needs the heads alone. One consistent Query. */
export async function agreementsOfFile(
  documents: DynamoDBDocumentClient,
  tables: { readonly heads: string },
  fileId: string,
  asOf: CalendarDate,
): Promise<Agreement[]> {
  const { agreements } = await readFileHeads(documents, tables, fileId);
  return agreements.map((head): Agreement => {
    const { agreementId, plan, noteIds, signedOn, counted, closed, end } = head;
    // A closed one stays what its notes were told: money of later is not counted on it.
    const standing = closed ? null : standingOf(plan, counted, asOf);
    return { agreementId, fileId, plan, noteIds, signedOn, counted, closed, standing, told: end };
  });
}
