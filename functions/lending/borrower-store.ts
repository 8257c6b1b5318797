import { GetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { WORDS } from '../../shared/register/finder-records.ts';
import {
  type BorrowerFileItem,
  type BorrowerItem,
  borrowerFileItemSchema,
  borrowerItemSchema,
  type CosignerItem,
  curpSentinelSchema,
} from '../../shared/register/register-items.ts';
import {
  borrowerFileKey,
  borrowerPartition,
  curpSentinelKey,
  PROFILE,
  profileKey,
} from '../../shared/register/register-keys.ts';
import { ifVersion } from '../../shared/store/conditional.ts';
import type { TransactItem } from '../../shared/store/record-store.ts';
import { createRecords, putNew, putOver, type RegisterTable, transact } from './create-records.ts';
import { borrowerRecords, curpSentinel, finderRecords } from './register-records.ts';

export interface FoundBorrower {
  readonly borrower: BorrowerItem;
  /** Their file, when it has been opened. */
  readonly file: BorrowerFileItem | null;
}

/** Borrowers in the register. Reads are consistent: a person corrects what they have just saved. */
export type BorrowerStore = ReturnType<typeof borrowerStore>;

export function borrowerStore(table: RegisterTable) {
  return {
    /** False when the CURP belongs to somebody: then nothing was written. */
    async create(borrower: BorrowerItem): Promise<boolean> {
      return (await createRecords(table, borrowerRecords(borrower), [], finderRecords(borrower, null))).length === 0;
    },

    /**
     * Replaces the profile if its version is still that of `before` and its file as it was read; a new CURP gives the old
     * one free, and what found the person by an old name or phone is gone. `cosigners` are those of the file when
     * the name changes: their phones find the borrower by it. `alongside` is what the change makes due.
     */
    async replace(
      before: BorrowerItem,
      after: BorrowerItem,
      file: BorrowerFileItem | null,
      cosigners: readonly CosignerItem[],
      alongside: readonly TransactItem[] = [],
    ): Promise<'replaced' | 'version-changed' | 'curp-taken'> {
      const { tableName: TableName } = table;
      const profile = {
        Put: {
          TableName,
          Item: { ...profileKey(after.borrowerId), ...after },
          ...ifVersion(before.version),
        },
      };
      const sentinels =
        before.curp === after.curp
          ? []
          : [putNew(TableName, curpSentinel(after)), { Delete: { TableName, Key: curpSentinelKey(before.curp) } }];
      const finders = finderRecords(after, file, cosigners);
      const isKept = new Set(finders.map(({ PK, SK }) => `${PK}|${SK}`));
      // The words of names stay: another person may have them.
      const gone = finderRecords(before, file, cosigners).filter(
        ({ PK, SK }) => PK !== WORDS && !isKept.has(`${PK}|${SK}`),
      );
      const fileAsRead = {
        ConditionCheck: {
          TableName,
          Key: borrowerFileKey(before.borrowerId),
          ConditionExpression: file === null ? 'attribute_not_exists(PK)' : 'attribute_exists(PK)',
        },
      };
      const failed = await transact(table, [
        profile,
        fileAsRead,
        ...sentinels,
        ...finders.map((record) => putOver(TableName, record)),
        ...gone.map(({ PK, SK }) => ({ Delete: { TableName, Key: { PK, SK } } })),
        ...alongside,
      ]);
      if (failed.includes(0) || failed.includes(1)) return 'version-changed';
      return failed.length === 0 ? 'replaced' : 'curp-taken';
    },

    async find(borrowerId: string): Promise<FoundBorrower | undefined> {
      const { Items = [] } = await table.documents.send(
        new QueryCommand({
          TableName: table.tableName,
          KeyConditionExpression: 'PK = :borrower',
          ExpressionAttributeValues: { ':borrower': borrowerPartition(borrowerId) },
          ConsistentRead: true,
        }),
      );
      const profile = Items.find((item) => item.SK === PROFILE);
      if (profile === undefined) return undefined;
      const link = Items.find((item) => item.SK === 'FILE');
      return {
        borrower: borrowerItemSchema.parse(profile),
        file: link === undefined ? null : borrowerFileItemSchema.parse(link),
      };
    },

    /** Who holds a CURP. */
    async holderOfCurp(curp: string): Promise<string | undefined> {
      const { Item } = await table.documents.send(
        new GetCommand({ TableName: table.tableName, Key: curpSentinelKey(curp), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : curpSentinelSchema.parse(Item).borrowerId;
    },
  };
}
