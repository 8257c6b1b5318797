import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import { applyStreamBatch } from '../../functions/recovery/rollups/apply-stream-batch.ts';
import { createMissingFacts } from '../../functions/recovery/rollups/missing-facts.ts';
import { markKey } from '../../functions/recovery/rollups/rollup-keys.ts';
import { createRollupStore } from '../../functions/recovery/rollups/rollup-store.ts';
import { batchPut } from '../../shared/store/batches.ts';
import type { BenchLine, BenchPart } from './bench-line.ts';
import type { BenchStore } from './bench-store.ts';
import { type CapacityMeter, type MeteredCall, meterCapacity, type Units, unitsOf } from './capacity-meter.ts';
import { runCieFile } from './cie-file.ts';
import { cieRows } from './cie-rows.ts';
import { openNotes } from './open-notes.ts';
import { itemsWritten } from './posting-units.ts';
import { usdPerMillion } from './prices.ts';
import { openWorkingStore, workingNotes } from './working-store.ts';

/** As infra/functions/recovery.ts sets it for the stream of entries. */
const RECORDS_PER_BATCH = 100;

/**
 * What a bank row costs in the store from the file to the report: the real use cases (register and run the file, apply
 * the stream's batches) on the real engine, every call counted. All rows are payments on one open note each, the
 * usual case; a row without owner costs a deposit instead of a posting.
 */
export const rowCost: BenchPart = {
  name: 'row-cost',
  title: 'Cost of a bank row, end to end',
  async run(setting) {
    const rows = setting.quick ? 400 : 2_000;
    const store = await openWorkingStore(setting);
    try {
      const notes = (await openNotes(store, workingNotes(setting))).slice(0, rows);
      const documents = store.connect();
      const meter = meterCapacity(documents);
      await runCieFile(documents, store, cieRows(notes, rows));
      const intake = meter.take();
      const entries = itemsWritten(intake, store.tables.ENTRIES_TABLE);
      if (entries.length !== rows) throw new Error(`${rows} rows made ${entries.length} entries`);
      return linesOf(rows, intake, await rollUp(documents, store, entries, meter), store);
    } finally {
      await store.stop();
    }
  },
};

/** The entries as their stream gives them, in full batches. The marks of their notes stand where the history ended. */
async function rollUp(
  documents: DynamoDBDocumentClient,
  { connect, tables }: BenchStore,
  entries: readonly Record<string, unknown>[],
  meter: CapacityMeter,
): Promise<MeteredCall[]> {
  const marks = entries.map(({ PK, seq }) => ({ ...markKey(String(PK)), lastSeq: Number(seq) - 1 }));
  await batchPut(connect(), tables.ROLLUPS_TABLE, marks);
  const writer = createRollupStore(documents, tables.ROLLUPS_TABLE);
  const missing = createMissingFacts(documents, { entries: tables.ENTRIES_TABLE, system: tables.SYSTEM_TABLE });
  const records = entries.map(
    (entry, index): DynamoDBRecord => ({
      eventName: 'INSERT',
      // The SDK's attribute values and those of the Lambda event are one shape under two types.
      dynamodb: {
        SequenceNumber: String(index),
        NewImage: JSON.parse(JSON.stringify(marshall(entry, { removeUndefinedValues: true }))),
      },
    }),
  );
  for (let start = 0; start < records.length; start += RECORDS_PER_BATCH) {
    const report = await applyStreamBatch({ writer, missing }, records.slice(start, start + RECORDS_PER_BATCH));
    if (report.response.batchItemFailures.length > 0)
      throw new Error('a batch of the stream was not applied', { cause: report.error });
  }
  return meter.take();
}

function linesOf(
  rows: number,
  intake: readonly MeteredCall[],
  rollups: readonly MeteredCall[],
  { tables }: BenchStore,
): BenchLine[] {
  const on = (names: readonly string[]) =>
    unitsOf(intake.filter(({ consumed }) => consumed.some(({ table }) => names.includes(table))));
  const parts: readonly (readonly [string, Units])[] = [
    ['reference lookup (register)', on([tables.REGISTER_TABLE])],
    ['posting (heads, entries with index, key)', on([tables.HEADS_TABLE])],
    ['row state and checkpoints (system)', on([tables.SYSTEM_TABLE])],
    [`rollups, batches of ${RECORDS_PER_BATCH}`, unitsOf(rollups)],
  ];
  const whole = unitsOf([...intake, ...rollups]);
  const perRow = (units: number) => units / rows;
  const described = ({ readUnits, calls }: Units) =>
    `${perRow(readUnits).toFixed(2)} RRU, ${perRow(calls).toFixed(2)} calls a row`;
  const usd = usdPerMillion({ writeUnits: perRow(whole.writeUnits), readUnits: perRow(whole.readUnits) });
  return [
    ...parts.map(([name, units]) => ({
      measure: name,
      figure: perRow(units.writeUnits),
      unit: 'WRU a row',
      remark: described(units),
    })),
    { measure: 'a bank row, end to end', figure: perRow(whole.writeUnits), unit: 'WRU', remark: described(whole) },
    { measure: 'a bank row, end to end', figure: perRow(whole.readUnits), unit: 'RRU' },
    {
      measure: 'a million bank rows',
      figure: usd,
      unit: 'USD',
      remark: `on demand, us-east-1, prices to be checked; ${rows} rows measured`,
    },
  ];
}
