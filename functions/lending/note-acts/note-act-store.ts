import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { type NoteAct, noteActSchema } from './note-act.ts';

export type NoteActStore = RecordStore<NoteAct>;

/** Acts on notes in the system table (docs/access-patterns.md, lending). */
export const createNoteActStore = (client: DynamoDBDocumentClient, table: string): NoteActStore =>
  createRecordStore(client, table, {
    schema: noteActSchema,
    keyOf: (noteActId) => ({ PK: `NOTEACT#${noteActId}`, SK: 'NOTEACT' }),
    idOf: ({ noteActId }) => noteActId,
    index: 'index1',
    partitionOf: (state) => `NOTEACTS#${state.toUpperCase()}`,
    sortedBy: ({ proposedOn }) => proposedOn,
  });
