import { DeleteCommand, type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { epochSeconds } from './link.ts';
import { hashOfSecret, newSecret } from './secret.ts';

/** What somebody who proved to know the datum may see, for a while: the scope is the link's, read at each view. */
const sessionSchema = z.object({
  linkHash: z.string(),
  /** UTC instants, ISO. */
  startedAt: z.string(),
  until: z.string(),
});
export type LinkSession = z.output<typeof sessionSchema>;

/** A session ends so long after its last page, and after its beginning (parameters: design of the statement, §6). */
const IDLE_MINUTES = 15;
const LONGEST_MINUTES = 60;

export interface LinkSessions {
  /** Answers the secret for the cookie; kept is its hash. */
  start(linkHash: string, now: Date): Promise<string>;
  /** Undefined: none, or over by the clock. Consistent. */
  find(secret: string, now: Date): Promise<LinkSession | undefined>;
  /** It goes on from its last page, never beyond its longest. */
  goOn(secret: string, session: LinkSession, now: Date): Promise<void>;
  end(secret: string): Promise<void>;
}

const minutesAfter = (instant: Date | string, minutes: number): string =>
  new Date(new Date(instant).getTime() + minutes * 60_000).toISOString();

export function createLinkSessions(client: DynamoDBDocumentClient, TableName: string): LinkSessions {
  const keyOf = (secret: string) => ({ PK: `SESSION#${hashOfSecret(secret)}`, SK: 'SESSION' });
  const put = (secret: string, session: LinkSession) =>
    client.send(
      new PutCommand({
        TableName,
        Item: { ...keyOf(secret), ...session, expiresAt: epochSeconds(new Date(session.until)) },
      }),
    );
  return {
    async start(linkHash, now) {
      const secret = newSecret();
      await put(secret, { linkHash, startedAt: now.toISOString(), until: minutesAfter(now, IDLE_MINUTES) });
      return secret;
    },
    async find(secret, now) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(secret), ConsistentRead: true }));
      const session = Item === undefined ? undefined : sessionSchema.parse(Item);
      return session !== undefined && now.toISOString() < session.until ? session : undefined;
    },
    async goOn(secret, session, now) {
      const [idle, longest] = [minutesAfter(now, IDLE_MINUTES), minutesAfter(session.startedAt, LONGEST_MINUTES)];
      await put(secret, { ...session, until: idle < longest ? idle : longest });
    },
    async end(secret) {
      await client.send(new DeleteCommand({ TableName, Key: keyOf(secret) }));
    },
  };
}
