import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { entryFact } from '../../functions/recovery/rollups/entry-fact.ts';
import { addInto, withoutZeros } from '../../functions/recovery/rollups/measures.ts';
import type { Runner } from '../../infra/local/runner.ts';
import { addDays, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../shared/canonical/deterministic-id.ts';
import { entrySchema } from '../../shared/ledger/ledger-items.ts';
import { batchPut } from '../../shared/store/batches.ts';
import { DEMO_SIZE, type DemoFile } from '../demonstration/lending/portfolio.ts';
import { makeCieFile } from '../demonstration/recovery/bank-file-writer.ts';
import { seededDice } from '../demonstration/seeded-random.ts';
import { builtAssembly } from '../support/built-assembly.ts';
import { eveningBefore } from '../support/evening.ts';
import { type Item, type Journey, keyOf, portfolioBefore, startJourney, written } from '../support/journey.ts';
import { SMALLER } from '../support/runs.ts';

const DAY = calendarDate('2026-11-19');
const TOMORROW = calendarDate('2026-11-20');
const TECHNICIAN = { role: 'recovery-technician' };

/** Every journey here starts from the same evening. */
const BORROWERS = DEMO_SIZE.borrowers / SMALLER;
const evening = () => eveningBefore(DAY, BORROWERS);

interface KilledLater {
  readonly endpoints: Pick<Runner, 'awsEndpoints' | 'tableNames' | 'bucketNames'>;
  /** SIGKILL of the runner; its engine is left an orphan, as `kill -9` does, or killed as well. */
  kill(engineToo: boolean): Promise<void>;
  /** Makes the runner and with it every consumer stand still, and go on. Its engine works on. */
  pause(): void;
  goOn(): void;
}

async function productInItsOwnProcess(dataDir: string): Promise<KilledLater> {
  const script = fileURLToPath(new URL('../support/journey-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, await builtAssembly(), dataDir, DAY], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = async (engineToo: boolean) => {
    const engine = Number(readFileSync(path.join(dataDir, 'dynamodb.pid'), 'utf8'));
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    if (engineToo) process.kill(engine, 'SIGKILL');
  };
  for await (const line of createInterface({ input: child.stdout }))
    if (line.startsWith('{')) {
      const endpoints = JSON.parse(line);
      return { endpoints, kill, pause: () => child.kill('SIGSTOP'), goOn: () => child.kill('SIGCONT') };
    }
  throw new Error('the runner did not start');
}

/** What must be the same with and without the kill: everything but instants and what is made of them. */
async function booksOf(journey: Journey) {
  const [heads, entries, rollups, system] = await Promise.all([
    journey.all('HEADS_TABLE'),
    journey.all('ENTRIES_TABLE'),
    journey.all('ROLLUPS_TABLE'),
    journey.all('SYSTEM_TABLE'),
  ]);
  const report = (await journey.ask(`/v1/recovery-reports/${DAY}`, TECHNICIAN)).json;
  // A file dropped into the bucket is named after its object's version, which the store makes up.
  const [file] = (await journey.ask(`/v1/intake-files?date=${DAY}`, TECHNICIAN)).json.items;
  const text = (items: readonly Item[]) =>
    written(items).map((item) => item.replaceAll(file.fileId, 'ARCHIVO').replaceAll(ARRIVAL, ''));
  return {
    heads: text(heads.map(withoutHashes)),
    entries: text(entries.map((item) => ({ ...item, recordedAt: '', hash: '', previousHash: '' }))),
    rollups: text(
      rollups.filter(({ PK }) => !String(PK).startsWith('SNAPSHOT#') && !String(PK).startsWith('RECONCILIATION#')),
    ),
    rows: text(system.filter(({ SK }) => String(SK).startsWith('ROW#'))),
    deposits: text(system.filter(({ SK }) => SK === 'DEPOSIT')),
    figures: JSON.stringify({
      ...report,
      frozenAt: '',
      sha256: '',
      asOf: '',
      ledgerRoot: '',
      reconciliation: { ...report.reconciliation, ranAt: '' },
    }),
  };
}

/** When an event arrived (loan-book/arrival.ts): an instant. */
const ARRIVAL = /0[0-9a-z]{8}\.[0-9a-z]{5}/g;

const withoutHashes = ({ hash, ...head }: Item): Item => head;

/** The way of a day to its frozen report. */
async function closeTheDay(journey: Journey): Promise<void> {
  await journey.runner.waitUntilQuiet();
  journey.runner.setToday(TOMORROW);
  for (const date of [addDays(DAY, -1), DAY]) await journey.runner.invoke('recovery-value-portfolio', { date });
  expect(await journey.runner.invoke('recovery-close-day', { date: DAY })).toMatchObject({
    outcome: 'closed',
    differences: 0,
  });
}

/**
 * A CIE file of `rows` payments over the whole portfolio, with rows that nobody owns and rows that are no payment.
 * Notes of one borrower stand far apart: rows of a few places are posted at once, and which of two comes first would
 * show in the order of their entries, with or without a kill.
 */
function longCieFile(portfolio: readonly DemoFile[], rows: number): Uint8Array {
  const dice = seededDice(7);
  const references = portfolio.flatMap(({ notes }) => notes.map(({ item }) => item.paymentReference));
  return makeCieFile(
    Array.from({ length: rows }, (_, index) => ({
      date: addDays(DAY, index % 9 === 0 ? -dice.between(1, 12) : 0),
      reference: index % 97 === 0 ? 'NADIE' : references[(index * STRIDE) % references.length]!,
      amount: index % 211 === 0 ? 0 : dice.between(50, 4_000) * 100,
      guide: String(1_000_000 + index),
      paymentType: index % 301 === 0 ? 'CIS' : 'EFE',
    })),
  );
}
/** A prime, so that every note gets its turn. */
const STRIDE = 37;

describe('kill -9 in the middle of a long bank file', () => {
  const ROWS = 3_000 / SMALLER;
  let control: Awaited<ReturnType<typeof booksOf>>;
  let file: Uint8Array;

  beforeAll(async () => {
    file = longCieFile(portfolioBefore(DAY, BORROWERS), ROWS);
    const undisturbed = await startJourney({ today: DAY, dataDir: await evening() });
    undisturbed.runner.putObject('INTAKE_BUCKET', 'cie.txt', file);
    await closeTheDay(undisturbed);
    control = await booksOf(undisturbed);
    await undisturbed.end();
  }, 240_000);

  it('goes on at once when started again, and ends in the same state', async () => {
    const dataDir = await evening();
    const victim = await productInItsOwnProcess(dataDir);
    const { awsEndpoints, tableNames, bucketNames } = victim.endpoints;
    const s3 = new S3Client({ ...awsEndpoints, endpoint: awsEndpoints.endpoint });
    await s3.send(new PutObjectCommand({ Bucket: bucketNames.INTAKE_BUCKET, Key: 'cie.txt', Body: file }));
    const dynamo = new DynamoDBClient({ ...awsEndpoints, endpoint: awsEndpoints.dynamodbEndpoint });
    const rowsStored = async () =>
      (
        await dynamo.send(
          new ScanCommand({
            TableName: tableNames.SYSTEM_TABLE,
            Select: 'COUNT',
            FilterExpression: 'begins_with(SK, :row)',
            ExpressionAttributeValues: { ':row': { S: 'ROW#' } },
          }),
        )
      ).Count ?? 0;
    let stored = 0;
    while (stored < ROWS / 4) {
      await sleep(50);
      stored = await rowsStored();
    }
    await victim.kill(false);
    expect(stored).toBeLessThan(ROWS);

    const again = await startJourney({ today: DAY, dataDir });
    await closeTheDay(again);
    const files = (await again.ask(`/v1/intake-files?date=${DAY}`, TECHNICIAN)).json.items;
    expect(files).toMatchObject([{ status: 'done', rowsTotal: ROWS, rowsDone: ROWS, balanced: true }]);
    const books = await booksOf(again);
    for (const part of ['heads', 'entries', 'rollups', 'rows', 'deposits', 'figures'] as const)
      expect(books[part], part).toEqual(control[part]);
    expect(again.runner.dlq()).toEqual([]);
    await again.end();
  }, 180_000);
});

/** Stream records of the entries table that the rollups' consumer has not processed. */
function pendingForRollups(dataDir: string, table: string): number {
  const database = new DatabaseSync(path.join(dataDir, 'dynamodb.sqlite'), { readOnly: true });
  const newest = Number(
    database
      .prepare('SELECT MAX(CAST(sequence_number AS INTEGER)) AS newest FROM _stream_records WHERE table_name = ?')
      .get(table)?.newest,
  );
  database.close();
  const folder = path.join(dataDir, 'streams');
  const file = readdirSync(folder).find((name) => /rollup/i.test(name) && /entries/i.test(name));
  if (file === undefined) throw new Error(`no position of the rollups among ${readdirSync(folder).join(', ')}`);
  return newest - Number(readFileSync(path.join(folder, file), 'utf8'));
}

describe('kill -9 with thousands of stream records pending', () => {
  const COPIES = 4;

  it('rolls every entry up exactly once after the start', async () => {
    const dataDir = await evening();
    const victim = await productInItsOwnProcess(dataDir);
    const { awsEndpoints, tableNames } = victim.endpoints;
    const entriesTable = tableNames.ENTRIES_TABLE!;
    const dynamo = new DynamoDBClient({ ...awsEndpoints, endpoint: awsEndpoints.dynamodbEndpoint });
    const documents = DynamoDBDocumentClient.from(dynamo);
    victim.pause();
    const known: Item[] = [];
    for await (const page of paginateScan({ client: documents }, { TableName: entriesTable }))
      known.push(...(page.Items ?? []));
    for (let copy = 1; copy <= COPIES; copy += 1)
      await batchPut(
        documents,
        entriesTable,
        known.map((item) => ofAnotherNote(item, copy)),
      );
    expect(pendingForRollups(dataDir, entriesTable)).toBe(known.length * COPIES);
    victim.goOn();
    while (pendingForRollups(dataDir, entriesTable) === known.length * COPIES) await sleep(20);
    await victim.kill(true);
    expect(pendingForRollups(dataDir, entriesTable)).toBeGreaterThan(20_000 / SMALLER);

    const again = await startJourney({ today: DAY, dataDir });
    await again.runner.waitForStreams();
    const entries = (await again.all('ENTRIES_TABLE')).map((item) => entrySchema.parse(item));
    expect(entries).toHaveLength(known.length * (COPIES + 1));
    const expected = new Map<string, Record<string, number>>();
    for (const fact of entries.map(entryFact))
      for (const { key, measures } of fact.contributions) {
        const sums = expected.get(keyOf({ ...key })) ?? {};
        addInto(sums, measures);
        expected.set(keyOf({ ...key }), sums);
      }
    const rollups = await again.all('ROLLUPS_TABLE');
    const marks = rollups.filter(({ SK }) => SK === 'MARK');
    expect(marks.reduce((sum, { lastSeq }) => sum + Number(lastSeq), 0)).toBe(entries.length);
    const sums = rollups
      .filter(({ SK }) => SK !== 'MARK')
      .map(({ PK, SK, ...measures }) => [keyOf({ PK, SK }), measures]);
    expect(Object.fromEntries(sums)).toEqual(
      Object.fromEntries([...expected].map(([key, measures]) => [key, withoutZeros(measures)])),
    );
    expect(again.runner.dlq()).toEqual([]);
    await again.end();
  }, 400_000);
});

/** The same entry on a note that nobody else has. */
function ofAnotherNote(item: Item, copy: number): Item {
  const { noteId } = entrySchema.parse(item);
  return JSON.parse(JSON.stringify(item).replaceAll(noteId, deterministicId('copy', `${noteId}|${copy}`)));
}
