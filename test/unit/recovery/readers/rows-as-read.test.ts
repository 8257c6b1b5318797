import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recogniseLayout } from '../../../../functions/recovery/readers/layouts.ts';
import { paymentReference } from '../../../../functions/recovery/readers/payment-reference.ts';
import { canonicalRow, rowIdentity } from '../../../../functions/recovery/readers/row-identity.ts';
import { calendarDate } from '../../../../shared/calendar/calendar-date.ts';
import {
  makeCieFile,
  makeDirectDebitAnswerFile,
  makeInternetFile,
  makeMovementsFile,
} from '../../../demonstration/recovery/bank-file-writer.ts';
import { latin1, layout, readAll, readRows, utf8 } from './reading.ts';

const date = calendarDate('2026-11-19');
const good = { date, reference: 'CREDEDUC000010002', amount: 125_050 };
const sample = (name: string) => readFile(join(import.meta.dirname, '../../../fixtures/bank-files', name));

describe('rows as read', () => {
  test('the version without decimal point is recognised and gives the same row and identity', async () => {
    const [withPoint, without] = [makeCieFile([good]), makeCieFile([good], { version: 2 })];
    const found = recogniseLayout(without, 'cie.txt', 'bbva-cie');
    expect([recogniseLayout(withPoint, 'cie.txt').version, found.version]).toEqual([1, 2]);
    const [row] = await readRows(found, without);
    expect([row]).toEqual(await readRows(layout('bbva-cie'), withPoint));
  });

  test('a salvo-buen-fin payment is provisional, the rest are final', async () => {
    const types = ['EFE', 'CIF', 'CIS', 'REM'];
    const rows = await readRows(
      layout('bbva-cie'),
      makeCieFile(types.map((paymentType) => ({ ...good, paymentType }))),
    );
    expect(rows.map((row) => row.finality)).toEqual(['final', 'final', 'provisional', 'final']);
  });

  test('blank lines, LF alone, no last line end, padding and the DOS end sign change nothing but line numbers', async () => {
    const line = Buffer.from(makeCieFile([good]))
      .toString('latin1')
      .trimEnd();
    const [first] = await readRows(layout('bbva-cie'), latin1(line));
    const rows = await readRows(layout('bbva-cie'), latin1(`\r\n${line}\n\n${line}    \r\n${line}\r\n\r\n   \r\n\x1a`));
    expect(rows).toEqual([2, 4, 5].map((number) => ({ ...first, line: number })));
  });

  test('the key of the bank makes a row one payment: what only describes it, the amount too, makes no other', async () => {
    const rows = await readRows(
      layout('bbva-cie'),
      makeCieFile([
        { ...good, guide: '4000001' },
        { ...good, guide: '4000001', concept: 'OTRO TEXTO', branch: '0599', amount: 125_051 },
        { ...good, guide: '4000002' },
        { ...good, guide: '4000001', date: calendarDate('2026-11-18') },
      ]),
    );
    const ids = rows.map((row) => rowIdentity(layout('bbva-cie'), row.fields));
    expect(ids[0]).toEqual({ identity: expect.stringMatching(/^[0-9a-f]{64}$/), unique: true });
    expect(ids[0]).toEqual(ids[1]);
    expect(new Set(ids.map(({ identity }) => identity)).size).toBe(3);
    const other = rowIdentity({ ...layout('bbva-cie'), id: 'other' }, rows[0]!.fields);
    expect(ids.map(({ identity }) => identity)).not.toContain(other.identity);
    expect(canonicalRow('x', { b: '2', a: '1' })).toBe('["x",[["a","1"],["b","2"]]]');
  });

  test('a row whose guide is blank or zeros has no key of its own: all its fields name it', async () => {
    const rows = await readRows(
      layout('bbva-cie'),
      makeCieFile([
        { ...good, guide: '0000000' },
        { ...good, guide: '       ' },
        { ...good, guide: '0000000', concept: 'OTRO' },
      ]),
    );
    const ids = rows.map((row) => rowIdentity(layout('bbva-cie'), row.fields));
    expect(ids.map(({ unique }) => unique)).toEqual([false, false, false]);
    expect(new Set(ids.map(({ identity }) => identity)).size).toBe(3);
  });

  test.each([
    ["'CREDEDUC000010002", 'CREDEDUC000010002'],
    ['’CREDEDUC-000010002', 'CREDEDUC000010002'],
    ['CREDEDUC.0000.10002.', 'CREDEDUC000010002'],
    ['cred educ – 000010002', 'CREDEDUC000010002'],
    // Without the proof of the check digit the signs stay, and so does the text.
    ['CREDEDUC-000010003', null],
    // A leading zero is part of a reference.
    ['CREDEDUC10002', 'CREDEDUC10002'],
  ])('of the reference %j the typed signs are dropped when the check digit proves it', async (typed, reference) => {
    const [row] = await readRows(
      layout('internet-gateway'),
      makeInternetFile([{ ...good, folio: 'W1', name: 'JUANA', reference: typed }]),
    );
    expect(row).toMatchObject({ reference, referenceText: typed, payerText: `${typed} · JUANA` });
  });

  test('a reference is upper case without spaces; words are no reference', () => {
    expect(paymentReference(' creDeduc 00010002 ')).toBe('CREDEDUC00010002');
    expect(paymentReference('12345')).toBe('12345');
    for (const text of ['', '   ', 'PAGO DE CREDITO', 'REF-1', '¿1?']) expect(paymentReference(text)).toBeNull();
  });

  test('a movement whose extended reference is words falls back on the short one, then on none', async () => {
    const reference = ['CREDEDUC000011000', 'PAGO DE COLEGIATURA'];
    const file = Buffer.from(
      makeMovementsFile(reference.map((text) => ({ operationDate: date, reference: text, amount: 100 }))),
    ).toString('latin1');
    const rows = await readRows(
      layout('bbva-movements'),
      latin1(file.replace('CREDEDUC000011000 ', 'PAGO COLEGIATURA  ')),
    );
    expect(rows.map((row) => row.reference)).toEqual(['CREDEDUC0000110', null]);
  });

  test('the line of the account may come again, and each row is of the account it is under', async () => {
    const movement = { operationDate: date, reference: 'CREDEDUC000011000', amount: 100 };
    const rows = await readRows(layout('bbva-movements'), makeMovementsFile([movement]), makeMovementsFile([movement]));
    expect(rows.map((row) => row.fields.account)).toEqual(['012345678901234567', '012345678901234567']);
  });

  test('a day without movements has no rows and is no error', async () => {
    expect(await readAll(layout('bbva-movements'), makeMovementsFile([]))).toEqual([]);
    expect(await readAll(layout('internet-gateway'), makeInternetFile([]))).toEqual([]);
  });

  test('CSV columns are found by title, whatever their order, accents or company', async () => {
    const text =
      'Estatus,IMPORTE,autorización,nota,referencia,nombre,hora,fecha,folio\n' +
      'aprobado,"1,250.50",A1,extra,crededuc000012008,"O""Donojú",08:00:00,2026-11-19,W1\n';
    expect(await readRows(layout('internet-gateway'), utf8(text))).toMatchObject([
      {
        amount: 125_050,
        reference: 'CREDEDUC000012008',
        effect: { type: 'payment' },
        fields: { name: 'O"Donojú', status: 'APROBADO' },
      },
    ]);
  });

  test.each([
    ['cie-2026-11-19.txt', 'bbva-cie'],
    ['domiciliacion-respuesta-2026-11-19.txt', 'direct-debit-answer'],
    ['movimientos-2026-11-19.txt', 'bbva-movements'],
    ['internet-2026-11-19.csv', 'internet-gateway'],
  ])('%s is recognised as %s by its content alone', async (name, id) => {
    expect(recogniseLayout(await sample(name), 'sin-nombre').id).toBe(id);
  });

  test('the writer of demo files writes the samples again byte for byte from their rows', async () => {
    const cie = await sample('cie-2026-11-19.txt');
    const written = makeCieFile(
      (await readRows(layout('bbva-cie'), cie)).map(({ fields, operationDate, amount }) => ({
        ...fields,
        date: operationDate,
        reference: fields.reference ?? '',
        amount,
      })),
    );
    expect(Buffer.from(written).equals(cie)).toBe(true);

    const debits = await sample('domiciliacion-respuesta-2026-11-19.txt');
    const answers = makeDirectDebitAnswerFile(
      (await readRows(layout('direct-debit-answer'), debits)).map(({ fields, valueDate, creditNumber, amount }) => ({
        date: valueDate,
        creditNumber: creditNumber ?? '',
        amount,
        clabe: fields.clabe ?? '',
        responseKey: fields.responseKey ?? '',
      })),
    );
    expect(Buffer.from(answers).equals(debits)).toBe(true);

    const internet = await sample('internet-2026-11-19.csv');
    const payments = makeInternetFile(
      (await readRows(layout('internet-gateway'), internet)).map(({ fields, operationDate, amount }) => ({
        ...fields,
        folio: fields.folio ?? '',
        name: fields.name ?? '',
        reference: fields.reference ?? '',
        date: operationDate,
        amount,
      })),
    );
    expect(Buffer.from(payments).equals(internet)).toBe(true);
  });
});
