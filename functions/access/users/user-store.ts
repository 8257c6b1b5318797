import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { standingPut } from '../../../shared/http/standing.ts';
import { createRecordStore, type RecordStore, type TransactItem } from '../../../shared/store/record-store.ts';
import { type User, userSchema } from './user.ts';

export interface UserStore extends Omit<RecordStore<User>, 'write' | 'put'> {
  /** Replaces the version before; false: somebody changed it meanwhile. Ends the tokens that no longer hold, in the same write. */
  save(next: User): Promise<boolean>;
  /** The items of that write, for a transaction of the caller's own. */
  itemsOf(next: User): readonly TransactItem[];
}

/** Users in the system table (docs/access-patterns.md, access). `now` is the machine's: tokens carry real time. */
export function createUserStore(client: DynamoDBDocumentClient, TableName: string, now: () => Date): UserStore {
  const { write, put, ...records } = createRecordStore<User>(client, TableName, {
    schema: userSchema,
    keyOf: (userId) => ({ PK: `USER#${userId}`, SK: 'USER' }),
    idOf: ({ userId }) => userId,
    index: 'index1',
    partitionOf: (state) => `USERS#${state.toUpperCase()}`,
    sortedBy: ({ changedOn }) => changedOn,
  });
  const tokens = (next: User): readonly TransactItem[] =>
    next.subject !== null && changesDirectory(next)
      ? [standingPut(TableName, { subject: next.subject, name: next.name }, now(), !next.enabled)]
      : [];
  return {
    ...records,
    save: (next) => write(next, tokens(next)),
    itemsOf: (next) => [put(next), ...tokens(next)],
  };
}

/**
 * Whether the version begins or ends a change in the directory. Both end the tokens of before: at the beginning a suspended
 * person is out at once; until the end a session could still be refreshed with the old groups.
 */
const changesDirectory = ({ state, history }: User): boolean =>
  state === 'applying' || ['applied', 'closed'].includes(history.at(-1)?.step ?? '');
