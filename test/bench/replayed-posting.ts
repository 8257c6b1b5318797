import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { deterministicId } from '../../shared/canonical/deterministic-id.ts';
import { headKey } from '../../shared/ledger/table-keys.ts';
import { batchPut } from '../../shared/store/batches.ts';
import type { BenchStore } from './bench-store.ts';
import type { PayableNote } from './open-notes.ts';

/** The two calls of a posting with the same bytes on other keys, and nothing else: what the ledger is compared with. */
export interface Replay {
  readonly get: { readonly TableName: string; readonly Key: Record<string, string>; readonly ConsistentRead: true };
  readonly write: TransactWriteCommandInput;
}

/** Another id of the same length, the same for the same id. */
const twinOf = (id: string): string => deterministicId('bench-twin', id);

/** Keeps the TransactWrite inputs that a client sends, as the ledger made them. */
export function keepWrites(documents: DynamoDBDocumentClient): { take(): TransactWriteCommandInput[] } {
  let kept: TransactWriteCommandInput[] = [];
  documents.middlewareStack.add(
    (next) => (args) => {
      if ('TransactItems' in args.input) kept.push(args.input as TransactWriteCommandInput);
      return next(args);
    },
    { step: 'initialize', name: 'benchKeepWrites', priority: 'high' },
  );
  return {
    take() {
      const taken = kept;
      kept = [];
      return taken;
    },
  };
}

/** Stands every note's head a second time under its twin's key, so that a replay finds the version it expects. */
export async function addTwinHeads(store: BenchStore, notes: readonly PayableNote[]): Promise<void> {
  const documents = store.connect();
  const TableName = store.tables.HEADS_TABLE;
  const twins: Record<string, unknown>[] = [];
  for (const note of notes) {
    const { Item } = await documents.send(new GetCommand({ TableName, Key: headKey(note.fileId, note.noteId) }));
    twins.push(JSON.parse(onTwin(JSON.stringify(Item), note)));
  }
  await batchPut(documents, TableName, twins);
}

/** A posting that was written, as a replay on its note's twin. */
export function replayOf(write: TransactWriteCommandInput, note: PayableNote, { tables }: BenchStore): Replay {
  return {
    get: {
      TableName: tables.HEADS_TABLE,
      Key: headKey(twinOf(note.fileId), twinOf(note.noteId)),
      ConsistentRead: true,
    },
    write: { TransactItems: JSON.parse(onTwin(JSON.stringify(write.TransactItems), note)) },
  };
}

/** Those of the writes that post on one of the notes, each as a replay, in the order in which they were sent. */
export function replaysOf(
  store: BenchStore,
  writes: readonly TransactWriteCommandInput[],
  notes: readonly PayableNote[],
): Replay[] {
  const byHead = new Map(notes.map((note) => [`NOTE#${note.noteId}`, note]));
  return writes.flatMap((write) => {
    const heads = (write.TransactItems ?? []).map(({ Put }) => Put?.Item?.SK);
    const note = heads.map((key) => byHead.get(String(key))).find((candidate) => candidate !== undefined);
    return note === undefined ? [] : [replayOf(write, note, store)];
  });
}

export async function replay(documents: DynamoDBDocumentClient, { get, write }: Replay): Promise<void> {
  await documents.send(new GetCommand(get));
  await documents.send(new TransactWriteCommand(write));
}

/** Ids of the note and its file, and the start of the idempotency key, changed for others of the same length. */
function onTwin(json: string, { fileId, noteId }: PayableNote): string {
  return json
    .replaceAll(noteId, twinOf(noteId))
    .replaceAll(fileId, twinOf(fileId))
    .replaceAll('"BANKROW#', '"TWINROW#');
}

/**
 * From now on a client answers reads of these notes' heads from memory, as they stand now, and writes with nothing;
 * nothing is sent. Its own work stays: building the call and its middlewares down to where it would be marshalled.
 */
export async function answerFromMemory(
  documents: DynamoDBDocumentClient,
  store: BenchStore,
  notes: readonly PayableNote[],
) {
  const headOf = ({ fileId, noteId }: PayableNote): Replay['get'] => ({
    TableName: store.tables.HEADS_TABLE,
    Key: headKey(fileId, noteId),
    ConsistentRead: true,
  });
  const heads = new Map<string, Record<string, unknown> | undefined>();
  for (const note of notes) {
    const { Item } = await store.connect().send(new GetCommand(headOf(note)));
    heads.set(note.noteId, Item);
  }
  documents.middlewareStack.add(
    () => async (args) => {
      const { Key } = args.input as Partial<Replay['get']>;
      const Item = Key === undefined ? undefined : heads.get(String(Key.SK).replace('NOTE#', ''));
      return { output: { $metadata: {}, ...(Item !== undefined && { Item }) }, response: undefined };
    },
    { step: 'initialize', name: 'benchAnswerFromMemory', priority: 'normal' },
  );
  return { headOf };
}
