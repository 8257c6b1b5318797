import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDisbursement } from '../../../functions/lending/add-disbursement.ts';
import { CUSTOMARY_PARAMETERS } from '../../../functions/lending/customary-parameters.ts';
import { defineProduct } from '../../../functions/lending/define-product.ts';
import { getFile } from '../../../functions/lending/get-file.ts';
import { getNote } from '../../../functions/lending/get-note.ts';
import type { LendingDeps } from '../../../functions/lending/lending-deps.ts';
import { listProductVersions } from '../../../functions/lending/list-product-versions.ts';
import { openNote } from '../../../functions/lending/open-note.ts';
import { recordAverage } from '../../../functions/lending/record-average.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { IdempotencyConflict } from '../../../shared/ledger/ledger.ts';
import { BANKING_CALENDAR, bankingCalendar } from '../../../shared/register/banking-calendar.ts';
import { registerStoreReader } from '../../../shared/register/register-store-reader.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { aFile, aProduct, callerOf, coordinator, lendingOn, noteBody, portal, wholeRegister } from './lending-world.ts';

let dynamo: TestDynamo;
let deps: LendingDeps;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  deps = lendingOn(dynamo);
  await aProduct(deps);
});
afterAll(() => dynamo.stop());

const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
const day = calendarDate;
const query = {};

