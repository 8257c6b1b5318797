import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Office } from '../../../shared/institute/offices.ts';
import { conditional, ifVersion } from '../../../shared/store/conditional.ts';
import { type Custodians, custodiansSchema } from './custodian.ts';

export interface CustodianStore {
  /** Consistent; version 0 and nobody while nobody was ever appointed. */
  find(office: Office): Promise<Custodians>;
  /** Replaces the version before. False: somebody changed it meanwhile. */
  write(next: Custodians): Promise<boolean>;
}

/** In the documents table: PK `CUSTODIANS#<OFFICE>`, SK `CUSTODIANS`. */
export function createCustodianStore(client: DynamoDBDocumentClient, TableName: string): CustodianStore {
  const keyOf = (office: Office) => ({ PK: `CUSTODIANS#${office.toUpperCase()}`, SK: 'CUSTODIANS' });
  return {
    async find(office) {
      const { Item } = await client.send(new GetCommand({ TableName, Key: keyOf(office), ConsistentRead: true }));
      return Item === undefined ? { office, appointments: [], version: 0 } : custodiansSchema.parse(Item);
    },
    write: (next) => {
      const put = { TableName, Item: { ...keyOf(next.office), ...next }, ...ifVersion(next.version - 1) };
      return conditional(() => client.send(new PutCommand(put)));
    },
  };
}
