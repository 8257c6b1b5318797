import { GetCommand } from '@aws-sdk/lib-dynamodb';
import {
  type BorrowerItem,
  type CosignerItem,
  cosignerItemSchema,
  type FileItem,
  fileItemSchema,
  type NoteItem,
  noteItemSchema,
} from '../../shared/register/register-items.ts';
import {
  borrowerFileKey,
  COSIGNER_PREFIX,
  fileKey,
  filePartition,
  NOTE_PREFIX,
  profileKey,
} from '../../shared/register/register-keys.ts';
import { queryAll } from '../../shared/store/pages.ts';
import { createRecords, type RegisterTable } from './create-records.ts';
import { fileRecords, finderRecords } from './register-records.ts';

export interface WholeFile {
  readonly file: FileItem;
  readonly cosigners: readonly CosignerItem[];
  readonly notes: readonly NoteItem[];
}

/** Files in the register. */
export type FileStore = ReturnType<typeof fileStore>;

export function fileStore(table: RegisterTable) {
  return {
    /** What stood in the way, when nothing was written. Throws `version-changed` when the borrower was corrected meanwhile. */
    async open(
      file: FileItem,
      cosigners: readonly CosignerItem[],
      borrower: BorrowerItem,
    ): Promise<{ readonly borrowerHasFile: boolean; readonly referenceTaken: boolean }> {
      const taken = await createRecords(
        table,
        fileRecords(file, cosigners),
        [{ ...profileKey(file.borrowerId), version: borrower.version }],
        finderRecords(borrower, file, cosigners),
      );
      const link = borrowerFileKey(file.borrowerId);
      return {
        borrowerHasFile: taken.some(({ PK, SK }) => PK === link.PK && SK === link.SK),
        referenceTaken: taken.some(({ PK }) => PK.startsWith('REFERENCE#')),
      };
    },

    async find(fileId: string): Promise<FileItem | undefined> {
      const { Item } = await table.documents.send(
        new GetCommand({ TableName: table.tableName, Key: fileKey(fileId), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : fileItemSchema.parse(Item);
    },

    /** Who answers for the file: nobody is added or changed once it is open. */
    async cosigners(fileId: string): Promise<readonly CosignerItem[]> {
      const query = {
        TableName: table.tableName,
        KeyConditionExpression: 'PK = :file AND begins_with(SK, :cosigner)',
        ExpressionAttributeValues: { ':file': filePartition(fileId), ':cosigner': COSIGNER_PREFIX },
        ConsistentRead: true,
      };
      const cosigners: CosignerItem[] = [];
      for await (const item of queryAll(table.documents, query)) cosigners.push(cosignerItemSchema.parse(item));
      return cosigners;
    },

    /** The file with its cosigners and notes: its whole partition, consistently. */
    async findWhole(fileId: string): Promise<WholeFile | undefined> {
      const query = {
        TableName: table.tableName,
        KeyConditionExpression: 'PK = :file',
        ExpressionAttributeValues: { ':file': filePartition(fileId) },
        ConsistentRead: true,
      };
      let file: FileItem | undefined;
      const cosigners: CosignerItem[] = [];
      const notes: NoteItem[] = [];
      for await (const item of queryAll(table.documents, query)) {
        const sortKey = String(item.SK);
        if (sortKey === 'FILE') file = fileItemSchema.parse(item);
        else if (sortKey.startsWith(COSIGNER_PREFIX)) cosigners.push(cosignerItemSchema.parse(item));
        else if (sortKey.startsWith(NOTE_PREFIX)) notes.push(noteItemSchema.parse(item));
      }
      return file === undefined ? undefined : { file, cosigners, notes };
    },
  };
}
