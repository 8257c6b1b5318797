/**
 * Keys of the rollups table (docs/access-patterns.md, "rollups"). Two axes of days: `recorded` (when we took the
 * event; a day's report is of this axis and freezes with it) and `value` (the bank's value date).
 *
 *   MARK#<owner>            MARK                                      last applied seq of an owner
 *   DAY#<date>              CELL#<group>#<office>#<channel>#<stage>#<agent>   breakdown of a day
 *   DAY#<date>              VALUE#<valueDate>#<channel>               its payments by value date
 *   DAY#<date>              DEPOSITS                                  its deposit movements
 *   MONTH#<yyyy-mm>         DAY#<dd>                                  totals of a day
 *   YEAR#<yyyy>             MONTH#<mm>                                totals of a month
 *   VALUEDAY#… VALUEMONTH#… VALUEYEAR#…                               the same by value date (RECORDED#… in place of VALUE#…)
 *   DEPOSITS                YEAR#<yyyy>                               deposit movements of a year
 *   SNAPSHOT#<date>         TOTAL, ROW#<office>#<class>#<stage>       valuation of all heads
 */
export interface RollupKey {
  readonly PK: string;
  readonly SK: string;
}

export type Axis = 'recorded' | 'value';
const AXIS_PREFIX: Record<Axis, string> = { recorded: '', value: 'VALUE' };

/** Stands for "no channel" and "no agent" in a key. */
export const NONE = '-';

export interface CellDimensions {
  /** Kind of entry; for reversals `reversed:<kind taken back>`. */
  readonly group: string;
  readonly office: string;
  readonly channel: string;
  readonly stage: string;
  readonly agent: string;
}

export const markKey = (owner: string): RollupKey => ({ PK: `MARK#${owner}`, SK: 'MARK' });

export const dayPartition = (axis: Axis, date: string) => `${AXIS_PREFIX[axis]}DAY#${date}`;
export const monthPartition = (axis: Axis, month: string) => `${AXIS_PREFIX[axis]}MONTH#${month}`;
export const yearPartition = (axis: Axis, year: string) => `${AXIS_PREFIX[axis]}YEAR#${year}`;

export const cellKey = (axis: Axis, date: string, cell: CellDimensions): RollupKey => ({
  PK: dayPartition(axis, date),
  SK: `CELL#${cell.group}#${cell.office}#${cell.channel}#${cell.stage}#${cell.agent}`,
});

/** The dimensions of a cell's sort key; undefined when it is another kind of item. The agent may contain `#`. */
export function parseCellKey(sortKey: string): CellDimensions | undefined {
  const [prefix, group, office, channel, stage, ...agent] = sortKey.split('#');
  if (prefix !== 'CELL' || group === undefined || office === undefined) return undefined;
  if (channel === undefined || stage === undefined || agent.length === 0) return undefined;
  return { group, office, channel, stage, agent: agent.join('#') };
}

const OTHER_DATE_PREFIX: Record<Axis, string> = { recorded: 'VALUE', value: 'RECORDED' };

/** Payments of a day by the date of the other axis. */
export const otherDateKey = (axis: Axis, date: string, other: string, channel: string): RollupKey => ({
  PK: dayPartition(axis, date),
  SK: `${OTHER_DATE_PREFIX[axis]}#${other}#${channel}`,
});

export function parseOtherDateKey(axis: Axis, sortKey: string): { date: string; channel: string } | undefined {
  const [prefix, date, channel] = sortKey.split('#');
  if (prefix !== OTHER_DATE_PREFIX[axis] || date === undefined || channel === undefined) return undefined;
  return { date, channel };
}

export const dayTotalKey = (axis: Axis, date: string): RollupKey => ({
  PK: monthPartition(axis, date.slice(0, 7)),
  SK: `DAY#${date.slice(8, 10)}`,
});

export const monthTotalKey = (axis: Axis, date: string): RollupKey => ({
  PK: yearPartition(axis, date.slice(0, 4)),
  SK: `MONTH#${date.slice(5, 7)}`,
});

export const DEPOSITS_PARTITION = 'DEPOSITS';
export const depositsOfDayKey = (date: string): RollupKey => ({ PK: dayPartition('recorded', date), SK: 'DEPOSITS' });
export const depositsOfYearKey = (date: string): RollupKey => ({
  PK: DEPOSITS_PARTITION,
  SK: `YEAR#${date.slice(0, 4)}`,
});

/** A key as one text. */
export const keyName = ({ PK, SK }: RollupKey): string => `${PK}|${SK}`;

const SUM_PARTITION = /^(VALUE)?(DAY|MONTH|YEAR)#/;

/** Whether the item is a sum of entries and deposit movements; marks, snapshots and reconciliations are not. */
export const isSumKey = ({ PK }: RollupKey): boolean => PK === DEPOSITS_PARTITION || SUM_PARTITION.test(PK);

/** Whether the item is of the day, or a total that contains it. */
export function isOfDay(date: string, key: RollupKey): boolean {
  const axes: readonly Axis[] = ['recorded', 'value'];
  if (axes.some((axis) => key.PK === dayPartition(axis, date))) return true;
  const totals = axes.flatMap((axis) => [dayTotalKey(axis, date), monthTotalKey(axis, date)]);
  return [...totals, depositsOfYearKey(date)].some((total) => keyName(total) === keyName(key));
}

export const snapshotPartition = (date: string) => `SNAPSHOT#${date}`;
export const snapshotTotalKey = (date: string): RollupKey => ({ PK: snapshotPartition(date), SK: 'TOTAL' });
