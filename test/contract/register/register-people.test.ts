import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { correctBorrower } from '../../../functions/lending/correct-borrower.ts';
import { getBorrower } from '../../../functions/lending/get-borrower.ts';
import { getFile } from '../../../functions/lending/get-file.ts';
import type { LendingDeps } from '../../../functions/lending/lending-deps.ts';
import { openFile } from '../../../functions/lending/open-file.ts';
import { registerBorrower } from '../../../functions/lending/register-borrower.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import {
  aFile,
  callerOf,
  coordinator,
  freshCurp,
  lendingOn,
  parsed,
  personBody,
  portal,
  wholeRegister,
} from './lending-world.ts';

let dynamo: TestDynamo;
let deps: LendingDeps;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  deps = lendingOn(dynamo);
});
afterAll(() => dynamo.stop());

const wrongDigit = (curp: string) => curp.slice(0, 17) + ((Number(curp[17]) + 1) % 10);
const pointersOf = (refusal: unknown) =>
  (refusal as { details: { pointer: string }[] }).details.map(({ pointer }) => pointer);
const refusalOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('registering a borrower', () => {
  it('keeps the person and gives them back, with the warning about the RFC', async () => {
    const body = personBody({ rfc: 'vace460910sx6', clabe: '032180000118359719' });
    const answer = await registerBorrower(deps, { body }, portal);
    expect(answer.body.warnings).toEqual([{ pointer: '/rfc', message: expect.stringContaining('último carácter') }]);
    const read = await getBorrower(deps, { params: answer.body }, coordinator);
    expect(read.body).toMatchObject({ name: body.name, curp: body.curp, rfc: 'VACE460910SX6', fileId: null });
    expect(read.etag).toBe('v1');
  });

  it('refuses a CURP that somebody has, names their record and writes nothing', async () => {
    const first = await registerBorrower(deps, { body: personBody() }, portal);
    const { curp } = (await getBorrower(deps, { params: first.body }, coordinator)).body;
    const before = await wholeRegister(dynamo);
    const refusal = await refusalOf(registerBorrower(deps, { body: personBody({ curp }) }, portal));
    expect(refusal).toMatchObject({ code: 'curp-already-registered' });
    expect(JSON.stringify(refusal)).toContain(first.body.borrowerId);
    expect(JSON.stringify(refusal)).not.toContain(curp);
    expect(await wholeRegister(dynamo)).toEqual(before);
  });

  it('belongs to the office of their file: that of before neither reads nor corrects them, nor hears whose a CURP is', async () => {
    const body = personBody({ office: 'hermosillo' });
    const { borrowerId } = (await registerBorrower(deps, { body }, portal)).body;
    const file = { borrowerId, office: 'nogales' as const, cosigners: [], paymentReference: null };
    await openFile(deps, { body: file }, coordinator);
    const of = (...offices: Office[]) => callerOf('attention-desk', offices);
    const { office: _office, ...person } = body;
    const correct = (who: Caller) =>
      correctBorrower(deps, { params: { borrowerId }, body: { ...person, rfc: null }, ifMatch: 'v1' }, who);
    const twin = (who: Caller, office: Office) =>
      refusalOf(registerBorrower(deps, { body: personBody({ curp: body.curp, office }) }, who));
    for (const stranger of [of('hermosillo'), of('hermosillo', 'obregon')]) {
      expect(await refusalOf(getBorrower(deps, { params: { borrowerId } }, stranger))).toMatchObject({
        code: 'not-found',
      });
      expect(await refusalOf(correct(stranger))).toMatchObject({ code: 'not-found' });
      expect(JSON.stringify(await twin(stranger, 'hermosillo'))).not.toContain(borrowerId);
    }
    expect(JSON.stringify(await twin(of('nogales'), 'nogales'))).toContain(borrowerId);
    expect(await correct(of('nogales'))).toMatchObject({ etag: 'v2' });
  });

  it('lets exactly one of ten clerks register the same CURP at once', async () => {
    const curp = freshCurp();
    const attempts = Array.from({ length: 10 }, () => registerBorrower(deps, { body: personBody({ curp }) }, portal));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'curp-already-registered' });
    }
  });

  it('tells all faults at once and writes nothing', async () => {
    const body = personBody({ curp: wrongDigit(freshCurp()), rfc: 'NO-ES-RFC', clabe: '032180000118359718' });
    const before = await wholeRegister(dynamo);
    const refusal = await refusalOf(registerBorrower(deps, { body }, portal));
    expect(refusal).toMatchObject({ code: 'person-data-refused' });
    expect(pointersOf(refusal)).toEqual(['/curp', '/rfc', '/clabe']);
    expect(await wholeRegister(dynamo)).toEqual(before);
  });

  it('takes a CURP with a wrong digit only from those who may override it, and keeps why', async () => {
    const override = { curp: wrongDigit(freshCurp()), curpOverride: { reason: 'Constancia de RENAPO a la vista' } };
    const refusal = await refusalOf(registerBorrower(deps, { body: personBody(override) }, portal));
    expect(pointersOf(refusal)).toEqual(['/curp']);
    const { body } = await registerBorrower(deps, { body: personBody(override) }, callerOf('systems'));
    const read = await getBorrower(deps, { params: body }, coordinator);
    expect(read.body.curpOverride).toEqual({
      reason: 'Constancia de RENAPO a la vista',
      by: 'subject-of-systems',
      on: '2026-11-20',
    });
  });
});

