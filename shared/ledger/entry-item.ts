import * as z from 'zod';
import { canonicalHash } from '../canonical/canonical-json.ts';
import { arrivalAt } from '../loan-book/arrival.ts';
import type { NoteEvent } from '../loan-book/event.ts';
import type { Lines } from '../loan-book/line.ts';
import type { NoteTerms } from '../loan-book/note-terms.ts';
import type { RecordedEntry } from '../loan-book/record-event.ts';
import { noteEventSchema } from './event-schema.ts';
import { type Entry, entrySchema } from './ledger-items.ts';
import { creditPartition, notePartition, recordedPartition, recordedShard, seqKey } from './table-keys.ts';

/** The opening entry's payload also carries the terms the note was opened with (state-as-known-on.ts). */
const payloadSchema = z.looseObject({ openingTerms: z.unknown().optional() });

/** Version of the canonical bytes that the chain hashes; a new form gets a new number, old entries keep theirs. */
const CHAIN_VERSION = 1;

/** Hash of the first entry's predecessor. */
export const CHAIN_START = '';

/** Gives an entry its place in the owner's chain: hash over everything in it and the hash before. */
export function chainEntry(entry: Omit<Entry, 'hash' | 'previousHash'>, previousHash: string): Entry {
  const linked = { ...entry, previousHash };
  return { ...linked, hash: entryHash(linked) };
}

function entryHash(entry: Omit<Entry, 'hash'>): string {
  return canonicalHash({ version: CHAIN_VERSION, ...entry });
}

export function entryPartition(entry: Pick<Entry, 'ownerType' | 'noteId' | 'fileId'>): string {
  return entry.ownerType === 'note' ? notePartition(entry.noteId) : creditPartition(entry.fileId);
}

/** The item as written: keys of the chain and of the index by day added. Asserts that the lines balance. */
export function encodeEntry(entry: Entry) {
  const sum = Object.values(entry.lines).reduce((total, amount) => total + amount, 0);
  if (sum !== 0) throw new RangeError(`entry ${entry.eventId} does not balance: ${sum}`);
  const PK = entryPartition(entry);
  const SK = seqKey(entry.seq);
  const owner = entry.ownerType === 'note' ? entry.noteId : entry.fileId;
  return {
    ...entry,
    PK,
    SK,
    recorded: recordedPartition(entry.recordedOn, recordedShard(owner)),
    recordedSort: `${PK}#${SK}`,
  };
}

/** Parses a stored entry (extra key attributes are dropped). */
export function decodeEntry(item: unknown): Entry {
  return entrySchema.parse(item);
}

/** The event of an entry, or null for what is derived (adjustments, credit heads). */
export function eventOf(entry: Entry): NoteEvent | null {
  if (entry.kind === 'adjustment' || entry.kind === 'restated' || entry.ownerType === 'credit') return null;
  const { openingTerms: _terms, ...payload } = payloadSchema.parse(JSON.parse(entry.payload));
  return noteEventSchema.parse({
    // Unless it says so, an event arrived when it was recorded.
    arrival: arrivalAt(new Date(entry.recordedAt)),
    ...payload,
    id: entry.eventId,
    kind: entry.kind,
    valueDate: entry.valueDate,
    recordedOn: entry.recordedOn,
  });
}

/** The payload that `eventOf` reads back: the event without its common fields, nor an arrival that is `recordedAt`. */
export function payloadOf(event: NoteEvent, recordedAt: string): string {
  const { id: _id, kind: _kind, valueDate: _valueDate, recordedOn: _recordedOn, arrival, ...rest } = event;
  const ownArrival = arrival === undefined || arrival === arrivalAt(new Date(recordedAt)) ? {} : { arrival };
  return JSON.stringify({ ...rest, ...ownArrival });
}

/** The opening entry's payload also carries the terms, from which every replay starts. */
export function openingPayload(payload: string, terms: NoteTerms): string {
  return JSON.stringify({ ...payloadSchema.parse(JSON.parse(payload)), openingTerms: terms });
}

/** An entry as the pure loan book replays it. */
export function toRecorded(entry: Entry): RecordedEntry {
  return {
    event: eventOf(entry),
    lines: entry.lines as Lines,
    ...(entry.application === undefined ? {} : { application: entry.application }),
  };
}

export interface ChainFault {
  readonly seq: number;
  readonly fault: 'gap' | 'broken-link' | 'changed-entry' | 'unbalanced';
}

/** Checks an owner's entries, all of them in the order of seq, and its head's last hash. Empty = intact. */
export function verifyChain(entries: readonly Entry[], headHash: string): ChainFault[] {
  const faults: ChainFault[] = [];
  let previous = CHAIN_START;
  for (const [index, entry] of entries.entries()) {
    const { hash, ...content } = entry;
    if (entry.seq !== index + 1) faults.push({ seq: entry.seq, fault: 'gap' });
    if (entry.previousHash !== previous) faults.push({ seq: entry.seq, fault: 'broken-link' });
    if (entryHash(content) !== hash) faults.push({ seq: entry.seq, fault: 'changed-entry' });
    if (Object.values(entry.lines).reduce((sum, amount) => sum + amount, 0) !== 0)
      faults.push({ seq: entry.seq, fault: 'unbalanced' });
    previous = hash;
  }
  if (previous !== headHash) faults.push({ seq: entries.length, fault: 'broken-link' });
  return faults;
}
