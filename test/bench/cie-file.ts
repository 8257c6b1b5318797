import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { IntakeSignals } from '../../functions/recovery/intake/intake-signals.ts';
import { registerFile } from '../../functions/recovery/intake/register-file.ts';
import { runFile } from '../../functions/recovery/intake/run-file.ts';
import { paymentDeps } from '../../functions/recovery/payment-deps.ts';
import { createLog } from '../../shared/observability/log.ts';
import { createMetrics } from '../../shared/observability/metrics.ts';
import type { BenchStore } from './bench-store.ts';
import { BENCH_DAY } from './demo-notes.ts';

const PLENTY_OF_TIME_MS = 3_600_000;

/** A CIE file through the real use cases, in this process, to its end. Each file needs a name of its own. */
export async function runCieFile(
  documents: DynamoDBDocumentClient,
  store: BenchStore,
  bytes: Uint8Array,
  key = 'bench/cie.txt',
): Promise<void> {
  const clock = { today: () => BENCH_DAY, now: () => new Date() };
  const deps = {
    ...paymentDeps(documents, store.tables, clock, UNHEARD),
    objects: { open: async () => oneChunk(bytes) },
    signals: SILENT,
    remainingMs: () => PLENTY_OF_TIME_MS,
    newRunId: randomUUID,
  };
  const object = { key, version: null, sequencer: 'A1', sizeBytes: bytes.length };
  const end = await runFile(deps, await registerFile(deps, object));
  if (end !== 'done') throw new Error(`the file ended ${end}`);
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

const nothing = () => undefined;
const UNHEARD_LINES = { functionName: 'bench', now: () => new Date(), write: nothing };
const UNHEARD = { log: createLog(UNHEARD_LINES), metrics: createMetrics(UNHEARD_LINES) };
const SILENT: IntakeSignals = {
  accepted: nothing,
  refused: nothing,
  duplicate: nothing,
  continued: nothing,
  resumed: nothing,
  done: nothing,
  failed: (_file, error) => {
    throw error;
  },
};
