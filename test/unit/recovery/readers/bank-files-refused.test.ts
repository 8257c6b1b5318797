import { describe, expect, test } from 'vitest';
import { refuseOverSize } from '../../../../functions/recovery/readers/file-size.ts';
import { layoutById, recogniseLayout } from '../../../../functions/recovery/readers/layouts.ts';
import { calendarDate } from '../../../../shared/calendar/calendar-date.ts';
import { makeCieFile, makeInternetFile, makeMovementsFile } from '../../../demonstration/recovery/bank-file-writer.ts';
import { latin1, layout, readAll, refusalOf, streamOf, utf8 } from './reading.ts';

const date = calendarDate('2026-11-19');
const cieFile = makeCieFile([{ date, reference: 'CREDEDUC000010002', amount: 125_050 }]);

describe('a file that cannot be read as a whole', () => {
  test.each([
    ['no bytes', ''],
    ['only line ends', '\r\n\r\n'],
    ['only a mark of order of bytes', '\ufeff'],
    ['only the end-of-file sign of DOS', '\x1a'],
  ])('empty: %s', async (_case, text) => {
    for (const action of [
      () => readAll(layout('bbva-cie'), utf8(text)),
      () => recogniseLayout(utf8(text), 'cie.txt'),
    ]) {
      const refusal = await refusalOf(action);
      expect(refusal.code).toBe('bank-file-empty');
      expect(refusal.detail).toContain('no contiene ninguna línea');
    }
  });

  test.each([
    ['%PDF-1.7\n', 'un PDF'],
    ['PK\x03\x04\x14\x00', 'un libro de Excel o un ZIP'],
    ['\xd0\xcf\x11\xe0\xa1', 'un libro de Excel antiguo'],
    ['\x1f\x8b\x08', 'un archivo comprimido'],
    ['\xff\xfef\x00o\x00', 'texto Unicode de 16 bits'],
    ['1911\x0026', 'un archivo binario'],
  ])('not text: %j is %s', async (text, what) => {
    const refusal = await refusalOf(() => recogniseLayout(latin1(text), 'archivo.txt'));
    expect(refusal.code).toBe('bank-file-not-text');
    expect(refusal.rule.status).toBe(415);
    expect(refusal.detail).toContain(`El archivo es ${what}`);
    expect(refusal.details[0]).toMatchObject({ line: 1, column: what === 'un archivo binario' ? 5 : 1 });
  });

  test('of a layout that nobody declared', async () => {
    const refusal = await refusalOf(() => recogniseLayout(utf8('hola;mundo\n1;2\n'), 'otro.csv'));
    expect(refusal.code).toBe('bank-file-wrong-layout');
    expect(refusal.detail).toContain('Reporte CIE de BBVA; Respuesta de domiciliación');
    expect(refusal.details[0]).toMatchObject({ line: 1, column: 1 });
  });

  test('of another layout than the one chosen: says which it looks like', async () => {
    const refusal = await refusalOf(() => recogniseLayout(cieFile, 'x.txt', 'direct-debit-answer'));
    expect(refusal.code).toBe('bank-file-wrong-layout');
    expect(refusal.detail).toBe(
      'La línea 1 tiene 89 caracteres; «Respuesta de domiciliación» pide líneas de 168, como las entrega el banco. ' +
        'El archivo parece ser «Reporte CIE de BBVA»: súbalo con ese formato.',
    );
  });

  test('read as another layout: no row of it is guessed', async () => {
    const refusal = await refusalOf(() => readAll(layout('internet-gateway'), cieFile));
    expect(refusal.code).toBe('bank-file-wrong-layout');
    expect(refusal.detail).toContain('no lleva los títulos de «Pagos por internet (CSV)»');
  });

  test('larger than its layout takes, told by size and while streaming', async () => {
    const small = { ...layout('bbva-cie'), maxBytes: 1_048_576 };
    const refusal = await refusalOf(() => refuseOverSize(small, 1_048_577));
    expect(refusal.code).toBe('bank-file-too-large');
    expect(refusal.rule.status).toBe(413);
    expect(refusal.detail).toContain('pasa de 1 MB, el máximo de «Reporte CIE de BBVA»');
    expect(refuseOverSize(small, 1_048_576)).toBeUndefined();

    const { bankLayout } = await import('../../../../functions/recovery/readers/bank-layout.ts');
    const streamed = bankLayout({ ...layout('bbva-cie'), maxBytes: cieFile.length });
    expect(await readAll(streamed, cieFile)).toHaveLength(1);
    expect((await refusalOf(() => readAll(streamed, cieFile, cieFile))).code).toBe('bank-file-too-large');
  });

  test('movements without the line of the account', async () => {
    const whole = Buffer.from(makeMovementsFile([{ operationDate: date, reference: 'CREDEDUC000011000', amount: 47 }]));
    const refusal = await refusalOf(() => readAll(layout('bbva-movements'), whole.subarray(whole.indexOf('\n') + 1)));
    expect(refusal.code).toBe('bank-file-header-missing');
    expect(refusal.detail).toBe(
      '«Movimientos de cuenta BBVA» empieza con la línea de la cuenta (Columnas 3 a 20 (cuenta)) y la línea 1 no lo es. ' +
        'Descargue el archivo completo del banco.',
    );
    expect(refusal.details[0]).toMatchObject({ line: 1, column: 1 });
  });

  test.each([
    [
      'bbva-movements',
      makeMovementsFile([{ operationDate: date, reference: 'CREDEDUC000011000', amount: 47 }], {
        account: '999999999999999999',
      }),
      'la cuenta «999999999999999999»',
      2,
    ],
    [
      'bbva-cie',
      makeCieFile([
        { date, reference: 'CREDEDUC000010002', amount: 1 },
        { date, reference: 'CREDEDUC000010002', amount: 1, agreementNumber: '09999999' },
      ]),
      'el convenio CIE «09999999»',
      2,
    ],
  ])('%s of another account or convenio than the institute’s', async (id, bytes, whose, line) => {
    const refusal = await refusalOf(() => readAll(layout(id), bytes));
    expect(refusal.code).toBe('bank-file-of-others');
    expect(refusal.detail).toContain(`El renglón ${line} de`);
    expect(refusal.detail).toContain(`${whose}, que no es del instituto. No se aplicó nada`);
  });

  test('a CSV without some of its columns, or with one twice: names them all', async () => {
    const text = 'folio,fecha,hora,referencia,nombre,folio\r\nW1,2026-11-19,08:00:00,R1,X,W1\r\n';
    const refusal = await refusalOf(() => readAll(layout('internet-gateway'), utf8(text)));
    expect(refusal.code).toBe('bank-file-columns-missing');
    expect(refusal.details.map((detail) => detail.message)).toEqual([
      'Falta la columna «importe».',
      'Falta la columna «autorizacion».',
      'Falta la columna «estatus».',
      'La columna «folio» viene dos veces.',
    ]);
    expect(refusal.details[3]).toMatchObject({ line: 1, column: 6 });
  });

  test('a layout that does not exist is undefined, not an error', () => {
    expect(layoutById('banco-inventado')).toBeUndefined();
    expect(layoutById('bbva-cie', 9)).toBeUndefined();
  });

  test('the source is let go when its reader stops half way', async () => {
    let released = false;
    const source = (async function* () {
      try {
        for (;;) yield makeInternetFile([{ folio: 'W1', date, reference: 'R1', name: 'Ana', amount: 1 }]);
      } finally {
        released = true;
      }
    })();
    for await (const _reading of layout('internet-gateway').read(source)) break;
    expect(released).toBe(true);
    await streamOf().return(undefined);
  });
});
