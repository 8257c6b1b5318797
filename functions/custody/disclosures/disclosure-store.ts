import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { conditional, IF_NEW } from '../../../shared/store/conditional.ts';
import { queryAll } from '../../../shared/store/pages.ts';
import { type Disclosure, disclosureSchema } from './disclosure.ts';

export interface DisclosureStore {
  /** Once an id and day. */
  note(disclosure: Disclosure): Promise<void>;
  /** Oldest first. Consistent. */
  ofFile(fileId: string): Promise<Disclosure[]>;
}

/** Disclosures in the documents table: PK `DISCLOSURESOF#<fileId>`, SK `<day>#<disclosureId>`. */
export function createDisclosureStore(client: DynamoDBDocumentClient, TableName: string): DisclosureStore {
  const partition = (fileId: string) => `DISCLOSURESOF#${fileId}`;
  return {
    async note(disclosure) {
      const { fileId, on, disclosureId } = disclosure;
      const Item = { PK: partition(fileId), SK: `${on}#${disclosureId}`, ...disclosure };
      await conditional(() => client.send(new PutCommand({ TableName, Item, ...IF_NEW })));
    },
    async ofFile(fileId) {
      const query = {
        TableName,
        KeyConditionExpression: 'PK = :file',
        ExpressionAttributeValues: { ':file': partition(fileId) },
        ConsistentRead: true,
      };
      const found: Disclosure[] = [];
      for await (const item of queryAll(client, query)) found.push(disclosureSchema.parse(item));
      return found;
    },
  };
}
