import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { educationCreditReference } from '../../functions/recovery/references/education-credit-reference.ts';
import { addDays, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { freshCurp } from '../contract/register/lending-world.ts';
import type { DemoFile } from '../demonstration/lending/portfolio.ts';
import { makeCieFile, makeInternetFile } from '../demonstration/recovery/bank-file-writer.ts';
import { runWorkingDay } from '../demonstration/working-day/run-working-day.ts';
import { FISCAL_RECEIVER, FISCAL_TERMS } from '../fixtures/fiscal-terms.ts';
import { builtAssembly } from '../support/built-assembly.ts';
import { eveningBefore } from '../support/evening.ts';
import { allows, type Call, type Grant, grantsOf, RECORDED } from '../support/granted-calls.ts';
import {
  type Answered,
  type Asking,
  type Journey,
  portfolioBefore,
  quietly,
  startJourney,
} from '../support/journey.ts';
import { qrOnPage } from '../support/read-qr.ts';
import { vaultOf } from '../support/vault-of-journey.ts';

/**
 * What each function may do against what it did: the working day, then everything else that people and the clock ask
 * of the product. A call outside its policy would fail in AWS; a grant that nothing uses is too much.
 */
const DAY = calendarDate('2026-11-19');
const TODAY = calendarDate('2026-11-20');

/** Grants that no journey uses, each with what it is for. */
const MISSING_IS_404 = 'S3 answers 403 instead of 404 for what is missing to whoever may not list; nothing is listed';
const HEALING = 'finishes the assignment of a deposit that a crash cut off (test/contract/recovery/deposits.test.ts)';
const RECOVERED = 'sums what the stream gave up of the day before it closes (test/contract/reports/close-day.test.ts)';
const BESIDES_THE_IDENTITY = 'SES asks for it besides the identity; the local mailbox has no configuration sets';
const CARRIED = 'its use cases are built with the port of this table, of which they use other methods only';
/** Seen from 07:30 of the machine's own time on: the job watches the morning (watch-morning.test.ts). */
const BY_THE_HOUR = [
  'RecoveryResumeFiles dynamodb:GetItem cartera-local-system',
  'RecoveryResumeFiles dynamodb:Query cartera-local-system',
];
/** Of the watch: the API does the same at once and is seen to; the watch only when that was cut off. */
const HEALING_ACCESS = Object.fromEntries(
  [
    'AdminAddUserToGroup',
    'AdminCreateUser',
    'AdminDisableUser',
    'AdminEnableUser',
    'AdminGetUser',
    'AdminRemoveUserFromGroup',
    'AdminResetUserPassword',
    'AdminSetUserMFAPreference',
    'AdminUserGlobalSignOut',
  ].map((action) => [
    `AccessWatch cognito-idp:${action} userpool/us-east-1_UserPool6BA7E5F2`,
    'brings the directory after what a crash cut off (test/contract/access/users.test.ts)',
  ]),
);
const HEALING_ACTS = Object.fromEntries(
  [
    ...['GetItem', 'PutItem', 'Query'].map((action) => `${action} cartera-local-heads`),
    ...['GetItem', 'PutItem'].map((action) => `${action} cartera-local-idempotency`),
    ...['PutItem', 'Query'].map((action) => `${action} cartera-local-entries`),
    ...['GetItem', 'PutItem', 'Query'].map((action) => `${action} cartera-local-system`),
    ...['ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem'].map(
      (action) => `${action} cartera-local-register`,
    ),
  ].map((grant) => [`LendingHeal dynamodb:${grant}`, 'finishes an act that a crash cut off (note-acts.test.ts)']),
);
const HEALING_SCANS = Object.fromEntries(
  [
    ...['GetItem', 'PutItem'].map((action) => `dynamodb:${action} cartera-local-documents`),
    ...['GetObject', 'PutObject'].map((action) => `s3:${action} cartera-local-vault-000000000000-us-east-1/*`),
    ...['GetObjectTagging', 'GetObjectVersion'].map(
      (action) => `s3:${action} cartera-local-quarantine-000000000000-us-east-1/scans/*`,
    ),
    's3:ListBucket cartera-local-quarantine-000000000000-us-east-1',
  ].map((grant) => [`CustodyHealScans ${grant}`, 'receives what stood still for half an hour (scans.test.ts)']),
);
const UNSEEN: Readonly<Record<string, string>> = {
  ...HEALING_ACCESS,
  'AgreementsSweep dynamodb:GetItem cartera-local-idempotency':
    'answers a sweep that meets its own write (test/contract/ledger/agreements.test.ts)',
  'AgreementsSweep dynamodb:Query cartera-local-entries':
    'replays a note that moved since the breach (test/contract/agreements)',
  'AgreementsSweep dynamodb:GetItem cartera-local-system':
    'finishes a signature that a crash cut off (test/contract/agreements)',
  'AgreementsPreview dynamodb:Query cartera-local-system':
    'takes away what a run that was cut off stored (test/contract/agreements/campaign-previews.test.ts)',
  ...HEALING_ACTS,
  ...HEALING_SCANS,
  'CustodyDispose dynamodb:GetItem cartera-local-idempotency':
    'destroys an original that a run that was cut off had destroyed (disposals.test.ts)',
  'CustodyDispose dynamodb:PutItem cartera-local-system':
    'asks for another run when its time is up, or of a disposal that stands still (test/contract/jobs)',
  'CustodyDispose s3:GetObject cartera-local-vault-000000000000-us-east-1/*':
    'looks for the version of an act that a run that was cut off had kept (disposals.test.ts)',
  'CustodyLetters dynamodb:GetItem cartera-local-idempotency':
    'asks anew for a release that a run that was cut off had asked for (releases.test.ts)',
  'CustodyLetters dynamodb:PutItem cartera-local-system':
    'asks for the letters of a file that had none, and for the next run (releases.test.ts)',
  'InvoicingDeliver dynamodb:GetItem cartera-local-system':
    'looks whether its own try is there, whose answer was lost (test/contract/mail)',
  'InvoicingDeliver ses:SendRawEmail configuration-set/cartera-local-reports': BESIDES_THE_IDENTITY,
  ...Object.fromEntries(
    ['InvoicingDeliver', 'InvoicingStamp'].map((name) => [
      `${name} s3:GetObject cartera-local-vault-000000000000-us-east-1/*`,
      'looks for the version of a document that a run that was cut off had kept (invoices.test.ts)',
    ]),
  ),
  'StatementsKeepEvidence s3:GetObject cartera-local-vault-000000000000-us-east-1/*':
    'names the version of bytes that are in the vault already (scans.test.ts)',
  'CustodyLetters s3:GetObject cartera-local-vault-000000000000-us-east-1/*':
    'looks for the version of a letter that a run that was cut off had kept (releases.test.ts)',
  'RecoveryValuePortfolio dynamodb:GetItem cartera-local-rollups':
    'looks which days were not valued, when no day is named (missed-days.test.ts)',
  'RecoveryRollup dynamodb:Query cartera-local-entries':
    'reads what the stream lost of a note or credit head (test/contract/rollups)',
  'RecoveryRollup dynamodb:Query cartera-local-system':
    'reads what the stream lost of a deposit (test/contract/rollups)',
  'RecoveryCloseDay dynamodb:Query cartera-local-entries': RECOVERED,
  'RecoveryCloseDay dynamodb:Query cartera-local-system': RECOVERED,
  'RecoveryCloseDay dynamodb:UpdateItem cartera-local-rollups': RECOVERED,
  'RecoveryCloseDay s3:GetObject cartera-local-reports-000000000000-us-east-1/*':
    'takes over the frozen object of a run that was killed before writing its mark (close-day.test.ts)',
  'RecoveryCloseDay s3:ListBucket cartera-local-reports-000000000000-us-east-1': MISSING_IS_404,
  'RecoveryDesk dynamodb:Query cartera-local-register':
    'the notes of a file that a deposit is assigned to (deposits.test.ts)',
  'RecoveryPostFile dynamodb:Query cartera-local-entries': 'replays a note for a row of the past (backdated.test.ts)',
  'RecoveryPostFile s3:GetObject cartera-local-intake-000000000000-us-east-1/*':
    'reads an object that was stored while versioning was suspended and has no version',
  'RecoveryPostFile s3:ListBucket cartera-local-intake-000000000000-us-east-1': MISSING_IS_404,
  'RecoveryRender dynamodb:GetItem cartera-local-heads': CARRIED,
  'RecoveryRender dynamodb:GetItem cartera-local-idempotency': CARRIED,
  'RecoveryRender s3:ListBucket cartera-local-reports-000000000000-us-east-1': MISSING_IS_404,
  'RecoveryReports dynamodb:GetItem cartera-local-idempotency':
    'answers a request that is sent again (bad-input.test.ts)',
  'RecoveryReports s3:ListBucket cartera-local-reports-000000000000-us-east-1': MISSING_IS_404,
  'RecoveryResumeFiles dynamodb:BatchGetItem cartera-local-system': HEALING,
  'RecoveryResumeFiles dynamodb:GetItem cartera-local-heads': HEALING,
  'RecoveryResumeFiles dynamodb:GetItem cartera-local-idempotency': HEALING,
  'RecoveryResumeFiles dynamodb:GetItem cartera-local-register': CARRIED,
  'RecoveryResumeFiles dynamodb:PutItem cartera-local-entries': HEALING,
  'RecoveryResumeFiles dynamodb:PutItem cartera-local-heads': HEALING,
  'RecoveryResumeFiles dynamodb:PutItem cartera-local-idempotency': HEALING,
  'RecoveryResumeFiles dynamodb:Query cartera-local-entries': HEALING,
  'RecoveryResumeFiles dynamodb:Query cartera-local-heads': HEALING,
  'RecoveryResumeFiles dynamodb:UpdateItem cartera-local-system': HEALING,
  'RecoveryRollup dynamodb:BatchGetItem cartera-local-rollups':
    'looks how far each owner is when a batch is delivered again (test/contract/rollups)',
  'RecoverySendReport s3:ListBucket cartera-local-reports-000000000000-us-east-1': MISSING_IS_404,
  'RecoverySendReport ses:SendRawEmail configuration-set/cartera-local-reports': BESIDES_THE_IDENTITY,
  'AgreementsRemind ses:SendRawEmail configuration-set/cartera-local-reports': BESIDES_THE_IDENTITY,
  'CustodyChase dynamodb:GetItem cartera-local-system':
    'looks whether a try whose write lost its answer is its own (test/contract/mail)',
  'CustodyReceiveList dynamodb:PutItem cartera-local-system':
    'asks for another run when its time is up (test/contract/custody/receptions.test.ts)',
  'CustodyChase ses:SendRawEmail configuration-set/cartera-local-reports': BESIDES_THE_IDENTITY,
  'StatementsDeliver ses:SendRawEmail configuration-set/cartera-local-reports': BESIDES_THE_IDENTITY,
  'StatementsDisputes ses:SendRawEmail configuration-set/cartera-local-reports': BESIDES_THE_IDENTITY,
  'StatementsTick dynamodb:GetItem cartera-local-system':
    'looks whether a write whose answer was lost is its own (test/contract/store)',
  'StatementsMonthly ses:SendRawEmail configuration-set/cartera-local-reports': BESIDES_THE_IDENTITY,
  'StatementsDeliver dynamodb:GetItem cartera-local-system':
    'looks whether a try whose write lost its answer is its own (test/contract/mail)',
  'RecoveryValuePortfolio s3:ListBucket cartera-local-roots-000000000000-us-east-1': MISSING_IS_404,
  'SystemDispatch lambda:InvokeFunction cartera-local-recovery-post-file':
    'goes on with a file that its run left (kill.test.ts)',
};

let journey: Journey;
let grants: readonly Grant[];
let calls: readonly Call[];

beforeAll(async () => {
  journey = await startJourney({ today: TODAY, dataDir: await eveningBefore(DAY), recordCalls: true });
  const calendar = bankHolidayCalendar();
  await quietly(() =>
    runWorkingDay(journey.runner, { dataDir: journey.dataDir, today: TODAY, seed: 'demo', calendar }),
  );
  await lend();
  await workTheWindow();
  await useCredit();
  await correctPayments();
  await agree();
  await actOnANote();
  await readAStatement();
  await keepScans();
  await releaseAFile();
  // Nobody brings what it lacks: it lapses (disposeOfAFile).
  await post(`${await receiveArco(portfolioBefore(DAY)[0]!, 'rectification', TODAY)}/prevention`, COORDINATOR, TOLD);
  await keepOriginals();
  await invoiceAPayment();
  await workTheDeposits();
  await bounceACheque();
  await decideAReturn();
  await decideOnDuplicates();
  await readEverything();
  await keepTheBooks();
  await disposeOfAFile();
  await haveAMailBack();
  await giveAccess();
  await journey.runner.waitUntilQuiet();
  grants = grantsOf(await builtAssembly());
  calls = readFileSync(path.join(journey.dataDir, 'calls.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
}, 600_000);
afterAll(() => journey?.end());

const TECHNICIAN = { role: 'recovery-technician' };
const ACCOUNTANT = { role: 'accountant' };
const COORDINATOR = { role: 'portfolio-coordinator' };
const TOLD = { reason: 'Falta la firma', notice: 'mail' };
const CASHIER = { role: 'cashier', office: 'hermosillo' };

async function done(where: string, asking: Asking): Promise<Answered> {
  const answer = await journey.ask(where, asking);
  expect([answer.status, answer.status < 400 ? '' : answer.json], where).toEqual([
    expect.toSatisfy((s) => s < 300),
    '',
  ]);
  return answer;
}
const post = (where: string, who: Asking, body?: object, headers: Record<string, string> = {}) =>
  done(where, {
    ...who,
    method: 'POST',
    headers: { 'idempotency-key': randomUUID(), ...headers },
    ...(body === undefined ? {} : { body }),
  });
const get = (where: string, who: Asking = TECHNICIAN) => done(where, who);

async function lend(): Promise<void> {
  const versions = (await get('/v1/products/superior/versions')).json.versions;
  const { name, parameters } = versions[0];
  const define = { ...COORDINATOR, method: 'PUT', body: { name, parameters } };
  await done('/v1/products/superior/versions/2026-01-01', define);
  await done('/v1/products/superior/versions/2026-01-01', define);
  const person = {
    name: { givenNames: 'Iván', firstSurname: 'Núñez', secondSurname: 'Ojeda' },
    curp: freshCurp(),
    office: 'nogales',
  };
  const { borrowerId } = (await post('/v1/borrowers', COORDINATOR, person)).json;
  const twin = await journey.ask('/v1/borrowers', { ...COORDINATOR, method: 'POST', body: person });
  expect(twin.json.code).toBe('curp-already-registered');
  const look = (text: string) => done('/v1/borrower-searches', { ...CASHIER, method: 'POST', body: { text } });
  for (const text of ['núñez', person.curp, '6621234567', 'alguien@prueba.mx', 'CE-2026/900001']) await look(text);
  const read = await get(`/v1/borrowers/${borrowerId}`);
  const { office: _, ...correction } = { ...person, curp: freshCurp() };
  await done(`/v1/borrowers/${borrowerId}`, {
    ...COORDINATOR,
    method: 'PUT',
    body: correction,
    headers: { 'if-match': String(read.headers.get('etag')) },
  });
  const paymentReference = educationCreditReference(900_002);
  const { fileId } = (await post('/v1/files', COORDINATOR, { borrowerId, office: 'nogales', paymentReference })).json;
  const note = {
    contractNumber: 'CE-2026/900001',
    product: 'superior',
    signedOn: '2026-08-15',
    endOfStudies: '2026-12-15',
    level: 'higher',
    school: 'Universidad de Sonora',
    period: '2026-2',
    paymentReference: educationCreditReference(900_001),
    firstDisbursement: { valueDate: '2026-08-20', amount: '8000.00', payee: 'school' },
  };
  const { noteId } = (await post(`/v1/files/${fileId}/notes`, COORDINATOR, note)).json;
  await post(`/v1/files/${fileId}/notes`, COORDINATOR, note);
  const money = { valueDate: '2026-09-01', amount: '500.00', payee: 'school' };
  await post(`/v1/notes/${noteId}/disbursements`, COORDINATOR, money);
  await post(`/v1/notes/${noteId}/averages`, COORDINATOR, { valueDate: '2026-10-01', average: 95 });
  await get(`/v1/notes/${noteId}?asOf=2026-09-15`);
  await get(`/v1/files/${fileId}`);
  // A bank row that pays the whole file by its own reference.
  const bytes = makeCieFile([{ date: TODAY, reference: paymentReference, amount: 30_000 }]);
  expect(await journey.bring({ fileName: 'cie-expediente.txt', bytes })).toMatchObject({ status: 'done' });
}

async function workTheWindow(): Promise<void> {
  const [first, second] = portfolioBefore(DAY).filter(({ notes }) => notes.length > 1);
  const body = (target: object, received = 'cash') => ({ target, amount: '20000.00', received });
  const whole = await post('/v1/window-payments', CASHIER, body({ fileId: first!.file.fileId }));
  await get(`/v1/window-payments/${whole.json.folio}/receipt`);
  await get(`/v1/window-payments/${whole.json.folio}`);
  await get('/v1/window-payments?office=hermosillo');
  const { contractNumber, noteId } = second!.notes[0]!.item;
  const key = { 'idempotency-key': randomUUID() };
  const cheque = await post('/v1/window-payments', CASHIER, body({ contractNumber }, 'cheque'), key);
  await post('/v1/window-payments', CASHIER, body({ contractNumber }, 'cheque'), key);
  await post(`/v1/window-payments/${cheque.json.folio}/cancellation`, CASHIER, { reason: 'Capturado por error' });
  await post('/v1/window-payments', CASHIER, body({ noteId }));
  const chosen = { fileId: second!.file.fileId, chosenNoteIds: [noteId] };
  await post('/v1/window-payments', CASHIER, body(chosen));
  await get('/v1/queued-credits');
}

async function useCredit(): Promise<void> {
  const { file, notes } = portfolioBefore(DAY)[5]!;
  const { noteId } = notes[0]!.item;
  const amount = '90000.00';
  await post('/v1/window-payments', CASHIER, { target: { noteId }, amount, confirmedAmount: amount, received: 'cash' });
  const asked = { noteId, use: 'refund', amount: '1.00', reason: 'Lo pidió el acreditado' };
  const request = async () => (await post(`/v1/files/${file.fileId}/credit-uses`, TECHNICIAN, asked)).json.creditUseId;
  const [approved, rejected] = [await request(), await request()];
  const reference = { transferReference: 'SPEI 456' };
  const key = { 'idempotency-key': randomUUID() };
  const approve = () => post(`/v1/credit-uses/${approved}/approval`, ACCOUNTANT, reference, key);
  for (const { json } of [await approve(), await approve()]) expect(json.status).toBe('done');
  await post(`/v1/credit-uses/${rejected}/rejection`, ACCOUNTANT, { reason: 'Falta la solicitud firmada' });
  await get('/v1/credit-uses?status=done');
  await get(`/v1/credit-uses/${approved}`);
}

async function correctPayments(): Promise<void> {
  const SYSTEMS = { role: 'systems' };
  const { file, notes } = portfolioBefore(DAY)[6]!;
  const { noteId } = notes[0]!.item;
  const taken = { target: { noteId }, amount: '100.00', received: 'cash' };
  const pay = async () => (await post('/v1/window-payments', CASHIER, taken)).json.paymentId;
  const wrongly = async (shouldHaveBeen: object | null, key = randomUUID()) => {
    const body = { paymentId: await pay(), shouldHaveBeen, reason: 'Capturado por error' };
    const asked = await post(`/v1/files/${file.fileId}/payment-corrections`, TECHNICIAN, body, {
      'idempotency-key': key,
    });
    return `/v1/payment-corrections/${asked.json.correctionId}`;
  };
  const reason = { reason: 'No procede' };
  const moved = await wrongly({ target: { fileId: file.fileId } });
  const key = { 'idempotency-key': randomUUID() };
  for (const _ of [1, 2])
    expect((await post(`${moved}/authorisation`, SYSTEMS, undefined, key)).json.status).toBe('done');
  await post(`${await wrongly(null)}/authorisation`, SYSTEMS);
  await post(`${await wrongly(null)}/rejection`, SYSTEMS, reason);
  await post(`${await wrongly(null)}/withdrawal`, TECHNICIAN, reason);
  await get('/v1/payment-corrections?status=done');
  await get(moved);
}

async function agree(): Promise<void> {
  const COLLECTOR = { role: 'collector', office: 'hermosillo' };
  const DIRECTOR = { role: 'director' };
  const files = portfolioBefore(DAY).filter(({ file }) => file.office === 'hermosillo');
  const { fileId } = files.at(-1)!.file;
  const wishes = { forgive: { defaultInterest: 100 }, payments: 3, from: '2026-12-15' };
  const reason = { reason: 'Lo pidió el acreditado' };
  await post(`/v1/files/${fileId}/agreement-simulations`, COLLECTOR, wishes);
  const key = { 'idempotency-key': randomUUID() };
  const proposed = { ...wishes, ...reason, cosigners: [1], guarantees: [{ kind: 'pledge', description: 'Auto' }] };
  const propose = () => post(`/v1/files/${fileId}/agreements`, COLLECTOR, proposed, key);
  const { agreementId } = (await propose()).json;
  await propose();
  const where = `/v1/agreements/${agreementId}`;
  await post(`${where}/authorisation`, COORDINATOR);
  expect((await post(`${where}/signature`, COLLECTOR)).json.status).toBe('authorised');
  const live = await post(`${where}/signature`, COLLECTOR, { who: 'cosigner-1' });
  expect([live.json.status, live.json.signers.map(({ who }: { who: string }) => who)]).toEqual([
    'live',
    ['borrower', 'cosigner-1'],
  ]);
  await get(`${where}/document`);
  await get(`/v1/files/${fileId}/agreements`);
  await get('/v1/agreements?status=live');
  await get(where);
  const { folio } = (await post(`/v1/files/${fileId}/payoff-quotes`, COLLECTOR, { until: '2026-11-25' })).json;
  await get(`/v1/payoff-quotes/${folio}`);
  await get(`/v1/payoff-quotes/${folio}/document`);
  await journey.runner.invoke('agreements-sweep', { work: 'heal' });
  await post(`${where}/cancellation`, DIRECTOR, reason);
  const terms = {
    ...{
      name: 'Ponte al corriente',
      from: TODAY,
      until: '2026-12-31',
      forgive: { principal: 1, defaultInterest: 100 },
    },
    ...{ mostPayments: 6, eligibility: { offices: ['hermosillo'] }, budget: '1000000.00' },
    ...{ legalBasis: 'Acuerdo de la Junta Directiva', source: 'Por confirmar por el Instituto' },
  };
  const { campaignId } = (await post('/v1/campaigns', COORDINATOR, terms)).json;
  await post(`/v1/campaigns/${campaignId}/authorisation`, DIRECTOR);
  await get('/v1/campaigns');
  await get(`/v1/campaigns/${campaignId}`);
  const { previewId } = (await post(`/v1/campaigns/${campaignId}/previews`, COORDINATOR)).json;
  await journey.runner.waitUntilQuiet();
  const preview = await get(`/v1/campaigns/${campaignId}/previews/${previewId}`);
  expect(preview.json).toMatchObject({ status: 'done', isComplete: true });
  const listed = await get(`/v1/campaigns/${campaignId}/previews/${previewId}/files?office=hermosillo`);
  expect(listed.json.items.length).toBeGreaterThan(0);
  const days = { from: '2026-11-23', until: '2026-12-18' };
  const letters = await post(`/v1/campaigns/${campaignId}/previews/${previewId}/letters`, COORDINATOR, days);
  const workbook = await post(`/v1/campaigns/${campaignId}/previews/${previewId}/workbooks`, COORDINATOR, {});
  await journey.runner.waitUntilQuiet();
  for (const { json } of [letters, workbook]) {
    const paper = `/v1/campaigns/${campaignId}/papers/${json.paperId}`;
    expect((await get(paper)).json).toMatchObject({ status: 'done', parts: [{ part: 1 }] });
    const fetched = await fetch((await get(`${paper}/parts/1`)).json.url);
    expect([fetched.status, (await fetched.arrayBuffer()).byteLength]).toEqual([
      200,
      (await get(paper)).json.parts[0].bytes,
    ]);
  }
  const { alternatives } = (await post(`/v1/files/${fileId}/settlement-alternatives`, TECHNICIAN, {})).json;
  expect(alternatives.map(({ kind }: { kind: string }) => kind)).toEqual(
    expect.arrayContaining(['instalments', 'campaign', 'judicial']),
  );
  // Nobody pays it: the sweep of January breaks it (keepTheBooks).
  const { forgive: _campaigns, ...plan } = wishes;
  const again = await post(`/v1/files/${fileId}/agreements`, DIRECTOR, { ...plan, campaignId, ...reason });
  await post(`/v1/agreements/${again.json.agreementId}/signature`, DIRECTOR);
  await giveAnAddress(files.at(-1)!.borrower.borrowerId);
}

/** By which its owner is reminded of the agreement's first payment (keepTheBooks). */
async function giveAnAddress(borrowerId: string): Promise<void> {
  const where = `/v1/borrowers/${borrowerId}`;
  const read = await get(where);
  const { name, curp, rfc, clabe, address, contactPoints } = read.json;
  const reachable = [...contactPoints, { kind: 'email', value: 'convenio@correo.example' }];
  await done(where, {
    ...COORDINATOR,
    method: 'PUT',
    headers: { 'if-match': String(read.headers.get('etag')) },
    body: { name, curp, rfc, clabe, address, contactPoints: reachable },
  });
}

async function actOnANote(): Promise<void> {
  const { noteId } = portfolioBefore(DAY)[2]!.notes[0]!.item;
  const act = { kind: 'correct-terms', valueDate: TODAY, terms: { defaultGraceDays: 7 } };
  const reason = { reason: 'Así se firmó' };
  const { noteActId } = (await post(`/v1/notes/${noteId}/acts`, TECHNICIAN, { act, ...reason })).json;
  await get(`/v1/note-acts/${noteActId}`);
  await post(`/v1/note-acts/${noteActId}/authorisation`, { role: 'systems' });
  await post(`/v1/note-acts/${noteActId}/cancellation`, { role: 'director' }, reason);
  await get('/v1/note-acts?status=taken-back');
  const [{ file, notes }] = portfolioBefore(DAY).slice(7) as [ReturnType<typeof portfolioBefore>[number]];
  const asked = {
    ...{ form: 'resolutory-condition', oldNoteIds: [notes[0]!.item.noteId], product: notes[0]!.item.product },
    ...{ contractNumber: 'R-2026/1', paymentReference: 'CREDEDUC99887766X', firstDueDate: '2027-01-15' },
    instalments: 12,
  };
  const { regenerationId } = (
    await post(`/v1/files/${file.fileId}/regenerations`, COORDINATOR, { ...asked, ...reason })
  ).json;
  const where = `/v1/regenerations/${regenerationId}`;
  await post(`${where}/authorisation`, { role: 'director' });
  await post(`${where}/signature`, COORDINATOR, {});
  await post(`${where}/resolution`, { role: 'director' }, reason);
  await get(where);
  await journey.runner.invoke('lending-heal', {});
}

/** Behind the link that the day's borrower asked for, and at the desk; in the end too many wrong data, and a person who unblocks. */
async function readAStatement(): Promise<void> {
  const { runner } = journey;
  const file = portfolioBefore(DAY).find(({ notes }) => notes.length > 1)!;
  const { contractNumber } = file.notes[0]!.item;
  const links = `/v1/files/${file.file.fileId}/statement-links`;
  const ask = { number: contractNumber, datum: file.borrower.curp, visitor: '189.203.10.7' };
  await post('/v1/statement-requests', { role: 'portal' }, ask);
  const body = { reason: 'Lo pidió el acreditado' };
  const key = { 'idempotency-key': randomUUID() };
  const { linkId } = (await post(links, TECHNICIAN, {}, key)).json;
  await post(links, TECHNICIAN, {}, key);
  await runner.waitUntilQuiet();
  await post(`${links}/${linkId}/revocation`, TECHNICIAN, body);
  await post(links, TECHNICIAN, {});
  await runner.waitUntilQuiet();
  await get(links);
  const mailed = runner.mails().flatMap(({ text = '' }) => /\/e\/[\w-]{43}/.exec(text)?.[0] ?? []);
  const link = mailed.at(-1)!;
  const give = (dato: string, to = link) =>
    fetch(`${runner.apiUrl}${to}`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ dato }) });
  await fetch(`${runner.apiUrl}${link}`);
  const cookie = (await give(contractNumber)).headers.get('set-cookie')!.split(';')[0]!;
  for (const page of ['/estado', '/estado/1'])
    expect((await fetch(`${runner.apiUrl}${page}`, { headers: { cookie } })).status, page).toBe(200);
  // Drawn and kept, then read as it was kept.
  for (const _again of [1, 2])
    expect((await fetch(`${runner.apiUrl}/estado/documento`, { headers: { cookie } })).status).toBe(200);
  const papers = `/v1/files/${file.file.fileId}/statement-papers`;
  const [{ folio }] = (await get(papers)).json.papers;
  await fetch(`${runner.apiUrl}/verificar/${folio}-00000000`);
  for (const _again of [1, 2]) await get(`/v1/files/${file.file.fileId}/statement-copy`);
  const chosen = new URLSearchParams({ mensual: 'si', horario: 'any', 'medio-email': 'si' });
  const keep = { method: 'POST', redirect: 'manual', headers: { cookie }, body: chosen } as const;
  expect((await fetch(`${runner.apiUrl}/estado/avisos`, keep)).status).toBe(303);
  await get(`/v1/files/${file.file.fileId}/contact-preferences`);
  await post(`${papers}/${folio}/revocation`, TECHNICIAN, body);
  await disagree(file.file.fileId, file.notes[0]!.item.noteId, cookie);
  await fetch(`${runner.apiUrl}/estado/cerrar`, { method: 'POST', headers: { cookie } });
  // Five pause a link, ten over the day's and this one block the file.
  for (const to of mailed) for (let time = 0; time < 5; time += 1) await give('ZZZZ', to);
  await runner.waitUntilQuiet();
  await post(`${links}/unblocking`, COORDINATOR, body);
  await mailTheMonth();
}

