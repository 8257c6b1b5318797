import { randomUUID } from 'node:crypto';
import { DeleteCommand, type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { batchGet } from '../store/batches.ts';
import { conditional, IF_NEW } from '../store/conditional.ts';
import { epochSeconds } from './link.ts';

/** Parameters of the design (§3, §6): so many wrong data pause a link, and block every link of the file. */
export const WRONG_TO_PAUSE = 5;
export const PAUSE_MINUTES = 15;
export const WRONG_TO_BLOCK = 10;
const BLOCK_HOURS = 24;

/** One time that somebody gave a datum: not yet compared, or wrong. */
export interface Try {
  readonly linkId: string;
  /** UTC instant, ISO. */
  readonly at: string;
}

/** How a file stands towards those who guess. */
export interface Guard {
  readonly tries: readonly Try[];
  readonly isBlocked: boolean;
}

const since = (now: Date, minutes: number): string => new Date(now.getTime() - minutes * 60_000).toISOString();

const timesOf = (tries: readonly Try[], linkId: string): string[] =>
  tries.flatMap((one) => (one.linkId === linkId ? [one.at] : [])).sort();

/** When the pause of a link is over: so long after the last of too many within such a time. Undefined: it is not paused. */
export function pausedUntil(tries: readonly Try[], linkId: string, now: Date): Date | undefined {
  const times = timesOf(tries, linkId);
  const decisive = times.findLast((time, index) => {
    const first = times[index - WRONG_TO_PAUSE + 1];
    return first !== undefined && first > since(new Date(time), PAUSE_MINUTES);
  });
  const until = decisive === undefined ? undefined : new Date(Date.parse(decisive) + PAUSE_MINUTES * 60_000);
  return until !== undefined && until > now ? until : undefined;
}

/** Data that may still be given through a link before it pauses. */
export const triesLeft = (tries: readonly Try[], linkId: string, now: Date): number =>
  Math.max(0, WRONG_TO_PAUSE - timesOf(tries, linkId).filter((time) => time > since(now, PAUSE_MINUTES)).length);

/** Whether wrong data of a day, over all links of the file, are too many. */
export const isTooMuch = (tries: readonly Try[], now: Date): boolean =>
  tries.filter(({ at }) => at > since(now, BLOCK_HOURS * 60)).length >= WRONG_TO_BLOCK;

export interface WrongData {
  /** Tries of the last day and whether the file is blocked. Consistent, 1 RRU. */
  read(fileId: string): Promise<Guard>;
  /**
   * Counts a try before it is compared, so that a thousand at once are a thousand; answers the others, and what takes this
   * one back when the datum was right.
   */
  count(
    fileId: string,
    linkId: string,
    now: Date,
  ): Promise<{ readonly others: readonly Try[]; readonly tryId: string }>;
  takeBack(fileId: string, tryId: string): Promise<void>;
  /** True: this call blocked it. */
  block(fileId: string, now: Date): Promise<boolean>;
  /** Forgets every try as well. False: it was not blocked. */
  unblock(fileId: string): Promise<boolean>;
}

/**
 * In the links table: `FILE#<id>` / `GUARD`, an attribute a try, so that counting is one write without a condition to lose
 * (TTL forgets it a day after the last), and `BLOCK`, until a person deletes it.
 */
export function createWrongData(client: DynamoDBDocumentClient, TableName: string): WrongData {
  const guardKey = (fileId: string) => ({ PK: `FILE#${fileId}`, SK: 'GUARD' });
  const blockKey = (fileId: string) => ({ PK: `FILE#${fileId}`, SK: 'BLOCK' });
  return {
    async read(fileId) {
      const items = await batchGet(client, TableName, [guardKey(fileId), blockKey(fileId)], { consistent: true });
      return {
        tries: items.flatMap((item) => (item.SK === 'GUARD' ? triesOf(item) : [])),
        isBlocked: items.some(({ SK }) => SK === 'BLOCK'),
      };
    },
    async count(fileId, linkId, now) {
      const tryId = `${TRY}${randomUUID()}`;
      const { Attributes = {} } = await client.send(
        new UpdateCommand({
          TableName,
          Key: guardKey(fileId),
          UpdateExpression: 'SET #try = :try, expiresAt = :forgotten',
          ExpressionAttributeNames: { '#try': tryId },
          ExpressionAttributeValues: {
            ':try': `${now.toISOString()} ${linkId}`,
            ':forgotten': epochSeconds(now) + BLOCK_HOURS * 3_600,
          },
          ReturnValues: 'ALL_NEW',
        }),
      );
      const { [tryId]: _own, ...others } = Attributes;
      return { others: triesOf(others), tryId };
    },
    async takeBack(fileId, tryId) {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: guardKey(fileId),
          UpdateExpression: 'REMOVE #try',
          ExpressionAttributeNames: { '#try': tryId },
        }),
      );
    },
    block: (fileId, now) =>
      conditional(() =>
        client.send(new PutCommand({ TableName, Item: { ...blockKey(fileId), at: now.toISOString() }, ...IF_NEW })),
      ),
    async unblock(fileId) {
      await client.send(new DeleteCommand({ TableName, Key: guardKey(fileId) }));
      const { Attributes } = await client.send(
        new DeleteCommand({ TableName, Key: blockKey(fileId), ReturnValues: 'ALL_OLD' }),
      );
      return Attributes !== undefined;
    },
  };
}

const TRY = 'TRY#';

const triesOf = (item: Record<string, unknown>): Try[] =>
  Object.entries(item).flatMap(([name, value]): Try[] => {
    if (!name.startsWith(TRY)) return [];
    const [at = '', linkId = ''] = String(value).split(' ');
    return [{ at, linkId }];
  });
