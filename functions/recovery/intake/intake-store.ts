import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { canonicalJson } from '../../../shared/canonical/canonical-json.ts';
import { heldBy, type NewRun, takeLease } from '../../../shared/jobs/lease.ts';
import { batchPut } from '../../../shared/store/batches.ts';
import { conditional, conditionalOnce, ifVersion, withoutConflict } from '../../../shared/store/conditional.ts';
import { queryAll, queryPage } from '../../../shared/store/pages.ts';
import { isConditionFailure } from '../../../shared/store/store-failures.ts';
import { fileHashKey, fileKey, filesOfDay, INDEX_1, OPEN_FILES, rowKey } from '../system-keys.ts';
import { type IntakeFile, intakeFileSchema, OPEN_STATES } from './intake-file.ts';
import { pageOfRows, rowOf, rowsBeingDecided, storedRow } from './row-items.ts';
import type { Outcome, RowEnding } from './row-outcome.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

export interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

export interface IntakeStore {
  find(fileId: string): Promise<IntakeFile | undefined>;
  /**
   * Adds version 1, or replaces version `next.version - 1`. False: it is there already (the same notification again), or
   * somebody took a step meanwhile. For a file that no run holds.
   */
  write(next: IntakeFile): Promise<boolean>;
  /** Takes the lease of an open file. Undefined: another run holds it, or the file is not open. */
  acquire(fileId: string, run: NewRun): Promise<IntakeFile | undefined>;
  /** Writes the file while `next.runId` still holds it. False: another run took over; this one must stop. */
  save(next: IntakeFile, holder: string): Promise<boolean>;
  /**
   * Claims the bytes for this file together with its change to `posting`. A file that had the same bytes first is
   * answered by its id.
   */
  claimBytes(next: IntakeFile, holder: string): Promise<'claimed' | 'lost' | { readonly firstFileId: string }>;
  /** Puts the endings of rows; call it under the lease. A possible duplicate that was decided meanwhile is left alone. */
  putRows(fileId: string, endings: readonly RowEnding[]): Promise<void>;
  findRow(fileId: string, line: number): Promise<RowEnding | undefined>;
  /** Notes a decision on a possible duplicate that has none yet. False: somebody decided before. */
  noteDecision(fileId: string, next: RowEnding): Promise<boolean>;
  /**
   * Replaces a row's ending while it still has outcome `from`, with the file's tally, both or none. False: the row has
   * another outcome, the tally has moved on, or it counts no row with that outcome.
   */
  decideRow(next: RowEnding, from: Outcome, file: IntakeFile, tallyBefore: IntakeFile['tally']): Promise<boolean>;
  /** Rows whose decision was noted and not carried out yet. */
  rowsBeingDecided(): ReturnType<typeof rowsBeingDecided>;
  rows(fileId: string, outcome: Outcome | undefined, page: PageRequest): ReturnType<typeof pageOfRows>;
  /** Open files whose lease ended before `now`. */
  stalled(now: Date): AsyncGenerator<IntakeFile, void, undefined>;
  open(): Promise<IntakeFile[]>;
  /** Files of a day that are not open, newest first. */
  filesOf(recordedOn: string, page: PageRequest): Promise<{ files: IntakeFile[]; cursor: string | undefined }>;
}