/** Proposed, started by another person, looked after by the schedule; whoever got it wants no more. */
async function mailTheMonth(): Promise<void> {
  const { runner } = journey;
  await post('/v1/statement-months', COORDINATOR, { reason: 'Envío del mes' });
  await post('/v1/statement-months/2026-11/authorisation', { role: 'director' });
  await runner.waitUntilQuiet();
  expect((await get('/v1/statement-months/2026-11', COORDINATOR)).json).toMatchObject({ status: 'done', sent: 1 });
  await runner.invoke('statements-monthly', { work: 'resume' });
  const out = runner.mails().flatMap(({ text = '' }) => /\/b\/[\w-]{43}/.exec(text)?.[0] ?? []);
  expect((await fetch(`${runner.apiUrl}${out.at(-1)}`, { method: 'POST' })).status).toBe(200);
}

/** A file that is paid off gets its letters, whose code is compared, and its papers; then its payment is taken back. */
async function releaseAFile(): Promise<void> {
  const file = portfolioBefore(DAY).findLast(({ notes }) => notes.length === 1)!;
  const { fileId } = file.file;
  const quote = (await post(`/v1/files/${fileId}/payoff-quotes`, TECHNICIAN, {})).json;
  const body = { target: { fileId }, amount: quote.days[0].total, received: 'cash' };
  const paid = (await post('/v1/window-payments', CASHIER, body)).json;
  const { releaseId } = (await post(`/v1/files/${fileId}/releases`, TECHNICIAN)).json;
  await journey.runner.waitUntilQuiet();
  const release = `/v1/releases/${releaseId}`;
  const { letters } = (await get(release)).json;
  expect(letters).toHaveLength(2);
  await get(`/v1/files/${fileId}/releases`);
  await get('/v1/releases?status=issued');
  const batch = (await post('/v1/release-batches', TECHNICIAN, { office: file.file.office, fileIds: [fileId] })).json;
  await journey.runner.waitUntilQuiet();
  expect((await get(`/v1/release-batches/${batch.batchId}`)).json).toMatchObject({ status: 'done', issued: 1 });
  expect(await journey.runner.invoke('custody-letters', { work: 'heal' })).toEqual({ resumed: 0 });
  const opened = await post(`/v1/documents/${letters[0].documentId}/openings`, TECHNICIAN, {
    ...{ purpose: 'attention', reason: 'Entrega de la carta' },
  });
  const url = qrOnPage(new Uint8Array(await (await fetch(opened.json.url)).arrayBuffer()));
  const verify = async () => (await fetch(new URL(new URL(url).pathname, journey.runner.apiUrl))).text();
  expect(await verify()).toContain('Vigente');
  await post(`${release}/appointment`, TECHNICIAN, { office: 'hermosillo', on: '2026-11-24', at: '10:30' });
  const receipt = await keep(file, 'acuse firmado', { kind: 'delivery-receipt', proves: { type: 'file', id: fileId } });
  const handed = { identification: 'voter-card', receiptDocumentId: receipt };
  expect((await post(`${release}/delivery`, TECHNICIAN, handed)).json.status).toBe('delivered');
  await post(`/v1/window-payments/${paid.folio}/cancellation`, CASHIER, { reason: 'Se capturó en otro expediente' });
  await journey.runner.waitUntilQuiet();
  expect(await verify()).toContain('Revocado');
  expect(await journey.runner.invoke('custody-letters', { work: 'review' })).toMatchObject({ revoked: 1 });
}

