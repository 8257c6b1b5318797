import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../store/record-store.ts';
import { type MailTry, mailTrySchema } from './mail-try.ts';

/** Which mail, whatever its tries. */
export interface MailName {
  readonly topic: string;
  readonly subject: string;
}

export interface MailStore extends Pick<RecordStore<MailTry>, 'find' | 'write'> {
  /** All tries of a mail, oldest first. Consistent. */
  tries(mail: MailName): Promise<MailTry[]>;
  /** Tries still `sending` that began before the instant, by the index: an ended one may show for a moment. */
  begunBefore(before: Date): AsyncGenerator<MailTry, void, undefined>;
}

const partition = ({ topic, subject }: MailName) => `MAIL#${topic.toUpperCase()}#${subject}`;
const SORT = 'TRY#';

/** Names one try, also towards SES (letters, digits, `-` and `_` only). */
export const tryId = ({ topic, subject, attempt }: MailName & { readonly attempt: number }): string =>
  `${topic}__${subject}__${String(attempt).padStart(4, '0')}`;

function keyOf(id: string) {
  const [topic = '', subject = '', attempt = ''] = id.split('__');
  return { PK: partition({ topic, subject }), SK: `${SORT}${attempt}` };
}

/**
 * Tries to send mails, in the system table: PK `MAIL#<TOPIC>#<subject>`, SK `TRY#<nnnn>`; in index1 under `OPENMAILS`
 * while they are being sent. They stay: they are the record of what was sent when, and of what came back.
 */
export function createMailStore(client: DynamoDBDocumentClient, TableName: string): MailStore {
  const records = createRecordStore<MailTry>(client, TableName, {
    schema: mailTrySchema,
    keyOf,
    idOf: tryId,
    index: 'index1',
    partitionOf: (state) => (state === 'sending' ? 'OPENMAILS' : undefined),
    sortedBy: ({ startedAt }) => startedAt,
  });
  return {
    find: records.find,
    write: records.write,
    async tries(mail) {
      const answer = await client.send(
        new QueryCommand({
          TableName,
          KeyConditionExpression: 'PK = :mail AND begins_with(SK, :try)',
          ExpressionAttributeValues: { ':mail': partition(mail), ':try': SORT },
          ConsistentRead: true,
        }),
      );
      return (answer.Items ?? []).map((item) => mailTrySchema.parse(item));
    },
    begunBefore: (before) => records.all('sending', { to: before.toISOString() }),
  };
}
