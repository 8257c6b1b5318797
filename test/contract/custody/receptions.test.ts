import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closePlace } from '../../../functions/custody/places/keep-places.ts';
import { linesOfCsv } from '../../../functions/custody/receptions/read-list.ts';
import type { EndedRow } from '../../../functions/custody/receptions/reception.ts';
import { createReceptionStore } from '../../../functions/custody/receptions/reception-store.ts';
import { receptionUseCases } from '../../../functions/custody/receptions/reception-use-cases.ts';
import { requestReception } from '../../../functions/custody/receptions/request-reception.ts';
import { type RunReceptionDeps, runReception } from '../../../functions/custody/receptions/run-reception.ts';
import { createJobRequests } from '../../../shared/jobs/job-request.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { ANA, type Custody, openCustody, someone } from './originals-world.ts';

let custody: Custody;
let deps: Custody['deps'] & RunReceptionDeps & { jobs: ReturnType<typeof createJobRequests> };

beforeAll(async () => {
  custody = await openCustody('2026-11-27');
  const { documents, tables } = custody.dynamo;
  deps = {
    ...custody.deps,
    receptions: createReceptionStore(documents, tables.DOCUMENTS_TABLE),
    jobs: createJobRequests(documents, tables.SYSTEM_TABLE),
    newRunId: randomUUID,
    remainingMs: () => 900_000,
    log: createLog({ functionName: 'prueba', now: () => new Date(), write: () => undefined }),
  };
  for (const place of ['R1', 'R2', 'R3']) await custody.place(place);
  await custody.place('N1', 'nogales');
  await closePlace(deps, { placeCode: 'R3', idempotencyKey: randomUUID(), ifMatch: 'v1' }, ANA);
});
afterAll(() => custody.dynamo.stop());

const ask = (csv: string, changes: object = {}, who = ANA) =>
  requestReception(
    deps,
    {
      ...{ lines: linesOfCsv(csv), placeCode: 'R1', kind: 'note', isTrial: false, idempotencyKey: randomUUID() },
      ...changes,
    } as never,
    who,
  );
const run = (receptionId: string, changes: Partial<RunReceptionDeps> = {}) =>
  runReception({ ...deps, ...changes }, { receptionId, delivery: randomUUID() });
const told = async (receptionId: string, part = 1) =>
  (await deps.receptions.endedOf(receptionId, part)).map(({ line, outcome }: EndedRow) => `${line} ${outcome}`);