/** Signed settings; a CFDI that is stamped, mailed, printed, substituted and cancelled; a deferred one that is paid; the month's. */
async function invoiceAPayment(): Promise<void> {
  const { runner } = journey;
  const terms = {
    ...FISCAL_TERMS,
    components: { ...FISCAL_TERMS.components, principal: { ...FISCAL_TERMS.components.principal, invoiced: true } },
  };
  const { settingsId } = (await post('/v1/fiscal-settings', ACCOUNTANT, { from: TODAY, terms })).json;
  await post(`/v1/fiscal-settings/${settingsId}/signature`, { role: 'director' });
  await get('/v1/fiscal-settings', ACCOUNTANT);
  const [payment] = (await get('/v1/window-payments', CASHIER)).json.items.filter(
    ({ state, notes }: { state: string; notes: unknown[] }) => state === 'taken' && notes.length > 0,
  );
  const { fileId, paymentId } = payment;
  const asked = { fileId, paymentId, receiver: FISCAL_RECEIVER };
  const { invoiceId } = (await post('/v1/invoices', TECHNICIAN, asked)).json;
  // Sent again after a lost answer.
  const again = { ...ACCOUNTANT, method: 'POST', headers: { 'idempotency-key': randomUUID() } };
  for (const time of ['first', 'second'])
    expect(
      (
        await journey.ask('/v1/global-invoices', {
          ...again,
          body: { office: 'nogales', from: '2026-10-01', until: '2026-10-31' },
        })
      ).status,
      time,
    ).toBe(202);
  await runner.waitUntilQuiet();
  const second = await post(`/v1/invoices/${invoiceId}/substitution`, ACCOUNTANT, {});
  await runner.waitUntilQuiet();
  expect((await get(`/v1/invoices/${invoiceId}`, ACCOUNTANT)).json.status).toBe('substituted');
  const invoice = `/v1/invoices/${second.json.invoiceId}`;
  for (const path of ['/xml', '/document']) expect((await get(`${invoice}${path}`, ACCOUNTANT)).status).toBe(200);
  await get(`/v1/files/${fileId}/invoices`, ACCOUNTANT);
  await get('/v1/invoices?status=stamped', ACCOUNTANT);
  const month = { office: 'hermosillo', from: '2026-10-01', until: '2026-10-31' };
  expect((await post('/v1/global-invoices', ACCOUNTANT, month)).status).toBe(202);
  await runner.waitUntilQuiet();
  await runner.invoke('invoicing-stamp', { work: 'follow' });
  await runner.invoke('invoicing-stamp', { work: 'sweep' });
  await runner.waitUntilQuiet();
}