describe('opening a note', () => {
  it('registers the contract, opens it in the ledger and gives both back as one', async () => {
    const { fileId } = await aFile(deps, 'obregon');
    const opened = await openNote(deps, { params: { fileId }, body: noteBody() }, portal);
    expect(opened.body).toMatchObject({ endOfGrace: '2028-12-30', firstDueDate: '2029-01-30' });
    const { body, etag } = await getNote(deps, { params: opened.body, query }, coordinator);
    expect(etag).toBe('v2');
    expect(body).toMatchObject({
      state: 'open',
      office: 'obregon',
      productVersion: '2020-01-01',
      termsAtSigning: {
        baseRate: 60_000,
        instalments: 24,
        bands: [{ annualPpm: 0, averageAtLeast: 90 }, { annualPpm: 30_000 }],
      },
      disbursements: [{ valueDate: '2026-08-20', amount: 1_250_050, payee: 'borrower-account' }],
      balance: { owed: { principal: 1_250_050 }, daysPastDue: 0, status: 'open', stage: 'administrative' },
    });
    const file = await getFile(deps, { params: { fileId } }, coordinator);
    expect(file.body.notes).toMatchObject([
      { noteId: opened.body.noteId, balance: { owed: { principal: 1_250_050 } } },
    ]);
    expect(await deps.ledger.entriesOfNote(opened.body.noteId)).toHaveLength(1);
  });

  it('answers the same to the same request, and posts once', async () => {
    const { fileId } = await aFile(deps);
    const body = noteBody();
    const first = await openNote(deps, { params: { fileId }, body }, portal);
    const again = await openNote(deps, { params: { fileId }, body }, portal);
    expect(again).toMatchObject({ body: first.body, etag: first.etag, repeated: true });
    expect(await deps.ledger.entriesOfNote(first.body.noteId)).toHaveLength(1);
  });

  it('refuses another request with a contract number in use, and another contract with a reference in use', async () => {
    const { fileId } = await aFile(deps);
    const body = noteBody();
    await openNote(deps, { params: { fileId }, body }, portal);
    const other = await aFile(deps);
    const before = await wholeRegister(dynamo);
    const sameContract = noteBody({ contractNumber: body.contractNumber, paymentReference: body.paymentReference });
    const refusal = await refusalOf(openNote(deps, { params: other, body: sameContract }, portal));
    expect(refusal).toMatchObject({
      code: 'contract-already-registered',
      details: [{ pointer: '/contractNumber' }, { pointer: '/paymentReference' }],
    });
    const sameReference = noteBody({ paymentReference: body.paymentReference });
    expect(await refusalOf(openNote(deps, { params: other, body: sameReference }, portal))).toMatchObject({
      code: 'reference-taken',
      details: [{ pointer: '/paymentReference' }],
    });
    expect(await wholeRegister(dynamo)).toEqual(before);
  });

  it('is healed by the same request after a crash between register and ledger, also under a newer product version', async () => {
    const { fileId } = await aFile(deps);
    await aProduct(deps, 'titulacion');
    const body = noteBody({ product: 'titulacion' });
    const dying = lendingOn(dynamo, {
      ledger: { ...deps.ledger, openNote: () => Promise.reject(new Error('killed')) },
    });
    await expect(openNote(dying, { params: { fileId }, body }, portal)).rejects.toThrow('killed');
    const [unfinished] = (await getFile(deps, { params: { fileId } }, coordinator)).body.notes;
    expect(unfinished).toMatchObject({ state: 'opening', balance: null });
    const noteId = unfinished!.noteId;
    const average = {
      params: { noteId },
      body: { valueDate: day('2026-10-01'), average: 95 },
      idempotencyKey: 'average-0001',
    };
    expect(await refusalOf(recordAverage(deps, average, portal))).toMatchObject({ code: 'note-not-open' });

    const cheaper = { ...CUSTOMARY_PARAMETERS, baseRate: { value: 50_000, source: 'Por confirmar' } };
    const params = { product: 'titulacion', appliesFrom: day('2026-08-01') };
    await defineProduct(deps, { params, body: { name: 'Titulación', parameters: cheaper } }, coordinator);
    const healed = await openNote(deps, { params: { fileId }, body }, portal);
    expect(healed).toMatchObject({ repeated: true, etag: 'v2' });
    const { body: note } = await getNote(deps, { params: { noteId }, query }, coordinator);
    expect(note).toMatchObject({ state: 'open', termsAtSigning: { baseRate: 60_000 }, balance: { status: 'open' } });
  });

  it('keeps the due dates of the signature when a holiday is decreed before the request is repeated', async () => {
    const { fileId } = await aFile(deps);
    const body = noteBody({ overrides: { firstDueDate: '2029-01-27', instalments: 3 } });
    const first = await openNote(deps, { params: { fileId }, body }, portal);
    const later = lendingOn(dynamo, { calendar: async () => ({ holidays: new Set(['2029-02-27', '2029-01-29']) }) });
    const again = await openNote(later, { params: { fileId }, body }, portal);
    expect(again).toMatchObject({ body: first.body, repeated: true });
    const { body: note } = await getNote(later, { params: first.body, query }, coordinator);
    // 27 January is a Saturday; 27 February and 27 March are open, as known on the day of the signature.
    expect(note.termsAtSigning.dueDateShifts).toEqual([2]);
    expect(note.balance?.nextDue?.date).toBe('2029-01-29');
  });

  it("moves its due dates by the institute's corrected holidays", async () => {
    const { documents, tables } = dynamo;
    const corrections = {
      PK: BANKING_CALENDAR,
      SK: 'YEAR#2031',
      holidays: [{ date: '2031-02-04', name: 'Día decretado' }],
      openDays: ['2031-03-17'],
    };
    await documents.send(new PutCommand({ TableName: tables.SYSTEM_TABLE, Item: corrections }));
    const corrected = lendingOn(dynamo, { calendar: bankingCalendar(documents, tables.SYSTEM_TABLE) });
    const shiftsFrom = async (firstDueDate: string) => {
      const { fileId } = await aFile(corrected);
      const body = noteBody({ overrides: { firstDueDate, instalments: 1 } });
      const { noteId } = (await openNote(corrected, { params: { fileId }, body }, portal)).body;
      const { body: note } = await getNote(corrected, { params: { noteId }, query }, coordinator);
      return note.termsAtSigning.dueDateShifts ?? [];
    };
    expect(await shiftsFrom('2031-02-01')).toEqual([4]);
    expect(await shiftsFrom('2031-03-17')).toEqual([]);
  });

  it('heals a crash with the due dates of the signature, though a holiday was decreed since', async () => {
    const { fileId } = await aFile(deps);
    const body = noteBody({ overrides: { firstDueDate: '2029-01-27', instalments: 3 } });
    const dying = lendingOn(dynamo, {
      ledger: { ...deps.ledger, openNote: () => Promise.reject(new Error('killed')) },
    });
    await expect(openNote(dying, { params: { fileId }, body }, portal)).rejects.toThrow('killed');
    const later = lendingOn(dynamo, { calendar: async () => ({ holidays: new Set(['2029-01-29']) }) });
    const healed = await openNote(later, { params: { fileId }, body }, portal);
    const balance = await deps.ledger.balanceOfNote(fileId, healed.body.noteId, day('2026-11-20'));
    expect(balance?.nextDue?.date).toBe('2029-01-29');
  });

  it('is finished once when ten requests race', async () => {
    const { fileId } = await aFile(deps);
    const body = noteBody();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => openNote(deps, { params: { fileId }, body }, portal)),
    );
    const noteId = answers[0]!.body.noteId;
    expect(new Set(answers.map((answer) => answer.body.noteId))).toEqual(new Set([noteId]));
    expect(await deps.ledger.entriesOfNote(noteId)).toHaveLength(1);
    expect((await getNote(deps, { params: { noteId }, query }, coordinator)).etag).toBe('v2');
  });

  it('tells every fault at once and writes nothing: future signature, money before it, first due date too early', async () => {
    const { fileId } = await aFile(deps);
    const before = await wholeRegister(dynamo);
    const body = noteBody({
      signedOn: '2026-12-01',
      overrides: { firstDueDate: '2026-08-20', bands: [{ annualPpm: 70_000 }] },
    });
    const refusal = await refusalOf(openNote(deps, { params: { fileId }, body }, portal));
    expect(refusal).toMatchObject({
      code: 'note-refused',
      details: [
        { pointer: '/signedOn' },
        { pointer: '/firstDisbursement/valueDate' },
        { pointer: '/overrides/firstDueDate' },
        { pointer: '/overrides/bands/0' },
      ],
    });
    expect(await wholeRegister(dynamo)).toEqual(before);
  });

  it.each([
    ['a first disbursement above the limit', { amount: '1000000.01' }, {}, '/firstDisbursement/amount'],
    ['studies that end with the calendar', {}, { endOfStudies: '2199-12-31' }, '/endOfStudies'],
    [
      'due dates for 120 years',
      {},
      { overrides: { instalments: 120, monthsBetweenInstalments: 12 }, endOfStudies: '2095-06-30' },
      '/endOfStudies',
    ],
    ['a first due date at the end', {}, { overrides: { firstDueDate: '2199-12-31' } }, '/overrides/firstDueDate'],
  ])('refuses %s, and writes nothing', async (_name, paid, change, pointer) => {
    const { fileId } = await aFile(deps);
    const before = await wholeRegister(dynamo);
    const firstDisbursement = { valueDate: '2026-08-20', amount: '1000000.00', payee: 'school', ...paid };
    const body = noteBody({ firstDisbursement, ...change });
    const refusal = await refusalOf(openNote(deps, { params: { fileId }, body }, portal));
    expect(refusal).toMatchObject({ code: 'note-refused', details: [{ pointer }] });
    expect(await wholeRegister(dynamo)).toEqual(before);
  });

  it('answers 404 for a file or note of another office', async () => {
    const { fileId } = await aFile(deps, 'obregon');
    const nogales = callerOf('portal', ['nogales']);
    expect(await refusalOf(openNote(deps, { params: { fileId }, body: noteBody() }, nogales))).toMatchObject({
      code: 'not-found',
    });
    const { noteId } = (await openNote(deps, { params: { fileId }, body: noteBody() }, portal)).body;
    const money = { valueDate: day('2026-10-01'), amount: 100, payee: 'school' as const };
    for (const attempt of [
      () => getNote(deps, { params: { noteId }, query }, nogales),
      () => addDisbursement(deps, { params: { noteId }, body: money, idempotencyKey: 'key-00001' }, nogales),
      () =>
        recordAverage(
          deps,
          { params: { noteId }, body: { valueDate: money.valueDate, average: 90 }, idempotencyKey: 'key-00002' },
          nogales,
        ),
    ]) {
      expect(await refusalOf(attempt())).toMatchObject({ code: 'not-found' });
    }
  });
});

