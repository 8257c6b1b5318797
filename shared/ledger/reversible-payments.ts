import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { addDays, type CalendarDate } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { queryAll } from '../store/pages.ts';
import { eventOf } from './entry-item.ts';
import type { Entry } from './ledger-items.ts';

/** A payment that a bank may still take back (salvo buen fin). */
export interface ReversiblePayment {
  readonly amount: Centavos;
  /** First business day on which it counts as firm; null: not known yet. */
  readonly firmOn: string | null;
}

/** Partition of index1 of the system table in which recovery lists payments salvo buen fin of a state. */
export const provisionalInState = (state: string) => `PROVISIONAL#${state.toUpperCase()}`;

const listedSchema = z.object({ amount: z.int(), firmOn: z.string() });

/**
 * The payments of a note that are not final. Read from the list of those that wait for the bank, which is a handful; the
 * list is an index, so what the journal (`entries`, all of the note, consistent) took since yesterday counts as waiting
 * whatever the list says: nothing is firm the day after it came.
 */
export async function reversiblePayments(
  client: DynamoDBDocumentClient,
  systemTable: string,
  {
    noteId,
    entries,
    today,
  }: { readonly noteId: string; readonly entries: readonly Entry[]; readonly today: CalendarDate },
): Promise<ReversiblePayment[]> {
  const listed: ReversiblePayment[] = [];
  for (const state of ['provisional', 'bouncing']) {
    const query = {
      TableName: systemTable,
      IndexName: 'index1',
      KeyConditionExpression: 'index1PK = :state',
      FilterExpression: 'contains(noteIds, :note)',
      ExpressionAttributeValues: { ':state': provisionalInState(state), ':note': noteId },
    };
    for await (const item of queryAll(client, query)) listed.push(listedSchema.parse(item));
  }
  return listed.length > 0 ? listed : justTaken(entries, today);
}

function justTaken(entries: readonly Entry[], today: CalendarDate): ReversiblePayment[] {
  const reversed = new Set(entries.flatMap(({ kind, cause }) => (kind === 'reversed' ? [cause] : [])));
  const since = addDays(today, -1);
  return entries.flatMap((entry) => {
    if (entry.provisional !== true || entry.recordedOn < since || reversed.has(entry.eventId)) return [];
    const event = eventOf(entry);
    return event?.kind === 'paid' ? [{ amount: event.amount, firmOn: null }] : [];
  });
}