/** The same bytes as contract and as note, then one that replaces a scan; all of them come through the malware scan. */
async function keepScans(): Promise<void> {
  const [file] = portfolioBefore(DAY);
  const { fileId } = file!.file;
  const proves = { type: 'note', id: file!.notes[0]!.item.noteId };
  await keep(file!, 'contrato y pagaré', { kind: 'contract', proves });
  const note = await keep(file!, 'contrato y pagaré', { kind: 'promissory-note', proves });
  await keep(file!, 'mejor digitalizado', { kind: 'promissory-note', proves, replaces: note });
  await get(`/v1/files/${fileId}/documents?provesType=note&provesId=${proves.id}`);
  await get(`/v1/files/${fileId}/missing-documents`);
  const opened = await post(`/v1/documents/${note}/openings`, TECHNICIAN, {
    purpose: 'audit',
    reason: 'Revisión anual',
  });
  expect((await fetch(opened.json.url)).status).toBe(200);
  await get(`/v1/documents/${note}/openings`, COORDINATOR);
  await journey.runner.invoke('custody-heal-scans', {});
}

/** Uploads a scan of a file and waits until it is in the vault. */
async function keep({ file: { fileId } }: DemoFile, text: string, as: object): Promise<string> {
  const scan = Buffer.from(`%PDF-1.7 ${text}`);
  const sha256 = createHash('sha256').update(scan).digest('hex');
  const declared = { contentType: 'application/pdf', bytes: scan.length, sha256, fileName: 'digitalizado.pdf' };
  const key = { 'idempotency-key': randomUUID() };
  await post(`/v1/files/${fileId}/documents`, TECHNICIAN, { ...as, ...declared }, key);
  // Sent again, it is the same document with another form.
  const { document, form } = (await post(`/v1/files/${fileId}/documents`, TECHNICIAN, { ...as, ...declared }, key))
    .json;
  const upload = new FormData();
  for (const [name, value] of Object.entries<string>(form.fields)) upload.set(name, value);
  upload.set('file', new Blob([scan]), 'digitalizado.pdf');
  expect((await fetch(form.url, { method: 'POST', body: upload })).status).toBe(204);
  await journey.runner.waitUntilQuiet();
  const { documentId } = document;
  expect((await get(`/v1/documents/${documentId}`)).json).toMatchObject({ status: 'vaulted', sha256 });
  return documentId;
}