describe('events of a note', () => {
  it('adds a disbursement once per key, to ledger and register, and refuses the key for another amount', async () => {
    const { fileId } = await aFile(deps);
    const { noteId } = (await openNote(deps, { params: { fileId }, body: noteBody() }, portal)).body;
    const body = { valueDate: day('2026-10-05'), amount: 250_000, payee: 'school' as const };
    const send = (change = {}) =>
      addDisbursement(
        deps,
        { params: { noteId }, body: { ...body, ...change }, idempotencyKey: `paid-${noteId}` },
        portal,
      );
    expect((await send()).body).toMatchObject({ amount: 250_000, recordedOn: '2026-11-20' });
    expect(await send()).toMatchObject({ repeated: true });
    expect(await refusalOf(send({ amount: 1 }))).toBeInstanceOf(IdempotencyConflict);
    const note = (await getNote(deps, { params: { noteId }, query }, coordinator)).body;
    expect(note.balance?.owed.principal).toBe(1_500_050);
    expect(note.disbursements.map(({ amount, payee }) => [amount, payee])).toEqual([
      [1_250_050, 'borrower-account'],
      [250_000, 'school'],
    ]);
  });

  it('refuses a disbursement above the limit, and posts nothing', async () => {
    const { fileId } = await aFile(deps);
    const { noteId } = (await openNote(deps, { params: { fileId }, body: noteBody() }, portal)).body;
    const body = { valueDate: day('2026-10-05'), amount: 100_000_001, payee: 'school' as const };
    const refused = addDisbursement(deps, { params: { noteId }, body, idempotencyKey: `large-${noteId}` }, portal);
    expect(await refusalOf(refused)).toMatchObject({ code: 'amount-above-limit', details: [{ pointer: '/amount' }] });
    expect(await deps.ledger.entriesOfNote(noteId)).toHaveLength(1);
  });

  it("takes a key of the shape of the ledger's own, and one key for two kinds of event", async () => {
    const { fileId } = await aFile(deps);
    const { noteId } = (await openNote(deps, { params: { fileId }, body: noteBody() }, portal)).body;
    const params = { noteId };
    const idempotencyKey = `OPEN#${noteId}`;
    const money = { valueDate: day('2026-10-05'), amount: 100, payee: 'school' as const };
    const paid = await addDisbursement(deps, { params, body: money, idempotencyKey }, portal);
    expect(paid.body).toMatchObject({ amount: 100 });
    const average = { valueDate: day('2026-10-06'), average: 91 };
    expect((await recordAverage(deps, { params, body: average, idempotencyKey }, portal)).body.average).toBe(91);
  });

  it('records the average that earns the 0 % band: no interest from its date on', async () => {
    const { fileId } = await aFile(deps);
    const open = async () => (await openNote(deps, { params: { fileId }, body: noteBody() }, portal)).body.noteId;
    const [plain, excellent] = [await open(), await open()];
    // The note opened on the 20th: nothing can be recorded before its opening.
    const body = { valueDate: day('2026-08-21'), average: 95 };
    const sent = { params: { noteId: excellent }, body, idempotencyKey: `average-${excellent}` };
    expect((await recordAverage(deps, sent, portal)).body).toMatchObject({ average: 95, recordedOn: '2026-11-20' });
    const interest = async (noteId: string) =>
      Number((await getNote(deps, { params: { noteId }, query }, coordinator)).body.balance?.owed.ordinaryInterest);
    expect(await interest(plain)).toBeGreaterThan(9_000);
    expect(await interest(excellent)).toBeLessThan(200);
  });
});

