import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { type DepositMovement, depositMovementSchema } from '../deposits/deposit-movement.ts';
import type { IntakeStore } from '../intake/intake-store.ts';
import { depositMovementKey } from '../system-keys.ts';

const ROWS_A_PAGE = 100;

/** For each unidentified row of a bank file, how its money was received; undefined: it has no deposit. */
export type DepositsOfFile = (fileId: string) => Promise<(DepositMovement | undefined)[]>;

/** The rows by the index, and the first movement of each one's deposit, consistent. */
export function createDepositsOfFile(
  client: DynamoDBDocumentClient,
  TableName: string,
  store: Pick<IntakeStore, 'rows'>,
): DepositsOfFile {
  const received = async (depositId: string): Promise<DepositMovement | undefined> => {
    const Key = depositMovementKey(depositId, 1);
    const { Item } = await client.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    return Item === undefined ? undefined : depositMovementSchema.parse(Item);
  };
  return async (fileId) => {
    const movements: (DepositMovement | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.rows(fileId, 'unidentified', { limit: ROWS_A_PAGE, cursor });
      const ids = page.rows.map(({ depositId }) => depositId);
      movements.push(...(await Promise.all(ids.map((id) => (id === null ? undefined : received(id))))));
      cursor = page.cursor;
    } while (cursor !== undefined);
    return movements;
  };
}