/** What a person asks about their data on a day, with its papers. */
async function receiveArco(file: DemoFile, right: string, receivedOn: string): Promise<string> {
  const { fileId } = file.file;
  const proves = { type: 'file', id: fileId };
  const papers = {
    requestDocumentId: await keep(file, `solicitud ${fileId}`, { kind: 'arco-request', proves }),
    identificationDocumentId: await keep(file, `credencial ${fileId}`, { kind: 'identification', proves }),
  };
  const asked = { right, asks: 'Lo que pide la persona', receivedOn, ...papers };
  const { requestId } = (await post(`/v1/files/${fileId}/arco-requests`, COORDINATOR, asked)).json;
  return `/v1/arco-requests/${requestId}`;
}

/** Answered by two and carried out. */
async function answerArco(file: DemoFile, right: string, receivedOn: string): Promise<string> {
  const { fileId } = file.file;
  const one = await receiveArco(file, right, receivedOn);
  await post(`${one}/study`, COORDINATOR, { reason: 'Está completa' });
  await post(`${one}/answer`, COORDINATOR, { finding: 'granted', answer: 'Procede lo que pidió' });
  await post(`${one}/approval`, { role: 'director' }, { notice: 'mail' });
  expect((await post(`${one}/execution`, COORDINATOR, TOLD)).json.status).toBe('executed');
  await get(one, COORDINATOR);
  await get(`/v1/files/${fileId}/arco-requests`, COORDINATOR);
  await get('/v1/arco-requests?status=executed', COORDINATOR);
  return one;
}

/** A file that is paid off is blocked and freed, a scan of it held and let go; ten years later its papers go by an act of two. */
async function disposeOfAFile(): Promise<void> {
  const { runner } = journey;
  const quoteOf = ({ file: { fileId } }: DemoFile) =>
    journey.ask(`/v1/files/${fileId}/payoff-quotes`, {
      ...{ ...TECHNICIAN, method: 'POST', body: {}, headers: { 'idempotency-key': randomUUID() } },
    });
  // The first of one note that can be quoted: it owes, and not in a lawsuit.
  let quote: Answered | undefined;
  let file: DemoFile | undefined;
  for (const one of portfolioBefore(DAY)
    .filter(({ notes }) => notes.length === 1)
    .slice(1)) {
    [file, quote] = [one, await quoteOf(one)];
    if (quote.status === 201) break;
  }
  const { fileId, office } = file!.file;
  const amount = quote?.json.days[0].total;
  await post('/v1/window-payments', CASHIER, { target: { fileId }, amount, confirmedAmount: amount, received: 'cash' });
  expect(await runner.invoke('custody-chase', { work: 'tick' })).toEqual({ lapsed: 1, late: 0 });
  await answerArco(file!, 'cancellation', '2027-01-08');
  const another = portfolioBefore(DAY)[2]!;
  const access = await answerArco(another, 'access', '2027-01-08');
  const { headers } = await get(`${access}/personal-data`, COORDINATOR);
  expect(headers.get('content-type')).toBe('application/zip');
  const outside = `/v1/files/${another.file.fileId}/disclosures`;
  const order = { on: TODAY, recipient: 'court', recipientName: 'Juzgado Primero', ground: 'court-order' };
  await post(outside, COORDINATOR, { ...order, what: 'Copia del contrato' });
  expect((await get(outside, COORDINATOR)).json.disclosures).toHaveLength(1);
  await get(`/v1/files/${fileId}/block`, COORDINATOR);
  await post(`/v1/files/${fileId}/block/lifting`, { role: 'director' }, { reason: 'Pidió otro crédito' });
  const documentId = await keep(file!, 'garantía', { kind: 'guarantee', proves: { type: 'file', id: fileId } });
  const ana = { role: 'custodian', office, subject: 'ana' };
  await post('/v1/custody-places', ana, { placeCode: 'B9', office, vault: 'Bóveda 9' });
  const paper = { kind: 'note', contractNumber: file!.notes[0]!.item.contractNumber };
  await post('/v1/originals', ana, { paper, placeCode: 'B9' });
  const holds = `/v1/documents/${documentId}/holds`;
  const held = { cause: { type: 'case', id: '1/2026' }, reason: 'Se presentó la demanda' };
  await post(holds, ana, held);
  await post(`${holds}/lifting`, COORDINATOR, held);
  await get(holds, COORDINATOR);
  await runner.waitUntilQuiet();

  for (const { sha256 } of (await get(`/v1/files/${fileId}/documents`)).json.items)
    await vaultOf(journey).endLock(sha256);
  await runner.setToday('2037-01-09');
  const asked = { fileIds: [fileId], reason: 'Venció su plazo' };
  const { disposalId } = (await post('/v1/disposals', ana, asked)).json;
  await post(`/v1/disposals/${disposalId}/approval`, { role: 'director' }, { reason: 'Revisado' });
  await runner.waitUntilQuiet();
  expect((await get(`/v1/disposals/${disposalId}`)).json).toMatchObject({ status: 'done', disposed: 1 });
  await get('/v1/disposals?status=done');
  expect(await runner.invoke('custody-dispose', { work: 'heal' })).toEqual({ resumed: 0 });
  await runner.setToday('2027-01-08');
}

