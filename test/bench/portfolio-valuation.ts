import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { snapshotTotalKey } from '../../functions/recovery/rollups/rollup-keys.ts';
import { createLedgerReader } from '../../functions/recovery/valuation/ledger-reader.ts';
import { snapshotSchema } from '../../functions/recovery/valuation/snapshot.ts';
import { encodeHead } from '../../shared/ledger/head-item.ts';
import { openBuckets } from './bench-buckets.ts';
import type { BenchLine, BenchPart } from './bench-line.ts';
import type { BenchStore } from './bench-store.ts';
import { openFilledStore } from './cached-store.ts';
import { HISTORY_ENDS } from './demo-notes.ts';
import { fillWithHeads } from './fill-stores.ts';
import { itemSize } from './item-size.ts';
import { type LambdaAnswer, startLambdaProcess } from './lambda-process.ts';
import { spreadOf } from './spread.ts';

const FUNCTION = 'recovery-value-portfolio';
const BUCKET = 'roots';
const HEADS = 250_000;
const QUICK_HEADS = 5_000;
const SIZED_HEADS = 1_000;
const MOST_SECONDS = 60;

/**
 * The nightly valuation through its deployed bundle, in a process of its own, over heads in the real engine. The
 * engine needs the second core. No note moved after the day that is valued, so entries are not read.
 */
export const portfolioValuation: BenchPart = {
  name: 'valuation',
  title: 'Valuation of the portfolio',
  async run(setting) {
    const heads = setting.quick ? QUICK_HEADS : HEADS;
    const store = await openFilledStore(`portfolio${heads}`, async (empty) => {
      setting.say(`filling a store with ${heads} heads, once`);
      await fillWithHeads(empty, heads);
    });
    const buckets = await openBuckets(BUCKET);
    try {
      const answers: LambdaAnswer[] = [];
      for (let run = 1; run <= (setting.quick ? 1 : 3); run += 1) {
        setting.say(`valuation: run ${run}`);
        answers.push(await valueOnce(store, buckets.endpoint));
      }
      return await linesOf(store, heads, answers);
    } finally {
      await buckets.stop();
      await store.stop();
    }
  },
};

/** A fresh process each time, as each night's. */
async function valueOnce(store: BenchStore, bucketEndpoint: string): Promise<LambdaAnswer> {
  const lambda = startLambdaProcess(FUNCTION, {
    CLOCK: `fixed:${HISTORY_ENDS}`,
    ...store.tables,
    ROOTS_BUCKET: BUCKET,
    AWS_ENDPOINT_URL: bucketEndpoint,
    AWS_ENDPOINT_URL_DYNAMODB: store.endpoint,
  });
  try {
    return await lambda.call({ date: HISTORY_ENDS });
  } finally {
    await lambda.stop();
  }
}

async function linesOf(store: BenchStore, heads: number, answers: readonly LambdaAnswer[]): Promise<BenchLine[]> {
  const { Item } = await store
    .connect()
    .send(new GetCommand({ TableName: store.tables.ROLLUPS_TABLE, Key: { ...snapshotTotalKey(HISTORY_ENDS) } }));
  const snapshot = snapshotSchema.loose().parse(Item);
  if (snapshot.notesValued !== heads) throw new Error(`${snapshot.notesValued} of ${heads} notes were valued`);
  const seconds = spreadOf(answers.map(({ milliseconds }) => milliseconds / 1_000));
  const cpu = spreadOf(answers.map(({ cpuMilliseconds }) => (cpuMilliseconds * 1_000) / heads));
  const memory = spreadOf(answers.map(({ peakRssKibibytes }) => peakRssKibibytes / 1_024));
  const size = spreadOf(await headSizes(store));
  const arrears = (snapshot.notesInArrears / snapshot.notesValued) * 100;
  return [
    {
      measure: `valuation of ${heads.toLocaleString('en-US')} heads from the store`,
      figure: seconds.median,
      unit: 's',
      spread: seconds,
      target: { atMost: MOST_SECONDS },
      remark: '4 segments, 2 cores with the engine',
    },
    {
      measure: 'own CPU of a head',
      figure: cpu.median,
      unit: 'µs',
      spread: cpu,
      remark: 'SDK, decoding and valuation',
    },
    { measure: 'peak RSS of the valuation', figure: memory.median, unit: 'MiB', spread: memory },
    { measure: 'head in the portfolio', figure: size.median, unit: 'bytes', spread: size },
    { measure: 'notes in arrears', figure: arrears, unit: '%' },
  ];
}

async function headSizes(store: BenchStore): Promise<number[]> {
  const { HEADS_TABLE: heads, ENTRIES_TABLE: entries } = store.tables;
  const sizes: number[] = [];
  for await (const scanned of createLedgerReader(store.connect(), { heads, entries }).scanHeads(0, 1)) {
    if (scanned.type === 'note') sizes.push(itemSize(encodeHead(scanned.head)));
    if (sizes.length >= SIZED_HEADS) break;
  }
  return sizes;
}
