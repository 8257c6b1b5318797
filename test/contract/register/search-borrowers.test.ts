import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { correctBorrower } from '../../../functions/lending/correct-borrower.ts';
import { openFileBodySchema } from '../../../functions/lending/file.ts';
import type { LendingDeps } from '../../../functions/lending/lending-deps.ts';
import { openFile } from '../../../functions/lending/open-file.ts';
import { openNote } from '../../../functions/lending/open-note.ts';
import { registerBorrower } from '../../../functions/lending/register-borrower.ts';
import { searchBorrowers } from '../../../functions/lending/search-borrowers.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import { createBorrowerFinder } from '../../../shared/register/find-borrowers.ts';
import { borrowerFinders, WORDS } from '../../../shared/register/finder-records.ts';
import { batchPut } from '../../../shared/store/batches.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { aFile, aProduct, callerOf, coordinator, freshCurp, lendingOn, noteBody } from './lending-world.ts';

let dynamo: TestDynamo;
let deps: LendingDeps;
let calls = 0;
/** A clock that makes the words of all names stale, when moved. */
let instant = new Date('2026-11-20T17:00:00Z');

beforeAll(async () => {
  dynamo = await startTestDynamo();
  deps = lendingOn(dynamo, {
    finder: createBorrowerFinder(dynamo.documents, dynamo.tables.REGISTER_TABLE, () => instant),
  });
  const send = dynamo.documents.send.bind(dynamo.documents);
  vi.spyOn(dynamo.documents, 'send').mockImplementation(((command: never) => {
    calls += 1;
    return send(command);
  }) as never);
  for (const [givenNames, firstSurname, secondSurname, office] of [
    ['María José', 'López', 'Peña', 'hermosillo'],
    ['Mario', 'López', 'Núñez', 'nogales'],
    ['José Luis', 'Lopera', null, 'hermosillo'],
    ['Ana', 'Gutiérrez', 'De la Cruz', 'obregon'],
    ['Óscar', 'Ñúñez', 'López', 'hermosillo'],
    ['Luz', 'Valenzuela', 'Yocupicio', 'obregon'],
    ['Sara', 'Ibarra', 'Ibarra', 'obregon'],
    ['Olga', 'Ibarra', 'Ruiz', 'obregon'],
  ] as const)
    await person({ givenNames, firstSurname, secondSurname }, office);
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  calls = 0;
});

type Name = { givenNames: string; firstSurname: string; secondSurname: string | null };
async function person(name: Name, office: Office, more: object = {}) {
  const body = {
    ...{ name, curp: freshCurp(), office, rfc: null, clabe: null, contactPoints: [], address: null },
    ...more,
  };
  const { borrowerId } = (await registerBorrower(deps, { body }, coordinator)).body;
  return { borrowerId, body };
}
const search = (
  text: string,
  offices: 'all' | readonly Office[] = 'all',
  page: { limit?: number; cursor?: string } = {},
) => searchBorrowers(deps, { text, limit: 20, ...page }, { offices });
const names = async (text: string, offices: 'all' | readonly Office[] = 'all') =>
  (await search(text, offices)).borrowers.map(({ name }) => name);
const later = () => {
  instant = new Date(instant.getTime() + 11 * 60_000);
};