/** The life of an original from its list to its delivery, a count of its place, and custody that changes hands. */
async function keepOriginals(): Promise<void> {
  const noteThat = async (isPaid: boolean, office?: string) => {
    for (const { file, notes } of portfolioBefore(DAY).filter((one) => (office ?? one.file.office) === one.file.office))
      for (const { item } of notes)
        if (((await get(`/v1/notes/${item.noteId}`)).json.balance?.status === 'paid') === isPaid)
          return { file, ...item };
    throw new Error('some pay, and some owe');
  };
  const { file, contractNumber, noteId } = await noteThat(false);
  const { office } = file;
  const ana = { role: 'custodian', office, subject: 'ana' };
  const luis = { ...ana, subject: 'luis' };
  const version = (number: number) => ({ 'if-match': `"v${number}"` });
  for (const [placeCode, vault] of Object.entries({ B1: 'Bóveda 1', B2: 'Bóveda 2' }))
    await post('/v1/custody-places', ana, { placeCode, office, vault });
  await get('/v1/custody-places', ana);
  await post('/v1/custody-places/B2/renamings', ana, { vault: 'Bóveda 3' }, version(1));
  const days = { ana: { from: '2026-01-01', to: null }, luis: { from: '2026-11-21', to: null } };
  for (const [subject, time] of Object.entries(days)) {
    const person = { subject, name: `Custodia ${subject}`, email: `${subject}@cartera.example` };
    await post('/v1/custodians', COORDINATOR, { office, ...person, ...time, reason: 'Nombramiento' });
    if (subject === 'ana') await post('/v1/custodians/endings', COORDINATOR, { office, to: TODAY });
  }
  expect((await get('/v1/custodians', ana)).json.items[0].custodian.subject).toBe('ana');

  const list = { isTrial: false, placeCode: 'B1', kind: 'note', csv: `contrato\n${contractNumber}` };
  const { receptionId } = (await post('/v1/original-receptions', ana, list)).json;
  await journey.runner.waitUntilQuiet();
  const received = (await get(`/v1/original-receptions/${receptionId}`, ana)).json;
  expect([received.status, received.outcomes]).toMatchObject(['done', [{ outcome: 'received', rows: 1 }]]);
  const { labelCode } = (await get(`/v1/original-receptions/${receptionId}/rows`, ana)).json.items[0];
  const original = `/v1/originals/${labelCode}`;
  const other = { paper: { kind: 'contract', contractNumber }, placeCode: 'B2' };
  const contract = (await post('/v1/originals', ana, other)).json.labelCode;
  const due = (await get(`${original}/payments-to-annotate`, ana)).json.payments;
  const annotated = due.map(({ paymentId }: { paymentId: string }) => paymentId);
  const lawyer = { kind: 'lawyer', id: 'a7', name: 'Lic. Julia Peña', email: 'julia@despacho.example' };
  const loan = { party: lawyer, purpose: 'Presentar la demanda', deadline: '2026-11-21', endorsed: true, annotated };
  // Sent again, it is the same loan; then its deadline is put where it has passed, for nobody here waits a day.
  const key = { 'idempotency-key': randomUUID(), ...version(1) };
  for (const _ of ['sent', 'again']) await post(`${original}/loans`, TECHNICIAN, loan, key);
  const out = (await get('/v1/originals?state=lent&dueBy=2026-11-21', ana)).json.items;
  expect(out).toMatchObject([{ labelCode, noteId, loan: { deadline: '2026-11-21' } }]);
  await journey.documents.send(
    new UpdateCommand({
      ...{ TableName: 'cartera-local-documents', Key: { PK: `ORIGINAL#${labelCode}`, SK: 'ORIGINAL' } },
      UpdateExpression: 'SET holder.deadline = :past, index1SK = :sort',
      ExpressionAttributeValues: { ':past': '2026-11-18', ':sort': `2026-11-18#${labelCode}` },
    }),
  );
  for (const work of ['chase', 'heal']) await journey.runner.invoke('custody-chase', { work });
  expect(journey.runner.mails().at(-1)?.subject).toContain('recordatorio 1');
  await post(`${original}/returns`, TECHNICIAN, { placeCode: 'B1' }, version(2));
  await post(`${original}/endorsement-cancellations`, ana, { reason: 'Testado en el pagaré' }, version(3));
  const delivering = await journey.ask(`${original}/deliveries`, {
    ...{ ...TECHNICIAN, method: 'POST', body: { identification: 'passport' } },
    headers: { 'idempotency-key': randomUUID(), ...version(4) },
  });
  expect([delivering.status, delivering.json.code]).toEqual([422, 'note-not-paid']);

  const { roundId } = (await post('/v1/inventory-rounds', ana, { placeCode: 'B1' })).json;
  const round = `/v1/inventory-rounds/${roundId}`;
  await post(`${round}/labels`, ana, { labels: [contract] });
  const { counts } = (await post(`${round}/closing`, ana, undefined, version(2))).json;
  expect(counts).toMatchObject({ expected: 1, missing: 1, misplaced: 1 });
  await get(`${round}/findings`, ana);
  await post(`${round}/placements`, ana, { labelCodes: [contract] });
  await post(`${round}/searches`, ana, { labelCodes: [labelCode] });
  await post(`${round}/review`, COORDINATOR, { reason: 'Se busca el que faltó' });
  for (const paper of ['document', 'workbook']) await get(`${round}/${paper}`, ana);
  await get('/v1/inventory-rounds?status=reviewed', ana);
  await post(`${original}/findings`, ana, { placeCode: 'B1', reason: 'Estaba en otra caja' }, version(5));
  await get('/v1/originals?placeCode=B1', ana);
  await get(`/v1/originals?fileId=${file.fileId}`, ana);
  await get(`${original}/movements/document`, ana);
  const closing = await post('/v1/custody-places/B2/closing', ana, undefined, version(2));
  expect(closing.json.status).toBe('closed');
  const print = (path: string, body: object) => done(path, { ...ana, method: 'POST', body });
  await print('/v1/original-labels', { labelCodes: [labelCode, contract] });
  await print('/v1/custody-place-labels', { placeCodes: ['B1'] });
  const paid = await noteThat(true, office);
  const paidPaper = { paper: { kind: 'contract', contractNumber: paid.contractNumber }, placeCode: 'B1' };
  const { labelCode: paidLabel } = (await post('/v1/originals', ana, paidPaper)).json;
  const handed = await post(
    `/v1/originals/${paidLabel}/deliveries`,
    TECHNICIAN,
    { identification: 'passport' },
    version(1),
  );
  expect(handed.json).toMatchObject({ status: 'delivered', loan: null });
  const act = { office, roundIds: [roundId], notes: 'Se entregan dos llaves.' };
  const { actId } = (await post('/v1/hand-over-acts', ana, act)).json;
  await post(`/v1/hand-over-acts/${actId}/acceptance`, luis, { remarks: null });
  await get('/v1/hand-over-acts?status=accepted', ana);
  await get(`/v1/hand-over-acts/${actId}/document`, luis);
}

