import { DeleteCommand, GetCommand, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  compareRestatement,
  type RestateDeps,
  restatePortfolio,
} from '../../../functions/recovery/restatement/restate-portfolio.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import { encodeHead } from '../../../shared/ledger/head-item.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import { createHeadScan, type HeadScan } from '../../../shared/ledger/scan-heads.ts';
import { headKey, notePartition, seqKey } from '../../../shared/ledger/table-keys.ts';
import { FOLD_VERSION } from '../../../shared/loan-book/fold.ts';
import type { Lines } from '../../../shared/loan-book/line.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { opening, payment, posting, testClock, testLedger } from '../../support/ledger.ts';
import { headOf, leaveUnderOlderFold } from '../../support/older-fold.ts';

const SEGMENTS = 3;
let dynamo: TestDynamo;
let ledger: Ledger;
let scanAll: HeadScan;
const clock = testClock('2026-11-20');

beforeAll(async () => {
  dynamo = await startTestDynamo();
  ledger = testLedger(dynamo.documents, dynamo.tables, clock);
  scanAll = createHeadScan(dynamo.documents, dynamo.tables.HEADS_TABLE);
});
afterAll(() => dynamo.stop());

const place = (noteId: string) => ({ fileId: `file-${noteId}`, noteId });
const restate = (deps: RestateDeps) => restatePortfolio(deps, { segments: SEGMENTS });
const compare = (deps: RestateDeps) => compareRestatement(deps, { segments: SEGMENTS });

/** The part of the table whose file begins so: each test has a portfolio of its own. */
const only = (prefix: string, scan = scanAll): HeadScan =>
  async function* (segment, segments) {
    for await (const scanned of scan(segment, segments)) {
      const file = scanned.type === 'undecodable' ? scanned.key.slice('FILE#'.length) : scanned.head.fileId;
      if (file.startsWith(`file-${prefix}`)) yield scanned;
    }
  };

/** Notes with a payment, left under an older fold by what each says; undefined: under today's. */
async function portfolio(prefix: string, notes: readonly (Lines | undefined)[]): Promise<readonly string[]> {
  const noteIds = notes.map((_, index) => `${prefix}-${index}`);
  const offices: readonly Office[] = ['hermosillo', 'obregon', 'nogales'];
  for (const [index, noteId] of noteIds.entries()) {
    const office = offices[index % offices.length] ?? 'hermosillo';
    const { dimensions } = opening(noteId);
    await ledger.openNote(opening(noteId, { dimensions: { ...dimensions, office } }));
    await ledger.postToNote(posting(noteId, payment(`${noteId}-paid`, '2026-11-02', 30_000)));
    const more = notes[index];
    if (more !== undefined) await leaveUnderOlderFold(dynamo, place(noteId), more);
  }
  return noteIds;
}

const interest = (more: number): Lines => ({ ordinaryInterest: more, waivers: -more });

/** Everything that the ledger holds, to the last attribute. */
async function everything(): Promise<string> {
  const { HEADS_TABLE, ENTRIES_TABLE, IDEMPOTENCY_TABLE } = dynamo.tables;
  const items: string[] = [];
  for (const TableName of [HEADS_TABLE, ENTRIES_TABLE, IDEMPOTENCY_TABLE]) {
    const { Items = [] } = await dynamo.documents.send(new ScanCommand({ TableName, ConsistentRead: true }));
    items.push(...Items.map((item) => JSON.stringify(item, Object.keys(item).sort())));
  }
  return items.sort().join('\n');
}

const restatedOf = async (noteId: string) =>
  (await ledger.entriesOfNote(noteId)).filter(({ kind }) => kind === 'restated');
const foldsOf = async (noteIds: readonly string[]) =>
  Promise.all(noteIds.map(async (noteId) => (await headOf(dynamo, place(noteId))).fold));

