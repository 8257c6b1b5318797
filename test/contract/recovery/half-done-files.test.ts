import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { assignDeposit } from '../../../functions/recovery/deposits/assign-deposit.ts';
import { type DecideRowDeps, decideRow } from '../../../functions/recovery/intake/decide-row.ts';
import { refuseIntake } from '../../../functions/recovery/intake/intake-refusals.ts';
import { runFile } from '../../../functions/recovery/intake/run-file.ts';
import { refuse as refuseShared } from '../../../shared/refusals/shared-refusals.ts';
import { losingAnswers, startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { caller, cieFile, type PaymentWorld, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
let world: PaymentWorld;
let note: TestNote;
let number = 20_000;
const technician = caller('recovery-technician');
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  world = paymentWorld(dynamo);
  number += 10;
  note = await world.openNote(number);
});

const line = (amount: string, guide: string, changes: object = {}) => ({
  reference: note.reference,
  amount,
  guide,
  ...changes,
});

describe('a decision on a possible duplicate', () => {
  const twice = async () => {
    await world.drop(`d1-${number}.txt`, cieFile([line('640.00', '50'), line('1.00', '51')]));
    return world.drop(`d2-${number}.txt`, cieFile([line('640.00', '50'), line('2.00', '52')]));
  };
  const decide = (fileId: string, key: string, decision: 'apply' | 'discard', deps: DecideRowDeps = world.deps) =>
    decideRow(
      deps,
      { fileId, line: 1, decision, reason: 'Revisado con el banco', idempotencyKey: `${key}-${number}` },
      technician,
    );
  const busyLedger = () => ({
    ...world.deps,
    ledger: { ...world.deps.ledger, postToNote: () => Promise.reject(refuseShared('busy-try-later', 'Ocupado.')) },
  });

  it('that met a busy ledger is carried out by another request for the same, once', async () => {
    const { fileId } = await twice();
    await expect(decide(fileId, 'k1', 'apply', busyLedger())).rejects.toMatchObject({ code: 'busy-try-later' });
    expect(await decide(fileId, 'k2', 'apply')).toMatchObject({ outcome: 'applied' });
    expect(await decide(fileId, 'k1', 'apply')).toMatchObject({ outcome: 'applied' });
    expect(await decide(fileId, 'k2', 'apply')).toMatchObject({ outcome: 'applied' });
    expect(await world.paidEntries(note)).toHaveLength(4);
  });

  it('that was noted cannot be turned into the other one, and says which was taken', async () => {
    const { fileId } = await twice();
    await expect(decide(fileId, 'k1', 'apply', busyLedger())).rejects.toMatchObject({ code: 'busy-try-later' });
    await expect(decide(fileId, 'k2', 'discard')).rejects.toMatchObject({
      code: 'row-not-pending',
      detail: expect.stringContaining('aplicarlo'),
    });
  });

  it('is not erased by a run that was fenced, which writes nothing', async () => {
    await world.drop(`s1-${number}.txt`, cieFile([line('641.00', '50')]));
    const other = await world.openNote(number + 1);
    const bytes = cieFile([line('641.00', '50'), line('5.00', '9', { reference: other.reference })]);
    const fileId = await world.register(`s2-${number}.txt`, bytes);
    let hangs = false;
    let goOn = () => {};
    const stuck = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const written: number[] = [];
    const slow = {
      ...world.deps,
      remainingMs: () => 900_000,
      files: {
        ...world.deps.files,
        putRows: async (...given: Parameters<typeof world.deps.files.putRows>) => {
          written.push(given[1].length);
          return world.deps.files.putRows(...given);
        },
      },
      ledger: {
        ...world.deps.ledger,
        postToNote: async (command: Parameters<typeof world.deps.ledger.postToNote>[0]) => {
          hangs = true;
          await stuck;
          return world.deps.ledger.postToNote(command);
        },
      },
    };
    const fenced = runFile(slow, fileId, 'v1');
    await expect.poll(() => hangs).toBe(true);
    expect(await runFile({ ...world.deps, remainingMs: () => 900_000 }, fileId, 'v1')).toBe('done');
    expect(await decide(fileId, 's3', 'apply')).toMatchObject({ outcome: 'applied' });
    goOn();
    expect(await fenced).toBe('lease-lost');
    expect(written).toEqual([]);
    const [row] = await world.rows(fileId);
    expect(row).toMatchObject({ outcome: 'applied', decision: { decision: 'apply' } });
    expect((await world.file(fileId)).tally['possible-duplicate']).toEqual({ count: 0, sum: 0 });
  });

  it('is not erased by rows that are written late', async () => {
    const { fileId } = await twice();
    const before = await world.rows(fileId);
    await decide(fileId, 'w1', 'discard');
    await world.deps.files.putRows(fileId, before);
    expect((await world.rows(fileId))[0]).toMatchObject({ outcome: 'duplicate', decision: { decision: 'discard' } });
  });

  it('never takes the count of undecided rows below none', async () => {
    const file = await twice();
    const [row] = await world.rows(file.fileId);
    if (row === undefined) throw new Error('no row');
    const none = { ...file.tally, 'possible-duplicate': { count: 0, sum: 0 } };
    await dynamo.documents.send(
      new UpdateCommand({
        TableName: dynamo.tables.SYSTEM_TABLE,
        Key: { PK: `FILE#${file.fileId}`, SK: 'FILE' },
        UpdateExpression: 'SET tally = :none',
        ExpressionAttributeValues: { ':none': none },
      }),
    );
    const decided = { ...row, outcome: 'duplicate' as const };
    expect(await world.deps.files.decideRow(decided, 'possible-duplicate', file, none)).toBe(false);
  });
});

