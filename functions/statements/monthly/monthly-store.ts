import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { heldBy, isLeaseOver, type NewRun, takeLease } from '../../../shared/jobs/lease.ts';
import { epochSeconds } from '../../../shared/links/link.ts';
import { conditional, conditionalOnce, ifVersion } from '../../../shared/store/conditional.ts';
import { queryAll } from '../../../shared/store/pages.ts';
import { type Subscriber, subscriberSchema } from '../preferences/preferences-store.ts';
import { type MonthlyRun, monthlyRunSchema } from './monthly-run.ts';

/** People of one item of the list: some 50 KB. */
export const PART_SIZE = 500;
/** The list is of no use once the month's mails are history. */
const LIST_KEPT_SECONDS = 90 * 86_400;
const RUNNING = 'MONTHLYRUNS#RUNNING';

export interface MonthlyStore {
  /** Consistent. */
  find(month: string): Promise<MonthlyRun | undefined>;
  /** What a person does: version 1, or over the version before. False: it changed meanwhile. */
  write(next: MonthlyRun): Promise<boolean>;
  /** Takes the lease of a run under way. Undefined: another holds it, or it is not under way. */
  acquire(month: string, run: NewRun): Promise<MonthlyRun | undefined>;
  /** Writes while `holder` has the lease still; answers what was written. Undefined: stopped, or taken over. */
  save(next: MonthlyRun, holder: string): Promise<MonthlyRun | undefined>;
  /** Runs under way that give no sign of life. */
  stalled(now: Date): AsyncGenerator<MonthlyRun, void, undefined>;
  /** Part `number` (from 0) of whom the run is about, as it was when it began. */
  putPart(month: string, number: number, members: readonly Subscriber[], now: Date): Promise<void>;
  part(month: string, number: number): Promise<readonly Subscriber[]>;
}

const partSchema = z.object({ members: z.array(subscriberSchema) });

/** Monthly runs in the system table (docs/access-patterns.md, statements): only staff and the worker write them. */
export function createMonthlyStore(client: DynamoDBDocumentClient, TableName: string): MonthlyStore {
  const keyOf = (month: string) => ({ PK: `MONTHLYRUN#${month}`, SK: 'STATE' });
  const partKey = (month: string, number: number) => ({
    PK: `MONTHLYRUN#${month}`,
    SK: `PART#${String(number).padStart(4, '0')}`,
  });
  const itemOf = (run: MonthlyRun) => ({
    ...keyOf(run.month),
    ...run,
    ...(run.state === 'running' && { index1PK: RUNNING, index1SK: run.month }),
  });
  async function find(month: string): Promise<MonthlyRun | undefined> {
    const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(month), ConsistentRead: true }));
    return Item === undefined ? undefined : monthlyRunSchema.parse(Item);
  }
  return {
    find,
    write: (next) =>
      conditional(() => client.send(new PutCommand({ TableName, Item: itemOf(next), ...ifVersion(next.version - 1) }))),
    async acquire(month, newRun) {
      const run = await find(month);
      if (run?.state !== 'running') return undefined;
      const { next, condition } = takeLease(run, newRun);
      const taken = { ...next, version: run.version + 1 };
      const put = new PutCommand({
        TableName,
        Item: itemOf(taken),
        // A person who stopped it meanwhile is not written over.
        ConditionExpression: `${condition.ConditionExpression} AND #version = :version`,
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ...condition.ExpressionAttributeValues, ':version': run.version },
      });
      const isOurs = async () => (await find(month))?.runId === newRun.runId;
      return (await conditionalOnce(() => client.send(put), isOurs)) ? taken : undefined;
    },
    async save(next, holder) {
      const saved = { ...next, version: next.version + 1 };
      const put = new PutCommand({ TableName, Item: itemOf(saved), ...heldBy(holder) });
      return (await conditional(() => client.send(put))) ? saved : undefined;
    },
    async *stalled(now) {
      const query = {
        TableName,
        IndexName: 'index1',
        KeyConditionExpression: 'index1PK = :running',
        ExpressionAttributeValues: { ':running': RUNNING },
      };
      for await (const item of queryAll(client, query)) {
        const run = monthlyRunSchema.parse(item);
        if (isLeaseOver(run, now)) yield run;
      }
    },
    async putPart(month, number, members, now) {
      const Item = { ...partKey(month, number), members, expiresAt: epochSeconds(now) + LIST_KEPT_SECONDS };
      await client.send(new PutCommand({ TableName, Item }));
    },
    async part(month, number) {
      const Key = partKey(month, number);
      const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return partSchema.parse(Item).members;
    },
  };
}
