import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { guessedAmount } from '../../../../functions/recovery/readers/guessed-amount.ts';
import { recogniseLayout } from '../../../../functions/recovery/readers/layouts.ts';
import { latin1, layout, readAll, readRows, refusalOf } from './reading.ts';

const reported = (name: string) =>
  readFileSync(join(import.meta.dirname, '../../../fixtures/bank-files/reported', name));

describe('files that other systems read wrong', () => {
  test.each([1, 7, 4_096])('with CR line ends gives its 20 rows, cut into pieces of %i bytes too', async (size) => {
    const bytes = reported('f4-cr-only.csv');
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, n) =>
      bytes.subarray(n * size, (n + 1) * size),
    );
    expect(recogniseLayout(bytes, 'f4.csv').id).toBe('internet-gateway');
    const rows = await readRows(layout('internet-gateway'), ...pieces);
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: 20 }, (_, n) => n + 2));
    expect(rows.reduce((sum, { amount }) => sum + amount, 0)).toBe(20_000);
  });

  test('a line feed in a file of CR line ends is no text: its line is a fault, with its money', async () => {
    const text = reported('f4-cr-only.csv').toString().slice(0, 4_096).replace('W951,', 'W951\n,');
    const filler = `${'\r'.repeat(4_096)}`;
    const head = text.slice(0, text.indexOf('W951'));
    const readings = await readAll(layout('internet-gateway'), latin1(`${head}${filler}${text.slice(head.length)}`));
    expect(readings.filter(({ ok }) => !ok)).toMatchObject([{ amount: 1_000, faults: [{ column: 5 }] }]);
    expect(readings).toHaveLength(20);
  });

  test('with a column renamed is refused, naming the column', async () => {
    const refusal = await refusalOf(() => readAll(layout('internet-gateway'), reported('f4-header-renamed.csv')));
    expect(refusal).toMatchObject({
      code: 'bank-file-columns-missing',
      details: [{ message: 'Falta la columna «importe».' }],
    });
  });

  test('with signs typed into the reference gives the reference, and keeps what was typed', async () => {
    const rows = await readRows(layout('internet-gateway'), reported('f5-reference-signs.csv'));
    expect(rows.map(({ reference }) => reference)).toEqual(['CREDEDUC001013682', 'CREDEDUC001013682']);
    expect(rows.map(({ referenceText }) => referenceText)).toEqual(["'CREDEDUC001013682", 'CREDEDUC-001013682']);
    expect(rows[0]?.payerText).toBe("'CREDEDUC001013682 · JUANA EJEMPLO");
  });
});

describe('money that could not be read', () => {
  test.each([
    ['500', 50_000],
    ['$1,250', 125_000],
    ['1250.5', 125_050],
    ['W1,2026-11-20,REF12,UNO,"2,408.49",A1', 240_849],
    ['W1,REF12,UNO,10.00,95', 1_000],
    ['a 10.00 b 20.00', null],
    ['12A4.00x1', null],
    ['mucho', null],
    ['99999999999999999999.00', null],
  ])('%j is guessed as %j centavos', (text, centavos) => expect(guessedAmount(text)).toBe(centavos));
});
