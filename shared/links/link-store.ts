import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { batchGet } from '../store/batches.ts';
import { queryAll } from '../store/pages.ts';
import { createRecordStore, type RecordStore } from '../store/record-store.ts';
import { tryStep } from '../transitions/perform-step.ts';
import type { StepOf } from '../transitions/state-machine.ts';
import { SYSTEM } from '../transitions/tracked.ts';
import { isLive, type Link, linkSchema, MOST_LIVE } from './link.ts';
import { linkMachine } from './link-machine.ts';
import { hashOfSecret } from './secret.ts';

/** Who saw what through a link; kept, it is the record of accesses. */
export const viewSchema = z.object({
  linkId: z.string(),
  signatory: z.string(),
  /** UTC instant, ISO. */
  at: z.string(),
  /** Page that was shown. */
  page: z.string(),
});
export type View = z.output<typeof viewSchema>;

export interface LinkStore extends Pick<RecordStore<Link>, 'write'> {
  /** The link of a token. Consistent, 1 RRU. */
  ofToken(token: string): Promise<Link | undefined>;
  find(hash: string): Promise<Link | undefined>;
  /** The link whose mail has that subject: its id. */
  ofMail(linkId: string): Promise<Link | undefined>;
  /**
   * Brings a link into the world, with what finds it by its file and by its mail; revokes what is too many. Answers whether
   * another link of the same mail lives: then keepMailed says which one was mailed.
   */
  bear(link: Link, now: Date): Promise<{ readonly hasTwin: boolean }>;
  /** Of the links of one mail the one that was mailed stays and is found by it; others that live are revoked. Harmless to repeat. */
  keepMailed(mailed: Pick<Link, 'linkId' | 'fileId' | 'signatory' | 'hash'>, now: Date): Promise<void>;
  /** Every link of a file, or of one of its signatories, newest first. */
  ofFile(fileId: string, signatory?: string): Promise<Link[]>;
  /** Takes a step that nobody waits for, on the link as it is now; false when its state does not allow it. */
  step(hash: string, step: StepOf<typeof linkMachine>, stamp: SystemStamp): Promise<boolean>;
  noteView(fileId: string, view: View): Promise<void>;
  viewsOf(fileId: string): Promise<View[]>;
}

export interface SystemStamp {
  readonly now: Date;
  readonly key: string;
  readonly reason?: string;
  readonly messageId?: string;
}

const located = z.object({ hash: z.string() });
const filePartition = (fileId: string) => `FILE#${fileId}`;
const byMail = (linkId: string) => ({ PK: `MESSAGE#${linkId}`, SK: 'LINK' });
const REPLACED = 'Se envió una más reciente';
/** Steps lost to somebody else's at the same moment, one after the other. */
const MOST_TRIES = 5;

/** Links and their views in the links table (docs/access-patterns.md). */
export function createLinkStore(client: DynamoDBDocumentClient, TableName: string): LinkStore {
  const keyOf = (hash: string) => ({ PK: `LINK#${hash}`, SK: 'LINK' });
  const records = createRecordStore<Link>(client, TableName, {
    schema: linkSchema,
    keyOf,
    idOf: ({ hash }) => hash,
    // Nothing of this table is listed by state: it has no index.
    index: 'none',
    partitionOf: () => undefined,
    sortedBy: ({ bornAt }) => bornAt,
  });
  const itemsOf = (fileId: string, prefix: string) =>
    queryAll(client, {
      TableName,
      KeyConditionExpression: 'PK = :file AND begins_with(SK, :prefix)',
      ExpressionAttributeValues: { ':file': filePartition(fileId), ':prefix': prefix },
      ConsistentRead: true,
      ScanIndexForward: false,
    });

  async function ofFile(fileId: string, signatory?: string): Promise<Link[]> {
    const hashes: string[] = [];
    const prefix = signatory === undefined ? 'LINK#' : `LINK#${signatory.toUpperCase()}#`;
    for await (const item of itemsOf(fileId, prefix)) hashes.push(located.parse(item).hash);
    const items = await batchGet(client, TableName, hashes.map(keyOf), { consistent: true });
    const links = items.map((item) => linkSchema.parse(item));
    return links.toSorted((a, b) => (a.bornAt > b.bornAt ? -1 : 1));
  }

  async function step(hash: string, name: StepOf<typeof linkMachine>, stamp: SystemStamp): Promise<boolean> {
    const { now, key, reason = null, messageId } = stamp;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const link = await records.find(hash);
      if (link === undefined || !linkMachine.steps[name].from.includes(link.state)) return false;
      const taken = await tryStep(linkMachine, link, {
        step: name,
        stamp: { by: SYSTEM, on: now.toISOString(), key, reason },
        change: () => (messageId === undefined ? {} : { messageId }),
        write: (next) => records.write(next),
      });
      if (taken) return true;
    }
    throw new Error('a link is being changed by somebody else');
  }

  return {
    ofToken: (token) => records.find(hashOfSecret(token)),
    find: records.find,
    write: records.write,
    async ofMail(linkId) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: byMail(linkId), ConsistentRead: true }));
      return Item === undefined ? undefined : records.find(located.parse(Item).hash);
    },
    async bear(link, now) {
      const { fileId, signatory, bornAt, linkId, hash, expiresAt } = link;
      const listed = {
        PK: filePartition(fileId),
        SK: `LINK#${signatory.toUpperCase()}#${bornAt}#${hash.slice(0, 16)}`,
        ...{ hash, expiresAt },
      };
      const others = await ofFile(fileId, signatory);
      const isNew = await records.write(link, [
        { Put: { TableName, Item: listed } },
        { Put: { TableName, Item: { ...byMail(linkId), hash, expiresAt } } },
      ]);
      if (!isNew) throw new Error('two links have one token');
      const live = others.filter((other) => isLive(other, now));
      const tooMany = live.filter((other) => other.linkId !== linkId).slice(MOST_LIVE - 1);
      for (const { hash: old } of tooMany) await step(old, 'revoke', { now, key: linkId, reason: REPLACED });
      return { hasTwin: live.some((other) => other.linkId === linkId) };
    },
    async keepMailed({ linkId, fileId, signatory, hash }, now) {
      for (const { hash: twin, ...link } of await ofFile(fileId, signatory)) {
        if (link.linkId !== linkId) continue;
        const { expiresAt } = link;
        if (twin === hash)
          await client.send(new PutCommand({ TableName, Item: { ...byMail(linkId), hash, expiresAt } }));
        else if (isLive(link, now)) await step(twin, 'revoke', { now, key: linkId, reason: REPLACED });
      }
    },
    ofFile,
    step,
    async noteView(fileId, view) {
      const Item = { PK: filePartition(fileId), SK: `VIEW#${view.at}#${randomUUID()}`, ...view };
      await client.send(new PutCommand({ TableName, Item }));
    },
    async viewsOf(fileId) {
      const views: View[] = [];
      for await (const item of itemsOf(fileId, 'VIEW#')) views.push(viewSchema.parse(item));
      return views;
    },
  };
}
