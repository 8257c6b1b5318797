import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decideRow } from '../../../functions/recovery/intake/decide-row.ts';
import { registerFile } from '../../../functions/recovery/intake/register-file.ts';
import { requestUpload } from '../../../functions/recovery/intake/request-upload.ts';
import { resumeStalledFiles } from '../../../functions/recovery/intake/resume-stalled-files.ts';
import { totalOf } from '../../../functions/recovery/intake/row-outcome.ts';
import { runFile } from '../../../functions/recovery/intake/run-file.ts';
import type { JobRequest } from '../../../shared/jobs/job-request.ts';
import { refuse as refuseShared } from '../../../shared/refusals/shared-refusals.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { caller, cieFile, type PaymentWorld, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
let world: PaymentWorld;
let note: TestNote;
let number = 1_000;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  world = paymentWorld(dynamo);
  number += 100;
  note = await world.openNote(number);
});

const line = (amount: string, guide: string, changes: object = {}) => ({
  reference: note.reference,
  amount,
  guide,
  ...changes,
});
const outcomes = async (fileId: string) => (await world.rows(fileId)).map((row) => row.outcome);

describe('a bank file', () => {
  it('ends every row, posts the good ones although others are bad, and its rows and money tie', async () => {
    const wrongDigit = `${note.reference.slice(0, -1)}${(Number(note.reference.at(-1)) + 1) % 10}`;
    const file = await world.drop(
      'varios.txt',
      cieFile([
        line('1250.50', '1'),
        line('100.00', '2', { type: 'CIS', concept: 'CHEQUE' }),
        line('200.00', '3', { reference: wrongDigit }),
        line('300.00', '4', { reference: 'CREDEDUC999999992' }),
        line('400.00', '5', { reference: '' }),
        line('0.00', '6'),
        line('500.00', '7', { date: '2026-12-01' }),
        line('12A4.00', '8'),
        line('200000.01', '9'),
      ]),
    );
    expect(file).toMatchObject({ state: 'done', balanced: true, rowsTotal: 9, rowsDone: 9 });
    expect(totalOf(file.tally)).toEqual({ count: 9, sum: file.sumTotal });
    const rows = await world.rows(file.fileId);
    expect(rows.map((row) => [row.outcome, row.reason?.code ?? null])).toEqual([
      ['applied', null],
      ['provisional', 'subject-to-clearing'],
      ['unidentified', 'wrong-check-digit'],
      ['unidentified', expect.stringMatching(/^(unknown-reference|wrong-check-digit)$/)],
      ['unidentified', 'missing-reference'],
      ['rejected', 'unreadable-row'],
      ['unidentified', 'future-date'],
      ['unreadable', 'unreadable-row'],
      ['unidentified', 'amount-above-limit'],
    ]);
    const above = await world.deps.deposits.find(rows[8]?.depositId ?? '');
    expect(above).toMatchObject({ state: 'unidentified', amount: 20_000_001, reason: { code: 'amount-above-limit' } });
    expect(rows[6]?.reason?.text).toContain('2026-12-01');
    const paid = await world.paidEntries(note);
    expect(paid.map((entry) => entry.application?.amount).toSorted()).toEqual([10_000, 125_050]);
    expect(paid.every((entry) => entry.valueDate === '2026-11-19' && entry.recordedOn === '2026-11-20')).toBe(true);
    const deposit = await world.deps.deposits.find(rows[2]?.depositId ?? '');
    expect(deposit).toMatchObject({ state: 'unidentified', amount: 20_000, valueDate: '2026-11-19', line: 3 });
  });

  it('applies one of the rows with one guide: the others, equal or not, are possible duplicates of its line', async () => {
    const file = await world.drop(
      'una-guia.txt',
      cieFile([
        line('500.00', '20'),
        line('500.00', '20'),
        line('700.00', '20', { concept: 'OTRO' }),
        line('500.00', '21'),
      ]),
    );
    expect(await outcomes(file.fileId)).toEqual(['applied', 'possible-duplicate', 'possible-duplicate', 'applied']);
    const [, second, third] = await world.rows(file.fileId);
    expect([second?.occurrence, third?.occurrence]).toEqual([2, 3]);
    for (const row of [second, third]) {
      expect(row).toMatchObject({
        reason: { code: 'same-key-in-file', text: expect.stringContaining('renglón 1') },
        firstSeen: { intakeFileId: file.fileId, line: 1 },
      });
    }
    expect(await world.paidEntries(note)).toHaveLength(2);
    const decide = (row: number) =>
      decideRow(
        world.deps,
        {
          fileId: file.fileId,
          line: row,
          decision: 'apply',
          reason: 'Son dos pagos',
          idempotencyKey: `guia-${number}-${row}`,
        },
        caller('recovery-technician'),
      );
    expect([await decide(2), await decide(3)]).toMatchObject([{ outcome: 'applied' }, { outcome: 'applied' }]);
    expect((await world.paidEntries(note)).map(({ application }) => application?.amount).toSorted()).toEqual([
      50_000, 50_000, 50_000, 70_000,
    ]);
  });

  it('dropped again changes nothing and points at the first', async () => {
    const bytes = cieFile([line('750.00', '30')]);
    const first = await world.drop('uno.txt', bytes);
    const again = await world.drop('dos.txt', bytes);
    expect(again).toMatchObject({ state: 'duplicate', duplicateOf: first.fileId });
    expect(await world.rows(again.fileId)).toEqual([]);
    expect(await world.paidEntries(note)).toHaveLength(1);
  });

  it('notified twice is one file', async () => {
    const bytes = cieFile([line('751.00', '31')]);
    const first = await world.register('aviso.txt', bytes);
    expect(await world.register('aviso.txt', bytes)).toBe(first);
    expect(await world.run(first)).toBe('done');
    expect(await world.run(first)).toBe('not-taken');
  });

  it('puts the excess on a paid-off note into credit and queues it', async () => {
    const file = await world.drop('de-mas.txt', cieFile([line('90000.00', '40')]));
    const [row] = await world.rows(file.fileId);
    expect(row).toMatchObject({ outcome: 'applied', reason: { code: 'credit' } });
    const { credits } = await world.deps.credits.page({ limit: 50 });
    const queued = credits.find((credit) => credit.eventId === row?.eventId);
    const held = await world.deps.ledger.creditsOfFiles([queued?.fileId ?? '']);
    expect(held.get(queued?.fileId ?? '')).toBeGreaterThan(7_000_000);
    expect(await world.owed(note)).toBe(0);
  });

  it('keeps as a deposit what the ledger cannot take', async () => {
    const file = await world.drop('antes.txt', cieFile([line('10.00', '41', { date: '2020-01-15' })]));
    expect(await world.rows(file.fileId)).toMatchObject([
      { outcome: 'unidentified', reason: { code: 'not-postable' } },
    ]);
  });
});

