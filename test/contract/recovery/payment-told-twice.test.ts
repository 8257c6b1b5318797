import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decideRow } from '../../../functions/recovery/intake/decide-row.ts';
import { runFile } from '../../../functions/recovery/intake/run-file.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import {
  makeCieFile,
  makeDirectDebitAnswerFile,
  makeInternetFile,
  makeMovementsFile,
} from '../../demonstration/recovery/bank-file-writer.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { caller, type PaymentWorld, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
let world: PaymentWorld;
let note: TestNote;
let number = 40_000;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  world = paymentWorld(dynamo);
  number += 1;
  note = await world.openNote(number);
});

const day = calendarDate('2026-11-19');
const reported = (name: string) => readFileSync(join(import.meta.dirname, '../../fixtures/bank-files/reported', name));
/** The reported files pay contract CE-2024-001368 of the demonstration; here they pay this test's note, once each. */
const paying = (name: string) =>
  Buffer.from(
    reported(name)
      .toString('latin1')
      .replaceAll('CREDEDUC001013682', note.reference)
      .replaceAll(/W9\d\d/g, (folio) => `${folio}-${number}`)
      .replaceAll('9001CREDEDUC', `${String(number).slice(-4)}CREDEDUC`),
    'latin1',
  );
let dropped = 0;
const drop = async (bytes: Uint8Array) => {
  dropped += 1;
  const file = await world.drop(`archivo-${dropped}`, Buffer.from(bytes));
  return { ...file, rows: await world.rows(file.fileId) };
};
const outcomesOf = ({ rows }: Awaited<ReturnType<typeof drop>>) =>
  rows.map((row) => [row.outcome, row.reason?.code ?? null]);
const paid = async () => (await world.paidEntries(note)).map(({ application }) => application?.amount ?? 0);

describe('the same payment in another file with another text', () => {
  it('reported f1: accents in the name make no second payment', async () => {
    expect(outcomesOf(await drop(paying('f1-a.csv')))).toEqual([['applied', null]]);
    const again = await drop(paying('f1-b.csv'));
    expect(outcomesOf(again)).toEqual([['possible-duplicate', 'equal-row-elsewhere']]);
    expect(again.rows[0]?.firstSeen).toMatchObject({ line: 2, recordedOn: '2026-11-20' });
    expect(await paid()).toEqual([50_000]);
  });

  const cie = { date: day, amount: 32_100, guide: '7000001', concept: 'PAGO' };
  const movement = { operationDate: day, amount: 32_100, concept: 'SPEI RECIBIDO' };
  const debit = { date: day, amount: 32_100, clabe: '072760764864964873' };
  const internet = { date: day, amount: 32_100, name: 'ANA', time: '10:00:00' };
  const pairs = (): [string, Uint8Array, Uint8Array][] => {
    const { reference, creditNumber } = note;
    return [
      [
        'CIE, another concept, branch and type',
        makeCieFile([{ ...cie, reference }]),
        makeCieFile([{ ...cie, reference, concept: 'PAGÓ', branch: '0599', paymentType: 'CIF' }]),
      ],
      [
        'CIE without the decimal point',
        makeCieFile([{ ...cie, reference }]),
        makeCieFile([{ ...cie, reference }], { version: 2 }),
      ],
      [
        'movements, another concept and value date',
        makeMovementsFile([{ ...movement, reference }]),
        makeMovementsFile([{ ...movement, reference, concept: 'SPEI', bankValueDate: calendarDate('2026-11-20') }]),
      ],
      [
        'direct debit, another CLABE',
        makeDirectDebitAnswerFile([{ ...debit, creditNumber }]),
        makeDirectDebitAnswerFile([{ ...debit, creditNumber, clabe: '072760579878963026' }]),
      ],
      [
        'internet, another hour, date and amount',
        makeInternetFile([{ ...internet, reference, folio: `X${number}` }]),
        makeInternetFile([
          {
            ...internet,
            reference,
            folio: `x${number}`,
            time: '10:00',
            date: calendarDate('2026-11-18'),
            amount: 99_900,
          },
        ]),
      ],
    ];
  };
  it.each([0, 1, 2, 3, 4])('layout %i: applied once, then a possible duplicate', async (index) => {
    const [, first, second] = pairs()[index]!;
    expect(outcomesOf(await drop(first))).toEqual([['applied', null]]);
    expect(outcomesOf(await drop(second))).toEqual([['possible-duplicate', 'equal-row-elsewhere']]);
    expect(await paid()).toEqual([32_100]);
  });

  it('one internet folio twice in a file, even with two amounts: the second is a possible duplicate', async () => {
    const { reference } = note;
    const row = { folio: `F${number}`, date: day, reference, name: 'ANA', amount: 10_000 };
    const file = await drop(makeInternetFile([row, { ...row, amount: 20_000 }, row]));
    expect(outcomesOf(file)).toEqual([
      ['applied', null],
      ['possible-duplicate', 'same-key-in-file'],
      ['possible-duplicate', 'same-key-in-file'],
    ]);
    expect(await paid()).toEqual([10_000]);
  });

  it('a folio that was pending or rejected before it was approved is one payment', async () => {
    const row = { folio: `P${number}`, date: day, reference: note.reference, name: 'ANA', amount: 10_000 };
    const file = await drop(makeInternetFile([{ ...row, status: 'PENDIENTE' }, row]));
    expect(outcomesOf(file)).toEqual([
      ['rejected', 'no-payment'],
      ['applied', null],
    ]);
  });

  it('twins of a layout without a key are both applied, the second shown as such; again they are duplicates', async () => {
    const twin = { operationDate: day, amount: 15_000, reference: note.reference };
    expect(outcomesOf(await drop(makeMovementsFile([twin, twin])))).toEqual([
      ['applied', null],
      ['applied', 'twin'],
    ]);
    const more = await drop(makeMovementsFile([twin, twin, { ...twin, concept: 'OTRO' }]));
    expect(outcomesOf(more).map(([outcome]) => outcome)).toEqual([
      'possible-duplicate',
      'possible-duplicate',
      'applied',
    ]);
    expect(await paid()).toHaveLength(3);
  });
});