describe('restating the portfolio', () => {
  const MIXED = [
    undefined,
    {},
    interest(700),
    undefined,
    interest(-4),
    { principal: 1_500_000, ordinaryInterest: -1_500_000 },
    {},
    { ordinaryInterest: 30_000, credit: -30_000 },
    {},
  ];
  let deps: RestateDeps;
  let noteIds: readonly string[];
  beforeAll(async () => {
    noteIds = await portfolio('mixed', MIXED);
    deps = { scanHeads: only('mixed'), ledger };
  });

  it('compares without writing, and what it says is what the run does', async () => {
    const before = await everything();
    const foreseen = await compare(deps);
    expect(await everything()).toBe(before);
    expect(foreseen).toEqual({
      notesRead: 9,
      current: 2,
      changed: 4,
      unchanged: 3,
      overtaken: 0,
      failed: [],
      byOffice: {
        hermosillo: {},
        obregon: { ordinaryInterest: 4 - 30_000, waivers: -4, credit: 30_000 },
        nogales: { ordinaryInterest: -700 + 1_500_000, principal: -1_500_000, waivers: 700 },
      },
      byAccount: {
        principal: -1_500_000,
        ordinaryInterest: 4 - 30_000 - 700 + 1_500_000,
        waivers: 696,
        credit: 30_000,
      },
      sizes: [
        { upTo: 100, less: 0, same: 0, more: 1 },
        { upTo: 1_000, less: 1, same: 0, more: 0 },
        { upTo: 10_000, less: 0, same: 0, more: 0 },
        { upTo: 100_000, less: 1, same: 0, more: 0 },
        { upTo: 1_000_000, less: 0, same: 0, more: 0 },
        { upTo: null, less: 0, same: 1, more: 0 },
      ],
    });
    expect(await restate(deps)).toEqual(foreseen);
    expect(await foldsOf(noteIds)).toEqual(noteIds.map(() => FOLD_VERSION));
    const restated = await Promise.all(noteIds.map(restatedOf));
    expect(restated.map((entries) => entries.map(({ lines }) => lines))).toEqual(
      MIXED.map((more) =>
        more === undefined || Object.keys(more).length === 0
          ? []
          : [Object.fromEntries(Object.entries(more).map(([account, amount]) => [account, -amount]))],
      ),
    );
    expect(
      restated.flat().map(({ actor, reason, source, recordedOn }) => [actor, reason, source.type, recordedOn]),
    ).toEqual(Array(4).fill(['system', 'mended-rule', 'system', '2026-11-20']));
  });

  it('writes nothing when it is run again', async () => {
    const before = await everything();
    expect(await restate(deps)).toMatchObject({ notesRead: 9, current: 9, changed: 0, unchanged: 0, overtaken: 0 });
    expect(await everything()).toBe(before);
  });

  it('brings the file’s credit along', async () => {
    const { Item } = await dynamo.documents.send(
      new GetCommand({ TableName: dynamo.tables.HEADS_TABLE, Key: { PK: 'FILE#file-mixed-7', SK: 'CREDIT' } }),
    );
    expect(Item).toMatchObject({ balance: -30_000 });
  });
});

it('goes on where a run was killed, whatever the note it died at, and restates none twice', async () => {
  const stale = [interest(100), {}, interest(200), interest(-300)];
  for (let survived = 0; survived <= stale.length; survived += 1) {
    const noteIds = await portfolio(`killed${survived}`, stale);
    const scanHeads = only(`killed${survived}`);
    let scanned = 0;
    const dying: HeadScan = async function* (segment, segments) {
      for await (const head of scanHeads(segment, segments)) {
        scanned += 1;
        if (scanned > survived) throw new Error('killed');
        yield head;
      }
    };
    const first = await restatePortfolio({ scanHeads: dying, ledger }, { segments: 1 }).catch(
      (error: Error) => error.message,
    );
    expect(first === 'killed').toBe(survived < stale.length);
    expect((await foldsOf(noteIds)).filter((fold) => fold === FOLD_VERSION)).toHaveLength(survived);
    expect(await restate({ scanHeads, ledger })).toMatchObject({
      notesRead: 4,
      current: survived,
      overtaken: 0,
      failed: [],
    });
    expect(await foldsOf(noteIds)).toEqual(noteIds.map(() => FOLD_VERSION));
    expect((await Promise.all(noteIds.map(restatedOf))).map(({ length }) => length)).toEqual([1, 0, 1, 1]);
  }
}, 60_000);

