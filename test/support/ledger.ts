import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type CalendarDate, calendarDate } from '../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../shared/calendar/clock.ts';
import { createAgreements } from '../../shared/ledger/agreement-postings.ts';
import type { Agreements } from '../../shared/ledger/agreements.ts';
import { createLedger } from '../../shared/ledger/dynamo-ledger.ts';
import { eventIdOf } from '../../shared/ledger/idempotency.ts';
import type { FilePayment, Ledger, NewEvent, NoteOpening, NotePosting } from '../../shared/ledger/ledger.ts';
import { createRegenerations } from '../../shared/ledger/regeneration-postings.ts';
import type { Regenerations } from '../../shared/ledger/regenerations.ts';
import { type RetryPace, STORE_PACE } from '../../shared/store/retry-with-jitter.ts';
import { noteTerms } from '../fixtures/note-terms.ts';

/** A clock whose business date a test sets; the instant moves on a second each time it is asked. */
export function testClock(today: string): Clock & { set(today: string): void } {
  let current: CalendarDate = calendarDate(today);
  let ticks = 0;
  return {
    set: (next) => {
      current = calendarDate(next);
    },
    today: () => current,
    now: () => new Date(Date.UTC(2026, 10, 20, 15, 0, ticks++)),
  };
}

type Tables = { HEADS_TABLE: string; ENTRIES_TABLE: string; IDEMPOTENCY_TABLE: string };

const depsOf = (documents: DynamoDBDocumentClient, tables: Tables, clock: Clock, pace: RetryPace) => ({
  documents,
  clock,
  pace,
  tables: { heads: tables.HEADS_TABLE, entries: tables.ENTRIES_TABLE, idempotency: tables.IDEMPOTENCY_TABLE },
});

export const testLedger = (
  documents: DynamoDBDocumentClient,
  tables: Tables,
  clock: Clock,
  pace: RetryPace = STORE_PACE,
): Ledger => createLedger(depsOf(documents, tables, clock, pace));

export const testAgreements = (documents: DynamoDBDocumentClient, tables: Tables, clock: Clock): Agreements =>
  createAgreements(depsOf(documents, tables, clock, STORE_PACE));

export const testRegenerations = (documents: DynamoDBDocumentClient, tables: Tables, clock: Clock): Regenerations =>
  createRegenerations(depsOf(documents, tables, clock, STORE_PACE));

/** Opening of an everyday note; the first disbursement is its first event. */
export function opening(
  noteId: string,
  changes: Partial<NoteOpening> & { amount?: number; on?: string } = {},
): NoteOpening {
  const { amount = 1_000_000, on = '2024-08-15', ...rest } = changes;
  return {
    idempotency: { scope: 'LENDING', key: `open-${noteId}`, input: { noteId, amount, on } },
    actor: 'prueba',
    reason: 'note-opened',
    source: { type: 'cut-over', id: 'prueba' },
    fileId: `file-${noteId}`,
    noteId,
    terms: noteTerms(),
    dimensions: { office: 'hermosillo', stage: 'administrative', agent: null, product: 'superior' },
    event: { kind: 'disbursed', valueDate: calendarDate(on), amount },
    ...rest,
  };
}

/** An event with the name that a test calls it by. */
export type Named<Event = NotePosting['event']> = Event & { readonly name: string };

/** Id that the ledger gives to what was posted under a name. */
export const idOf = (name: string): string => eventIdOf('BANKROW', name);

/** Id of the first event of `opening(noteId)`. */
export const openingIdOf = (noteId: string): string => eventIdOf('LENDING', `open-${noteId}`);

/** A posting on a note whose idempotency key is the event's name. */
export function posting(noteId: string, { name, ...event }: Named, changes: Partial<NotePosting> = {}): NotePosting {
  return {
    idempotency: { scope: 'BANKROW', key: name, input: event },
    actor: 'prueba',
    reason: 'bank-file',
    source: { type: 'bank-file', id: 'archivo-1', line: 1 },
    fileId: `file-${noteId}`,
    noteId,
    event,
    ...changes,
  };
}

/** A payment on a whole file, under its name; `chosen` notes come first. */
export function filePayment(
  fileId: string,
  { name, ...event }: ReturnType<typeof payment>,
  chosen: readonly string[] = [],
): FilePayment {
  const { noteId: _none, ...base } = posting('', { name, ...event });
  return { ...base, fileId, event, ...(chosen.length === 0 ? {} : { chosenNoteIds: chosen }) };
}

export function payment(name: string, valueDate: string, amount: number): Named<Extract<NewEvent, { kind: 'paid' }>> {
  return { name, kind: 'paid', valueDate: calendarDate(valueDate), amount, channel: 'cie' };
}
