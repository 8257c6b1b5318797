import { type DynamoDBDocumentClient, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { conditional, IF_NEW } from '../../../shared/store/conditional.ts';
import { queryAll } from '../../../shared/store/pages.ts';
import { INDEX_1 } from '../system-keys.ts';
import { type ResendRequest, type Sending, sendingSchema } from './sending.ts';

export interface SendingStore {
  /** All tries of a report, oldest first. Consistent. */
  tries(report: Sending['report'], period: string): Promise<Sending[]>;
  /** Begins a try. False: somebody else began one with this number. */
  begin(sending: Sending): Promise<boolean>;
  /** Ends a try that is still `sending`. False: somebody ended it before. */
  end(sending: Sending): Promise<boolean>;
  /** Tries still `sending` that began before the instant, by the index: an ended one may show for a moment. */
  begunBefore(before: Date): Promise<Sending[]>;
  /** Asks the sender to send again, once a request: it reads it from the table's stream (SK `RESEND#…`). */
  request(request: ResendRequest): Promise<void>;
}

const partition = (report: string, period: string) => `MAIL#${report.toUpperCase()}#${period}`;
/** Tries without an end, by the instant at which they began. An ended try is written without these keys. */
const OPEN_SENDINGS = 'OPENSENDINGS';
const openKeys = ({ state, startedAt }: Sending) =>
  state === 'sending' ? { index1PK: OPEN_SENDINGS, index1SK: startedAt } : {};
const keyOf = ({ report, period, attempt }: Sending) => ({
  PK: partition(report, period),
  SK: `SENDING#${String(attempt).padStart(4, '0')}`,
});

/** Tries to mail reports, in the system table. Items stay: they are the record of what was sent to whom and when. */
export function createSendingStore(client: DynamoDBDocumentClient, table: string): SendingStore {
  const put = (sending: Sending, condition: object): Promise<boolean> => {
    const Item = { ...keyOf(sending), ...sending, ...openKeys(sending) };
    return conditional(() => client.send(new PutCommand({ TableName: table, Item, ...condition })));
  };
  return {
    async tries(report, period) {
      const answer = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'PK = :mail AND begins_with(SK, :sending)',
          ExpressionAttributeValues: { ':mail': partition(report, period), ':sending': 'SENDING#' },
          ConsistentRead: true,
        }),
      );
      return (answer.Items ?? []).map((item) => sendingSchema.parse(item));
    },
    begin: (sending) => put(sending, IF_NEW),
    end: (sending) =>
      put(sending, {
        ConditionExpression: '#state = :sending',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':sending': 'sending' },
      }),
    async begunBefore(before) {
      const sendings: Sending[] = [];
      const query = {
        TableName: table,
        IndexName: INDEX_1,
        KeyConditionExpression: 'index1PK = :open AND index1SK < :before',
        ExpressionAttributeValues: { ':open': OPEN_SENDINGS, ':before': before.toISOString() },
      };
      for await (const item of queryAll(client, query)) sendings.push(sendingSchema.parse(item));
      return sendings;
    },
    async request(request) {
      const key = { PK: partition(request.report, request.period), SK: `RESEND#${request.requestId}` };
      await conditional(() =>
        client.send(new PutCommand({ TableName: table, Item: { ...key, ...request }, ...IF_NEW })),
      );
    },
  };
}
