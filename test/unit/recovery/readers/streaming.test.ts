import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteLines } from '../../../../functions/recovery/readers/byte-lines.ts';
import { calendarDate, fromDayNumber } from '../../../../shared/calendar/calendar-date.ts';
import { clabeCheckDigit } from '../../../../shared/identity/clabe.ts';
import {
  type InternetFileRow,
  makeCieFile,
  makeDirectDebitAnswerFile,
  makeInternetFile,
  makeMovementsFile,
} from '../../../demonstration/recovery/bank-file-writer.ts';
import { latin1, layout, readAll, readRows, streamOf } from './reading.ts';

const date = fc.integer({ min: 11_000, max: 40_000 }).map(fromDayNumber);
const amount = fc.integer({ min: 1, max: 9_999_999_999 });
const reference = fc.stringMatching(/^[A-Z]{4}[0-9]{8}$/);
const spanish = fc
  .array(fc.constantFrom(...'ABCÑÁÉÍÓÚÜ ñáéíóú0123.'.split('')), { maxLength: 25 })
  .map((letters) => letters.join('').trim());
const paymentType = fc.constantFrom('EFE', 'CIF', 'CIS', 'REM');
/** Eleven columns hold at most 99,999,999.99. */
const cieAmount = fc.integer({ min: 1, max: 9_999_999_999 });
const cieRow = fc.record({ date, amount: cieAmount, reference, paymentType, concept: spanish });
const name = fc.oneof(spanish, fc.constantFrom('=2+3', 'O"Donojú', 'Peña, Íñigo', '"', ',', "-1+A1'"));
const internetRow: fc.Arbitrary<InternetFileRow> = fc.record({
  folio: fc.stringMatching(/^W[0-9]{1,6}$/),
  date,
  amount,
  reference,
  name,
  status: fc.constantFrom('APROBADO', 'CANCELADO'),
});

/** The same bytes cut at the places given. */
function cutAt(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const cuts = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...cuts].map((start, index) => bytes.subarray(start, cuts[index] ?? bytes.length));
}

describe('streaming', () => {
  test.each([
    ['bbva-cie', fc.array(cieRow, { minLength: 1, maxLength: 8 }).map((rows) => makeCieFile(rows))],
    ['internet-gateway', fc.array(internetRow, { maxLength: 8 }).map((rows) => makeInternetFile(rows))],
  ] as const)('%s: the same bytes in any pieces give the same rows', async (id, files) => {
    await fc.assert(
      fc.asyncProperty(files, fc.array(fc.nat(), { maxLength: 40 }), async (file, places) => {
        expect(await readAll(layout(id), ...cutAt(file, places))).toEqual(await readAll(layout(id), file));
      }),
      { numRuns: 100 },
    );
  });

  test('one byte at a time: CRLF, accents of two bytes and the mark of order of bytes are cut in two', async () => {
    const row = { folio: 'W1', date: calendarDate('2026-11-19'), reference: 'R1', name: 'Peña, Íñigo', amount: 100 };
    const file = makeInternetFile([row, row]);
    const bytes = Array.from(file, (_byte, index) => file.subarray(index, index + 1));
    expect(await readAll(layout('internet-gateway'), ...bytes)).toEqual(
      await readAll(layout('internet-gateway'), file),
    );
  });

  test('a line as long as the limit is whole wherever it is cut; one byte more is not', async () => {
    const lines = async (...pieces: Uint8Array[]) => {
      const found = [];
      for await (const line of byteLines(streamOf(...pieces), 10))
        found.push([line.number, line.tooLong, line.bytes.length]);
      return found;
    };
    for (let cut = 0; cut <= 15; cut += 1) {
      const whole = latin1('0123456789\r\nab\n');
      expect(await lines(whole.subarray(0, cut), whole.subarray(cut))).toEqual([
        [1, false, 10],
        [2, false, 2],
      ]);
      const long = latin1('0123456789X\r\nab');
      expect(await lines(long.subarray(0, cut), long.subarray(cut))).toEqual([
        [1, true, 0],
        [2, false, 2],
      ]);
    }
  });
});

describe('what is written is what is read', () => {
  test('CIE, both versions', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(cieRow, { minLength: 1 }),
        fc.constantFrom(1 as const, 2 as const),
        async (rows, version) => {
          const read = await readRows(layout('bbva-cie', version), makeCieFile(rows, { version }));
          expect(
            read.map((row) => ({
              date: row.operationDate,
              amount: row.amount,
              reference: row.reference,
              paymentType: row.fields.paymentType,
              concept: row.fields.concept,
            })),
          ).toEqual(rows);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('internet CSV: names are text whatever they hold', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(internetRow), async (rows) => {
        const read = await readRows(layout('internet-gateway'), makeInternetFile(rows));
        expect(
          read.map(({ fields, valueDate, amount, reference }) => ({
            folio: fields.folio,
            date: valueDate,
            amount,
            reference,
            name: fields.name,
            status: fields.status,
          })),
        ).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test('direct debit answers and account movements', async () => {
    const clabe = fc.stringMatching(/^\d{17}$/).map((first) => `${first}${clabeCheckDigit(first)}`);
    const answer = fc.record({
      date,
      creditNumber: fc.stringMatching(/^\d{12}$/),
      amount,
      clabe,
      responseKey: fc.constantFrom('00', '04'),
    });
    const movement = fc.record({
      operationDate: date,
      bankValueDate: date,
      reference,
      amount,
      nature: fc.constantFrom('credit' as const, 'charge' as const),
      concept: spanish,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { minLength: 1 }), fc.array(movement), async (answers, movements) => {
        const debits = await readRows(layout('direct-debit-answer'), makeDirectDebitAnswerFile(answers));
        expect(
          debits.map((row) => ({
            date: row.valueDate,
            creditNumber: row.creditNumber,
            amount: row.amount,
            clabe: row.fields.clabe,
            responseKey: row.effect.type === 'payment' ? '00' : '04',
          })),
        ).toEqual(answers);
        const moved = await readRows(layout('bbva-movements'), makeMovementsFile(movements));
        expect(
          moved.map((row) => ({
            operationDate: row.valueDate,
            bankValueDate: row.fields.bankValueDate,
            reference: row.reference,
            amount: row.amount,
            nature: row.effect.type === 'payment' ? 'credit' : 'charge',
            concept: row.fields.concept,
          })),
        ).toEqual(movements);
      }),
      { numRuns: 40 },
    );
  });
});

describe('a file of 100,000 rows', () => {
  test('is read whole in bounded memory: the reader never runs ahead of who reads', async () => {
    const count = 100_000;
    const batch = makeCieFile(
      Array.from({ length: 1000 }, (_row, index) => ({
        date: calendarDate('2026-11-19'),
        reference: 'CREDEDUC000010002',
        amount: index + 1,
        guide: '0000001',
      })),
    );
    let given = 0;
    const source = (async function* () {
      for (let made = 0; made < count / 1000; made += 1) {
        given += batch.length;
        yield batch;
      }
    })();
    let [rows, sum, ahead] = [0, 0, 0];
    for await (const reading of layout('bbva-cie').read(source)) {
      if (!reading.ok) throw new Error(`line ${reading.line}`);
      rows += 1;
      sum += reading.row.amount;
      ahead = Math.max(ahead, given - rows * 91);
    }
    expect([rows, sum]).toEqual([count, 100 * ((1000 * 1001) / 2)]);
    // Bytes taken from the source and not yet handed over: never more than one chunk.
    expect(ahead).toBeLessThanOrEqual(batch.length);
  });
});
