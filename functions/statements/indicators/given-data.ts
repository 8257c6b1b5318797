import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { hermosilloDate } from '../../../shared/calendar/clock.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { epochSeconds } from '../../../shared/links/link.ts';

/** Until its day is counted, with days to spare. */
const KEPT_SECONDS = 30 * 86_400;

/** Data given through links on a day, under PK `GIVEN#<date>`, SK `COUNT` of the links table. */
export const givenSchema = z.object({
  date: storedDate,
  right: z.int().nonnegative().default(0),
  wrong: z.int().nonnegative().default(0),
});

export interface GivenData {
  /** One write, of an attribute of the day's item. */
  count(verdict: 'right' | 'wrong', now: Date): Promise<void>;
}

/** The one indicator that nothing else remembers: wrong data are forgotten, so that they cannot block anybody for long. */
export function createGivenData(client: DynamoDBDocumentClient, TableName: string): GivenData {
  return {
    async count(verdict, now) {
      const date = hermosilloDate(now);
      await client.send(
        new UpdateCommand({
          TableName,
          Key: { PK: `GIVEN#${date}`, SK: 'COUNT' },
          UpdateExpression: 'SET #date = :date, expiresAt = :end ADD #verdict :one',
          ExpressionAttributeNames: { '#verdict': verdict, '#date': 'date' },
          ExpressionAttributeValues: { ':one': 1, ':date': date, ':end': epochSeconds(now) + KEPT_SECONDS },
        }),
      );
    },
  };
}
