import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { createTotalsCheck } from '../../../../functions/recovery/intake/check-totals.ts';
import { surveyFile } from '../../../../functions/recovery/intake/survey-file.ts';
import { bankLayout } from '../../../../functions/recovery/readers/bank-layout.ts';
import { bbvaCie } from '../../../../functions/recovery/readers/banks/bbva-cie.ts';
import { LAYOUT_DECLARATIONS } from '../../../../functions/recovery/readers/layout-declarations.ts';
import { latin1, refusalOf, streamOf } from '../readers/reading.ts';

const FIXTURES = new URL('../../../fixtures/bank-files/', import.meta.url);
const answers = (await readFile(new URL('domiciliacion-respuesta-2026-11-19.txt', FIXTURES), 'latin1')).trimEnd();
const rows = answers.split('\n');
const SUM = rows.reduce((sum, row) => sum + Number(row.slice(100, 115).replace('.', '')), 0);

/** The issuer's head as the sent file carries it: count and sum twice over (all, additions), drops and checks in zeros. */
const head = (count: number | string, sum: number | string) => {
  const stated = `${String(count).padStart(6, '0')}${String(sum).padStart(15, '0')}`;
  return `HCP012342026111901${stated}${stated}${'0'.repeat(21)}0000000`.padEnd(165);
};

const survey = (...lines: readonly string[]) =>
  surveyFile({ fileName: 'respuesta.txt', statedLayout: null }, streamOf(latin1(`${lines.join('\n')}\n`)));

describe('the totals that a bank states', () => {
  test('agree: the file is taken, and the line is no row', async () => {
    expect(await survey(head(rows.length, SUM), ...rows)).toMatchObject({ rows: rows.length, sum: SUM });
  });

  test('are not asked of a file that comes without the head', async () => {
    expect(await survey(...rows)).toMatchObject({ rows: rows.length, sum: SUM });
  });

  test('differ from the rows: refused, with line, columns, both figures and what to do', async () => {
    const refusal = await refusalOf(() => survey(head(rows.length + 1, SUM + 125_050), ...rows));
    expect(refusal.code).toBe('bank-file-totals-differ');
    expect(refusal.rule.status).toBe(422);
    expect(refusal.detail).toBe(
      'El encabezado del emisor (línea 1) dice 13 renglones por $63,899.17 y el archivo trae 12 por $62,648.67. ' +
        'No se aplicó nada: descargue el archivo completo del banco y súbalo sin abrirlo ni guardarlo en otro ' +
        'programa; si el del banco tampoco cuadra, pídale uno que cuadre.',
    );
    expect(refusal.details).toEqual([
      { line: 1, column: 19, message: 'Columnas 19 a 24 (número de registros): dice 13 y el archivo trae 12.' },
      {
        line: 1,
        column: 25,
        message: 'Columnas 25 a 39 (importe total): dice $63,899.17 y el archivo trae $62,648.67.',
      },
    ]);
  });

  test.each([
    ['only the sum', head(rows.length, SUM - 1), [25]],
    ['only the count', head(rows.length - 1, SUM), [19]],
    ['a sum of nothing', head(rows.length, 0), [25]],
    ['a count of none', head(0, SUM), [19]],
    ['more than it says', head(rows.length - 1, SUM - 1), [19, 25]],
  ])('%s: only that is told', async (_case, line, columns) => {
    const refusal = await refusalOf(() => survey(line, ...rows));
    expect(refusal.details.map(({ column }) => column)).toEqual(columns);
  });

  test('a file cut off behind its head, down to no rows at all', async () => {
    expect((await refusalOf(() => survey(head(rows.length, SUM), ...rows.slice(0, -1)))).code).toBe(
      'bank-file-totals-differ',
    );
    expect((await refusalOf(() => survey(head(rows.length, SUM)))).code).toBe('bank-file-totals-differ');
  });

  test('a file of titles and no row says nothing: it is refused as empty', async () => {
    const titles = (await readFile(new URL('internet-2026-11-19.csv', FIXTURES), 'latin1')).split('\n')[0]!;
    const file = { fileName: 'internet.csv', statedLayout: null };
    const refusal = await refusalOf(() => surveyFile(file, streamOf(latin1(`${titles}\n`))));
    expect(refusal.code).toBe('bank-file-empty');
  });

  test('a row that cannot be read counts, and the message says where it stands', async () => {
    const broken = [...rows.slice(0, 3), `${rows[3]!.slice(0, 100)}${'X'.repeat(15)}${rows[3]!.slice(115)}`];
    const refusal = await refusalOf(() => survey(head(rows.length, SUM), ...broken, ...rows.slice(4)));
    expect(refusal.details.map(({ column }) => column)).toEqual([25]);
    expect(refusal.detail).toContain('Un renglón no se pudo leer (línea 5).');
  });

  test('a row that cannot be read, whose amount can, counts with it: the file is what its bank sent', async () => {
    const undated = `${rows[3]!.slice(0, 1)}20269999${rows[3]!.slice(9)}`;
    const broken = [...rows.slice(0, 3), undated, ...rows.slice(4)];
    expect(await survey(head(rows.length, SUM), ...broken)).toMatchObject({ rows: rows.length, sum: SUM });
  });

  test('two files pasted together: each head is compared with its own rows', async () => {
    expect(await survey(head(rows.length, SUM), ...rows, head(rows.length, SUM), ...rows)).toMatchObject({
      rows: rows.length * 2,
    });
    const refusal = await refusalOf(() => survey(head(rows.length, SUM), head(rows.length, SUM), ...rows, ...rows));
    expect(refusal.details[0]).toMatchObject({ line: 1, message: expect.stringContaining('trae 0') });
  });

  test.each([
    ['letters where the count stands', head('12 PZS', SUM), 19],
    ['a sum with its point', head(rows.length, '62648.67'), 25],
  ])('that cannot be read are told, never passed over: %s', async (_case, line, column) => {
    const refusal = await refusalOf(() => survey(line, ...rows));
    expect(refusal.code).toBe('bank-file-totals-unreadable');
    expect(refusal.details).toEqual([{ line: 1, column, message: expect.stringContaining('solo dígitos') }]);
  });

  test('left blank by the bank, are not compared', async () => {
    expect(await survey(`HCP012342026111901${' '.repeat(147)}`, ...rows)).toMatchObject({ rows: rows.length });
  });

  test('only the layout whose source states them declares any', () => {
    const withTotals = LAYOUT_DECLARATIONS.filter(({ shape }) => shape.type === 'fixed-width' && shape.totals !== null);
    expect(withTotals.map(({ id }) => id)).toEqual(['direct-debit-answer']);
  });
});