describe('a file that cannot be read', () => {
  it.each([
    ['vacio.txt', Buffer.alloc(0), 'bank-file-empty'],
    ['otro.txt', Buffer.from('Esto no es un archivo del banco\r\n'), 'bank-file-wrong-layout'],
    ['libro.xlsx', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'bank-file-not-text'],
  ])('%s is refused, with what to do, and posts nothing', async (name, bytes, code) => {
    const file = await world.drop(name, bytes);
    expect(file).toMatchObject({ state: 'refused', rowsDone: 0, refusal: { code } });
    expect(file.refusal?.detail.length).toBeGreaterThan(40);
    expect(world.heard).toContain('refused');
  });

  it('too large is refused before it is uploaded, and again when it arrives', async () => {
    const ask = { fileName: 'cie.txt', layout: 'bbva-cie', sizeBytes: 40_000_000 };
    await expect(requestUpload(world.deps, ask, caller('accountant'))).rejects.toMatchObject({
      code: 'bank-file-too-large',
    });
    const big = Buffer.concat(
      Array.from({ length: 350 }, () => cieFile(Array.from({ length: 1_100 }, () => line('1.00', '1')))),
    );
    expect(await world.drop('grande.txt', big)).toMatchObject({
      state: 'refused',
      refusal: { code: 'bank-file-too-large' },
    });
    expect(await world.paidEntries(note)).toEqual([]);
  });

  it('of another layout than stated is refused', async () => {
    const ask = { fileName: 'cie.txt', layout: 'internet-gateway', sizeBytes: 400 };
    const { file } = await requestUpload(world.deps, ask, caller('accountant'));
    const bytes = cieFile([line('1.00', '1')]);
    world.objects.set(file.objectKey, bytes);
    const arrival = { key: file.objectKey, version: null, sequencer: 'A1', sizeBytes: bytes.length };
    expect(await registerFile(world.deps, arrival)).toBe(file.fileId);
    expect(await registerFile(world.deps, arrival)).toBe(file.fileId);
    expect(await world.run(file.fileId)).toBe('refused');
  });
});

