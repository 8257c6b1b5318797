import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { addDays, type CalendarDate, calendarDate } from '../../../../shared/calendar/calendar-date.ts';
import { batchGet } from '../../../../shared/store/batches.ts';
import { queryAll, type StoredItem } from '../../../../shared/store/pages.ts';
import { DEPOSITS_GROUP } from '../../rollups/deposit-fact.ts';
import { type Measures, sumOf, unprefixed } from '../../rollups/measures.ts';
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
} from '../../rollups/rollup-keys.ts';
import { type Snapshot, snapshotSchema } from '../../valuation/snapshot.ts';
import { type ReconciliationResult, recoveryReportSchema } from './recovery-report.ts';
import type { Cell } from './report-breakdowns.ts';
import {
  type DateRange,
  daysOf,
  monthPeriod,
  monthsEarlier,
  monthsOf,
  type Period,
  startOfMonth,
  totalKeysOf,
} from './report-period.ts';

/** What a day's partition of the rollups holds. */
export interface DayDetail {
  readonly cells: readonly Cell[];
  readonly byOtherDate: readonly { readonly date: string; readonly channel: string; readonly measures: Measures }[];
}

/** Items that a report asks for by key, in one batch. */
export interface KeyedAnswers {
  totals(key: RollupKey): Measures;
  snapshot(date: CalendarDate): Snapshot | undefined;
  reconciliation(date: CalendarDate): ReconciliationResult | undefined;
}

/** Reads of the rollups, one store call each (keyed: one per 100 keys). No table of the ledger among them. */
export interface ReportReads {
  dayDetail(axis: Axis, date: CalendarDate): Promise<DayDetail>;
  /** Totals of the days of a month that have any, by date. */
  daysOfMonth(axis: Axis, month: string): Promise<ReadonlyMap<CalendarDate, Measures>>;
  /** Totals of the months of a year that have any, by month ("2026-11"). */
  monthsOfYear(axis: Axis, year: string): Promise<ReadonlyMap<string, Measures>>;
  /** Deposit movements by year ("2026"). */
  depositYears(): Promise<ReadonlyMap<string, Measures>>;
  keyed(ask: {
    readonly totals: readonly RollupKey[];
    readonly snapshots: readonly CalendarDate[];
    readonly reconciliations: readonly CalendarDate[];
  }): Promise<KeyedAnswers>;
}

/** Everything a report is computed from. */
export interface ReportData {
  readonly period: Period;
  readonly axis: Axis;
  /** Totals of the period's days that have any, by date, on the report's axis. */
  readonly days: ReadonlyMap<CalendarDate, Measures>;
  /** Totals of the days from the first of the last month to the end of the period. */
  readonly monthDays: ReadonlyMap<CalendarDate, Measures>;
  /** Totals of the months of the period's last year. */
  readonly yearMonths: ReadonlyMap<string, Measures>;
  readonly details: readonly DayDetail[];
  readonly depositsBefore: Measures;
  readonly depositsDuring: Measures;
  readonly lastMonth: { readonly range: DateRange; readonly totals: Measures };
  readonly lastYear: { readonly range: DateRange; readonly totals: Measures };
  readonly opening: Snapshot | undefined;
  readonly closing: Snapshot | undefined;
  readonly reconciliations: ReadonlyMap<CalendarDate, ReconciliationResult | undefined>;
}

/** Days are read this many at a time in the longer reports. */
const DAYS_AT_ONCE = 16;

