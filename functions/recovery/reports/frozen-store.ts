import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { isConditionFailure } from '../../../shared/store/store-failures.ts';
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

/**
 * Frozen reports: the bytes in the reports bucket (written once), their hash in the system table (put once). The
 * object comes first: after a crash between the two, the next run takes over the object that is there.
 */
export function createFrozenReports(
  client: DynamoDBDocumentClient,
  systemTable: string,
  objects: ObjectStore,
): FrozenReports {
  const findMark = async (kind: FrozenKind, period: string): Promise<FrozenMark | undefined> => {
    const found = await client.send(
      new GetCommand({ TableName: systemTable, Key: frozenKey(kind, period), ConsistentRead: true }),
    );
    return found.Item === undefined ? undefined : markSchema.parse(found.Item);
  };

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
      try {
        await client.send(
          new PutCommand({
            TableName: systemTable,
            Item: { ...frozenKey(kind, period), ...mark },
            ConditionExpression: 'attribute_not_exists(PK)',
          }),
        );
        return mark;
      } catch (error) {
        const first = isConditionFailure(error) ? await findMark(kind, period) : undefined;
        if (first === undefined) throw error;
        return first;
      }
    },
  };
}
