import { createHash, randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { createCorrectionStore } from '../../../functions/recovery/corrections/correction-store.ts';
import { createCreditUseStore } from '../../../functions/recovery/credits/credit-use-store.ts';
import type { IntakeFile } from '../../../functions/recovery/intake/intake-file.ts';
import type { IntakeSignals } from '../../../functions/recovery/intake/intake-signals.ts';
import { registerFile } from '../../../functions/recovery/intake/register-file.ts';
import type { RowEnding } from '../../../functions/recovery/intake/row-outcome.ts';
import { type RunEnd, runFile } from '../../../functions/recovery/intake/run-file.ts';
import { heardCreditUses } from '../../../functions/recovery/money-signals.ts';
import { paymentDeps } from '../../../functions/recovery/payment-deps.ts';
import { educationCreditReference } from '../../../functions/recovery/references/education-credit-reference.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import type { NoteTerms } from '../../../shared/loan-book/note-terms.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { createMetrics } from '../../../shared/observability/metrics.ts';
import type { NoteSummary, ReferenceTarget, RegisterPort } from '../../../shared/register/register-port.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import type { TestDynamo } from '../../support/dynamo.ts';
import { opening, testClock } from '../../support/ledger.ts';

export interface TestNote extends NoteSummary {
  readonly reference: string;
  readonly creditNumber: string;
}

export interface CieLine {
  readonly reference: string;
  /** "1250.50" */
  readonly amount: string;
  readonly date?: string;
  readonly type?: 'EFE' | 'CIF' | 'CIS' | 'REM';
  readonly guide?: string;
  readonly concept?: string;
}

/** A CIE report of BBVA, 89 characters a line (domain-facts.md §G3). */
export function cieFile(lines: readonly CieLine[]): Buffer {
  const text = lines.map(({ reference, amount, date = '2026-11-19', type = 'EFE', guide = '1', concept = 'PAGO' }) => {
    const day = `${date.slice(8, 10)}${date.slice(5, 7)}${date.slice(2, 4)}`;
    const fixed = `${day}01234567${type}0428${guide.padStart(7, '0')}`;
    return `${fixed}${reference.padEnd(20)}${concept.padEnd(30)}${amount.padStart(11, '0')}\r\n`;
  });
  return Buffer.from(text.join(''), 'latin1');
}

export function caller(role: Role, offices: 'all' | Office[] = 'all', subject = `${role}-1`): Caller {
  return { subject, roles: [role], offices, correlationId: 'prueba' };
}

/** Payments in on the real engine and the real ledger; register and bucket are in memory. */
export function paymentWorld(dynamo: TestDynamo, today = '2026-11-20') {
  const clock = testClock(today);
  const notes: TestNote[] = [];
  const objects = new Map<string, Buffer>();
  const heard: string[] = [];
  const logged: Record<string, unknown>[] = [];
  const quiet = {
    functionName: 'test',
    now: () => new Date(),
    write: (line: string) => logged.push(JSON.parse(line)),
  };
  const wholeFiles = new Set<string>();
  const signals: IntakeSignals = {
    accepted: () => heard.push('accepted'),
    refused: () => heard.push('refused'),
    duplicate: () => heard.push('duplicate'),
    continued: () => heard.push('continued'),
    resumed: () => heard.push('resumed'),
    done: () => heard.push('done'),
    failed: () => heard.push('failed'),
  };
  const targetOf = (note: TestNote | undefined) =>
    note && { fileId: note.fileId, noteId: note.noteId, office: note.office };
  const byReference = (reference: string) => {
    const target = targetOf(notes.find((note) => note.reference === reference));
    return target && wholeFiles.has(reference) ? { ...target, noteId: null } : target;
  };
  const byNumber = (number: string) => targetOf(notes.find((note) => note.creditNumber === number));
  const found = (texts: readonly string[], find: (text: string) => ReferenceTarget | undefined) =>
    new Map(texts.flatMap((text) => [find(text) ?? []].flat().map((target) => [text, target] as const)));
  const register: RegisterPort = {
    findReference: async (reference) => byReference(reference),
    findCreditNumber: async (number) => byNumber(number),
    findReferences: async (references) => found(references, byReference),
    findCreditNumbers: async (numbers) => found(numbers, byNumber),
    findNote: async (noteId) => notes.find((note) => note.noteId === noteId),
    findContract: async (number) => notes.find((note) => note.contractNumber === number),
    fileOfBorrower: async (borrowerId) => borrowerId.replace(/^b-/, ''),
    notesOfFile: async (fileId) => notes.filter((note) => note.fileId === fileId),
    contactPoints: async () => [],
    findAddressees: async () => new Map(),
    wholeFile: async () => undefined,
    borrowerOfFile: async () => undefined,
    findFile: async (fileId) => {
      const note = notes.find((one) => one.fileId === fileId);
      return note && { fileId, borrowerId: `b-${fileId}`, borrowerName: 'María Peña', office: note.office };
    },
    findSimilarReferences: async (reference) =>
      notes
        .filter((note) => [...note.reference].filter((character, index) => character !== reference[index]).length === 1)
        .map((note) => ({ reference: note.reference, target: { ...note } })),
  };
  const log = createLog(quiet);
  const deps = {
    ...paymentDeps(dynamo.documents, dynamo.tables, clock, {
      log,
      metrics: createMetrics(quiet),
    }),
    creditUses: heardCreditUses(createCreditUseStore(dynamo.documents, dynamo.tables.SYSTEM_TABLE), log),
    corrections: createCorrectionStore(dynamo.documents, dynamo.tables.SYSTEM_TABLE),
    register,
    signals,
    newRunId: randomUUID,
    newId: randomUUID,
    objects: {
      open: async ({ key }: { key: string }) => chunks(objects.get(key) ?? Buffer.alloc(0)),
    },
    signer: { sign: async ({ key }: { key: string }) => ({ url: 'https://bucket', fields: { key } }) },
  };

  return {
    clock,
    deps,
    heard,
    /** Lines of the log, metrics among them. */
    logged,
    objects,
    /** Opens a note of 10,000.00 in the ledger and the register. */
    async openNote(
      number: number,
      changes: { office?: Office; amount?: number; fileId?: string; terms?: NoteTerms } = {},
    ): Promise<TestNote> {
      const noteId = randomUUID();
      const fileId = changes.fileId ?? randomUUID();
      const office = changes.office ?? 'hermosillo';
      const dimensions = { office, stage: 'administrative' as const, agent: null, product: 'superior' };
      const { terms = noteTerms() } = changes;
      await deps.ledger.openNote(opening(noteId, { fileId, amount: changes.amount ?? 1_000_000, dimensions, terms }));
      const note = {
        noteId,
        fileId,
        office,
        paymentReference: educationCreditReference(number),
        contractNumber: `HMO-${String(number).padStart(6, '0')}`,
        product: 'superior',
        reference: educationCreditReference(number),
        creditNumber: String(number).padStart(12, '0'),
      };
      notes.push(note);
      return note;
    },
    /** Whether a key of an operation was used. */
    async claimed(PK: string): Promise<boolean> {
      const TableName = dynamo.tables.IDEMPOTENCY_TABLE;
      return (await dynamo.documents.send(new GetCommand({ TableName, Key: { PK } }))).Item !== undefined;
    },
    /** The note's reference now names its whole file. */
    pointAtFile(note: TestNote) {
      wholeFiles.add(note.reference);
    },
    addReference(note: TestNote, reference: string) {
      notes.push({ ...note, reference });
    },
    /** Drops bytes into the bucket; the file is registered, not yet run. */
    async register(name: string, bytes: Buffer, sequencer = createHash('sha1').update(name).digest('hex')) {
      const key = `inbox/${name}`;
      objects.set(key, bytes);
      return registerFile(deps, { key, version: null, sequencer, sizeBytes: bytes.length });
    },
    run: (fileId: string, remainingMs: () => number = () => 900_000): Promise<RunEnd> =>
      runFile({ ...deps, remainingMs }, fileId),
    async drop(name: string, bytes: Buffer): Promise<IntakeFile> {
      const fileId = await this.register(name, bytes, randomUUID());
      await this.run(fileId);
      return this.file(fileId);
    },
    async file(fileId: string): Promise<IntakeFile> {
      const file = await deps.files.find(fileId);
      if (file === undefined) throw new Error('no such file');
      return file;
    },
    async rows(fileId: string): Promise<readonly RowEnding[]> {
      const rows: RowEnding[] = [];
      let cursor: string | undefined;
      do {
        const page = await deps.files.rows(fileId, undefined, { limit: 100, cursor });
        rows.push(...page.rows);
        cursor = page.cursor;
      } while (cursor !== undefined);
      return rows;
    },
    async owed(note: TestNote, on = clock.today()): Promise<number> {
      const balance = await deps.ledger.balanceOfNote(note.fileId, note.noteId, calendarDate(on));
      if (balance === undefined) throw new Error('no such note');
      return Object.values(balance.owed).reduce((sum, amount) => sum + amount, 0);
    },
    async paidEntries(note: TestNote) {
      return (await deps.ledger.entriesOfNote(note.noteId)).filter((entry) => entry.kind === 'paid');
    },
  };
}
export type PaymentWorld = ReturnType<typeof paymentWorld>;

/** In pieces that cut lines in two, as a network does. */
async function* chunks(bytes: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
  for (let start = 0; start < bytes.length; start += 1_000) yield bytes.subarray(start, start + 1_000);
}