describe('products', () => {
  const version = (appliesFrom: string, baseRate: number, product = 'corto-plazo') => ({
    params: { product, appliesFrom: day(appliesFrom) },
    body: {
      name: 'Corto plazo',
      parameters: { ...CUSTOMARY_PARAMETERS, baseRate: { value: baseRate, source: 'Por confirmar' } },
    },
  });

  it('gives each note the version in force at its signature', async () => {
    await defineProduct(deps, version('2024-01-01', 60_000), coordinator);
    await defineProduct(deps, version('2026-09-01', 40_000), coordinator);
    const rateOf = async (date: string) =>
      (await deps.products.inForce('corto-plazo', day(date)))?.parameters.baseRate.value;
    expect(await Promise.all(['2023-12-31', '2024-01-01', '2026-08-31', '2026-09-01'].map(rateOf))).toEqual([
      undefined,
      60_000,
      60_000,
      40_000,
    ]);
    const { body } = await listProductVersions(deps, { params: { product: 'corto-plazo' } });
    expect(body.versions.map(({ appliesFrom }) => appliesFrom)).toEqual(['2024-01-01', '2026-09-01']);
  });

  it('never changes a version: the same again is answered, other values are refused', async () => {
    const stated = version('2025-01-01', 60_000, 'fijo');
    await defineProduct(deps, stated, coordinator);
    expect(await defineProduct(deps, stated, callerOf('systems'))).toMatchObject({ repeated: true });
    const refusal = await refusalOf(defineProduct(deps, version('2025-01-01', 50_000, 'fijo'), coordinator));
    expect(refusal).toMatchObject({ code: 'product-version-fixed' });
  });

  it('refuses a contract signed before its product had a version', async () => {
    const { fileId } = await aFile(deps);
    const body = noteBody({
      signedOn: '2019-08-15',
      firstDisbursement: { valueDate: '2019-08-20', amount: '1.00', payee: 'school' },
    });
    expect(await refusalOf(openNote(deps, { params: { fileId }, body }, portal))).toMatchObject({
      code: 'product-not-in-force',
    });
  });
});

