import { describe, expect, test } from 'vitest';
import { rowIdentity } from '../../../../functions/recovery/readers/row-identity.ts';
import { decodeText } from '../../../../functions/recovery/readers/text-encoding.ts';
import { calendarDate } from '../../../../shared/calendar/calendar-date.ts';
import { makeCieFile, makeInternetFile } from '../../../demonstration/recovery/bank-file-writer.ts';
import { latin1, layout, readAll, utf8 } from './reading.ts';

const date = calendarDate('2026-11-19');
const concept = 'LIQUIDACIÓN AÑO';
const asDeclared = makeCieFile([{ date, reference: 'CREDEDUC000010028', concept, amount: 2_314_771 }]);
const text = Buffer.from(asDeclared).toString('latin1');
/** The writer that pads by bytes: two spaces fewer for its two letters of two bytes. */
const paddedByBytes = utf8(text.replace(`${concept}  `, concept));

describe('wrong encoding', () => {
  test.each([
    ['UTF-8 padded by characters', utf8(text), 'viene en UTF-8 y el formato declara Latin-1'],
    ['UTF-8 padded by bytes', paddedByBytes, 'viene en UTF-8 y el formato declara Latin-1'],
    ['UTF-8 with a mark of order of bytes', utf8(`\ufeff${text}`), 'viene en UTF-8 y el formato declara Latin-1'],
    ['UTF-8 encoded twice', utf8(Buffer.from(utf8(text)).toString('latin1')), 'codificados dos veces'],
  ])('CIE in %s: same row, one warning', async (_case, bytes, warning) => {
    const [expected] = await readAll(layout('bbva-cie'), asDeclared);
    const [found] = await readAll(layout('bbva-cie'), bytes);
    expect(expected).not.toHaveProperty('warnings');
    expect(found).toMatchObject({ ...expected, warnings: [{ column: 1, message: expect.stringContaining(warning) }] });
    expect(found?.ok === true && found.row.fields.concept).toBe(concept);
    if (!found?.ok || !expected?.ok) throw new Error('both must be read');
    const cie = layout('bbva-cie');
    expect(rowIdentity(cie, found.row.fields)).toEqual(rowIdentity(cie, expected.row.fields));
  });

  test('the CSV in Latin-1 reads the same, with a warning on the lines that have accents', async () => {
    const file = Buffer.from(
      makeInternetFile([
        { folio: 'W1', date, reference: 'CREDEDUC000012008', name: 'Peña, Íñigo', amount: 100 },
        { folio: 'W2', date, reference: 'CREDEDUC000012016', name: 'Ana', amount: 100 },
      ]),
    ).toString('utf8');
    const readings = await readAll(layout('internet-gateway'), latin1(file.slice(1)));
    expect(readings).toMatchObject([
      {
        ok: true,
        row: { fields: { name: 'Peña, Íñigo' } },
        warnings: [{ message: expect.stringContaining('viene en Latin-1') }],
      },
      { ok: true, row: { fields: { name: 'Ana' } } },
    ]);
    expect(readings[1]).not.toHaveProperty('warnings');
  });

  test('any bytes have a text', () => {
    expect(decodeText(latin1('A\xd3'))).toEqual({ text: 'AÓ', encoding: 'latin-1' });
    expect(decodeText(utf8('AÓ€'))).toEqual({ text: 'AÓ€', encoding: 'utf-8' });
    expect(decodeText(utf8('AÃ³'))).toEqual({ text: 'Aó', encoding: 'utf-8-twice' });
    expect(decodeText(utf8('A'))).toEqual({ text: 'A', encoding: 'ascii' });
  });

  test('the bytes 80 to 9F are what Windows writes there, never controls', async () => {
    expect(decodeText(latin1('\x93PAGO\x94 \x96 \x80'))).toEqual({ text: '“PAGO” – €', encoding: 'latin-1' });
    expect(decodeText(utf8('A\u0093Ñ'))).toEqual({ text: 'A“Ñ', encoding: 'utf-8' });
    expect(decodeText(latin1('\x81\xd1')).text).toBe('\ufffdÑ');
    const line = text.replace(`${concept}  `, '\x93PAGO\x94 \x96 \x80       ');
    const [found] = await readAll(layout('bbva-cie'), latin1(line));
    expect(found).toMatchObject({ ok: true, row: { fields: { concept: '“PAGO” – €' } } });
  });

  test('accents split from their letters are joined, however the writer counted them', async () => {
    const name = 'Mari\u0301a Nu\u0301n\u0303ez';
    const csv = makeInternetFile([{ folio: 'W1', date, reference: 'CREDEDUC000012008', name, amount: 100 }]);
    expect(await readAll(layout('internet-gateway'), csv)).toMatchObject([
      { row: { fields: { name: 'María Núñez' } } },
    ]);
    const split = concept.normalize('NFD');
    for (const bytes of [utf8(text.replace(concept, split)), utf8(text.replace(`${concept}  `, split))]) {
      const [found] = await readAll(layout('bbva-cie'), bytes);
      expect(found).toMatchObject({ ok: true, row: { fields: { concept }, amount: 2_314_771 } });
    }
  });
});