/** Presents a dispute as its reader and another at the desk, and answers them. */
async function disagree(fileId: string, noteId: string, cookie: string): Promise<void> {
  const { runner } = journey;
  const where = `${runner.apiUrl}/estado/aclaraciones`;
  const facts = { concepto: 'interest', pagare: '', hechos: 'El interés de marzo no es el de mi contrato.' };
  const asked = { method: 'POST', redirect: 'manual', headers: { cookie }, body: new URLSearchParams(facts) } as const;
  const location = (await fetch(where, asked)).headers.get('location')!;
  await runner.waitUntilQuiet();
  for (const page of ['/estado/aclaraciones', location])
    expect((await fetch(`${runner.apiUrl}${page}`, { headers: { cookie } })).status, page).toBe(200);
  const page = await (await fetch(`${runner.apiUrl}${location}`, { headers: { cookie } })).text();
  const upload = new FormData();
  for (const [, name, value] of page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g))
    upload.set(name!, value!.replaceAll('&amp;', '&'));
  upload.set('file', new Blob(['%PDF-1.7 ficha']), 'ficha.pdf');
  const bucket = /action="([^"]+)" enctype/.exec(page)![1]!.replaceAll('&amp;', '&');
  expect((await fetch(bucket, { method: 'POST', body: upload, redirect: 'manual' })).status).toBe(303);
  await runner.waitUntilQuiet();
  expect(await fetch(`${runner.apiUrl}${location}`, { headers: { cookie } }).then((one) => one.text())).toContain(
    'PDF de 1 KB',
  );
  expect((await get(`/v1/disputes/${location.split('/').at(-1)}/evidence`)).json.files).toMatchObject([
    { kind: 'pdf', verdict: 'clean', documentId: expect.any(String) },
  ]);
  const said = { concept: 'not-mine', facts: 'No reconozco este adeudo.' };
  const desk = await post(`/v1/files/${fileId}/disputes`, TECHNICIAN, said);
  await runner.waitUntilQuiet();
  await get('/v1/disputes?status=acknowledged');
  const reason = { reason: 'Así consta' };
  const answer = { finding: 'unfounded', answer: 'El interés es el de su contrato.' };
  const [{ eventId }] = (await get(`/v1/notes/${noteId}/entries`)).json.items;
  for (const one of [location.split('/').at(-1), desk.json.disputeId]) {
    const dispute = `/v1/disputes/${one}`;
    await post(`${dispute}/study`, TECHNICIAN, { movements: [eventId] });
    await post(`${dispute}/data-request`, TECHNICIAN, reason);
    await post(`${dispute}/data`, TECHNICIAN, reason);
    await post(`${dispute}/extension`, TECHNICIAN, reason);
    await post(`${dispute}/proposal`, TECHNICIAN, answer);
    await post(`${dispute}/approval`, COORDINATOR);
    await runner.waitUntilQuiet();
    expect((await get(dispute)).json.status).toBe('closed');
  }
  const dissent = { ...asked, body: new URLSearchParams({ motivo: 'No es lo que firmé con ustedes.' }) };
  expect((await fetch(`${runner.apiUrl}${location}`, dissent)).status).toBe(303);
  await runner.waitUntilQuiet();
  expect((await get(`/v1/disputes/${location.split('/').at(-1)}`)).json.status).toBe('dissented');
  const waiting = await post(`/v1/files/${fileId}/disputes`, TECHNICIAN, {
    ...said,
    facts: 'No es mi firma la del contrato.',
  });
  for (const step of ['study', 'data-request'])
    await post(`/v1/disputes/${waiting.json.disputeId}/${step}`, TECHNICIAN, step === 'study' ? {} : reason);
}

async function workTheDeposits(): Promise<void> {
  const rows = Array.from({ length: 3 }, (_, index) => ({
    date: TODAY,
    reference: `CREDEDUC${99_000_000 + index}`,
    amount: 10_000 + index,
  }));
  await journey.bring({ fileName: 'cie-sin-dueno.txt', bytes: makeCieFile(rows) });
  const free = (await get('/v1/deposits?amount=100.00')).json.items;
  expect(free).toHaveLength(1);
  const [one, two, three] = (await get('/v1/deposits')).json.items;
  const { item } = portfolioBefore(DAY)[3]!.notes[0]!;
  await get(`/v1/deposits/${one.depositId}/suggestions`);
  await post(`/v1/deposits/${one.depositId}/assignment`, TECHNICIAN, { target: { noteId: item.noteId } });
  await post(`/v1/deposits/${one.depositId}/reopening`, TECHNICIAN, { reason: 'Era de otra persona' });
  const asked = { reason: 'El depositante la pidió' };
  for (const { depositId } of [two, three]) await post(`/v1/deposits/${depositId}/return-request`, TECHNICIAN, asked);
  await post(`/v1/deposits/${two.depositId}/return-approval`, ACCOUNTANT, { transferReference: 'SPEI 123' });
  await post(`/v1/deposits/${three.depositId}/return-rejection`, ACCOUNTANT, { reason: 'Falta el comprobante' });
  await get(`/v1/deposits/${two.depositId}`);
}

async function bounceACheque(): Promise<void> {
  const [cheque] = (await get('/v1/provisional-payments')).json.items;
  await post(`/v1/provisional-payments/${cheque.eventId}/bounce`, TECHNICIAN, { reason: 'Fondos insuficientes' });
}

async function decideAReturn(): Promise<void> {
  const { item } = portfolioBefore(DAY)[4]!.notes[0]!;
  const paid = { folio: 'W9001', date: TODAY, reference: item.paymentReference, name: 'Ana', amount: 10_000 };
  await journey.bring({ fileName: 'internet-1.csv', bytes: makeInternetFile([paid]) });
  const back = makeInternetFile([{ ...paid, status: 'CONTRACARGO' }]);
  await journey.bring({ fileName: 'internet-2.csv', bytes: back });
  const [one] = (await get('/v1/bank-returns')).json.items;
  const decision = { decision: 'confirm', reason: 'El titular objetó el cargo' };
  await post(`/v1/bank-returns/${one.returnId}/decision`, TECHNICIAN, decision);
}

async function decideOnDuplicates(): Promise<void> {
  const files = (await get(`/v1/intake-files?date=${DAY}`)).json.items;
  const late = files.find(({ fileName }: { fileName: string }) => fileName.includes('tardio'));
  const where = `/v1/intake-files/${late.fileId}/rows`;
  const [row] = (await get(`${where}?outcome=possible-duplicate`)).json.items;
  await get(`${where}?outcome=applied`);
  await post(`${where}/${row.line}/decision`, TECHNICIAN, { decision: 'apply', reason: 'Son dos pagos distintos' });
}

/** As SES tells it: by the bus, to the function that sends nothing more there. */
async function haveAMailBack(): Promise<void> {
  const { runner } = journey;
  const [mail] = runner.mails().filter(({ subject }) => subject.includes('19 de noviembre'));
  const told = await fetch(`${runner.apiUrl}/_local/mail/${mail?.id}/bounce`, { method: 'POST' });
  expect(told.status).toBeLessThan(300);
  await runner.waitUntilQuiet();
  const { sendings } = (await get(`/v1/recovery-reports/${DAY}/sendings`)).json;
  expect(sendings.map(({ stateLabel }: { stateLabel: string }) => stateLabel)).toContain('devuelto');
  const [address = ''] = mail?.to ?? [];
  const SYSTEMS = { role: 'systems' };
  const known = await post('/v1/mail-suppressions/search', SYSTEMS, { email: address });
  expect(known.json).toMatchObject({ status: 'suppressed', because: 'bounce' });
  const lifting = { email: address, reason: 'Su servidor ya nos admite' };
  const key = { 'idempotency-key': randomUUID() };
  for (const _again of [1, 2])
    expect((await post('/v1/mail-suppressions/lifting', SYSTEMS, lifting, key)).json.status).toBe('lifted');
}