describe('an equal row in another file', () => {
  const twice = async () => {
    await world.drop('lunes.txt', cieFile([line('640.00', '50'), line('1.00', '51')]));
    return world.drop('martes.txt', cieFile([line('640.00', '50'), line('2.00', '52')]));
  };
  const decide = (fileId: string, decision: 'apply' | 'discard', key: string) =>
    decideRow(
      world.deps,
      { fileId, line: 1, decision, reason: 'Revisado con el banco', idempotencyKey: key },
      caller('recovery-technician'),
    );

  it('is a possible duplicate and posts nothing until somebody decides', async () => {
    const file = await twice();
    const [row] = await world.rows(file.fileId);
    expect(row).toMatchObject({ outcome: 'possible-duplicate', firstSeen: { line: 1, recordedOn: '2026-11-20' } });
    expect(await world.paidEntries(note)).toHaveLength(3);
  });

  it('applied by decision posts once, however often it is asked', async () => {
    const file = await twice();
    const key = `decide-${file.fileId}`;
    const [first, second] = await Promise.all([decide(file.fileId, 'apply', key), decide(file.fileId, 'apply', key)]);
    expect(first).toMatchObject({ outcome: 'applied' });
    expect(second.eventId).toBe(first.eventId);
    expect(await world.paidEntries(note)).toHaveLength(4);
    const after = await world.file(file.fileId);
    expect(after.tally['possible-duplicate']).toEqual({ count: 0, sum: 0 });
    expect(totalOf(after.tally)).toEqual({ count: 2, sum: after.sumTotal });
    await expect(decide(file.fileId, 'discard', key)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    await expect(decide(file.fileId, 'discard', `${key}-2`)).rejects.toMatchObject({ code: 'row-not-pending' });
  });

  it('discarded by decision is a duplicate', async () => {
    const file = await twice();
    expect(await decide(file.fileId, 'discard', `discard-${file.fileId}`)).toMatchObject({ outcome: 'duplicate' });
    expect(await world.paidEntries(note)).toHaveLength(3);
  });
});

describe('a run that does not come to its end', () => {
  let many: TestNote[] = [];
  beforeEach(async () => {
    many = [];
    for (let index = 1; index <= 40; index += 1) many.push(await world.openNote(number + index));
  });
  /** Rows over 40 notes, one guide each. */
  const long = (count: number) =>
    cieFile(
      Array.from({ length: count }, (_, index) =>
        line('1.00', String(index), { reference: many[index % 40]?.reference }),
      ),
    );
  const payments = async () => (await Promise.all(many.map(world.paidEntries))).flat();

  it('stops before the time limit, asks for a continuation, and goes on from the checkpoint', async () => {
    const fileId = await world.register('larga.txt', long(450));
    let calls = 0;
    const end = await world.run(fileId, () => (++calls > 230 ? 10_000 : 900_000));
    expect(end).toBe('continued');
    const half = await world.file(fileId);
    expect(half.rowsDone).toBe(230);
    expect(half).toMatchObject({ state: 'posting', stoppedBy: 'time-limit' });
    expect(await world.run(fileId)).toBe('done');
    const file = await world.file(fileId);
    expect(file).toMatchObject({ balanced: true, rowsDone: 450, runs: 2 });
    expect(file.tally.applied).toEqual({ count: 450, sum: 45_000 });
    expect(await payments()).toHaveLength(450);
  });

  it('killed in the middle is found by its lease and resumed: same state as without the kill', async () => {
    const fileId = await world.register('muerta.txt', long(300));
    let posted = 0;
    const dying = {
      ...world.deps,
      remainingMs: () => 900_000,
      ledger: {
        ...world.deps.ledger,
        postToNote: async (command: Parameters<typeof world.deps.ledger.postToNote>[0]) => {
          posted += 1;
          if (posted > 120) return new Promise<never>(() => {});
          return world.deps.ledger.postToNote(command);
        },
      },
    };
    void runFile(dying, fileId);
    // Dead once every row under way hangs: nothing is posted and no sign of life is given any more.
    for (let seen = -1; posted <= 120 || seen !== posted; ) {
      seen = posted;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(await world.run(fileId)).toBe('not-taken');
    for (let second = 0; second < 130; second += 1) world.clock.now();
    const asked = new Set<string>();
    const jobs = {
      ask: async (request: JobRequest) => {
        if (request.id === fileId) asked.add(request.name);
        return true;
      },
    };
    // A request that is lost on its way is asked anew by the next run of the job, and not as the one that was lost.
    for (const times of [1, 2]) {
      expect(await resumeStalledFiles({ ...world.deps, jobs })).toBeGreaterThanOrEqual(1);
      expect(asked.size).toBe(times);
      world.clock.now();
    }
    expect(await world.run(fileId)).toBe('done');
    const file = await world.file(fileId);
    expect(file).toMatchObject({ balanced: true, rowsDone: 300 });
    expect(file.tally.applied).toEqual({ count: 300, sum: 30_000 });
    expect(await payments()).toHaveLength(300);
  });

  it('goes on at once when the event of a killed run is delivered again, and fences that run', async () => {
    const fileId = await world.register('entregada-dos-veces.txt', long(300));
    let posted = 0;
    let goOn = () => {};
    const stuck = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const slow = {
      ...world.deps,
      remainingMs: () => 900_000,
      ledger: {
        ...world.deps.ledger,
        postToNote: async (command: Parameters<typeof world.deps.ledger.postToNote>[0]) => {
          posted += 1;
          if (posted > 120) await stuck;
          return world.deps.ledger.postToNote(command);
        },
      },
    };
    const again = { ...world.deps, remainingMs: () => 900_000 };
    const first = runFile(slow, fileId, 'version-1');
    for (let seen = -1; posted <= 120 || seen !== posted; ) {
      seen = posted;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(await runFile(again, fileId, 'version-2')).toBe('not-taken');
    expect(await runFile(again, fileId, 'version-1')).toBe('done');
    goOn();
    expect(await first).toBe('lease-lost');
    expect(await world.file(fileId)).toMatchObject({ state: 'done', balanced: true, rowsDone: 300 });
    expect(await payments()).toHaveLength(300);
  });

  it('stops when the ledger is busy, keeps what ended, and loses nothing', async () => {
    const fileId = await world.register('ocupada.txt', long(60));
    let posted = 0;
    const busy = {
      ...world.deps,
      remainingMs: () => 900_000,
      ledger: {
        ...world.deps.ledger,
        postToNote: async (command: Parameters<typeof world.deps.ledger.postToNote>[0]) => {
          posted += 1;
          if (posted > 25) throw refuseShared('busy-try-later', 'El pagaré está ocupado.');
          return world.deps.ledger.postToNote(command);
        },
      },
    };
    await expect(runFile(busy, fileId)).rejects.toMatchObject({ code: 'busy-try-later' });
    const stopped = await world.file(fileId);
    expect(stopped.state).toBe('posting');
    expect(stopped.rowsDone).toBeLessThanOrEqual(25);
    expect(totalOf(stopped.tally).count).toBe(stopped.rowsDone);
    expect(world.heard).toContain('failed');
    world.clock.now();
    expect(await world.run(fileId)).toBe('done');
    expect(await payments()).toHaveLength(60);
  });

  it('gives way when another run has taken over', async () => {
    const fileId = await world.register('relevo.txt', long(250));
    const late = { ...world.deps, remainingMs: () => 900_000, files: { ...world.deps.files, save: async () => false } };
    expect(await runFile(late, fileId)).toBe('lease-lost');
  });
});
