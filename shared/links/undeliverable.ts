import { DeleteCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { officeSchema } from '../institute/offices.ts';
import { conditional } from '../store/conditional.ts';
import { queryAll } from '../store/pages.ts';
import { signatorySchema } from './link.ts';

/**
 * The event that somebody's address takes no mail: the work of correcting it. An item of the links table whose sort key begins with
 * `UNDELIVERABLE#`: the table's stream brings each new one to whoever follows it (infra, `sortKeyPrefix`), and until mail arrives
 * again it stays, for the desk to see. No address in it: the register has it.
 */
export const addressUndeliverableSchema = z.object({
  event: z.literal('address-undeliverable'),
  /** Names what came back: told twice, it is one. */
  eventId: z.string(),
  fileId: z.string(),
  office: officeSchema,
  signatory: signatorySchema,
  linkId: z.string(),
  /** The server refused it for good, or it did so before and nothing was sent. */
  because: z.enum(['bounced', 'suppressed']),
  /** UTC instant, ISO. */
  since: z.string(),
});
export type AddressUndeliverable = z.output<typeof addressUndeliverableSchema>;

export const UNDELIVERABLE_PREFIX = 'UNDELIVERABLE#';

export interface UndeliverableAddresses {
  /** False: this was told before. */
  tell(event: AddressUndeliverable): Promise<boolean>;
  /** Mail of a link that was born after it arrived: the address is good again. */
  clear(link: { readonly fileId: string; readonly signatory: string; readonly bornAt: string }): Promise<void>;
  ofFile(fileId: string): Promise<AddressUndeliverable[]>;
}

export function createUndeliverableAddresses(
  client: DynamoDBDocumentClient,
  TableName: string,
): UndeliverableAddresses {
  const keyOf = (fileId: string, signatory: string) => ({
    PK: `FILE#${fileId}`,
    SK: `${UNDELIVERABLE_PREFIX}${signatory.toUpperCase()}`,
  });
  return {
    tell: (event) =>
      conditional(() =>
        client.send(
          new PutCommand({
            TableName,
            Item: { ...keyOf(event.fileId, event.signatory), ...event },
            ConditionExpression: 'attribute_not_exists(PK) OR eventId <> :told',
            ExpressionAttributeValues: { ':told': event.eventId },
          }),
        ),
      ),
    async clear({ fileId, signatory, bornAt }) {
      await conditional(() =>
        client.send(
          new DeleteCommand({
            TableName,
            Key: keyOf(fileId, signatory),
            ConditionExpression: 'since < :born',
            ExpressionAttributeValues: { ':born': bornAt },
          }),
        ),
      );
    },
    async ofFile(fileId) {
      const query = {
        TableName,
        KeyConditionExpression: 'PK = :file AND begins_with(SK, :prefix)',
        ExpressionAttributeValues: { ':file': `FILE#${fileId}`, ':prefix': UNDELIVERABLE_PREFIX },
        ConsistentRead: true,
      };
      const found: AddressUndeliverable[] = [];
      for await (const item of queryAll(client, query)) found.push(addressUndeliverableSchema.parse(item));
      return found;
    },
  };
}
