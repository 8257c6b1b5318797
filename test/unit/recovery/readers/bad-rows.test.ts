import { describe, expect, test } from 'vitest';
import { calendarDate } from '../../../../shared/calendar/calendar-date.ts';
import {
  makeCieFile,
  makeDirectDebitAnswerFile,
  makeInternetFile,
  makeMovementsFile,
} from '../../../demonstration/recovery/bank-file-writer.ts';
import { latin1, layout, readAll } from './reading.ts';

const date = calendarDate('2026-11-19');
const good = { date, reference: 'CREDEDUC000010002', amount: 125_050 };
const lineOf = (file: Uint8Array): string => Buffer.from(file).toString('latin1').split(/\r?\n/)[0] ?? '';
const goodLine = lineOf(makeCieFile([good]));
const changed = (line: string, column: number, text: string): string =>
  line.slice(0, column - 1) + text + line.slice(column - 1 + text.length);

describe('a bad row among good ones', () => {
  test.each([
    [0, 'Columnas 79 a 89 (importe): importe en ceros; un pago debe ser mayor que cero. Aclare la línea con el banco.'],
    [
      -5_000,
      'Columnas 79 a 89 (importe): importe negativo; un pago debe ser mayor que cero. Aclare la línea con el banco.',
    ],
  ])('amount of %d centavos', async (amount, message) => {
    const readings = await readAll(layout('bbva-cie'), makeCieFile([good, { ...good, amount }, good]));
    expect(readings.map((reading) => reading.ok)).toEqual([true, false, true]);
    expect(readings[1]).toEqual({ ok: false, line: 2, faults: [{ column: 79, message }], amount });
  });

  test('every fault of the row is told at once, each at its column', async () => {
    const line = changed(changed(goodLine, 1, '310226'), 79, '00001250,50');
    const [reading] = await readAll(layout('bbva-cie'), makeCieFile([{ rawLine: line }, good]));
    expect(reading).toEqual({
      ok: false,
      line: 1,
      amount: null,
      faults: [
        { column: 1, message: 'Columnas 1 a 6 (fecha): «310226» no es una fecha que exista; se escribe DDMMAA.' },
        {
          column: 79,
          message:
            'Columnas 79 a 89 (importe): «00001250,50» no es un importe; se escribe con dos decimales con punto.',
        },
      ],
    });
  });

  test.each([
    [goodLine.slice(0, 80), 81, 80, null],
    [`${goodLine}XYZ`, 90, 92, 125_050],
    ['basura', 7, 6, null],
  ])(
    'a line of another width is one fault: its columns mean nothing, its money is guessed (%#)',
    async (rawLine, column, length, amount) => {
      const [, reading] = await readAll(layout('bbva-cie'), makeCieFile([good, { rawLine }, good]));
      expect(reading).toEqual({
        ok: false,
        line: 2,
        amount,
        faults: [
          {
            column,
            message:
              `La línea tiene ${length} caracteres y el formato «Reporte CIE de BBVA» pide 89. ` +
              'Pida al banco el archivo de nuevo y súbalo sin abrirlo ni guardarlo en otro programa.',
          },
        ],
      });
    },
  );

  test('a line too long for memory is a fault, and the next one is read', async () => {
    const huge = 'x'.repeat(3_000_000);
    const readings = await readAll(layout('bbva-cie'), makeCieFile([good, { rawLine: huge }, good]));
    expect(readings.map((reading) => reading.ok)).toEqual([true, false, true]);
    expect(readings[1]).toMatchObject({ line: 2, amount: null, faults: [{ column: 1025 }] });
    expect(readings[2]).toMatchObject({ row: { line: 3 } });
  });

  test('a NUL in the middle of a file spoils its row only', async () => {
    const rawLine = changed(goodLine, 50, '\0');
    const rows = [...Array.from({ length: 60 }, () => good), { rawLine }, good];
    const bad = (await readAll(layout('bbva-cie'), makeCieFile(rows))).filter((reading) => !reading.ok);
    expect(bad).toMatchObject([
      { line: 61, faults: [{ column: 50, message: expect.stringContaining('no es de texto') }] },
    ]);
  });

  test('a payment type that is not known is a warning; the row is final', async () => {
    const [reading] = await readAll(layout('bbva-cie'), makeCieFile([{ ...good, paymentType: 'XYZ' }]));
    expect(reading).toMatchObject({
      ok: true,
      row: { finality: 'final' },
      warnings: [
        {
          column: 15,
          message: 'Columnas 15 a 17 (tipo de pago): «XYZ» no está entre las claves conocidas (EFE, CIF, CIS, REM).',
        },
      ],
    });
  });

  test('direct debit: a wrong CLABE warns, a key not in the catalogue moves no money', async () => {
    const row = { date, creditNumber: '2000', amount: 139_707, clabe: '032180000118359719' };
    const readings = await readAll(
      layout('direct-debit-answer'),
      makeDirectDebitAnswerFile([row, { ...row, clabe: '032180000118359718' }, { ...row, responseKey: '77' }]),
    );
    expect(readings[0]).toMatchObject({ ok: true, row: { creditNumber: '000000002000', effect: { type: 'payment' } } });
    expect(readings[0]).not.toHaveProperty('warnings');
    expect(readings[1]).toMatchObject({
      row: { effect: { type: 'payment' } },
      warnings: [{ column: 134, message: expect.stringContaining('Columnas 134 a 151 (CLABE)') }],
    });
    expect(readings[2]).toMatchObject({
      row: { effect: { type: 'return', certain: false, reason: expect.stringContaining('no está en el catálogo') } },
      warnings: [{ column: 167, message: expect.stringContaining('«77»') }],
    });
  });

  test('movements: neither charge nor credit is a fault', async () => {
    const movement = { operationDate: date, reference: 'CREDEDUC000011000', amount: 100 };
    const [, second = ''] = Buffer.from(makeMovementsFile([movement]))
      .toString('latin1')
      .split('\r\n');
    const [reading] = await readAll(
      layout('bbva-movements'),
      makeMovementsFile([{ rawLine: changed(second, 89, '7') }, movement]),
    );
    expect(reading).toEqual({
      ok: false,
      line: 2,
      amount: 100,
      faults: [{ column: 89, message: 'Columna 89 (cargo o abono): «7» no está entre las claves conocidas (0, 1).' }],
    });
  });

  test('CSV: open quotes, quotes out of place, missing values and bad values spoil their line only', async () => {
    const row = { folio: 'W1', date, reference: 'CREDEDUC000012008', name: 'Ana', amount: 62 };
    const rawLines = [
      'W2,2026-11-19,08:15:00,R1,"Ana,"1.00",A1,APROBADO',
      'W3,2026-11-19,08:15:00,R1,"Ana',
      'W4,2026-11-19,08:15:00,R1,An"a",1.00,A1,APROBADO',
      'W5,2026-11-19,08:15:00,R1,Ana,1,000.00,A1,APROBADO',
      'W6,19/11/2026,08:15:00,R1,Ana,"1,00.00",A1,APROBADO',
    ];
    const readings = await readAll(
      layout('internet-gateway'),
      makeInternetFile([row, ...rawLines.map((rawLine) => ({ rawLine })), row]),
    );
    expect(readings.map((reading) => reading.ok)).toEqual([true, false, false, false, false, false, true]);
    const faults = readings.flatMap((reading) => (reading.ok ? [] : [reading.faults]));
    expect(faults.slice(0, 3).every(([fault]) => fault?.message.startsWith('Las comillas de la línea'))).toBe(true);
    expect(faults[2]?.[0]?.column).toBe(5);
    expect(faults[3]).toEqual([
      {
        column: 9,
        message: 'La línea tiene 9 valores y la primera línea anuncia 8. Un valor con coma debe ir entre comillas.',
      },
    ]);
    expect(faults[4]).toEqual([
      { column: 2, message: 'Columna «fecha»: «19/11/2026» no es una fecha que exista; se escribe AAAA-MM-DD.' },
      { column: 6, message: 'Columna «importe»: «1,00.00» no es un importe; se escribe con dos decimales con punto.' },
    ]);
  });

  test('an amount past every limit is a fault, not a rounded number', async () => {
    const line = 'W2,2026-11-19,08:15:00,R1,Ana,"99,999,999,999,999,999.99",A1,APROBADO';
    const [reading] = await readAll(layout('internet-gateway'), makeInternetFile([{ rawLine: line }]));
    expect(reading).toMatchObject({
      ok: false,
      amount: null,
      faults: [{ column: 6, message: expect.stringContaining('máximo') }],
    });
  });

  test('messages never repeat a reference, a name or an account', async () => {
    const rawLine = changed(changed(changed(goodLine, 29, 'SECRETA1234'), 1, 'SECRET'), 79, 'SECRETA PER');
    const [reading] = await readAll(layout('bbva-cie'), latin1(`${rawLine}\r\n${goodLine}`));
    expect(JSON.stringify(reading)).not.toContain('SECRET');
    expect(reading).toMatchObject({
      faults: [
        {
          column: 1,
          message: 'Columnas 1 a 6 (fecha): el texto que trae no es una fecha que exista; se escribe DDMMAA.',
        },
        { column: 79 },
      ],
    });
  });
});