describe('while payments come in', () => {
  it('leaves as it is a note that a payment restated after it was scanned', async () => {
    const noteIds = await portfolio('moving', [interest(100), {}, interest(300)]);
    const scanHeads: HeadScan = async function* (segment, segments) {
      for await (const scanned of only('moving')(segment, segments)) {
        if (scanned.type === 'note' && scanned.head.noteId !== 'moving-2')
          await ledger.postToNote(
            posting(scanned.head.noteId, payment(`late ${scanned.head.noteId}`, '2026-11-19', 5_000)),
          );
        yield scanned;
      }
    };
    const done = await restate({ scanHeads, ledger });
    expect(done).toMatchObject({
      changed: 1,
      unchanged: 0,
      overtaken: 2,
      failed: [],
      byAccount: { ordinaryInterest: -300 },
    });
    const kinds = await Promise.all(
      noteIds.map(async (id) => (await ledger.entriesOfNote(id)).map(({ kind }) => kind)),
    );
    expect(kinds).toEqual([
      ['disbursed', 'paid', 'restated', 'paid'],
      ['disbursed', 'paid', 'paid'],
      ['disbursed', 'paid', 'restated'],
    ]);
    // Opened, paid, paid: the batch wrote nothing on it.
    expect((await headOf(dynamo, place('moving-0'))).version).toBe(3);
  });

  it('restates each once when two runs and payments meet, and loses none of them', async () => {
    const noteIds = await portfolio(
      'meeting',
      Array.from({ length: 8 }, () => interest(100)),
    );
    const deps = { scanHeads: only('meeting'), ledger };
    const pay = Promise.all(
      noteIds.slice(0, 4).map((id) => ledger.postToNote(posting(id, payment(`meets ${id}`, '2026-11-19', 5_000)))),
    );
    const runs = await Promise.all([restate(deps), restate(deps), pay]);
    expect(runs.slice(0, 2)).toMatchObject([{ failed: [] }, { failed: [] }]);
    const restated = (await Promise.all(noteIds.map(restatedOf))).map((entries) => entries.map(({ lines }) => lines));
    expect(restated).toEqual(noteIds.map(() => [{ ordinaryInterest: -100, waivers: 100 }]));
    const paid = (await Promise.all(noteIds.map((id) => ledger.entriesOfNote(id)))).flat();
    expect(paid.filter(({ kind }) => kind === 'paid')).toHaveLength(12);
  });
});

describe('a note that fails', () => {
  it('is named by its key, and the rest goes on', async () => {
    const noteIds = await portfolio('broken', [interest(100), interest(200), interest(300), {}]);
    const unread = { TableName: dynamo.tables.HEADS_TABLE, Key: headKey('file-broken-0', 'broken-0') };
    const { Item } = await dynamo.documents.send(new GetCommand(unread));
    await dynamo.documents.send(new PutCommand({ TableName: unread.TableName, Item: { ...Item, state: 'spoiled' } }));
    const opened = { PK: notePartition('broken-1'), SK: seqKey(1) };
    await dynamo.documents.send(new DeleteCommand({ TableName: dynamo.tables.ENTRIES_TABLE, Key: opened }));
    const deps = { scanHeads: only('broken'), ledger };
    const failed = [
      { key: 'FILE#file-broken-0 NOTE#broken-0', why: 'undecodable' },
      { key: 'FILE#file-broken-1 NOTE#broken-1', why: expect.stringMatching(/^ZodError/) },
    ];
    const foreseen = await compare(deps);
    expect(foreseen).toMatchObject({ notesRead: 3, changed: 1, unchanged: 1 });
    expect(foreseen.failed).toEqual(failed);
    expect(await restate(deps)).toEqual(foreseen);
    expect(await foldsOf(noteIds.slice(1))).toEqual([FOLD_VERSION - 1, FOLD_VERSION, FOLD_VERSION]);
  });

  it('is told in the order of the keys, whichever part of the table was through first', async () => {
    const scanHeads: HeadScan = async function* (segment) {
      for (const key of segment === 0 ? ['FILE#b NOTE#2', 'FILE#a NOTE#1'] : []) yield { type: 'undecodable', key };
    };
    const { failed } = await restate({ scanHeads, ledger });
    expect(failed.map(({ key }) => key)).toEqual(['FILE#a NOTE#1', 'FILE#b NOTE#2']);
  });

  it('is one whose version number was used before: it is not taken for restated', async () => {
    await portfolio('reused', [interest(100)]);
    const deps = { scanHeads: only('reused'), ledger };
    expect(await restate(deps)).toMatchObject({ changed: 1 });
    const back = encodeHead({ ...(await headOf(dynamo, place('reused-0'))), fold: FOLD_VERSION + 1 });
    await dynamo.documents.send(new PutCommand({ TableName: dynamo.tables.HEADS_TABLE, Item: back }));
    expect(await restate(deps)).toMatchObject({
      changed: 0,
      overtaken: 0,
      failed: [{ key: 'FILE#file-reused-0 NOTE#reused-0', why: expect.stringMatching(/^VersionUsedBefore/) }],
    });
  });
});
