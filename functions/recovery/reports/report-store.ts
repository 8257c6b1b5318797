import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { batchGet } from '../../../shared/store/batches.ts';
import { queryAll, type StoredItem } from '../../../shared/store/pages.ts';
import type { Measures } from '../rollups/measures.ts';
import {
  type Axis,
  DEPOSITS_PARTITION,
  dayPartition,
  monthPartition,
  parseCellKey,
  parseOtherDateKey,
  type RollupKey,
  snapshotTotalKey,
  yearPartition,
} from '../rollups/rollup-keys.ts';
import { snapshotSchema } from '../valuation/snapshot.ts';
import { recoveryReportSchema } from './recovery-report.ts';
import type { ReportReads } from './report-data.ts';

export const reconciliationKey = (date: string): RollupKey => ({ PK: `RECONCILIATION#${date}`, SK: 'RESULT' });

const keySchema = z.looseObject({ PK: z.string(), SK: z.string() });
const measuresSchema = z.record(z.string(), z.int());
const reconciliationSchema = z.object({ result: recoveryReportSchema.shape.reconciliation });
const snapshotItemSchema = z.object(snapshotSchema.shape);

/** Reads for reports: rollups table only, one call each (docs/access-patterns.md, "reports"). Eventually consistent. */
export function createReportReads(client: DynamoDBDocumentClient, table: string): ReportReads {
  const query = async (partition: string): Promise<StoredItem[]> => {
    const items: StoredItem[] = [];
    const wanted = {
      TableName: table,
      KeyConditionExpression: 'PK = :partition',
      ExpressionAttributeValues: { ':partition': partition },
    };
    for await (const item of queryAll(client, wanted)) items.push(item);
    return items;
  };

  return {
    async dayDetail(axis, date) {
      const items = (await query(dayPartition(axis, date))).map(measured);
      return {
        cells: items.flatMap(({ SK, measures }) => {
          const dimensions = parseCellKey(SK);
          return dimensions === undefined ? [] : { dimensions, measures };
        }),
        byOtherDate: items.flatMap(({ SK, measures }) => {
          const other = parseOtherDateKey(axis, SK);
          return other === undefined ? [] : { ...other, measures };
        }),
      };
    },

    async daysOfMonth(axis: Axis, month: string) {
      const items = (await query(monthPartition(axis, month))).map(measured);
      return new Map(items.map(({ SK, measures }) => [calendarDate(`${month}-${SK.slice(4)}`), measures]));
    },

    async monthsOfYear(axis: Axis, year: string) {
      const items = (await query(yearPartition(axis, year))).map(measured);
      return new Map(items.map(({ SK, measures }) => [`${year}-${SK.slice(6)}`, measures]));
    },

    async depositYears() {
      const items = (await query(DEPOSITS_PARTITION)).map(measured);
      return new Map(items.map(({ SK, measures }) => [SK.slice(5), measures]));
    },

    async keyed({ totals, snapshots, reconciliations }) {
      const keys = [...totals, ...snapshots.map(snapshotTotalKey), ...reconciliations.map(reconciliationKey)];
      const items = await batchGet(
        client,
        table,
        keys.map((key) => ({ ...key })),
      );
      const byKey = new Map(items.map((item) => [nameOf(keySchema.parse(item)), item]));
      const find = (key: RollupKey) => byKey.get(nameOf(key));
      return {
        totals(key) {
          const item = find(key);
          return item === undefined ? {} : measured(item).measures;
        },
        snapshot(date: CalendarDate) {
          const item = find(snapshotTotalKey(date));
          return item === undefined ? undefined : snapshotItemSchema.parse(item);
        },
        reconciliation(date: CalendarDate) {
          const item = find(reconciliationKey(date));
          return item === undefined ? undefined : reconciliationSchema.parse(item).result;
        },
      };
    },
  };
}

const nameOf = ({ PK, SK }: RollupKey): string => `${PK}|${SK}`;

/** A rollup item apart in its key and its sums. */
function measured(item: StoredItem): RollupKey & { readonly measures: Measures } {
  const { PK, SK, ...measures } = keySchema.parse(item);
  return { PK, SK, measures: measuresSchema.parse(measures) };
}
