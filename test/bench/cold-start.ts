import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import * as z from 'zod';
import { functionNamed } from '../../infra/functions.ts';
import { TABLE_VARIABLES, TABLES } from '../../infra/tables.ts';
import type { BenchLine, BenchPart } from './bench-line.ts';
import { BENCH_CREDENTIALS, BENCH_REGION } from './bench-store.ts';
import { BENCH_FOLDER, ROOT } from './cached-store.ts';
import { BENCH_DAY } from './demo-notes.ts';
import { middleHalf, spreadOf } from './spread.ts';

const FUNCTION = 'recovery-api';
const PAIRS = 41;
const QUICK_PAIRS = 5;

/** A request without a token: the whole way in and out of the API, and no store call. */
const EVENT = {
  version: '2.0',
  routeKey: 'GET /v1/window-payments',
  rawPath: '/v1/window-payments',
  rawQueryString: '',
  headers: { host: '127.0.0.1' },
  requestContext: { http: { method: 'GET', path: '/v1/window-payments', sourceIp: '127.0.0.1' }, requestId: 'bench' },
  isBase64Encoded: false,
};

/** Runs in a fresh process: loads a bundle, answers once. Times in ms since the process started. */
const ANSWER_ONCE = `
const started = performance.now();
const { handler } = await import(process.argv[1]);
const reply = await handler(${JSON.stringify(EVENT)}, { getRemainingTimeInMillis: () => 10000, awsRequestId: 'bench' });
const answered = performance.now();
process.stderr.write(JSON.stringify({ started, answered, statusCode: reply.statusCode }));
process.exit(0);`;

const coldSchema = z.object({ started: z.number(), answered: z.number(), statusCode: z.literal(401) });
type Cold = z.infer<typeof coldSchema>;

/**
 * From the start of a fresh process to the first answer of the API's bundle, against a bare middy handler with the
 * same SDK clients, bundled the same way. Both in turns, so that what else the machine does hits both.
 */
export const coldStart: BenchPart = {
  name: 'cold-start',
  title: 'Cold start',
  async run({ quick }) {
    const bare = await bundleBareHandler();
    const ours = join(ROOT, 'dist', FUNCTION, 'index.mjs');
    for (const bundle of [ours, bare]) await answerOnce(bundle);
    const pairs: { ours: Cold; bare: Cold }[] = [];
    for (let pair = 0; pair < (quick ? QUICK_PAIRS : PAIRS); pair += 1) {
      if (pair % 2 === 0) pairs.push({ ours: await answerOnce(ours), bare: await answerOnce(bare) });
      else {
        const first = await answerOnce(bare);
        pairs.push({ ours: await answerOnce(ours), bare: first });
      }
    }
    return linesOf(pairs);
  },
};

/** As infra/bundle.ts bundles the functions. */
async function bundleBareHandler(): Promise<string> {
  mkdirSync(BENCH_FOLDER, { recursive: true });
  const outfile = join(BENCH_FOLDER, 'bare-handler.mjs');
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['test/bench/bare-handler.ts'],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    mainFields: ['module', 'main'],
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    external: ['@aws-sdk/credential-provider-*', '@smithy/credential-provider-imds'],
    logLevel: 'warning',
  });
  return outfile;
}

async function answerOnce(bundle: string): Promise<Cold> {
  const { memoryMb } = functionNamed(FUNCTION);
  const tables = Object.fromEntries(TABLE_VARIABLES.map((variable) => [variable, TABLES[variable].name]));
  const options = {
    env: {
      TZ: 'UTC',
      AWS_REGION: BENCH_REGION,
      AWS_ACCESS_KEY_ID: BENCH_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: BENCH_CREDENTIALS.secretAccessKey,
      CLOCK: `fixed:${BENCH_DAY}`,
      STAGE: 'local',
      INTAKE_BUCKET: 'intake',
      REPORTS_BUCKET: 'reports',
      ...tables,
    },
  };
  const code = ['--input-type=module', '--eval', ANSWER_ONCE];
  const heap = `--max-old-space-size=${memoryMb}`;
  const { stderr } = await promisify(execFile)(process.execPath, [heap, ...code, pathToFileURL(bundle).href], options);
  return coldSchema.parse(JSON.parse(stderr));
}

function linesOf(pairs: readonly { ours: Cold; bare: Cold }[]): BenchLine[] {
  const whole = ({ answered }: Cold) => answered;
  const loading = ({ started, answered }: Cold) => answered - started;
  const ratio = (of: (cold: Cold) => number): number =>
    spreadOf(pairs.map(({ ours }) => of(ours))).median / spreadOf(pairs.map(({ bare }) => of(bare))).median;
  const half = middleHalf(pairs.map(({ ours, bare }) => whole(ours) / whole(bare)));
  const time = (measure: string, samples: readonly number[]): BenchLine => {
    const spread = spreadOf(samples);
    return { measure, figure: spread.median, unit: 'ms', spread };
  };
  return [
    {
      measure: `cold start of ${FUNCTION} ÷ bare handler`,
      figure: ratio(whole),
      unit: '×',
      spread: spreadOf(pairs.map(({ ours, bare }) => whole(ours) / whole(bare))),
      target: { atMost: 1.3 },
      remark: `process start to first answer, medians; middle half of the pairs ${half.from.toFixed(2)}–${half.to.toFixed(2)}`,
    },
    {
      measure: 'the same without the start of Node',
      figure: ratio(loading),
      unit: '×',
      remark: 'import of the bundle to first answer',
    },
    time(
      `${FUNCTION}, process start to first answer`,
      pairs.map(({ ours }) => whole(ours)),
    ),
    time(
      'bare handler, process start to first answer',
      pairs.map(({ bare }) => whole(bare)),
    ),
  ];
}