/** Bank files and the endings of their rows in the system table (docs/access-patterns.md, recovery). */
export function createIntakeStore(client: DynamoDBDocumentClient, TableName: string): IntakeStore {
  const parse = (item: unknown) => intakeFileSchema.parse(item);
  const inTransaction = (TransactItems: TransactItem[]) =>
    withoutConflict(() => client.send(new TransactWriteCommand({ TransactItems })));
  const putHeld = (next: IntakeFile, holder: string) => ({ TableName, Item: storedFile(next), ...heldBy(holder) });
  const openQuery = (before?: string) => ({
    TableName,
    IndexName: INDEX_1,
    KeyConditionExpression: before === undefined ? 'index1PK = :open' : 'index1PK = :open AND index1SK < :before',
    ExpressionAttributeValues: { ':open': OPEN_FILES, ...(before !== undefined && { ':before': before }) },
  });
  const find = async (fileId: string) => {
    const found = await client.send(new GetCommand({ TableName, Key: fileKey(fileId), ConsistentRead: true }));
    return found.Item === undefined ? undefined : parse(found.Item);
  };

  return {
    find,
    write: (next) =>
      conditionalOnce(
        () => client.send(new PutCommand({ TableName, Item: storedFile(next), ...ifVersion(next.version - 1) })),
        async () => canonicalJson((await find(next.fileId)) ?? null) === canonicalJson(parse(next)),
      ),
    async acquire(fileId, run) {
      const file = await find(fileId);
      if (file === undefined || !OPEN_STATES.includes(file.state)) return undefined;
      const { next, condition } = takeLease(file, run);
      const put = new PutCommand({ TableName, Item: storedFile(next), ...condition });
      const taken = await conditionalOnce(
        () => client.send(put),
        async () => (await find(fileId))?.runId === run.runId,
      );
      return taken ? next : undefined;
    },
    save: (next, holder) => conditional(() => client.send(new PutCommand(putHeld(next, holder)))),
    async claimBytes(next, holder) {
      if (next.sha256 === null) throw new RangeError('bytes are claimed by their hash');
      const Key = fileHashKey(next.sha256);
      const hash: TransactItem = {
        Put: {
          TableName,
          Item: { ...Key, fileId: next.fileId },
          ConditionExpression: 'attribute_not_exists(PK) OR fileId = :file',
          ExpressionAttributeValues: { ':file': next.fileId },
        },
      };
      try {
        await inTransaction([hash, { Put: putHeld(next, holder) }]);
        return 'claimed';
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        if (!isConditionFailure(error, 0)) return 'lost';
        const found = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
        return { firstFileId: z.object({ fileId: z.string() }).parse(found.Item).fileId };
      }
    },
    async putRows(fileId, endings) {
      const undecided = endings.filter(({ outcome }) => outcome === 'possible-duplicate');
      const others = endings.filter(({ outcome }) => outcome !== 'possible-duplicate');
      await batchPut(
        client,
        TableName,
        others.map((ending) => storedRow(fileId, ending)),
      );
      await Promise.all(
        undecided.map((ending) =>
          conditional(() =>
            client.send(
              new PutCommand({
                TableName,
                Item: storedRow(fileId, ending),
                ConditionExpression: 'attribute_not_exists(PK) OR decision = :none',
                ExpressionAttributeValues: { ':none': null },
              }),
            ),
          ),
        ),
      );
    },
    async findRow(fileId, line) {
      const found = await client.send(new GetCommand({ TableName, Key: rowKey(fileId, line), ConsistentRead: true }));
      return found.Item === undefined ? undefined : rowOf(found.Item);
    },
    noteDecision: (fileId, next) =>
      conditional(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: storedRow(fileId, next),
            ConditionExpression: 'outcome = :pending AND decision = :none',
            ExpressionAttributeValues: { ':pending': 'possible-duplicate', ':none': null },
          }),
        ),
      ),
    decideRow: (next, from, file, tallyBefore) =>
      conditional(() =>
        inTransaction([
          {
            Put: {
              TableName,
              Item: storedRow(file.fileId, next),
              ConditionExpression: 'outcome = :from',
              ExpressionAttributeValues: { ':from': from },
            },
          },
          {
            Update: {
              TableName,
              Key: fileKey(file.fileId),
              UpdateExpression: 'SET tally = :tally',
              ConditionExpression: 'tally = :before AND tally.#from.#count >= :one',
              ExpressionAttributeNames: { '#from': from, '#count': 'count' },
              ExpressionAttributeValues: { ':tally': file.tally, ':before': tallyBefore, ':one': 1 },
            },
          },
        ]),
      ),
    rowsBeingDecided: () => rowsBeingDecided(client, TableName),
    rows: (fileId, outcome, page) => pageOfRows(client, TableName, fileId, outcome, page),
    async *stalled(now) {
      for await (const item of queryAll(client, openQuery(now.toISOString()))) yield parse(item);
    },
    async open() {
      const files: IntakeFile[] = [];
      for await (const item of queryAll(client, openQuery())) files.push(parse(item));
      return files;
    },
    async filesOf(recordedOn, page) {
      const query = {
        TableName,
        IndexName: INDEX_1,
        KeyConditionExpression: 'index1PK = :day',
        ExpressionAttributeValues: { ':day': filesOfDay(recordedOn) },
        ScanIndexForward: false,
      };
      const { items, cursor } = await queryPage(client, query, page);
      return { files: items.map(parse), cursor };
    },
  };
}

function storedFile(file: IntakeFile): Record<string, unknown> {
  const open = OPEN_STATES.includes(file.state);
  return {
    ...fileKey(file.fileId),
    ...file,
    index1PK: open ? OPEN_FILES : filesOfDay(file.recordedOn),
    index1SK: open ? (file.leaseUntil ?? '0') : `${file.registeredAt}#${file.fileId}`,
  };
}
