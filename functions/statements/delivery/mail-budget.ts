import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { epochSeconds } from '../../../shared/links/link.ts';
import { conditional, ifVersion } from '../../../shared/store/conditional.ts';

/** Mails that strangers can make the institute send to one file (parameters: design of the statement, §4). */
const MOST_IN_TEN_MINUTES = 1;
const MOST_IN_A_DAY = 3;
const DAY_MS = 86_400_000;
const TEN_MINUTES_MS = 600_000;
/** Writes lost to another request for the same file, one after the other. */
const MOST_TRIES = 20;

const budgetSchema = z.object({
  mails: z.array(z.object({ linkId: z.string(), at: z.string() })),
  version: z.int().positive(),
});
type Budget = z.output<typeof budgetSchema>;

export interface MailBudget {
  /** Takes one mail out of the file's budget, once a link: a delivery that is tried again has it already. */
  take(fileId: string, linkId: string, now: Date): Promise<boolean>;
}

/** `FILE#<id>` / `MAILS` in the links table, under its version: of a thousand requests at once one is mailed. */
export function createMailBudget(client: DynamoDBDocumentClient, TableName: string): MailBudget {
  return {
    async take(fileId, linkId, now) {
      const Key = { PK: `FILE#${fileId}`, SK: 'MAILS' };
      for (let tries = 0; tries < MOST_TRIES; tries += 1) {
        const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
        const known: Budget = Item === undefined ? { mails: [], version: 0 } : budgetSchema.parse(Item);
        if (known.mails.some((mail) => mail.linkId === linkId)) return true;
        const mails = withinADay(known.mails, now);
        if (!hasRoom(mails, now)) return false;
        const next = { mails: [...mails, { linkId, at: now.toISOString() }], version: known.version + 1 };
        const put = { ...Key, ...next, expiresAt: epochSeconds(now) + DAY_MS / 1_000 };
        const write = new PutCommand({ TableName, Item: put, ...ifVersion(known.version) });
        if (await conditional(() => client.send(write))) return true;
      }
      throw new Error('the mails of a file are being counted by others');
    },
  };
}

const after = (now: Date, milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString();
const withinADay = (mails: Budget['mails'], now: Date) => mails.filter(({ at }) => at > after(now, DAY_MS));

function hasRoom(mails: Budget['mails'], now: Date): boolean {
  const justNow = mails.filter(({ at }) => at > after(now, TEN_MINUTES_MS)).length;
  return justNow < MOST_IN_TEN_MINUTES && mails.length < MOST_IN_A_DAY;
}
