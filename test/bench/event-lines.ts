import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { noteEventSchema, noteTermsSchema } from '../../shared/ledger/event-schema.ts';
import type { NoteEvent } from '../../shared/loan-book/event.ts';
import type { NoteTerms } from '../../shared/loan-book/note-terms.ts';

/** A note's events in the order recorded, with the terms that it was opened with. */
export interface StoredNote {
  readonly noteId: string;
  readonly terms: NoteTerms;
  readonly events: readonly NoteEvent[];
}

/** One line an event; a note's lines stand together, and its first carries the terms, as its first entry does in the ledger. */
const lineSchema = z.strictObject({
  noteId: z.string(),
  event: noteEventSchema,
  terms: noteTermsSchema.exactOptional(),
});

/** Writes the notes as JSONL `copies` times, each time under other ids. Returns the lines written. */
export async function writeEventLines(path: string, notes: readonly StoredNote[], copies: number): Promise<number> {
  const drafts = notes.map(({ noteId, terms, events }) => ({
    noteId,
    rests: events.map((event, index) => JSON.stringify(index === 0 ? { event, terms } : { event }).slice(1)),
  }));
  let lines = 0;
  const texts = function* () {
    for (let copy = 1; copy <= copies; copy += 1)
      for (const { noteId, rests } of drafts) {
        lines += rests.length;
        yield rests.map((rest) => `{"noteId":"${noteId}-${copy}",${rest}\n`).join('');
      }
  };
  await pipeline(Readable.from(texts()), createWriteStream(path));
  return lines;
}

/** Reads the notes back one at a time; throws an Error at a note without terms. */
export async function* readEventLines(path: string): AsyncGenerator<StoredNote> {
  let note: { noteId: string; terms: NoteTerms; events: NoteEvent[] } | undefined;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Number.POSITIVE_INFINITY })) {
    const { noteId, event, terms } = lineSchema.parse(JSON.parse(text));
    if (note?.noteId === noteId) {
      note.events.push(event);
      continue;
    }
    if (note !== undefined) yield note;
    if (terms === undefined) throw new Error(`the first line of note ${noteId} has no terms`);
    note = { noteId, terms, events: [event] };
  }
  if (note !== undefined) yield note;
}
