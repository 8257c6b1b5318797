import { type DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { type CalendarDate, yearOf } from '../../../shared/calendar/calendar-date.ts';
import { queryAll, type StoredItem } from '../../../shared/store/pages.ts';
import { type StatementDay, statementDaySchema } from './statement-day.ts';

/** About the 1 MB that a page may hold; said for the engine on one machine (shared/ledger/scan-heads.ts). */
const ITEMS_PER_PAGE = 1_500;

export interface IndicatorsStore {
  /** Days that were counted, oldest first: one Query a year. */
  days(from: CalendarDate, to: CalendarDate): Promise<readonly StatementDay[]>;
  put(day: StatementDay): Promise<void>;
  /** Everything in the links table, in no order: once a night. */
  linkItems(): AsyncIterable<StoredItem>;
}

/** Days in the system table, where the public pages do not reach; what they are counted from in the links table. */
export function createIndicatorsStore(
  client: DynamoDBDocumentClient,
  tables: { readonly system: string; readonly links: string },
): IndicatorsStore {
  const partition = (year: number) => `STATEMENTDAYS#${year}`;
  return {
    async days(from, to) {
      const found: StatementDay[] = [];
      for (let year = yearOf(from); year <= yearOf(to); year += 1) {
        const query = {
          TableName: tables.system,
          KeyConditionExpression: 'PK = :year AND SK BETWEEN :from AND :to',
          ExpressionAttributeValues: { ':year': partition(year), ':from': from, ':to': to },
        };
        for await (const item of queryAll(client, query)) found.push(statementDaySchema.parse(item));
      }
      return found;
    },
    async put(day) {
      const Item = { PK: partition(yearOf(day.date)), SK: day.date, ...day };
      await client.send(new PutCommand({ TableName: tables.system, Item }));
    },
    async *linkItems() {
      let startKey: StoredItem | undefined;
      do {
        const answer = await client.send(
          new ScanCommand({ TableName: tables.links, Limit: ITEMS_PER_PAGE, ExclusiveStartKey: startKey }),
        );
        yield* answer.Items ?? [];
        startKey = answer.LastEvaluatedKey;
      } while (startKey !== undefined);
    },
  };
}