describe('a row dated in the future', () => {
  it('waits as a deposit, can be assigned when its day has come, and is never lost', async () => {
    const bytes = cieFile([line('100.00', '1'), line('900.00', '2', { date: '2026-11-23' })]);
    const file = await world.drop(`f-${number}.txt`, bytes);
    expect(file).toMatchObject({ state: 'done', balanced: true });
    const [, row] = await world.rows(file.fileId);
    expect(row).toMatchObject({ outcome: 'unidentified', reason: { code: 'future-date' } });
    expect(row?.reason?.text).toMatch(/2026-11-23.*hoy es 2026-11-20.*depósito/);
    const depositId = row?.depositId ?? '';
    expect(await world.deps.deposits.find(depositId)).toMatchObject({ valueDate: '2026-11-23', amount: 90_000 });
    const assign = (key: string) =>
      assignDeposit(
        world.deps,
        { depositId, target: { noteId: note.noteId }, idempotencyKey: `${key}-${number}` },
        technician,
      );
    await expect(assign('f1')).rejects.toMatchObject({ code: 'date-in-future' });
    expect(await world.deps.deposits.find(depositId)).toMatchObject({ state: 'unidentified' });
    world.clock.set('2026-11-23');
    expect(await assign('f2')).toMatchObject({ state: 'assigned' });
    expect((await world.paidEntries(note)).map((entry) => entry.valueDate)).toEqual(['2026-11-19', '2026-11-23']);
  });

  it('posted again after its day by a resumed run stays the same deposit', async () => {
    const bytes = cieFile([line('901.00', '3', { date: '2026-11-23' })]);
    const fileId = await world.register(`r-${number}.txt`, bytes);
    let writes = 0;
    const dying = {
      ...world.deps,
      remainingMs: () => 900_000,
      files: {
        ...world.deps.files,
        save: () => {
          writes += 1;
          return Promise.reject(new Error('killed'));
        },
      },
    };
    await expect(runFile(dying, fileId, 'v1')).rejects.toThrow('killed');
    expect(writes).toBeGreaterThan(0);
    world.clock.set('2026-11-23');
    expect(await runFile({ ...world.deps, remainingMs: () => 900_000 }, fileId, 'v1')).toBe('done');
    expect(await world.rows(fileId)).toMatchObject([{ outcome: 'unidentified', reason: { code: 'future-date' } }]);
    expect(await world.paidEntries(note)).toEqual([]);
  });
});

describe('a file refused half way', () => {
  it('goes on from its checkpoint when the same bytes are brought again', async () => {
    const bytes = cieFile(Array.from({ length: 30 }, (_, index) => line('1.00', String(index))));
    const fileId = await world.register(`m1-${number}.txt`, bytes);
    let calls = 0;
    expect(await world.run(fileId, () => (++calls > 20 ? 10_000 : 900_000))).toBe('continued');
    const gone = {
      ...world.deps,
      remainingMs: () => 900_000,
      objects: { open: () => Promise.reject(refuseIntake('file-missing', 'El archivo ya no está. Súbalo de nuevo.')) },
    };
    expect(await runFile(gone, fileId)).toBe('refused');
    world.objects.delete(`inbox/m1-${number}.txt`);
    const again = await world.drop(`m2-${number}.txt`, bytes);
    expect(again).toMatchObject({ state: 'duplicate', duplicateOf: fileId });
    expect(await world.file(fileId)).toMatchObject({ state: 'posting', rowsDone: 20, refusal: null, endedAt: null });
    expect(await world.run(fileId)).toBe('done');
    expect(await world.file(fileId)).toMatchObject({ state: 'done', balanced: true, rowsDone: 30 });
    expect(await world.paidEntries(note)).toHaveLength(30);
    expect(await world.drop(`m3-${number}.txt`, bytes)).toMatchObject({ state: 'duplicate', duplicateOf: fileId });
    expect(await world.file(fileId)).toMatchObject({ state: 'done' });
  });
});

it('a file whose run hears the answer of no single write is read and posted once', async () => {
  const deaf = paymentWorld({ ...dynamo, documents: losingAnswers(dynamo) });
  const paid = await deaf.openNote(number + 5);
  const bytes = cieFile([line('640.00', '60', { reference: paid.reference }), line('1.00', '61')]);
  const { fileId } = await deaf.drop(`l1-${number}.txt`, bytes);
  expect(await deaf.file(fileId)).toMatchObject({ state: 'done', runs: 1, rowsDone: 2, balanced: true });
  expect(await deaf.paidEntries(paid)).toHaveLength(1);
});