describe('correcting a borrower', () => {
  it('needs the version last read: of two corrections from one reading the second is refused', async () => {
    const { borrowerId } = (await registerBorrower(deps, { body: personBody() }, portal)).body;
    const { office: _office, ...body } = personBody();
    const corrected = await correctBorrower(deps, { params: { borrowerId }, body, ifMatch: 'v1' }, coordinator);
    expect(corrected.etag).toBe('v2');
    const refusal = await refusalOf(
      correctBorrower(deps, { params: { borrowerId }, body, ifMatch: 'v1' }, coordinator),
    );
    expect(refusal).toMatchObject({ code: 'version-changed', rule: { status: 412 } });
  });

  it('asks in the same write that an address taken off be told, and for nothing when it stays in other capitals', async () => {
    const email = (value: string) => ({ kind: 'email' as const, value });
    const { office: _office, ...person } = personBody();
    const body = { ...person, contactPoints: [email('vieja@correo.example'), email('otra@correo.example')] };
    const { borrowerId } = (await registerBorrower(deps, { body: { ...body, office: 'hermosillo' } }, portal)).body;
    const opened = await openFile(
      deps,
      { body: { borrowerId, office: 'hermosillo', paymentReference: null, cosigners: [] } },
      coordinator,
    );
    const { fileId } = opened.body;
    const correct = (contactPoints: typeof body.contactPoints, ifMatch: string) =>
      correctBorrower(deps, { params: { borrowerId }, body: { ...body, contactPoints }, ifMatch }, coordinator);
    const asked = async () => {
      const { documents, tables } = dynamo;
      const { Items = [] } = await documents.send(new ScanCommand({ TableName: tables.SYSTEM_TABLE }));
      return Items.filter(({ PK }) => PK === `JOB#TELL-OLD-ADDRESS#${fileId}`);
    };
    await correct([email('VIEJA@correo.example'), email('otra@correo.example')], 'v1');
    expect(await asked()).toEqual([]);
    const changed = [email('nueva@correo.example'), email('otra@correo.example')];
    await correct(changed, 'v2');
    await expect(correct([], 'v2')).rejects.toMatchObject({ code: 'version-changed' });
    expect(await asked()).toMatchObject([
      { SK: 'RUN#v3', input: { fileId, signatory: 'borrower', old: '["VIEJA@correo.example"]' } },
    ]);
  });

  it('lets one of two corrections at the same instant through', async () => {
    const { borrowerId } = (await registerBorrower(deps, { body: personBody() }, portal)).body;
    const correct = () => {
      const { office: _office, ...body } = personBody();
      return correctBorrower(deps, { params: { borrowerId }, body, ifMatch: 'v1' }, coordinator);
    };
    const outcomes = await Promise.allSettled([correct(), correct()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('frees the old CURP and never takes one that somebody has', async () => {
    const ana = personBody();
    const eva = personBody();
    const anaId = (await registerBorrower(deps, { body: ana }, portal)).body.borrowerId;
    await registerBorrower(deps, { body: eva }, portal);
    const { office: _office, ...person } = ana;
    const correct = (curp: string, ifMatch: string) =>
      correctBorrower(deps, { params: { borrowerId: anaId }, body: { ...person, curp }, ifMatch }, coordinator);
    expect(await refusalOf(correct(eva.curp, 'v1'))).toMatchObject({ code: 'curp-already-registered' });
    await correct(freshCurp(), 'v1');
    const reused = await registerBorrower(deps, { body: personBody({ curp: ana.curp }) }, portal);
    expect(reused.body.borrowerId).not.toBe(anaId);
  });

  it('does not ask for the override again while the CURP stays', async () => {
    const person = personBody({ curp: wrongDigit(freshCurp()), curpOverride: { reason: 'Acta de nacimiento' } });
    const { borrowerId } = (await registerBorrower(deps, { body: person }, coordinator)).body;
    const { office: _office, curpOverride: _override, ...body } = person;
    await correctBorrower(deps, { params: { borrowerId }, body, ifMatch: 'v1' }, coordinator);
    const read = await getBorrower(deps, { params: { borrowerId } }, coordinator);
    expect(read.body.curpOverride).toMatchObject({ reason: 'Acta de nacimiento' });
  });
});

describe('files', () => {
  const fileBody = (body: object) => parsed<Parameters<typeof openFile>[1]['body']>('openFile', body);

  it('opens one file a borrower, with cosigners, and refuses the second with the first one named', async () => {
    const { borrowerId } = (await registerBorrower(deps, { body: personBody() }, portal)).body;
    const { office: _office, clabe: _clabe, ...aval } = personBody();
    const cosigners = [{ ...aval, relationship: 'Madre' }];
    const { fileId } = (await openFile(deps, { body: fileBody({ borrowerId, office: 'nogales', cosigners }) }, portal))
      .body;
    const read = await getFile(deps, { params: { fileId } }, coordinator);
    expect(read.body).toMatchObject({ borrowerId, office: 'nogales', credit: 0, notes: [] });
    expect(read.body.cosigners).toMatchObject([{ number: 1, relationship: 'Madre', curp: aval.curp }]);
    const refusal = await refusalOf(openFile(deps, { body: fileBody({ borrowerId, office: 'nogales' }) }, portal));
    expect(refusal).toMatchObject({ code: 'borrower-has-file', detail: expect.stringContaining(fileId) });
  });

  it('tells the faults of every cosigner at once: a wrong digit and the borrower as their own cosigner', async () => {
    const borrower = personBody();
    const { borrowerId } = (await registerBorrower(deps, { body: borrower }, portal)).body;
    const { office: _office, clabe: _clabe, ...aval } = personBody({ curp: wrongDigit(freshCurp()) });
    const cosigners = [
      { ...aval, relationship: 'Padre' },
      { ...aval, curp: borrower.curp, relationship: 'Otro' },
    ];
    const refusal = await refusalOf(
      openFile(deps, { body: fileBody({ borrowerId, office: 'nogales', cosigners }) }, portal),
    );
    expect(pointersOf(refusal)).toEqual(['/cosigners/0/curp', '/cosigners/1/curp']);
  });

  it('answers 404 out of scope: borrower, file, and an office that is not the caller’s', async () => {
    const { borrowerId, fileId } = await aFile(deps, 'obregon');
    const nogales = callerOf('portfolio-coordinator', ['nogales']);
    const obregon = callerOf('portfolio-coordinator', ['obregon']);
    for (const attempt of [
      () => getBorrower(deps, { params: { borrowerId } }, nogales),
      () => getFile(deps, { params: { fileId } }, nogales),
      () => registerBorrower(deps, { body: personBody({ office: 'obregon' }) }, nogales),
      () => openFile(deps, { body: fileBody({ borrowerId, office: 'nogales' }) }, nogales),
      () => getFile(deps, { params: { fileId: borrowerId } }, obregon),
    ]) {
      expect(await refusalOf(attempt())).toMatchObject({ code: 'not-found', rule: { status: 404 } });
    }
    expect((await getFile(deps, { params: { fileId } }, obregon)).body.fileId).toBe(fileId);
  });
});