describe('a search by name', () => {
  it.each([
    ['lop', ['José Luis Lopera', 'María José López Peña', 'Mario López Núñez', 'Óscar Ñúñez López']],
    ['LÓPEZ mar', ['María José López Peña', 'Mario López Núñez']],
    ['maria jose lopez peña', ['María José López Peña']],
    ['nunez', ['Mario López Núñez', 'Óscar Ñúñez López']],
    ['ñuñez', ['Mario López Núñez', 'Óscar Ñúñez López']],
    ['de la cruz', ['Ana Gutiérrez De la Cruz']],
    ['ibarra ibarra', ['Sara Ibarra Ibarra']],
    ['zzz', []],
    ['¿?', []],
  ])('finds «%s» by the beginning of words, without accents', async (text, expected) => {
    expect((await names(text)).toSorted()).toEqual(expected.toSorted());
    expect(calls).toBeLessThanOrEqual(3);
  });

  it.each([
    ['lopes', 'LOPEZ'],
    ['gutierez', 'GUTIERREZ'],
    ['gutirrez ana', 'GUTIERREZ ANA'],
    ['valensuela', 'VALENZUELA'],
    ['yocupiciio', 'YOCUPICIO'],
    ['xalenzuela', 'VALENZUELA'],
    ['vlaenzuela', 'VALENZUELA'],
    ['luz valenzula', 'LUZ VALENZUELA'],
  ])('makes up for one wrong, missing or added letter: «%s»', async (text, instead) => {
    for (const _cold of [true, false]) {
      calls = 0;
      const result = await search(text);
      expect(result.instead).toBe(instead);
      expect(result.borrowers.length).toBeGreaterThan(0);
      expect(calls).toBeLessThanOrEqual(3);
    }
    later();
    calls = 0;
    expect((await search(text)).instead).toBe(instead);
    expect(calls).toBeLessThanOrEqual(3);
  });

  it('shows nothing of another office', async () => {
    expect((await names('lopez', ['nogales'])).toSorted()).toEqual(['Mario López Núñez']);
    expect(await names('gutierrez', ['nogales', 'hermosillo'])).toEqual([]);
  });

  it('goes on page by page without a gap, whatever is found and whoever looks', async () => {
    for (let index = 0; index < 23; index += 1)
      await person(
        { givenNames: `Eva ${'ABCDEFGHIJKLMNOPQRSTUVW'[index]}na`, firstSurname: 'Quijada', secondSurname: null },
        index % 2 ? 'nogales' : 'obregon',
      );
    later();
    for (const [text, offices, total] of [
      ['quijada', 'all', 23],
      ['quijada eva', 'all', 23],
      ['quijada', ['nogales'], 11],
      ['quijda', 'all', 23],
    ] as const) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await search(text, offices, { limit: 5, ...(cursor !== undefined && { cursor }) });
        seen.push(...page.borrowers.map(({ borrowerId }) => borrowerId));
        expect(page.borrowers.length).toBeLessThanOrEqual(5);
        if (page.cursor !== undefined) expect([text, offices, page.borrowers.length]).toEqual([text, offices, 5]);
        cursor = page.cursor;
      } while (cursor !== undefined);
      expect([text, seen.length, new Set(seen).size]).toEqual([text, total, total]);
    }
    await expect(search('quijada', 'all', { cursor: 'QUIJADA.tampered' })).rejects.toMatchObject({
      code: 'malformed-request',
    });
    await expect(search('quijada', 'all', { cursor: '.x' })).rejects.toMatchObject({ code: 'malformed-request' });
  });

  it('goes on behind the megabyte that the store gives at once, whoever stands before and behind it', async () => {
    // Large items stand for the thousands of people that a surname has.
    const large = Array.from({ length: 40 }, (_, index) => {
      const [first] = borrowerFinders(
        {
          borrowerId: `large-${String(index).padStart(2, '0')}`,
          name: { givenNames: index === 39 ? 'Zoe' : 'Abel', firstSurname: 'Xicotencatl', secondSurname: null },
          office: index % 2 ? 'nogales' : 'obregon',
          contactPoints: [],
        },
        null,
      ).filter(({ SK }) => SK.startsWith('XICOTENCATL#'));
      return { ...first, filler: 'x'.repeat(60_000) };
    });
    for (const one of large) await batchPut(dynamo.documents, dynamo.tables.REGISTER_TABLE, [one]);
    const words = ['ABEL', 'ZOE', 'XICOTENCATL'].map((SK) => ({ PK: WORDS, SK }));
    await batchPut(dynamo.documents, dynamo.tables.REGISTER_TABLE, words);
    later();
    const every = async (text: string, offices: 'all' | readonly Office[]) => {
      const seen: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await search(text, offices, { limit: 7, ...(cursor !== undefined && { cursor }) });
        seen.push(...page.borrowers.map(({ borrowerId }) => borrowerId));
        cursor = page.cursor;
        if (cursor === undefined) return seen.toSorted();
      }
    };
    const ids = large.map((_, index) => `large-${String(index).padStart(2, '0')}`);
    expect(await every('xicotencatl', 'all')).toEqual(ids);
    expect(await every('xicotencatl', ['nogales'])).toEqual(ids.filter((_, index) => index % 2));
    expect(await every('xicotencatl zoe', 'all')).toEqual(ids.slice(-1));
  });

  it('finds at once who was just registered, whose surname nobody had', async () => {
    await names('lopez');
    await person({ givenNames: 'Iván', firstSurname: 'Xochihua', secondSurname: null }, 'nogales');
    expect(await names('xochihua')).toEqual(['Iván Xochihua']);
  });
});

