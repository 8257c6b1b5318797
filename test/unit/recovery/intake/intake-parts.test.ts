import { createHash } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bankFileMachine } from '../../../../functions/recovery/intake/bank-file-machine.ts';
import { continuation } from '../../../../functions/recovery/intake/continuation.ts';
import { arrivals } from '../../../../functions/recovery/intake/file-events.ts';
import { type IntakeState, isStalled } from '../../../../functions/recovery/intake/intake-file.ts';
import { createLanes } from '../../../../functions/recovery/intake/lanes.ts';
import {
  collectIdentities,
  occurrenceCounter,
  shortHash,
} from '../../../../functions/recovery/intake/repeated-identities.ts';
import {
  emptyTally,
  movedRow,
  type RowEnding,
  totalOf,
  withRow,
} from '../../../../functions/recovery/intake/row-outcome.ts';
import { createRowProgress } from '../../../../functions/recovery/intake/row-progress.ts';
import { createS3UploadSigner } from '../../../../functions/recovery/intake/s3-upload-signer.ts';

const identity = (text: string | number) => createHash('sha256').update(String(text)).digest('hex');

describe('equal rows of a file', () => {
  it('are found whatever their number and place, and numbered 1, 2, 3 … in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 200 }), (rows) => {
        const collector = collectIdentities();
        for (const row of rows) collector.add(identity(row));
        const repeated = collector.repeated();
        const counts = new Map<number, number>();
        const occurrenceOf = occurrenceCounter(repeated);
        for (const [index, row] of rows.entries()) {
          const expected = (counts.get(row) ?? 0) + 1;
          counts.set(row, expected);
          const firstLine = rows.indexOf(row) + 1;
          expect(occurrenceOf('payment', identity(row), index + 1)).toEqual({ number: expected, firstLine });
        }
        expect(repeated.size).toBe([...counts.values()].filter((count) => count > 1).length);
      }),
    );
  });

  it('are numbered by themselves when one pays and the other takes it back', () => {
    const occurrenceOf = occurrenceCounter(new Set([shortHash(identity('x'))]));
    const numbers = (['payment', 'return', 'payment', 'return'] as const).map(
      (kind, index) => occurrenceOf(kind, identity('x'), index + 1).number,
    );
    expect(numbers).toEqual([1, 1, 2, 2]);
  });

  it('take 8 bytes a row: 100,000 rows grow the table and are all told apart', () => {
    const collector = collectIdentities();
    for (let row = 0; row < 100_000; row += 1) collector.add(identity(row));
    collector.add(identity(77));
    expect([...collector.repeated()]).toEqual([shortHash(identity(77))]);
  });
});

describe('a checkpoint', () => {
  it('only stands behind rows without a gap, in file order, whatever order they end in', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], { minLength: 10, maxLength: 10 }), (order) => {
        const progress = createRowProgress(100);
        const taken: number[] = [];
        const ended = new Set<number>();
        for (const row of order) {
          progress.settle(100 + row, { line: row } as RowEnding);
          ended.add(row);
          let gapless = 0;
          while (ended.has(gapless + 1)) gapless += 1;
          expect(progress.settledUpTo()).toBe(100 + gapless);
          taken.push(...progress.takeSettled().map((ending) => ending.line));
          expect(progress.waiting()).toBe(0);
        }
        expect(taken).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
      }),
    );
  });
});

