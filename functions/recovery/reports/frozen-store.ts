import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { conditional, IF_NEW } from '../../../shared/store/conditional.ts';
import {
  type FrozenKind,
  type FrozenMark,
  FrozenReportAltered,
  type FrozenReports,
  frozenBytes,
  sha256Of,
  thawed,
} from './frozen-report.ts';
import type { ObjectStore } from './object-store.ts';

const markSchema = z.object({
  kind: z.enum(['daily', 'monthly']),
  period: z.string(),
  sha256: z.string(),
  frozenAt: z.string(),
  frozenBy: z.string(),
});
const frozenAtSchema = z.looseObject({ frozenAt: z.string() });

export const frozenKey = (kind: FrozenKind, period: string) => ({
  PK: `FROZEN#${kind.toUpperCase()}#${period}`,
  SK: 'FROZEN',
});
export const frozenObjectKey = (kind: FrozenKind, period: string) => `frozen/${kind}/${period}.json`;

export interface FrozenMarks {
  find(kind: FrozenKind, period: string): Promise<FrozenMark | undefined>;
}

/** What was frozen, when and by whom; without the reports themselves. */
export function createFrozenMarks(client: DynamoDBDocumentClient, systemTable: string): FrozenMarks {
  return {
    async find(kind, period) {
      const Key = frozenKey(kind, period);
      const found = await client.send(new GetCommand({ TableName: systemTable, Key, ConsistentRead: true }));
      return found.Item === undefined ? undefined : markSchema.parse(found.Item);
    },
  };
}

/**
 * Frozen reports: the bytes in the reports bucket (written once), their hash in the system table (put once). The
 * object comes first: after a crash between the two, the next run takes over the object that is there.
 */
export function createFrozenReports(
  client: DynamoDBDocumentClient,
  systemTable: string,
  objects: ObjectStore,
): FrozenReports {
  const { find: findMark } = createFrozenMarks(client, systemTable);

  const bytesOf = async (kind: FrozenKind, period: string): Promise<string> => {
    const body = await objects.get(frozenObjectKey(kind, period));
    if (body === undefined) throw new FrozenReportAltered(`the frozen report ${kind} ${period} is gone`);
    return body;
  };

  return {
    findMark,

    async find(kind, period) {
      const mark = await findMark(kind, period);
      return mark === undefined ? undefined : thawed(await bytesOf(kind, period), mark.sha256);
    },

    async freeze(kind, period, report, by) {
      const { body } = frozenBytes(report, by.at);
      const written = await objects.putNew(frozenObjectKey(kind, period), body);
      const kept = written === 'written' ? body : await bytesOf(kind, period);
      const { frozenAt } = frozenAtSchema.parse(JSON.parse(kept));
      const mark: FrozenMark = { kind, period, sha256: sha256Of(kept), frozenAt, frozenBy: by.subject };
      const Item = { ...frozenKey(kind, period), ...mark };
      const put = new PutCommand({ TableName: systemTable, Item, ...IF_NEW });
      if (await conditional(() => client.send(put))) return mark;
      return (await findMark(kind, period)) ?? mark;
    },
  };
}
