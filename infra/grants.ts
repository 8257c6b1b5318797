import type { BucketVariable } from './names.ts';
import type { TableVariable } from './tables.ts';

/** What a function may do on a table. Scan and whole-table deletes are not among the choices. */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem'
  /** Only for the valuation, past days and previews of campaigns, which read every head, and for the nightly count of the links. */
  | 'Scan';

/** Actions on a table, none when only its indexes are read; a Query reaches only the indexes named here. */
export interface TableGrant {
  readonly table: TableVariable;
  readonly actions: readonly TableAction[];
  readonly indexes?: readonly string[];
}

/**
 * What a function may do in a bucket. Without `ListBucket` S3 answers 403 instead of 404 for an object that is not
 * there, so whoever must know that something is missing has it.
 */
export type BucketAction =
  | 'GetObject'
  | 'GetObjectVersion'
  | 'GetObjectTagging'
  | 'PutObject'
  | 'ListBucket'
  /** Until when a version is locked, without its bytes. */
  | 'GetObjectRetention'
  /** Only for the disposal of documents (test/infra/functions.test.ts). */
  | 'PutObjectLegalHold'
  | 'DeleteObjectVersion';

export interface BucketGrant {
  readonly bucket: BucketVariable;
  readonly actions: readonly BucketAction[];
  /** Objects whose keys begin so, and no others; all of the bucket if absent. */
  readonly prefix?: string;
}

/** What a function may do in the user pool (functions/access/users/directory.ts). Users are never deleted. */
export type DirectoryAction =
  | 'AdminAddUserToGroup'
  | 'AdminCreateUser'
  | 'AdminDisableUser'
  | 'AdminEnableUser'
  | 'AdminGetUser'
  | 'AdminListGroupsForUser'
  | 'AdminRemoveUserFromGroup'
  | 'AdminResetUserPassword'
  | 'AdminSetUserMFAPreference'
  | 'AdminUserGlobalSignOut'
  | 'ListUsers';

export const LEDGER_TABLES: readonly TableVariable[] = ['HEADS_TABLE', 'ENTRIES_TABLE', 'IDEMPOTENCY_TABLE'];
export const WRITING_ACTIONS: readonly TableAction[] = ['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'];

/** Post through shared/ledger: one transaction over head, entry and idempotency item. Entries are never changed. */
export const POST_TO_LEDGER: readonly TableGrant[] = [
  { table: 'HEADS_TABLE', actions: ['GetItem', 'Query', 'PutItem'] },
  { table: 'ENTRIES_TABLE', actions: ['Query', 'PutItem'] },
  { table: 'IDEMPOTENCY_TABLE', actions: ['GetItem', 'PutItem'] },
];

/** Note whose personal data an answer shows (shared/audit). */
export const NOTE_ACCESSES: readonly TableGrant[] = [{ table: 'SYSTEM_TABLE', actions: ['BatchWriteItem'] }];

/** See at each request who the person is and whether they were suspended or signed out (shared/http/standing.ts). */
export const KNOW_WHO_ASKS: readonly TableGrant[] = [{ table: 'SYSTEM_TABLE', actions: ['GetItem'] }];

/** Find whom a reference, a note or a file names, one item at a time (shared/register). */
export const FIND_IN_REGISTER: readonly TableGrant[] = [{ table: 'REGISTER_TABLE', actions: ['GetItem'] }];

/** Read the register through its whole port (shared/register). */
export const READ_REGISTER: readonly TableGrant[] = [
  { table: 'REGISTER_TABLE', actions: ['GetItem', 'BatchGetItem', 'Query'] },
];