it('guesses twice at most, however many words are one letter away', async () => {
  for (const givenNames of ['Bara', 'Barb', 'Barc', 'Bard'])
    await person({ givenNames, firstSurname: 'Unzueta', secondSurname: null }, 'nogales');
  later();
  for (const _cold of [true, false]) {
    calls = 0;
    expect((await search('barz lopez')).borrowers).toEqual([]);
    expect(calls).toBe(3);
  }
});

it('is not kept from a person who was corrected since their file was about to be opened', async () => {
  const { borrowerId, body } = await person(
    { givenNames: 'Ema', firstSurname: 'Robles', secondSurname: null },
    'nogales',
  );
  const stale = await deps.borrowers.find(borrowerId);
  const { office: _office, ...rest } = body;
  await correctBorrower(
    deps,
    { params: { borrowerId }, body: { ...rest, name: { ...body.name, firstSurname: 'Robledo' } }, ifMatch: 'v1' },
    coordinator,
  );
  const late = { ...deps, borrowers: { ...deps.borrowers, find: async () => stale } };
  await expect(
    openFile(late, { body: { borrowerId, office: 'nogales', cosigners: [], paymentReference: null } }, coordinator),
  ).rejects.toMatchObject({ code: 'version-changed' });
  expect((await search('robledo')).borrowers).toMatchObject([{ borrowerId, fileId: null }]);
});