describe('lanes', () => {
  const task = (log: string[], name: string, ms: number) => async () => {
    log.push(`+${name}`);
    await new Promise((resolve) => setTimeout(resolve, ms));
    log.push(`-${name}`);
    if (name.endsWith('!')) throw new Error(`${name} failed`);
    return name;
  };

  it('keep the order within a key and run keys side by side', async () => {
    const inLane = createLanes();
    const log: string[] = [];
    await Promise.all([
      inLane('a', task(log, 'a1', 30)),
      inLane('a', task(log, 'a2', 1)),
      inLane('b', task(log, 'b1', 5)),
    ]);
    expect(log).toEqual(['+a1', '+b1', '-b1', '-a1', '+a2', '-a2']);
  });

  it('stand still behind a failure, so that nothing passes what did not happen; other keys go on', async () => {
    const inLane = createLanes();
    const log: string[] = [];
    const first = Promise.allSettled([inLane('a', task(log, 'a1!', 5)), inLane('a', task(log, 'a2', 1))]);
    expect((await first).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await expect(inLane('a', task(log, 'a3', 1))).rejects.toThrow('a1! failed');
    await inLane('b', task(log, 'b1', 1));
    expect(log).toEqual(['+a1!', '-a1!', '+b1', '-b1']);
  });
});

describe('the tally of a file', () => {
  it('keeps its totals when a person moves a row', () => {
    const tally = withRow(withRow(emptyTally(), 'possible-duplicate', 500), 'rejected', null);
    const moved = movedRow(tally, 'possible-duplicate', 'applied', 500);
    expect(moved.applied).toEqual({ count: 1, sum: 500 });
    expect(moved['possible-duplicate']).toEqual({ count: 0, sum: 0 });
    expect(totalOf(moved)).toEqual(totalOf(tally));
  });
});

describe('the states of a file', () => {
  it('end where nothing follows, and only a refused file is taken up again', () => {
    const from = new Set(Object.values(bankFileMachine.steps).flatMap((step) => step.from));
    expect(Object.keys(bankFileMachine.states).filter((state) => !from.has(state as IntakeState))).toEqual([
      'done',
      'duplicate',
    ]);
  });

  it('stalled is an open file whose lease has ended', () => {
    const now = new Date('2026-11-20T12:00:00.000Z');
    expect(isStalled({ state: 'posting', leaseUntil: '2026-11-20T11:59:59.000Z' }, now)).toBe(true);
    expect(isStalled({ state: 'posting', leaseUntil: '2026-11-20T12:00:01.000Z' }, now)).toBe(false);
    expect(isStalled({ state: 'done', leaseUntil: null }, now)).toBe(false);
  });
});

describe('events', () => {
  it('of S3 give the key decoded: spaces, accents, plus signs', () => {
    const object = { key: 'cie/2026-11-19/d%C3%ADa+19%2B1.txt', size: 12, versionId: 'v1', sequencer: '0A' };
    const event = { Records: [{ eventSource: 'aws:s3', s3: { object } }] };
    expect(arrivals(event)).toEqual([
      { key: 'cie/2026-11-19/día 19+1.txt', version: 'v1', sequencer: '0A', sizeBytes: 12 },
    ]);
  });

  it('of the dispatcher give the file to go on with, named by its request', () => {
    const job = continuation({ fileId: 'f-1', runs: 1 }, new Date('2026-11-20T12:00:00.000Z'));
    expect(arrivals({ job })).toEqual([{ fileId: 'f-1', request: '000002#2026-11-20T12:00:00.000Z' }]);
  });

  it('of anybody else are refused', () => {
    expect(() => arrivals({ Records: [{ eventSource: 'aws:sns' }] })).toThrow();
  });
});

describe('an upload form', () => {
  it('is signed for one key and a size within the limit, for minutes', async () => {
    const credentials = { accessKeyId: 'prueba', secretAccessKey: 'prueba' };
    const signer = createS3UploadSigner(new S3Client({ region: 'us-east-1', credentials }), 'intake');
    const { fields } = await signer.sign({ key: 'bbva-cie/2026-11-20/x/a.txt', maxBytes: 1_000, seconds: 300 });
    const policy = JSON.parse(Buffer.from(fields.Policy ?? '', 'base64').toString());
    expect(policy.conditions).toContainEqual(['content-length-range', 1, 1_000]);
    expect(policy.conditions).toContainEqual({ key: 'bbva-cie/2026-11-20/x/a.txt' });
    expect(Date.parse(policy.expiration) - Date.now()).toBeLessThanOrEqual(300_000);
  });
});