describe('totals that close a file', () => {
  const cie = '19112601234567EFE04284000002CREDEDUC000010010   PAGO CREDITO EDUCATIVO        00001250.50';
  const { shape } = bbvaCie;
  if (shape.type !== 'fixed-width') throw new Error('the CIE report is of fixed width');
  const closed = bankLayout({
    ...bbvaCie,
    shape: {
      ...shape,
      totals: {
        name: 'El registro final',
        looksLike: /^T/,
        covers: 'rows-before',
        optional: false,
        count: null,
        sum: { name: 'sum', label: 'suma', kind: 'amount', decimals: 'point', from: 2, to: 21 },
      },
    },
  });

  /** The dry pass over a layout that is not among those of the institute. */
  const check = async (...lines: readonly string[]) => {
    const totals = createTotalsCheck(closed);
    const bytes = streamOf(latin1(`${lines.join('\r\n')}\r\n`));
    for await (const reading of closed.read(bytes, totals.stated)) totals.add(reading);
    totals.end();
  };

  test('agree, with and without thousands written', async () => {
    await check(cie, cie, 'T             2501.00');
    await check(cie, cie, 'T            2,501.00');
  });

  test.each(['T            25,01.00', 'T           2,5010.00', 'T              2501.0', 'T           2501.00-1'])(
    'that are no amount are not read as another one: %s',
    async (line) => {
      expect((await refusalOf(() => check(cie, cie, line))).code).toBe('bank-file-totals-unreadable');
    },
  );

  test('differ, or are missing because the file was cut off', async () => {
    const differing = await refusalOf(() => check(cie, 'T             2501.00'));
    expect(differing.detail).toContain('El registro final (línea 2) dice $2,501.00 y el archivo trae $1,250.50.');
    for (const lines of [
      [cie, cie],
      [cie, 'T             1250.50', cie],
    ]) {
      const cut = await refusalOf(() => check(...lines));
      expect(cut.code).toBe('bank-file-totals-missing');
      expect(cut.detail).toContain('está incompleto');
    }
  });
});
