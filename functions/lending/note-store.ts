import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import {
  type DisbursementItem,
  disbursementItemSchema,
  locatorItemSchema,
  type NoteItem,
  noteItemSchema,
} from '../../shared/register/register-items.ts';
import { disbursementsOf, fileKey, filePartition, locatorKey, noteKey } from '../../shared/register/register-keys.ts';
import { queryAll } from '../../shared/store/pages.ts';
import { isConditionFailure } from '../../shared/store/store-failures.ts';
import { createRecords, type RegisterTable } from './create-records.ts';
import { disbursementRecord, noteRecords } from './register-records.ts';

/** Which keys of a new note were taken; all false = it was written. */
export interface TakenKeys {
  readonly contract: boolean;
  readonly reference: boolean;
  readonly creditNumber: boolean;
}

/** Notes in the register: what the contract says and how it is found. Money is the ledger's. */
export type NoteStore = ReturnType<typeof noteStore>;

export function noteStore(table: RegisterTable) {
  async function find(fileId: string, noteId: string): Promise<NoteItem | undefined> {
    const { Item } = await table.documents.send(
      new GetCommand({ TableName: table.tableName, Key: noteKey(fileId, noteId), ConsistentRead: true }),
    );
    return Item === undefined ? undefined : noteItemSchema.parse(Item);
  }

  return {
    find,

    /** The note with its first disbursement (a regeneration has none), its locator, references and the sentinel of its contract, or nothing. */
    async create(note: NoteItem, first: DisbursementItem | null): Promise<TakenKeys> {
      const lent = first === null ? [] : [disbursementRecord(note.fileId, first)];
      const records = [...noteRecords(note), ...lent];
      const taken = (await createRecords(table, records, [fileKey(note.fileId)])).map(({ PK }) => PK);
      return {
        contract: taken.some((key) => key.startsWith('UNIQUE#CONTRACT#') || key.startsWith('NOTE#')),
        reference: taken.some((key) => key.startsWith('REFERENCE#')),
        creditNumber: taken.some((key) => key.startsWith('CREDIT#')),
      };
    },

    /** Two reads: locator, note. */
    async locate(noteId: string): Promise<NoteItem | undefined> {
      const { Item } = await table.documents.send(
        new GetCommand({ TableName: table.tableName, Key: locatorKey(noteId), ConsistentRead: true }),
      );
      return Item === undefined ? undefined : find(locatorItemSchema.parse(Item).fileId, noteId);
    },

    /** After the ledger has opened it. Done already by a parallel request: no change. Answers the note as it is now. */
    async markOpen(note: NoteItem): Promise<NoteItem> {
      const open: NoteItem = { ...note, state: 'open', version: note.version + 1 };
      const command = new UpdateCommand({
        TableName: table.tableName,
        Key: noteKey(note.fileId, note.noteId),
        UpdateExpression: 'SET #state = :open, version = :next, signedOn = :signed',
        ConditionExpression: 'version = :seen',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: {
          ':open': 'open',
          ':next': open.version,
          ':seen': note.version,
          ':signed': note.signedOn,
        },
      });
      try {
        await table.documents.send(command);
        return open;
      } catch (error) {
        if (!isConditionFailure(error)) throw error;
        return (await find(note.fileId, note.noteId)) ?? open;
      }
    },

    /** Idempotent: the event id makes the key, and the ledger has bound it to these very values. */
    async recordDisbursement(fileId: string, disbursement: DisbursementItem): Promise<void> {
      const Item = disbursementRecord(fileId, disbursement);
      await table.documents.send(new PutCommand({ TableName: table.tableName, Item }));
    },

    /** Oldest first. */
    async disbursements(fileId: string, noteId: string): Promise<DisbursementItem[]> {
      const query = {
        TableName: table.tableName,
        KeyConditionExpression: 'PK = :file AND begins_with(SK, :of)',
        ExpressionAttributeValues: { ':file': filePartition(fileId), ':of': disbursementsOf(noteId) },
        ConsistentRead: true,
      };
      const found: DisbursementItem[] = [];
      for await (const item of queryAll(table.documents, query)) found.push(disbursementItemSchema.parse(item));
      return found.sort((a, b) => (a.valueDate < b.valueDate ? -1 : 1));
    },
  };
}