describe('what finds a person', () => {
  it('follows a correction of name and phone, and the office of their file', async () => {
    const phone = { kind: 'phone', value: '6621234567' } as const;
    const { borrowerId, body } = await person(
      { givenNames: 'Sol', firstSurname: 'Bracamonte', secondSurname: null },
      'hermosillo',
      { contactPoints: [phone] },
    );
    expect((await search('662 123 4567')).borrowers).toMatchObject([{ borrowerId, fileId: null, person: 'borrower' }]);
    const cosigner = {
      ...{ name: { givenNames: 'Rita', firstSurname: 'Moroyoqui', secondSurname: null }, relationship: 'madre' },
      ...{ curp: null, rfc: null, contactPoints: [phone, phone], address: null },
    };
    const opened = await openFile(
      deps,
      { body: { borrowerId, office: 'nogales', cosigners: [cosigner], paymentReference: null } },
      coordinator,
    );
    const { fileId } = opened.body;
    expect((await search('bracamonte')).borrowers).toMatchObject([{ borrowerId, fileId, office: 'nogales' }]);
    expect(await names('bracamonte', ['hermosillo'])).toEqual([]);
    expect((await search('6621234567')).borrowers.map(({ person }) => person)).toEqual(['borrower', 'cosigner']);

    const email = { kind: 'email', value: 'Sol@Prueba.mx' } as const;
    const { office: _office, ...rest } = body;
    const corrected = {
      ...rest,
      ...{ name: { ...body.name, firstSurname: 'Buitimea' }, contactPoints: [email] },
    };
    await correctBorrower(deps, { params: { borrowerId }, body: corrected, ifMatch: 'v1' }, coordinator);
    expect(await names('bracamonte')).toEqual([]);
    expect((await search('buitimea')).borrowers).toMatchObject([{ borrowerId, fileId, office: 'nogales' }]);
    expect((await search('sol@prueba.mx')).borrowers).toMatchObject([{ borrowerId }]);
    expect((await search('6621234567')).borrowers.map(({ person, name }) => [person, name])).toEqual([
      ['cosigner', 'Sol Buitimea'],
    ]);
    expect((await search(body.curp)).borrowers).toMatchObject([{ borrowerId, fileId, name: 'Sol Buitimea' }]);
    expect((await search(body.curp, ['hermosillo'])).borrowers).toEqual([]);
  });

  it('is shown to no office but that of their file: not by phone or e-mail, their own or their cosigner’s', async () => {
    const contact = (value: string) => ({ kind: 'phone', value }) as const;
    const email = { kind: 'email', value: 'noe@prueba.mx' } as const;
    const { borrowerId } = await person(
      { givenNames: 'Noé', firstSurname: 'Tolano', secondSurname: null },
      'hermosillo',
      { contactPoints: [contact('6620000001'), email] },
    );
    expect(await names('6620000001', ['nogales'])).toEqual([]);
    const cosigner = {
      ...{ name: { givenNames: 'Rita', firstSurname: 'Moroyoqui', secondSurname: null }, relationship: 'madre' },
      ...{ curp: null, rfc: null, contactPoints: [contact('6620000002')], address: null },
    };
    const body = { borrowerId, office: 'nogales' as const, cosigners: [cosigner], paymentReference: null };
    await openFile(deps, { body }, coordinator);
    for (const text of ['6620000001', 'noe@prueba.mx', '6620000002']) {
      expect([text, await names(text, ['hermosillo', 'obregon'])]).toEqual([text, []]);
      expect([text, await names(text, ['nogales'])]).toEqual([text, ['Noé Tolano']]);
    }
  });

  it('is as much of the cosigners as fits one file: their phones are told to be too many, and never half written', async () => {
    const { borrowerId, body } = await person(
      { givenNames: 'Gil Abelardo', firstSurname: 'Zamudio', secondSurname: 'Cota' },
      'nogales',
      { contactPoints: Array.from({ length: 10 }, (_, n) => ({ kind: 'phone', value: `662400000${n}` })) },
    );
    const withPhones = (each: number) =>
      openFileBodySchema.safeParse({
        ...{ borrowerId, office: 'nogales', paymentReference: 'ZAMUDIO001' },
        cosigners: Array.from({ length: 10 }, (_, cosigner) => ({
          ...{ name: { givenNames: 'Rita', firstSurname: 'Moroyoqui', secondSurname: null }, relationship: 'madre' },
          contactPoints: Array.from({ length: each }, (_, n) => ({ kind: 'phone', value: `66230000${cosigner}${n}` })),
        })),
      });
    const refused = withPhones(5).error?.issues.map(({ path, message }) => [path.join('/'), message]);
    expect(refused).toEqual([
      ['cosigners', 'Entre todos los avales se registran hasta 40 teléfonos y correos. Deje los que sirvan.'],
    ]);
    await openFile(deps, { body: withPhones(4).data! }, coordinator);
    const { office: _office, ...rest } = body;
    const renamed = { ...rest, curp: freshCurp(), name: { ...body.name, givenNames: 'Gilberto Hilario' } };
    await correctBorrower(deps, { params: { borrowerId }, body: renamed, ifMatch: 'v1' }, coordinator);
    expect(await names('6623000093')).toEqual(['Gilberto Hilario Zamudio Cota']);
  });

  it('finds whose reference or contract a number is, also one of ten digits, in their office only', async () => {
    await aProduct(deps);
    const { fileId } = await aFile(deps, 'nogales');
    const { borrowerId } = await aFile(deps, 'obregon');
    const asReference = { contractNumber: 'C-TEN/1', paymentReference: '2019000417', creditNumber: '000020190417' };
    await openNote(deps, { params: { fileId }, body: noteBody(asReference) }, coordinator);
    for (const number of ['2019000417', 'c-ten/1', '000020190417']) {
      const found = (await search(number, ['nogales'])).borrowers;
      expect([number, found.map((one) => one.fileId)]).toEqual([number, [fileId]]);
      expect([number, (await search(number, ['obregon'])).borrowers]).toEqual([number, []]);
    }
    // What is one person's reference may be another one's contract: an office still finds its own.
    const other = (await deps.borrowers.find(borrowerId))?.file?.fileId ?? '';
    const body = noteBody({ contractNumber: '2019000417' });
    await openNote(deps, { params: { fileId: other }, body }, coordinator);
    for (const [office, own] of [
      ['nogales', fileId],
      ['obregon', other],
    ] as const)
      expect((await search('2019000417', [office])).borrowers.map((one) => one.fileId)).toEqual([own]);
  });

  it('stays of the others whose surname it was: a word that one no longer has is still in another’s name', async () => {
    const surname = { firstSurname: 'Wrobleski', secondSurname: null };
    const { borrowerId, body } = await person({ givenNames: 'Ada', ...surname }, 'nogales');
    await person({ givenNames: 'Bea', ...surname }, 'nogales');
    const { office: _office, ...rest } = body;
    const renamed = { ...rest, name: { ...body.name, firstSurname: 'Quihuis' } };
    await correctBorrower(deps, { params: { borrowerId }, body: renamed, ifMatch: 'v1' }, coordinator);
    later();
    expect(await names('wrobleski')).toEqual(['Bea Wrobleski']);
    later();
    expect((await search('wroblesky')).instead).toBe('WROBLESKI');
  });

  it('is kept right when a file is opened while the name is corrected: one of the two has to look again', async () => {
    for (let round = 0; round < 5; round += 1) {
      const surname = `Carrera${'ABCDE'[round]}`;
      const { borrowerId, body } = await person(
        { givenNames: 'Pía', firstSurname: surname, secondSurname: null },
        'obregon',
      );
      const { office: _office, ...rest } = body;
      const renamed = { ...rest, name: { ...body.name, firstSurname: `${surname}da` } };
      const found = await deps.borrowers.find(borrowerId);
      const etag = String(found?.borrower.version);
      const outcomes = await Promise.allSettled([
        openFile(deps, { body: { borrowerId, office: 'nogales', cosigners: [], paymentReference: null } }, coordinator),
        correctBorrower(deps, { params: { borrowerId }, body: renamed, ifMatch: `v${etag}` }, coordinator),
      ]);
      const now = await deps.borrowers.find(borrowerId);
      const shown = (await search(surname)).borrowers;
      expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
      expect(shown).toMatchObject([{ fileId: now?.file?.fileId ?? null, office: now?.file?.office ?? 'obregon' }]);
      expect(shown[0]?.name).toContain(now?.borrower.name.firstSurname);
      expect(shown).toHaveLength(1);
    }
  });

  it('is no personal data beyond the register: no CURP, no account', async () => {
    const { Items = [] } = await dynamo.documents.send(
      new QueryCommand({
        TableName: dynamo.tables.REGISTER_TABLE,
        KeyConditionExpression: 'PK = :names',
        ExpressionAttributeValues: { ':names': 'NAME#LO' },
      }),
    );
    expect(Items.length).toBeGreaterThan(0);
    for (const item of Items)
      expect(Object.keys(item).toSorted()).toEqual(['PK', 'SK', 'borrowerId', 'fileId', 'name', 'office', 'words']);
  });
});

