import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAccesses } from '../../../functions/access/read-accesses.ts';
import { recordsShown, SEARCH } from '../../../shared/audit/access.ts';
import { type AccessTrail, createAccessTrail } from '../../../shared/audit/access-trail.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';

let dynamo: TestDynamo;
let trail: AccessTrail;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  trail = createAccessTrail(dynamo.documents, dynamo.tables.SYSTEM_TABLE);
});
afterAll(() => dynamo.stop());

const accessed = (reader: string, at: string, operationId = 'getFile') => ({
  at,
  reader,
  roles: ['recovery-technician'],
  operationId,
  access: 'read' as const,
  correlationId: `c-${at}`,
});

describe('accesses', () => {
  it('are found by record and by reader, newest first, page by page without a gap or a repetition', async () => {
    const instants = Array.from(
      { length: 30 },
      (_, index) => `2026-11-${String(index + 1).padStart(2, '0')}T10:00:00.000Z`,
    );
    for (const at of instants) await trail.note(accessed('ana', at), ['file-1', 'file-2']);
    for (const read of [
      (before?: string) => trail.ofRecord('file-1', { limit: 7, before }),
      (before?: string) => trail.ofReader('ana', { limit: 7, before }),
    ]) {
      const seen: string[] = [];
      for (let before: string | undefined; ; ) {
        const page = await read(before);
        seen.push(...page.map(({ place, access }) => `${place} ${access.recordId}`));
        if (page.length < 7) break;
        before = page.at(-1)?.place;
      }
      expect(seen).toEqual(seen.toSorted().reverse());
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.length).toBe(seen.some((one) => one.includes('file-2')) ? 60 : 30);
    }
  });

  it('of some days are those days whole', async () => {
    for (const at of ['2026-10-01T00:00:00.000Z', '2026-10-01T23:59:59.999Z', '2026-10-02T00:00:00.000Z'])
      await trail.note(accessed('eva', at), ['file-9']);
    const of = async (from: string, to: string) =>
      (await trail.ofRecord('file-9', { limit: 10, from, to: `${to}T99` })).map(({ access }) => access.at);
    expect(await of('2026-10-01', '2026-10-01')).toEqual(['2026-10-01T23:59:59.999Z', '2026-10-01T00:00:00.000Z']);
    expect(await of('2026-10-02', '2026-10-02')).toEqual(['2026-10-02T00:00:00.000Z']);
    expect(await of('2026-10-03', '2026-10-01')).toEqual([]);
    const [newest] = await trail.ofRecord('file-9', { limit: 1 });
    const onward = { limit: 10, from: '2026-10-01', to: '2026-10-01T12', before: newest?.place };
    expect((await trail.ofRecord('file-9', onward)).map(({ access }) => access.at)).toEqual([
      '2026-10-01T00:00:00.000Z',
    ]);
  });

  it('to a long list are noted of each that is in it', async () => {
    const shown = Array.from({ length: 60 }, (_, index) => `listed-${index}`);
    await trail.note(accessed('max', '2026-07-01T10:00:00.000Z'), shown);
    const seen = await trail.ofReader('max', { limit: 100 });
    expect(seen.map(({ access }) => access.recordId).toSorted()).toEqual(shown.toSorted());
  });

  it('of a search tell what was typed on one item of their own, whatever was found', async () => {
    await trail.note({ ...accessed('sol', '2026-08-01T10:00:00.000Z'), searched: 'Ana López' }, [SEARCH, 'f-7', 'f-8']);
    const [first, ...rest] = (await trail.ofReader('sol', { limit: 10 }))
      .map(({ access }) => access)
      .toSorted((a, b) => (a.recordId < b.recordId ? -1 : 1));
    expect([first?.recordId, first?.searched]).toEqual(['SEARCH', 'Ana López']);
    expect(rest.map(({ recordId, searched }) => [recordId, searched])).toEqual([
      ['f-7', undefined],
      ['f-8', undefined],
    ]);
  });

  it('of a person are those of their file and notes too, in one order', async () => {
    await trail.note(accessed('ana', '2026-09-01T10:00:00.000Z', 'getBorrower'), ['b-1']);
    await trail.note(accessed('luz', '2026-09-02T10:00:00.000Z'), ['f-1']);
    await trail.note(accessed('ana', '2026-09-03T10:00:00.000Z', 'getNote'), ['n-1', 'n-2']);
    const note = {
      fileId: 'f-1',
      contractNumber: 'C',
      office: 'nogales',
      product: 'superior',
      paymentReference: 'R',
    } as const;
    const register = {
      fileOfBorrower: async (id: string) => (id === 'b-1' ? 'f-1' : undefined),
      notesOfFile: async () => [
        { ...note, noteId: 'n-1' },
        { ...note, noteId: 'n-2' },
      ],
    };
    const first = await readAccesses({ trail, register }, { borrowerId: 'b-1', limit: 3 });
    expect(first.accesses.map(({ access }) => access.operationId)).toEqual(['getNote', 'getNote', 'getFile']);
    const rest = await readAccesses({ trail, register }, { borrowerId: 'b-1', limit: 3, before: first.next });
    expect(rest.accesses.map(({ access }) => access.operationId)).toEqual(['getBorrower']);
    expect(rest.next).toBeUndefined();
  });

  it.each([{}, { borrowerId: 'b-1', reader: 'ana' }])('are asked for by one thing: %o', async (query) => {
    const register = { fileOfBorrower: async () => undefined, notesOfFile: async () => [] };
    await expect(readAccesses({ trail, register }, { ...query, limit: 1 })).rejects.toMatchObject({
      code: 'access-query-refused',
    });
  });
});

describe('the records that an answer shows', () => {
  it.each([
    ['a person before their file and notes', { borrowerId: 'b', fileId: 'f', notes: [{ noteId: 'n' }] }, ['b']],
    ['every row of a list', { items: [{ fileId: 'f-1' }, { fileId: 'f-2' }, { fileId: 'f-1' }] }, ['f-1', 'f-2']],
    ['a deposit and whom it was given to', { depositId: 'd', target: { fileId: 'f', noteId: null } }, ['d', 'f']],
    ['a note by itself', { noteId: 'n', balance: { total: 1 } }, ['n']],
    ['a return of the bank', { items: [{ returnId: 'r' }] }, ['r']],
    ['a receipt', { folio: 'NOG-000001', amount: 1 }, ['NOG-000001']],
    ['a user', { items: [{ userId: 'u-1' }, { userId: 'u-2' }] }, ['u-1', 'u-2']],
    ['none where there is none', { count: 3, items: [] }, []],
    ['nothing for null and text', null, []],
  ])('are %s', (_what, answer, records) => {
    expect(recordsShown(answer)).toEqual(records);
  });
});
