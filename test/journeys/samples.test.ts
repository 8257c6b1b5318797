import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { BankRow } from '../../functions/recovery/readers/bank-row.ts';
import { peekHead } from '../../functions/recovery/readers/file-head.ts';
import { recogniseLayout } from '../../functions/recovery/readers/layouts.ts';
import { referenceAlgorithm } from '../../functions/recovery/references/reference-algorithms.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';

const OWN_FOLDER = join(import.meta.dirname, '../fixtures/bank-files');
const folder = resolve(process.env.SAMPLES_DIR || OWN_FOLDER);
const EXPECTED = '.expected.json';

const expectedFile = z.object({
  file: z.string(),
  layout: z.string(),
  account: z.string().optional(),
  sumCentavos: z.int(),
  rows: z.array(z.looseObject({ line: z.int() })),
});

/** What each expected value is in a row as read. A name without an entry here makes the test fail. */
const IN_ROW: Readonly<Record<string, (row: BankRow) => unknown>> = {
  line: (row) => row.line,
  amountCentavos: (row) => row.amount,
  date: (row) => row.operationDate,
  operationDate: (row) => row.operationDate,
  valueDate: (row) => row.fields.bankValueDate,
  nature: (row) => (row.effect.type === 'payment' ? 'credit' : 'charge'),
  charged: (row) => row.effect.type === 'payment',
  credit: (row) => row.creditNumber,
  checkDigit36: (row) => (referenceAlgorithm('bbva-36').verify(row.reference ?? '').ok ? 'valid' : 'invalid'),
  ...Object.fromEntries(
    [
      'agreementNumber',
      'paymentType',
      'branch',
      'guide',
      'reference',
      'concept',
      'clabe',
      'responseKey',
      'extendedReference',
      'legendCode',
      'folio',
      'name',
      'status',
    ].map((name) => [name, (row: BankRow) => row.fields[name]]),
  ),
};

async function readSample(folderOfFile: string, file: string) {
  const { head, bytes } = await peekHead(createReadStream(join(folderOfFile, file)));
  const layout = recogniseLayout(head, file);
  const rows: BankRow[] = [];
  for await (const reading of layout.read(bytes)) {
    expect(reading).toMatchObject({ ok: true });
    if (reading.ok) rows.push(reading.row);
  }
  return { layout, rows };
}

const names = (await readdir(folder)).filter((name) => name.endsWith(EXPECTED));

describe('samples', () => {
  test('the folder holds samples', () => {
    expect(names.length).toBeGreaterThan(0);
  });

  for (const name of names) {
    const file = name.slice(0, -EXPECTED.length);

    test(`${file} parses to its expected values`, async () => {
      const expected = expectedFile.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
      const { rows } = await readSample(folder, file);
      const found = rows.map((row, index) =>
        Object.fromEntries(
          Object.keys(expected.rows[index] ?? {}).map((key) => {
            const value = IN_ROW[key];
            if (value === undefined) throw new Error(`no value of a row answers to "${key}"`);
            return [key, value(row)];
          }),
        ),
      );
      expect(found).toEqual(expected.rows);
      expect(rows.reduce((sum, row) => sum + row.amount, 0)).toBe(expected.sumCentavos);
      if (expected.account !== undefined) {
        expect(new Set(rows.map((row) => row.fields.account))).toEqual(new Set([expected.account]));
      }
    });
  }

  test('each channel dates, pays and holds its rows by its own rule', async () => {
    const cie = await readSample(OWN_FOLDER, 'cie-2026-11-19.txt');
    expect(cie.rows.filter((row) => row.finality === 'provisional').map((row) => row.line)).toEqual([17]);
    expect(new Set(cie.rows.map((row) => `${row.channel} ${row.effect.type}`))).toEqual(new Set(['cie payment']));

    // No charge; the return of one that was made before, if there is one.
    const notCharged = (reason: string) => ({ type: 'return', reason, certain: false });
    const debit = await readSample(OWN_FOLDER, 'domiciliacion-respuesta-2026-11-19.txt');
    expect(new Set(debit.rows.map((row) => row.valueDate))).toEqual(new Set([calendarDate('2026-11-19')]));
    expect(
      debit.rows.filter(({ effect }) => effect.type !== 'payment').map(({ line, effect }) => ({ line, effect })),
    ).toEqual([
      { line: 4, effect: notCharged('El banco no hizo el cargo: Fondos insuficientes (clave 04).') },
      { line: 6, effect: notCharged('El banco no hizo el cargo: La cuenta no es del banco indicado (clave 06).') },
      { line: 8, effect: notCharged('El banco no hizo el cargo: Cuenta cancelada (clave 03).') },
      {
        line: 11,
        effect: notCharged(
          'El banco no hizo el cargo: su clave de respuesta no está en el catálogo. Pregunte al banco qué significa.',
        ),
      },
    ]);

    const movements = await readSample(OWN_FOLDER, 'movimientos-2026-11-19.txt');
    // The bank values line 7 a day later; the borrower paid on the deposit day.
    expect(movements.rows.find((row) => row.line === 7)?.valueDate).toBe('2026-11-19');
    expect(movements.rows[0]?.reference).toBe('CREDEDUC000011000');

    const internet = await readSample(OWN_FOLDER, 'internet-2026-11-19.csv');
    expect(internet.rows.filter(({ effect }) => effect.type !== 'payment').map(({ line }) => line)).toEqual([6]);
  });
});