it('by phone, e-mail, CURP, contract, reference and credit number too, finds for the office of the file and for no other', async () => {
  await aProduct(deps);
  const contactPoints = [
    { kind: 'phone', value: '6449876543' },
    { kind: 'email', value: 'tere@prueba.mx' },
  ] as const;
  const { borrowerId, body } = await person(
    { givenNames: 'Tere', firstSurname: 'Anaya', secondSurname: null },
    'hermosillo',
    { contactPoints },
  );
  const cosigner = {
    ...{ name: { givenNames: 'Rita', firstSurname: 'Anaya', secondSurname: null }, relationship: 'madre' },
    ...{ curp: null, rfc: null, contactPoints: [{ kind: 'phone', value: '6440001122' } as const], address: null },
  };
  const opened = await openFile(
    deps,
    { body: { borrowerId, office: 'obregon', cosigners: [cosigner], paymentReference: 'CREDEDUC777000010' } },
    coordinator,
  );
  const { fileId } = opened.body;
  const note = noteBody({ creditNumber: '000000077701' });
  await openNote(deps, { params: { fileId }, body: note }, coordinator);
  const texts = ['6449876543', '6440001122', 'tere@prueba.mx', body.curp, note.contractNumber, 'CREDEDUC777000010'];
  const spelled = [
    body.curp.toLowerCase(),
    ` ${note.contractNumber.toLowerCase()} `,
    '(644) 987-65 43',
    'TERE@Prueba.MX',
  ];
  for (const text of [...texts, ...spelled, note.paymentReference ?? '', '000000077701', 'tere anaya']) {
    const found = async (office: Office) => (await search(text, [office])).borrowers.map((one) => one.borrowerId);
    expect([text, await found('obregon')]).toEqual([text, [borrowerId]]);
    for (const office of ['hermosillo', 'nogales'] as const) expect([text, await found(office)]).toEqual([text, []]);
    calls = 0;
    await search(text, ['obregon']);
    expect(calls).toBeLessThanOrEqual(3);
  }
});

it('is allowed to nobody of another office', async () => {
  const cashier = callerOf('cashier', ['nogales']);
  const { borrowers } = await searchBorrowers(deps, { text: 'lopez', limit: 20 }, cashier);
  expect(borrowers.every(({ office }) => office === 'nogales')).toBe(true);
});