/** Reads a report's data: for a day 5 store calls by recorded date, 7 by value date, whatever the number of payments. */
export async function loadReportData(reads: ReportReads, period: Period, axis: Axis): Promise<ReportData> {
  const lastMonth = monthsEarlier(period, 1);
  const lastYear = monthsEarlier(period, 12);
  const [months, yearMonths, depositYears, keyed] = await Promise.all([
    daysOfMonths(reads, axis, period),
    reads.monthsOfYear(axis, period.to.slice(0, 4)),
    reads.depositYears(),
    reads.keyed({
      totals: [...totalKeysOf(axis, lastMonth), ...totalKeysOf(axis, lastYear)],
      snapshots: [addDays(period.from, -1), period.to],
      reconciliations: axis === 'recorded' ? daysOf(period) : [],
    }),
  ]);
  const days = within(months, period);
  const details = await detailsOf(reads, axis, period.type === 'day' ? [period.from] : [...days.keys()]);
  const deposits = await depositSources(reads, axis, period, { months, yearMonths });
  return {
    period,
    axis,
    days,
    monthDays: within(months, { from: startOfMonth(period.to), to: period.to }),
    yearMonths,
    details,
    ...depositMeasures(depositYears, deposits, period),
    lastMonth: { range: lastMonth, totals: sumOf(totalKeysOf(axis, lastMonth).map(keyed.totals)) },
    lastYear: { range: lastYear, totals: sumOf(totalKeysOf(axis, lastYear).map(keyed.totals)) },
    opening: keyed.snapshot(addDays(period.from, -1)),
    closing: keyed.snapshot(period.to),
    reconciliations: new Map(daysOf(period).map((day) => [day, keyed.reconciliation(day)])),
  };
}

type DayTotals = ReadonlyMap<CalendarDate, Measures>;

async function daysOfMonths(reads: ReportReads, axis: Axis, range: DateRange): Promise<DayTotals> {
  const months = await Promise.all(monthsOf(range).map((month) => reads.daysOfMonth(axis, month)));
  return new Map(months.flatMap((month) => [...month]));
}

function within(days: DayTotals, { from, to }: DateRange): DayTotals {
  return new Map([...days].filter(([day]) => from <= day && day <= to));
}

async function detailsOf(reads: ReportReads, axis: Axis, days: readonly CalendarDate[]): Promise<DayDetail[]> {
  const details: DayDetail[] = [];
  for (let start = 0; start < days.length; start += DAYS_AT_ONCE) {
    const some = days.slice(start, start + DAYS_AT_ONCE);
    details.push(...(await Promise.all(some.map((day) => reads.dayDetail(axis, day)))));
  }
  return details;
}

interface DepositSources {
  /** Totals of the days of the period's months, on the recorded axis. */
  readonly months: DayTotals;
  /** Totals of the months of the period's first year, on the recorded axis. */
  readonly yearMonths: ReadonlyMap<string, Measures>;
}

/** Deposit movements are kept by recorded date only; what the report has read already is used when it fits. */
async function depositSources(
  reads: ReportReads,
  axis: Axis,
  period: Period,
  read: { readonly months: DayTotals; readonly yearMonths: ReadonlyMap<string, Measures> },
): Promise<DepositSources> {
  const firstYear = period.from.slice(0, 4);
  const [months, yearMonths] = await Promise.all([
    axis === 'recorded' ? read.months : daysOfMonths(reads, 'recorded', period),
    axis === 'recorded' && firstYear === period.to.slice(0, 4)
      ? read.yearMonths
      : reads.monthsOfYear('recorded', firstYear),
  ]);
  return { months, yearMonths };
}

function depositMeasures(
  years: ReadonlyMap<string, Measures>,
  { months, yearMonths }: DepositSources,
  { from, to }: DateRange,
): Pick<ReportData, 'depositsBefore' | 'depositsDuring'> {
  const firstDay = monthPeriod(from.slice(0, 7)).from;
  const earlierYears = [...years].filter(([year]) => year < from.slice(0, 4)).map(([, measures]) => measures);
  const earlierMonths = [...yearMonths].filter(([month]) => month < from.slice(0, 7)).map(([, totals]) => totals);
  const earlierDays = [...months].filter(([day]) => firstDay <= day && day < from).map(([, totals]) => totals);
  const during = [...months].filter(([day]) => from <= day && day <= to).map(([, totals]) => totals);
  return {
    depositsBefore: sumOf([...earlierYears, depositsIn([...earlierMonths, ...earlierDays])]),
    depositsDuring: depositsIn(during),
  };
}

const depositsIn = (totals: readonly Measures[]): Measures => unprefixed(DEPOSITS_GROUP, sumOf(totals));

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
