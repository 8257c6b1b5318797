import { createHash } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { deterministicId } from '../../shared/canonical/deterministic-id.ts';
import { createLedger } from '../../shared/ledger/dynamo-ledger.ts';
import type { Ledger, NotePosting } from '../../shared/ledger/ledger.ts';
import type { BenchStore } from './bench-store.ts';
import { BENCH_DAY } from './demo-notes.ts';
import type { PayableNote } from './open-notes.ts';

const INTAKE_FILE = deterministicId('intake-object', 'bench');
const AMOUNT = 12_345;

/** What functions/recovery/intake/post-row.ts posts for a bank row of one note: ids and keys of their real length. */
export function bankRowPosting({ fileId, noteId }: PayableNote, line: number): NotePosting {
  const identity = createHash('sha256').update(`${noteId}|${line}`).digest('hex');
  const key = `${identity}#1`;
  return {
    idempotency: {
      scope: 'BANKROW',
      key,
      input: { intakeFileId: INTAKE_FILE, identity, occurrence: 1, amount: AMOUNT, target: { fileId, noteId } },
    },
    actor: 'intake',
    reason: 'bank-file',
    source: { type: 'bank-file', id: INTAKE_FILE, line },
    fileId,
    noteId,
    event: {
      kind: 'paid',
      valueDate: BENCH_DAY,
      amount: AMOUNT,
      channel: 'cie',
    },
  };
}

export function benchLedger(documents: DynamoDBDocumentClient, { tables }: Pick<BenchStore, 'tables'>): Ledger {
  const { HEADS_TABLE: heads, ENTRIES_TABLE: entries, IDEMPOTENCY_TABLE: idempotency } = tables;
  return createLedger({
    documents,
    tables: { heads, entries, idempotency },
    clock: { today: () => BENCH_DAY, now: () => new Date() },
  });
}