describe('a list of originals', () => {
  it('ends each row once, by its rule, and receives nothing when it is only tried', async () => {
    const known = ['L-1', 'L-2', 'L-3', 'L-4'].map((number) => custody.register(number));
    custody.register('L-N', 'nogales');
    await custody.receive('L-4', 'R2');
    const csv = [
      ...['contrato,lugar,tipo', 'L-1', 'l-2;R2;Pagaré', 'L-3,R2,contrato', 'L-4', 'L-1', 'NADIE'],
      ...['L-1,NINGUNO', 'L-2,R3,garantía', 'L-3,N1', 'L-N'],
    ].join('\n');
    const hermosillo = someone('ana', 'custodian', ['hermosillo']);
    const rows = [
      ...['2 received', '3 received', '4 received', '5 already-here', '6 twice-in-list', '7 contract-unknown'],
      ...['8 twice-in-list', '9 place-closed', '10 place-unknown', '11 contract-unknown'],
    ];
    const trial = await ask(csv, { isTrial: true }, hermosillo);
    expect(await run(trial.receptionId)).toBe('done');
    expect(await told(trial.receptionId)).toEqual(rows);
    expect(await deps.originals.ofFile(known[0]!.fileId)).toEqual([]);
    const real = await ask(csv, {}, hermosillo);
    await run(real.receptionId);
    expect(await told(real.receptionId)).toEqual(rows);
    const done = (await deps.receptions.find(real.receptionId))!;
    expect([done.state, done.rowsDone, done.counts.received, done.counts['contract-unknown']]).toEqual([
      'done',
      10,
      3,
      2,
    ]);
    const [third] = await deps.originals.ofFile(known[2]!.fileId);
    expect(third).toMatchObject({ kind: 'contract', holder: { placeCode: 'R2' }, office: 'hermosillo' });
    expect(third!.history[0]).toMatchObject({ step: 'receive', by: 'ana' });
  });

  it('is told to whoever sees one office without the rows of the places of another', async () => {
    custody.register('S-1');
    custody.register('S-2', 'nogales');
    const { receptionId } = await ask('S-1,R2\nS-2,N1\nS-3,NINGUNO');
    await run(receptionId);
    const rows = async (who: typeof ANA) => {
      const asked = { params: { receptionId }, query: { cursor: '1' } } as never;
      const { body } = await receptionUseCases.listOriginalReceptionRows(deps, asked, who);
      return body?.items.map(({ line, outcome }) => `${line} ${outcome}`);
    };
    expect(await rows(ANA)).toEqual(['1 received', '2 received', '3 place-unknown']);
    expect(await rows(someone('eva', 'custodian', ['hermosillo']))).toEqual(['1 received', '3 place-unknown']);
  });

  it('goes on where it was cut off, and tells the rows that had ended as its own', async () => {
    const numbers = Array.from({ length: 1_200 }, (_, index) => `M-${index}`);
    for (const number of numbers) custody.register(number);
    const { receptionId } = await ask(numbers.join('\n'));
    let left = 777;
    const originals = {
      ...deps.originals,
      receive: async (first: never) => {
        left -= 1;
        if (left < 0) throw new Error('the process is gone');
        return deps.originals.receive(first);
      },
    };
    await expect(run(receptionId, { originals })).rejects.toThrow('the process is gone');
    expect((await deps.receptions.find(receptionId))!.rowsDone).toBe(500);
    expect(await run(receptionId)).toBe('done');
    const { counts, rowsDone } = (await deps.receptions.find(receptionId))!;
    expect([rowsDone, counts.received, counts['already-here']]).toEqual([1_200, 1_200, 0]);
    expect(await deps.originals.countAt('R1')).toBe(1_201);
    expect(await told(receptionId, 3)).toHaveLength(200);
  });

  it('asks for another run when its time is up', async () => {
    custody.register('T-1');
    const { receptionId } = await ask('T-1');
    expect(await run(receptionId, { remainingMs: () => 1_000 })).toBe('continued');
    expect(await run(receptionId)).toBe('done');
  });

  it('is refused with all its faults, by line and column, and nothing of it is kept', async () => {
    const csv = `contrato\n\nL-1,R1,Factura\n,R1\nL-2,R1,pagaré,más\nL-3,R1,constructor\n${'9'.repeat(41)}`;
    expect(() => linesOfCsv(csv)).toThrow(expect.objectContaining({ code: 'reception-list-refused' }));
    try {
      linesOfCsv(csv);
    } catch (error) {
      expect((error as { details: unknown[] }).details).toEqual([
        { line: 3, column: 3, message: '«Factura» no es contrato, pagaré ni garantía.' },
        { line: 4, column: 1, message: 'Falta el número de contrato.' },
        { line: 5, column: 4, message: 'Sobran columnas: contrato, lugar, tipo.' },
        { line: 6, column: 3, message: '«constructor» no es contrato, pagaré ni garantía.' },
        { line: 7, column: 1, message: 'El número de contrato lleva hasta 40 caracteres.' },
      ]);
    }
    const noPlace = ask('L-1,esto no es un lugar');
    await expect(noPlace).rejects.toMatchObject({ code: 'reception-list-refused', details: [{ line: 1, column: 2 }] });
    await expect(ask('contrato\n')).rejects.toMatchObject({ code: 'reception-list-refused' });
    expect(() => linesOfCsv('"L-1')).toThrow('comillas');
    const many = ask(Array.from({ length: 10_001 }, (_, index) => `X-${index}`).join('\n'));
    await expect(many).rejects.toMatchObject({ detail: expect.stringContaining('10,001'.replace(',', '')) });
  });
});
