import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { uploadFile } from '../../infra/local/commands/upload-file.ts';
import { addDays, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { entrySchema } from '../../shared/ledger/ledger-items.ts';
import type { DemoFile, DemoNote } from '../demonstration/lending/portfolio.ts';
import { makeCieFile, makeInternetFile } from '../demonstration/recovery/bank-file-writer.ts';
import { type Journey, startJourney } from '../support/journey.ts';

const TODAY = calendarDate('2026-11-19');
const TECHNICIAN = { role: 'recovery-technician' };

let journey: Journey;
let notes: readonly DemoNote[];

beforeAll(async () => {
  journey = await startJourney({ today: TODAY });
  const portfolio: readonly DemoFile[] = await journey.seed(TODAY, 5);
  notes = portfolio.flatMap((file) => file.notes);
  await journey.runner.waitUntilQuiet();
  await journey.runner.invoke('recovery-value-portfolio', { date: addDays(TODAY, -1) });
}, 180_000);
afterAll(() => journey?.end());

const referenceOf = (index: number): string => notes[index % notes.length]!.item.paymentReference;
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const entries = async () => (await journey.all('ENTRIES_TABLE')).map((item) => entrySchema.parse(item));
const intakeFiles = async () => (await journey.ask('/v1/intake-files?limit=100', TECHNICIAN)).json.items;

/** A file dropped into the bucket, without the API; what became of it. */
async function drop(name: string, bytes: Uint8Array) {
  journey.runner.putObject('INTAKE_BUCKET', `directo/${name}`, bytes);
  await journey.runner.waitUntilQuiet();
  return (await intakeFiles()).find(({ fileName }: { fileName: string }) => fileName === name);
}

describe('a bank file that cannot be taken', () => {
  it.each([
    ['a PDF', 'estado.pdf', Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj'), 'bank-file-not-text', /PDF/],
    ['a workbook', 'pagos.txt', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 6, 0]), 'bank-file-not-text', /Excel/],
    ['binary rubbish', 'basura.txt', Buffer.from('191126\0\u0001\u0002basura\n'), 'bank-file-not-text', /texto/],
    ['of no known layout', 'nota.txt', Buffer.from('Hola, le mando los pagos\n'), 'bank-file-wrong-layout', /formato/],
    ['empty', 'vacio.txt', Buffer.alloc(0), 'bank-file-empty', /línea/],
    ['blank', 'blanco.txt', latin1('\r\n   \r\n\r\n'), 'bank-file-empty', /línea/],
  ])('%s is refused with its place and the rule, and nothing is posted', async (_, name, bytes, code, rule) => {
    const before = (await entries()).length;
    const file = await drop(name, bytes);
    expect(file).toMatchObject({ status: 'refused', rowsDone: 0, refusal: { code } });
    expect(file.refusal.detail).toMatch(rule);
    if (code !== 'bank-file-empty')
      expect(file.refusal.details[0]).toMatchObject({ line: 1, column: expect.any(Number) });
    expect(await entries()).toHaveLength(before);
  });

  it('whose layout is not the one stated is refused and says which it seems to be', async () => {
    const bytes = makeInternetFile([
      { folio: 'W1', date: TODAY, reference: referenceOf(0), name: 'José Núñez', amount: 10_000 },
    ]);
    const file = await journey.bring({ fileName: 'internet.csv', bytes, layout: 'bbva-cie' });
    expect(file).toMatchObject({ status: 'refused', refusal: { code: 'bank-file-wrong-layout' } });
    expect(file.refusal?.detail).toMatch(/CIE/);
  });

  it('too large is refused before a byte is sent, by the form, and when dropped into the bucket', async () => {
    const large = Buffer.alloc(33 * 1_048_576, makeCieFile([{ date: TODAY, reference: referenceOf(0), amount: 1 }]));
    const ask = {
      ...TECHNICIAN,
      method: 'POST',
      body: { fileName: 'enorme.txt', layout: 'bbva-cie', sizeBytes: large.length },
    };
    const asked = await journey.ask('/v1/intake-files', ask);
    expect([asked.status, asked.json.code]).toEqual([413, 'bank-file-too-large']);
    expect(asked.json.detail).toMatch(/32 MB/);
    const token = await journey.runner.token(TECHNICIAN);
    const place = { apiUrl: journey.runner.apiUrl, token };
    const understated = { fileName: 'enorme.txt', layout: 'bbva-cie', bytes: large };
    Object.defineProperty(understated.bytes, 'length', { value: 89 });
    await expect(uploadFile(place, understated)).rejects.toThrow(/EntityTooLarge/);
    const dropped = await drop('enorme-directo.txt', Buffer.from(large.buffer));
    expect(dropped).toMatchObject({ status: 'refused', refusal: { code: 'bank-file-too-large' } });
    expect(dropped.refusal.detail).toMatch(/32 MB/);
  });

  it('that does not add up to what its bank states of it is refused whole, and the whole one is then taken', async () => {
    const sample = new URL('../fixtures/bank-files/domiciliacion-respuesta-2026-11-19.txt', import.meta.url);
    const rows = readFileSync(sample, 'latin1').trimEnd().split('\n');
    const head = `HCP012342026111901${'000012'}${'000000006264867'}`.padEnd(165);
    const before = (await entries()).length;
    const cut = await drop('cortado.txt', latin1([head, ...rows.slice(0, -1), ''].join('\n')));
    expect(cut).toMatchObject({ status: 'refused', rowsDone: 0, refusal: { code: 'bank-file-totals-differ' } });
    expect(cut.refusal.detail).toMatch(/línea 1\) dice 12 renglones por \$62,648\.67 y el archivo trae 11 por \$/);
    expect(cut.refusal.details[0]).toMatchObject({ line: 1, column: 19 });
    expect(await entries()).toHaveLength(before);
    const whole = await drop('completo.txt', latin1([head, ...rows, ''].join('\n')));
    expect(whole).toMatchObject({ status: 'done', balanced: true, rowsTotal: 12, sumTotal: '62648.67' });
  });

  it('of no bytes or an unknown layout is not even registered', async () => {
    const ask = (body: object) => journey.ask('/v1/intake-files', { ...TECHNICIAN, method: 'POST', body });
    const empty = await ask({ fileName: 'vacio.txt', sizeBytes: 0 });
    expect([empty.status, empty.json.errors[0]]).toEqual([
      400,
      expect.objectContaining({ pointer: '/sizeBytes', message: expect.stringContaining('vacío') }),
    ]);
    const unknown = await ask({ fileName: 'x.txt', sizeBytes: 10, layout: 'banco-desconocido' });
    expect([unknown.status, unknown.json.code]).toEqual([422, 'layout-unknown']);
  });
});