describe('what other areas read', () => {
  it('finds a note by reference, credit number, contract, file and id', async () => {
    const { fileId, borrowerId } = await aFile(deps, 'nogales');
    const body = noteBody({ creditNumber: '000000777001' });
    const { noteId } = (await openNote(deps, { params: { fileId }, body }, portal)).body;
    const reader = registerStoreReader({ documents: dynamo.documents, tableName: dynamo.tables.REGISTER_TABLE });
    const target = { fileId, noteId, office: 'nogales' };
    const summary = {
      noteId,
      fileId,
      contractNumber: body.contractNumber,
      office: 'nogales',
      product: 'sostenimiento',
      paymentReference: body.paymentReference,
    };
    expect(await reader.findReference(body.paymentReference)).toEqual(target);
    expect(await reader.findCreditNumber('000000777001')).toEqual(target);
    expect(await reader.findNote(noteId)).toEqual(summary);
    expect(await reader.findContract(body.contractNumber)).toEqual(summary);
    expect(await reader.notesOfFile(fileId)).toEqual([summary]);
    expect(await reader.findFile(fileId)).toEqual({
      fileId,
      borrowerId,
      borrowerName: 'María José Ruiz',
      office: 'nogales',
    });
    expect(await reader.findReference('NADIE00000000000')).toBeUndefined();
    const { paymentReference: known } = body;
    // Of many at once, each once however often it is asked for, and none that points at nothing.
    expect(await reader.findReferences([known, 'NADIE00000000000', known])).toEqual(new Map([[known, target]]));
    expect(await reader.findReferences(['000000777001'])).toEqual(new Map());
    expect(await reader.findCreditNumbers(['000000777001', known])).toEqual(new Map([['000000777001', target]]));
    expect(await reader.findNote(fileId)).toBeUndefined();
    expect(await reader.findContract('NADIE-1')).toBeUndefined();
  });
});
