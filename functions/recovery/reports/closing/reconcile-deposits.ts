import { type DynamoDBDocumentClient, GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { addDays, type CalendarDate } from '../../../../shared/calendar/calendar-date.ts';
import { queryAll, type StoredItem } from '../../../../shared/store/pages.ts';
import { type DepositMovement, depositMovementSchema } from '../../deposits/deposit-movement.ts';
import type { IntakeFile } from '../../intake/intake-file.ts';
import type { IntakeStore } from '../../intake/intake-store.ts';
import type { Measures } from '../../rollups/measures.ts';
import { depositMovementKey, depositMovementsOfDay, INDEX_1 } from '../../system-keys.ts';
import { type SourceSums, sourcesOf } from './entries-of-day.ts';
import { compared, type Finding } from './finding.ts';
import type { DayFiles } from './reconcile-files.ts';

interface Money {
  readonly count: number;
  /** Centavos. */
  readonly amount: number;
}

/** How long after its file came a possible duplicate may be decided to be money without owner, and still be found. */
const LOOK_BACK_DAYS = 31;

/**
 * Unidentified rows are deposits received. When the day's files alone do not explain its deposits, each row counts on
 * the day its deposit was received: a file may go on after midnight, and a row be decided later. A row without a
 * deposit counts on the day of its file, so that it stays a difference.
 */
export async function depositsReceived(
  deps: { readonly files: Pick<DayFiles, 'of'>; readonly depositsOf: DepositsOfFile },
  day: { readonly date: CalendarDate; readonly files: readonly IntakeFile[]; readonly totals: Measures },
): Promise<Finding> {
  const received = movement(day.totals, 'received');
  const ofFiles = day.files.map(({ tally }) => tally.unidentified);
  const rows = ofFiles.reduce((sum, one) => plus(sum, { count: one.count, amount: one.sum }), NOTHING);
  return compared(
    'deposits-received',
    'Renglones sin identificar contra depósitos recibidos',
    { label: 'Renglones sin identificar', ...(same(rows, received) ? rows : await receivedOn(deps, day, received)) },
    { label: 'Depósitos recibidos', ...received },
    [],
  );
}

/** Assigned deposits are payments. */
export function depositsAssigned(posted: SourceSums, totals: Measures): Finding {
  const payments = sourcesOf(posted, 'deposit');
  return compared(
    'deposits-assigned',
    'Depósitos asignados contra pagos registrados',
    { label: 'Depósitos asignados', ...movement(totals, 'assigned') },
    {
      label: 'Pagos por asignación',
      ...payments.reduce((sum, [, one]) => plus(sum, { count: one.payments, amount: one.amount }), NOTHING),
    },
    [],
  );
}

/** Rows by the day of their deposit: of the day's files, then of earlier ones while deposits lack their row. */
async function receivedOn(
  deps: { readonly files: Pick<DayFiles, 'of'>; readonly depositsOf: DepositsOfFile },
  day: { readonly date: CalendarDate; readonly files: readonly IntakeFile[] },
  received: Money,
): Promise<Money> {
  let rows = NOTHING;
  let files = day.files;
  for (let back = 0; back <= LOOK_BACK_DAYS; back += 1) {
    if (back > 0) files = await deps.files.of(addDays(day.date, -back));
    for (const { fileId } of files.filter(({ tally }) => tally.unidentified.count > 0)) {
      for (const deposit of await deps.depositsOf(fileId)) {
        if (deposit === undefined && back === 0) rows = plus(rows, { count: 1, amount: 0 });
        if (deposit?.recordedOn === day.date) rows = plus(rows, { count: 1, amount: deposit.amount });
      }
    }
    if (rows.count >= received.count) break;
  }
  return rows;
}

const NOTHING: Money = { count: 0, amount: 0 };
const plus = (a: Money, b: Money): Money => ({ count: a.count + b.count, amount: a.amount + b.amount });
const same = (a: Money, b: Money): boolean => a.count === b.count && a.amount === b.amount;
const movement = (totals: Measures, name: 'received' | 'assigned'): Money => ({
  count: totals[`deposits/${name}.count`] ?? 0,
  amount: totals[`deposits/${name}.amount`] ?? 0,
});

/** The movements of deposits of a business day, for the job that closes it. No request reads them. */
export interface DayDepositMovements {
  /** Number of movements recorded on the day, by the index; eventually consistent, like the entries of a day. */
  count(date: string): Promise<number>;
  read(date: string): AsyncIterable<DepositMovement>;
}

export function createDayDepositMovements(client: DynamoDBDocumentClient, table: string): DayDepositMovements {
  const queryOf = (date: string) => ({
    TableName: table,
    IndexName: INDEX_1,
    KeyConditionExpression: 'index1PK = :day',
    ExpressionAttributeValues: { ':day': depositMovementsOfDay(date) },
  });
  return {
    async count(date) {
      let count = 0;
      let startKey: StoredItem | undefined;
      do {
        const answer = await client.send(
          new QueryCommand({ ...queryOf(date), Select: 'COUNT', ExclusiveStartKey: startKey }),
        );
        count += answer.Count ?? 0;
        startKey = answer.LastEvaluatedKey;
      } while (startKey !== undefined);
      return count;
    },
    async *read(date) {
      for await (const item of queryAll(client, queryOf(date))) yield depositMovementSchema.parse(item);
    },
  };
}

const ROWS_A_PAGE = 100;

/** For each unidentified row of a bank file, how its money was received; undefined: it has no deposit. */
export type DepositsOfFile = (fileId: string) => Promise<(DepositMovement | undefined)[]>;

/** The rows by the index, and the first movement of each one's deposit, consistent. */
export function createDepositsOfFile(
  client: DynamoDBDocumentClient,
  TableName: string,
  store: Pick<IntakeStore, 'rows'>,
): DepositsOfFile {
  const received = async (depositId: string): Promise<DepositMovement | undefined> => {
    const Key = depositMovementKey(depositId, 1);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item === undefined ? undefined : depositMovementSchema.parse(Item);
  };
  return async (fileId) => {
    const movements: (DepositMovement | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.rows(fileId, 'unidentified', { limit: ROWS_A_PAGE, cursor });
      const ids = page.rows.map(({ depositId }) => depositId);
      movements.push(...(await Promise.all(ids.map((id) => (id === null ? undefined : received(id))))));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return movements;
  };
}