async function giveAccess(): Promise<void> {
  const SYSTEMS = { role: 'systems' };
  const DIRECTOR = { role: 'director' };
  const reason = { reason: 'Lo pidió su jefatura' };
  const rights = { roles: ['cashier'], offices: ['nogales'] };
  const person = { name: 'Rosa Peña', email: 'rosa@icees.example', ...rights, ...reason };
  const key = { 'idempotency-key': randomUUID() };
  const { userId } = (await post('/v1/users', SYSTEMS, person, key)).json;
  await post('/v1/users', SYSTEMS, person, key);
  const where = `/v1/users/${userId}`;
  const step = async (name: string, who: Asking, body?: object) =>
    post(`${where}/${name}`, who, body, { 'if-match': String((await get(where, DIRECTOR)).headers.get('etag')) });
  await step('approval', DIRECTOR);
  await step('rights-change', SYSTEMS, { roles: ['mediator'], offices: ['nogales'], ...reason });
  await step('reset', SYSTEMS, reason);
  await step('sign-out', SYSTEMS, reason);
  await post(`${where}/suspension`, SYSTEMS, reason);
  await step('reinstatement', DIRECTOR, reason);
  // In the directory by hand, before there was a record: taken as it is.
  const byHand = { ...person, email: 'auditor@cartera.localhost', roles: ['auditor'], offices: [] };
  expect((await post('/v1/users', SYSTEMS, byHand)).json.status).toBe('active');
  await get('/v1/users', DIRECTOR);
  await journey.runner.invoke('access-watch', {});
  const [{ quarter }] = (await get('/v1/access-reviews', DIRECTOR)).json.items;
  const review = await get(`/v1/access-reviews/${quarter}`, DIRECTOR);
  const decisions = review.json.entries.map((entry: { userId: string }) => ({
    ...{ userId: entry.userId, keep: false, ...reason },
  }));
  const decided = await post(
    `/v1/access-reviews/${quarter}/decisions`,
    DIRECTOR,
    { decisions },
    {
      'if-match': String(review.headers.get('etag')),
    },
  );
  await post(`/v1/access-reviews/${quarter}/signature`, DIRECTOR, undefined, {
    'if-match': String(decided.headers.get('etag')),
  });
}

async function readEverything(): Promise<void> {
  const periods = [DAY, TODAY, '2026-11', '2026', '2026-11-01..2026-11-19'];
  for (const period of periods)
    for (const form of ['', '/pdf', '/xlsx'])
      for (const basis of ['recorded', 'value-date']) await get(`/v1/recovery-reports/${period}${form}?basis=${basis}`);
  await get(`/v1/reconciliations/${DAY}`);
  await lookBack();
  const [borrowerId] = portfolioBefore(DAY).map(({ borrower }) => borrower.borrowerId);
  await get(`/v1/borrowers/${borrowerId}`, ACCOUNTANT);
  const [seen] = (await get(`/v1/personal-data-accesses?borrowerId=${borrowerId}`, { role: 'auditor' })).json.items;
  expect(seen).toMatchObject({
    operationId: 'getBorrower',
    recordId: borrowerId,
    roles: ['accountant'],
    access: 'read',
  });
  const by = (await get(`/v1/personal-data-accesses?reader=${seen.reader}`, { role: 'auditor' })).json.items;
  expect(by).toContainEqual(seen);
  for (const where of ['/health', '/openapi.json', '/reference']) await get(where, {});
}

/** The portfolio as it was at two month ends, as it is known now. */
async function lookBack(): Promise<void> {
  const { runner } = journey;
  const asked = (asOf: string) => post('/v1/portfolio-restatements', ACCOUNTANT, { asOf });
  const [march, october] = [await asked('2026-03-31'), await asked('2026-10-31')];
  await runner.waitUntilQuiet();
  expect(await runner.invoke('recovery-restate-past', { work: 'resume' })).toEqual({ resumed: 0 });
  await get('/v1/portfolio-restatements', { role: 'auditor' });
  for (const { json } of [march, october]) {
    const where = `/v1/portfolio-restatements/${json.restatementId}`;
    expect((await get(where)).json).toMatchObject({ status: 'done', failed: 0 });
    expect((await get(`${where}/portfolio`, { role: 'auditor' })).json.total.openNotes).toBeGreaterThan(0);
  }
  for (const of of ['cohorts', 'forecast'])
    await get(`/v1/portfolio-restatements/${october.json.restatementId}/${of}`, COORDINATOR);
  const rolls = `/v1/portfolio-restatements/${october.json.restatementId}/roll-rates?from=${march.json.restatementId}`;
  expect((await get(rolls)).json.rolls.length).toBeGreaterThan(0);
}

async function keepTheBooks(): Promise<void> {
  const { runner } = journey;
  await get('/v1/accounting-months/2026-10');
  const list = await get('/v1/report-recipients');
  await done('/v1/report-recipients', {
    ...TECHNICIAN,
    method: 'PUT',
    headers: { 'if-match': String(list.headers.get('etag')) },
    body: { recipients: [{ email: 'direccion@icees.example', post: 'Dirección', reports: ['daily', 'monthly'] }] },
  });
  await post(`/v1/recovery-reports/${DAY}/sendings`, TECHNICIAN, { reason: 'No llegó a la dirección' });
  await get(`/v1/recovery-reports/${DAY}/sendings`);
  await runner.waitUntilQuiet();
  // The last days of a month, its close by Accounting, and its mail.
  runner.setToday('2026-12-04');
  for (const date of [DAY, TODAY, addDays(TODAY, 10)]) await runner.invoke('recovery-value-portfolio', { date });
  for (const date of [TODAY, addDays(TODAY, 10)]) await runner.invoke('recovery-close-day', { date });
  await runner.invoke('recovery-resume-files', {});
  await runner.invoke('recovery-send-report', { report: 'monthly', period: '2026-11' });
  const early = await journey.ask('/v1/accounting-months/2026-11/closure', { ...ACCOUNTANT, method: 'POST' });
  expect(early.json.code).toBe('month-not-complete');
  // Three business days before Tuesday 15: Monday, Friday, Thursday.
  runner.setToday('2026-12-10');
  const reminded = { expected: 1, before: 0, ends: { sent: 1 }, open: 0 };
  expect(await runner.invoke('agreements-remind', {})).toEqual(reminded);
  expect(await runner.invoke('agreements-remind', {})).toEqual({ ...reminded, before: 1, ends: {} });
  expect((await get('/v1/agreement-reminders?status=returned&from=2026-12-10')).json.items).toEqual([]);
  runner.setToday('2027-01-08');
  expect(await runner.invoke('agreements-sweep', { work: 'sweep' })).toMatchObject({ changed: 3 });
  expect(await runner.invoke('statements-tick', {})).toMatchObject({ moved: 1 });
  await get('/v1/statement-indicators', COORDINATOR);
  for (const job of ['recovery-value-portfolio', 'recovery-close-day'])
    await runner.invoke(job, { date: '2026-12-31' });
  await post('/v1/accounting-months/2026-12/closure', ACCOUNTANT);
  await get('/v1/accounting-months/2026-12');
  await get('/v1/recovery-reports/2026-12');
}

describe('what the functions did', () => {
  it('was recorded for every function that touches data', () => {
    const seen = new Set(calls.map((call) => call.function));
    const granted = new Set(
      grants.filter(({ actions }) => actions.some((a) => RECORDED.test(a))).map((g) => g.function),
    );
    expect([...seen].sort(), 'a function that is missing was not called: play it in beforeAll').toEqual(
      [...granted].sort(),
    );
    expect(seen.size).toBeGreaterThanOrEqual(8);
  });

  it('is allowed by their policies, call by call', () => {
    const denied = calls.filter((call) => !grants.some((grant) => allows(grant, call)));
    expect(denied, 'calls without a grant in infra/functions/<area>.ts').toEqual([]);
  });

  it('uses what their policies allow; the rest is listed with its reason', () => {
    const unused = grants.flatMap((grant) =>
      grant.actions
        .filter((action) => RECORDED.test(action))
        .flatMap((action) =>
          grant.resources
            .filter((resource) => {
              const only = { ...grant, actions: [action], resources: [resource] };
              return !calls.some((call) => allows(only, call));
            })
            .map((resource) => `${nameOf(grant.function)} ${action} ${placeOf(resource)}`),
        ),
    );
    const never = unused.filter((grant) => !BY_THE_HOUR.includes(grant));
    const what = 'a grant that nothing used: take it away, play what uses it, or say its reason in UNSEEN';
    expect([...new Set(never)].sort(), what).toEqual(Object.keys(UNSEEN).sort());
  });

  it('is never allowed on everything of a service, nor a scan or a delete of the ledger', () => {
    for (const { actions, resources } of grants) {
      const touching = actions.filter((action) => RECORDED.test(action));
      if (touching.length === 0) continue;
      expect(touching.filter((action) => action.includes('*'))).toEqual([]);
      expect(resources.filter((resource) => /^\*$|table\/\*|:::\*/.test(resource))).toEqual([]);
      if (resources.some((resource) => /-(heads|entries|idempotency)$/.test(resource)))
        expect(touching.filter((action) => /Delete|Update|BatchWrite/.test(action))).toEqual([]);
    }
  });
});

const nameOf = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '').replace(/Function$/, '');
const placeOf = (resource: string): string =>
  resource.replace(/^.*?(cartera-|identity|configuration-set|userpool)/, '$1');
