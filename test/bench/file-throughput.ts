import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { continuation } from '../../functions/recovery/intake/continuation.ts';
import { intakeFileSchema } from '../../functions/recovery/intake/intake-file.ts';
import { fileKey } from '../../functions/recovery/system-keys.ts';
import { deterministicId } from '../../shared/canonical/deterministic-id.ts';
import { openBuckets } from './bench-buckets.ts';
import type { BenchLine, BenchPart, BenchSetting } from './bench-line.ts';
import type { BenchStore } from './bench-store.ts';
import { cieRows } from './cie-rows.ts';
import { BENCH_DAY } from './demo-notes.ts';
import { type LambdaProcess, startLambdaProcess } from './lambda-process.ts';
import { openNotes } from './open-notes.ts';
import { openWorkingStore, workingNotes } from './working-store.ts';

const FUNCTION = 'recovery-post-file';
const BUCKET = 'intake';
/** More runs than any file of the bench can need. */
const MOST_RUNS = 10;

interface FileRun {
  readonly rows: number;
  readonly runs: number;
  readonly seconds: number;
  readonly cpuMicrosPerRow: number;
  readonly peakRssMebibytes: number;
}

/**
 * A CIE report through the deployed bundle of the file handler, in a process of its own with the heap of its deployed
 * memory, against the real engine and the local S3. Each file gets a fresh copy of the store and a fresh process.
 */
export const fileThroughput: BenchPart = {
  name: 'file',
  title: 'Bank file through its function',
  async run(setting) {
    const small = setting.quick ? 300 : 10_000;
    const large = small * 10;
    const lesser = await runOnce(setting, small);
    const greater = await runOnce(setting, large);
    return linesOf(lesser, greater);
  },
};

async function runOnce(setting: BenchSetting, rows: number): Promise<FileRun> {
  const store = await openWorkingStore(setting);
  const buckets = await openBuckets(BUCKET);
  const lambda = startLambdaProcess(FUNCTION, {
    CLOCK: `fixed:${BENCH_DAY}`,
    ...store.tables,
    INTAKE_BUCKET: BUCKET,
    AWS_ENDPOINT_URL: buckets.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: store.endpoint,
  });
  try {
    const notes = await openNotes(store, workingNotes(setting));
    const bytes = cieRows(notes, rows);
    const key = `cie-${rows}.txt`;
    buckets.put(key, bytes);
    setting.say(`file: ${rows} rows on ${Math.min(rows, notes.length)} notes, heap ${lambda.memoryMb} MB`);
    return await runToItsEnd(store, lambda, { key, rows, sizeBytes: bytes.length });
  } finally {
    await lambda.stop();
    await buckets.stop();
    await store.stop();
  }
}

/** Calls the function as S3 does, then as the continuations do that it asks for. */
async function runToItsEnd(
  store: BenchStore,
  lambda: LambdaProcess,
  file: { readonly key: string; readonly rows: number; readonly sizeBytes: number },
): Promise<FileRun> {
  const sequencer = '0001';
  const fileId = deterministicId('intake-object', `${file.key}#${sequencer}`);
  const object = { key: file.key, size: file.sizeBytes, sequencer };
  let event: unknown = { Records: [{ eventSource: 'aws:s3', s3: { object } }] };
  let milliseconds = 0;
  let cpuMilliseconds = 0;
  for (let runs = 1; runs <= MOST_RUNS; runs += 1) {
    const answer = await lambda.call(event);
    milliseconds += answer.milliseconds;
    cpuMilliseconds += answer.cpuMilliseconds;
    const now = await readIntakeFile(store, fileId);
    if (now.state === 'done') {
      if (now.balanced !== true || now.tally.applied.count !== file.rows) throw new Error('not every row was applied');
      return {
        rows: file.rows,
        runs,
        seconds: milliseconds / 1_000,
        cpuMicrosPerRow: (cpuMilliseconds * 1_000) / file.rows,
        peakRssMebibytes: answer.peakRssKibibytes / 1_024,
      };
    }
    if (now.state !== 'posting') throw new Error(`the file ended ${now.state}`);
    event = { job: continuation(now, new Date()) };
  }
  throw new Error(`the file was not done after ${MOST_RUNS} runs`);
}

async function readIntakeFile({ connect, tables }: BenchStore, fileId: string) {
  const found = await connect().send(
    new GetCommand({ TableName: tables.SYSTEM_TABLE, Key: fileKey(fileId), ConsistentRead: true }),
  );
  return intakeFileSchema.parse(found.Item);
}

function linesOf(lesser: FileRun, greater: FileRun): BenchLine[] {
  const named = ({ rows }: FileRun) => `${rows.toLocaleString('en-US')}-row file`;
  const speed = (run: FileRun): BenchLine => ({
    measure: `${named(run)}, own process`,
    figure: run.rows / run.seconds,
    unit: 'rows/s',
    remark: `${run.seconds.toFixed(1)} s in ${run.runs} ${run.runs === 1 ? 'run' : 'runs'}, ${run.cpuMicrosPerRow.toFixed(0)} µs CPU a row`,
  });
  const peak = (run: FileRun): BenchLine => ({
    measure: `peak RSS, ${named(run)}`,
    figure: run.peakRssMebibytes,
    unit: 'MiB',
  });
  return [
    speed(lesser),
    speed(greater),
    peak(lesser),
    peak(greater),
    {
      measure: `growth of peak RSS from a ${named(lesser)} to a ${named(greater)}`,
      figure: (greater.peakRssMebibytes / lesser.peakRssMebibytes - 1) * 100,
      unit: '%',
      target: { atMost: 10 },
    },
  ];
}