describe('a bank file in the wrong encoding', () => {
  it('UTF-8 where the layout says Latin-1, and Latin-1 where it says UTF-8, are read all the same', async () => {
    const cie = Buffer.from(
      latin1(
        Buffer.from(
          makeCieFile([{ date: TODAY, reference: referenceOf(1), amount: 21_100, concept: 'PAGO DE JOSÉ NÚÑEZ' }]),
        ).toString('latin1'),
      ).toString('latin1'),
      'utf8',
    );
    const internet = latin1(
      Buffer.from(
        makeInternetFile([
          { folio: 'W2', date: TODAY, reference: referenceOf(2), name: 'Ángel Muñoz', amount: 32_200 },
        ]),
      )
        .toString('utf8')
        .replace('\ufeff', ''),
    );
    for (const [fileName, bytes, sum] of [
      ['cie-utf8.txt', cie, '211.00'],
      ['internet-latin1.csv', internet, '322.00'],
    ] as const) {
      const file = await journey.bring({ fileName, bytes });
      expect(file, fileName).toMatchObject({ status: 'done', balanced: true, rowsTotal: 1, sumTotal: sum });
      expect(
        file.outcomes.find(({ outcome }) => outcome === 'applied'),
        fileName,
      ).toMatchObject({ count: 1, sum });
    }
  });
});
