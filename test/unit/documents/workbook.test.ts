import ExcelJS from 'exceljs';
import { describe, expect, it, vi } from 'vitest';
import { type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { guardedText } from '../../../shared/documents/cell-value.ts';
import { sheet, workbookBytes } from '../../../shared/documents/workbook.ts';

interface Row {
  readonly label: string;
  readonly day: CalendarDate;
  readonly count: number;
  readonly amount: number;
  readonly share: number | null;
}

const day = calendarDate('2026-11-20');
const rows: Row[] = [
  { label: 'Hermosillo', day, count: 2, amount: 10, share: 0.25 },
  { label: '=HYPERLINK("http://x","clic")', day, count: 3, amount: 20, share: null },
  { label: '+52 662 000 0000', day, count: 0, amount: -29, share: 0 },
];
const createdAt = new Date('2026-11-21T14:00:00Z');

function build(): Promise<Uint8Array> {
  return workbookBytes({ title: 'Prueba', createdAt }, [
    sheet<Row>({
      name: 'Desglose',
      heading: ['Título', 'Segunda línea'],
      columns: [
        { kind: 'text', title: 'Oficina', width: 20, value: (row) => row.label },
        { kind: 'date', title: 'Día', width: 12, value: (row) => row.day },
        { kind: 'integer', title: 'Pagos', width: 10, value: (row) => row.count, total: true },
        { kind: 'money', title: 'Importe', width: 18, value: (row) => row.amount, total: true },
        { kind: 'percent', title: 'Parte', width: 10, value: (row) => row.share },
      ],
      rows,
    }),
    sheet<Row>({
      name: 'Vacía',
      heading: ['Sin renglones'],
      columns: [{ kind: 'money', title: 'Importe', width: 18, value: (row) => row.amount, total: true }],
      rows: [],
    }),
  ]);
}

async function reopen(bytes: Uint8Array): Promise<ExcelJS.Worksheet> {
  const workbook = new ExcelJS.Workbook();
  await workbook.xlsx.load(new Uint8Array(bytes).buffer);
  expect(workbook.worksheets.map((each) => each.name)).toEqual(['Desglose', 'Vacía']);
  expect(workbook.created).toEqual(createdAt);
  return workbook.worksheets[0]!;
}

describe('workbook', () => {
  it('freezes and repeats the header, filters, and prints landscape', async () => {
    const worksheet = await reopen(await build());
    expect(worksheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 4 });
    expect(worksheet.getCell('A4').value).toBe('Oficina');
    expect(worksheet.autoFilter).toBe('A4:E7');
    expect(worksheet.pageSetup).toMatchObject({ orientation: 'landscape', printTitlesRow: '4:4' });
    expect(worksheet.getColumn(1).width).toBe(20);
  });

  it('writes typed cells in es-MX formats', async () => {
    const worksheet = await reopen(await build());
    expect(worksheet.getCell('B5').value).toEqual(new Date('2026-11-20T00:00:00Z'));
    expect(worksheet.getCell('D5').value).toBe(0.1);
    expect(worksheet.getCell('D5').numFmt).toBe('"$"#,##0.00;[Red]-"$"#,##0.00');
    expect(worksheet.getCell('E5').numFmt).toBe('0.0%;[Red]-0.0%');
    expect(worksheet.getCell('E6').value).toBeNull();
  });

  it('totals by formula with the exact result stored', async () => {
    const worksheet = await reopen(await build());
    expect(worksheet.getCell('A8').value).toBe('Total');
    expect(worksheet.getCell('C8').value).toEqual({ formula: 'SUM(C5:C7)', result: 5 });
    expect(worksheet.getCell('D8').value).toEqual({ formula: 'ROUND(SUM(D5:D7),2)', result: 0.01 });
    expect(worksheet.getCell('E8').value).toBeNull();
  });

  it('keeps what looks like a formula as readable text', async () => {
    const worksheet = await reopen(await build());
    const cell = worksheet.getCell('A6');
    expect(cell.type).toBe(ExcelJS.ValueType.String);
    expect(cell.value).toBe(`'=HYPERLINK("http://x","clic")`);
    expect(cell.numFmt).toBe('@');
    expect(worksheet.getCell('A7').value).toBe("'+52 662 000 0000");
  });

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1+cmd', "'-1+cmd"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', "'\r=1"],
    ['-', '-'],
    ['a=1', 'a=1'],
    ['a\u0000b', 'a b'],
  ])('guards %j', (text, guarded) => {
    expect(guardedText(text)).toBe(guarded);
  });

  it('gives the same bytes whenever it is built', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-21T14:00:00Z') });
    const first = await build();
    vi.setSystemTime(new Date('2031-01-01T03:04:05Z'));
    const second = await build();
    vi.useRealTimers();
    expect(Buffer.compare(first, second)).toBe(0);
  });
});