describe('a payment told by two sources', () => {
  const cie = (amount: number, guide: string, date = day) => ({ date, reference: note.reference, amount, guide });
  const movement = (amount: number, operationDate = day) => ({ operationDate, reference: note.reference, amount });
  const internet = (folio: string, amount: number) => ({
    ...{ folio: `${folio}-${number}`, date: day, reference: note.reference, name: 'ANA', amount },
  });

  it.each([[['f2-cie.txt', 'f2-movements.txt']], [['f2-movements.txt', 'f2-cie.txt']]])(
    'reported %j: the second is a possible duplicate that points at the first',
    async ([first, second]) => {
      const one = await drop(paying(first!));
      const two = await drop(paying(second!));
      expect(outcomesOf(one)).toEqual([['applied', null]]);
      expect(outcomesOf(two)).toEqual([['possible-duplicate', 'seen-in-other-source']]);
      expect(two.rows[0]?.firstSeen).toEqual({
        intakeFileId: one.fileId,
        line: one.rows[0]?.line,
        recordedOn: '2026-11-20',
      });
      expect(await paid()).toEqual([32_100]);
    },
  );

  it('both files at once: one is applied, in every one of ten payments', async () => {
    const amounts = Array.from({ length: 10 }, (_, index) => 1_000 + index);
    const files = await Promise.all([
      drop(makeCieFile(amounts.map((amount, index) => cie(amount, String(8_000_000 + index))))),
      drop(makeMovementsFile(amounts.map((amount) => movement(amount)))),
    ]);
    const ended = files.flatMap(({ rows }) => rows.map(({ outcome }) => outcome));
    expect(ended.filter((outcome) => outcome === 'applied')).toHaveLength(10);
    expect(ended.filter((outcome) => outcome === 'possible-duplicate')).toHaveLength(10);
    expect((await paid()).toSorted()).toEqual(amounts);
  });

  it('two real payments of one day in both sources: two applied, two possible duplicates of one each', async () => {
    const one = await drop(makeCieFile([cie(5_000, '1'), cie(5_000, '2')]));
    const two = await drop(makeMovementsFile([movement(5_000), movement(5_000)]));
    expect(outcomesOf(one).map(([outcome]) => outcome)).toEqual(['applied', 'applied']);
    expect(outcomesOf(two).map(([outcome]) => outcome)).toEqual(['possible-duplicate', 'possible-duplicate']);
    expect(two.rows.map(({ firstSeen }) => firstSeen?.line)).toEqual([1, 2]);
    const third = await drop(makeMovementsFile([movement(5_000), movement(5_000), movement(5_000)]));
    expect(outcomesOf(third).at(-1)).toEqual(['applied', 'twin']);
    expect(await paid()).toEqual([5_000, 5_000, 5_000]);
  });

  it('three days apart is the same payment, four are two', async () => {
    await drop(makeCieFile([cie(6_000, '1', calendarDate('2026-11-16')), cie(7_000, '2', calendarDate('2026-11-15'))]));
    const two = await drop(makeMovementsFile([movement(6_000), movement(7_000)]));
    expect(outcomesOf(two).map(([outcome]) => outcome)).toEqual(['possible-duplicate', 'applied']);
  });

  it('internet and movements too; CIE and internet are different money', async () => {
    expect(outcomesOf(await drop(makeInternetFile([internet('A', 8_000)])))).toEqual([['applied', null]]);
    expect(outcomesOf(await drop(makeCieFile([cie(8_000, '1')])))).toEqual([['applied', null]]);
    const movements = await drop(makeMovementsFile([movement(8_000), movement(8_000)]));
    expect(outcomesOf(movements).map(([outcome]) => outcome)).toEqual(['possible-duplicate', 'possible-duplicate']);
    expect(new Set(movements.rows.map(({ firstSeen }) => firstSeen?.intakeFileId)).size).toBe(2);
  });

  describe('applied by a person, it stands for itself: what the other source tells of it later repeats it', () => {
    const apply = async (fileId: string, line: number) => {
      const decision = { fileId, line, decision: 'apply' as const, reason: 'Son dos', idempotencyKey: `d-${number}` };
      expect(await decideRow(world.deps, decision, caller('recovery-technician'))).toMatchObject({
        outcome: 'applied',
      });
    };

    it('with the key of another row of its file', async () => {
      const one = await drop(makeCieFile([cie(9_000, '1'), cie(9_000, '1')]));
      await apply(one.fileId, 2);
      const two = await drop(makeMovementsFile([movement(9_000), movement(9_000)]));
      expect(outcomesOf(two).map(([outcome]) => outcome)).toEqual(['possible-duplicate', 'possible-duplicate']);
      expect(await paid()).toEqual([9_000, 9_000]);
    });

    it('with the key of a row of another file', async () => {
      await drop(makeCieFile([cie(9_000, '1')]));
      const again = await drop(makeCieFile([{ ...cie(9_000, '1'), concept: 'OTRO' }]));
      await apply(again.fileId, 1);
      const two = await drop(makeMovementsFile([movement(9_000), movement(9_000)]));
      expect(outcomesOf(two).map(([outcome]) => outcome)).toEqual(['possible-duplicate', 'possible-duplicate']);
      expect(await paid()).toEqual([9_000, 9_000]);
    });

    it('seen in another source', async () => {
      await drop(makeCieFile([cie(9_000, '1')]));
      const two = await drop(makeMovementsFile([movement(9_000)]));
      expect(outcomesOf(two)).toEqual([['possible-duplicate', 'seen-in-other-source']]);
      await apply(two.fileId, two.rows[0]!.line);
      const late = await drop(makeCieFile([cie(9_000, '2')]));
      expect(outcomesOf(late)).toEqual([['possible-duplicate', 'seen-in-other-source']]);
      expect(late.rows[0]?.firstSeen).toMatchObject({ intakeFileId: two.fileId, line: two.rows[0]?.line });
      expect(await paid()).toEqual([9_000, 9_000]);
    });
  });

  it('brought again months later, when its match is forgotten, is still a possible duplicate', async () => {
    const july = calendarDate('2026-07-01');
    await drop(makeCieFile([cie(9_100, '1', july)]));
    await drop(makeMovementsFile([movement(9_100, july)]));
    await drop(makeMovementsFile([movement(9_100)]));
    const again = await drop(makeMovementsFile([{ ...movement(9_100, july), concept: 'OTRO TEXTO' }]));
    expect(outcomesOf(again)).toEqual([['possible-duplicate', 'equal-row-elsewhere']]);
    expect(await paid()).toEqual([9_100, 9_100]);
  });

  it('killed between the match and the posting goes on as what it was', async () => {
    const bytes = Buffer.from(makeCieFile([cie(9_500, '1')]));
    const fileId = await world.register(`muere-${number}`, bytes);
    const dying = {
      ...world.deps,
      remainingMs: () => 900_000,
      ledger: { ...world.deps.ledger, postToNote: () => Promise.reject(new Error('killed')) },
    };
    await expect(runFile(dying, fileId, 'v1')).rejects.toThrow('killed');
    const two = await drop(makeMovementsFile([movement(9_500)]));
    expect(outcomesOf(two)).toEqual([['possible-duplicate', 'seen-in-other-source']]);
    expect(await runFile({ ...world.deps, remainingMs: () => 900_000 }, fileId, 'v1')).toBe('done');
    expect((await world.rows(fileId)).map(({ outcome }) => outcome)).toEqual(['applied']);
    expect(await paid()).toEqual([9_500]);
  });
});
