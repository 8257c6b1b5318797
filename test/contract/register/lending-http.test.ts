import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CUSTOMARY_PARAMETERS } from '../../../functions/lending/customary-parameters.ts';
import { routes } from '../../../functions/lending/routes.ts';
import { useCases } from '../../../functions/lending/use-cases.ts';
import { createAccessTrail } from '../../../shared/audit/access-trail.ts';
import { type ApiHandler, createApiHandler } from '../../../shared/http/api-handler.ts';
import { createStandings } from '../../../shared/http/standing.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { createMetrics } from '../../../shared/observability/metrics.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { freshCurp, lendingOn } from './lending-world.ts';

let dynamo: TestDynamo;
let handler: ApiHandler;
const lines: string[] = [];
beforeAll(async () => {
  dynamo = await startTestDynamo();
  const quiet = { functionName: 'lending-api', now: () => new Date(), write: (line: string) => lines.push(line) };
  handler = createApiHandler({
    routes,
    useCases,
    deps: lendingOn(dynamo),
    trail: createAccessTrail(dynamo.documents, dynamo.tables.SYSTEM_TABLE),
    standings: createStandings(dynamo.documents, dynamo.tables.SYSTEM_TABLE),
    now: quiet.now,
    log: createLog(quiet),
    metrics: createMetrics(quiet),
  });
});
afterAll(() => dynamo.stop());

async function send(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
  role = 'portfolio-coordinator',
) {
  const [rawPath, rawQueryString = ''] = path.split('?');
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: { 'content-type': 'application/json', ...headers },
    queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)),
    requestContext: {
      http: { method, path: rawPath },
      stage: '$default',
      authorizer: {
        jwt: {
          claims: { sub: 'u-1', username: 'u-1', token_use: 'access', 'cognito:groups': `[role:${role}]` },
          scopes: [],
        },
      },
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
  const context = { awsRequestId: 'test', getRemainingTimeInMillis: () => 20_000 } as unknown as Context;
  const reply = await handler(event, context);
  return { ...reply, json: reply.body === '' ? undefined : JSON.parse(String(reply.body)) };
}

const person = (change: object = {}) => ({
  name: { givenNames: 'Iván', firstSurname: 'Núñez', secondSurname: 'Ojeda' },
  curp: freshCurp().toLowerCase(),
  office: 'nogales',
  ...change,
});

it('keeps names and an RFC typed with loose accents in one form, and answers them so', async () => {
  const loose = { givenNames: 'María José', firstSurname: 'Núñez', secondSurname: 'Güereña' };
  const written = Object.fromEntries(Object.entries(loose).map(([field, text]) => [field, text.normalize('NFD')]));
  const sent = person({ name: written, rfc: 'NUÑM800101AB1'.normalize('NFD') });
  const reply = await send('POST', '/v1/borrowers', sent);
  expect(reply.statusCode).toBe(201);
  const kept = await send('GET', `/v1/borrowers/${reply.json.borrowerId}`);
  expect(kept.json).toMatchObject({ name: loose, rfc: 'NUÑM800101AB1' });
});

it('notes a search as a look: what was typed, and each person that it showed', async () => {
  const { borrowerId } = (
    await send(
      'POST',
      '/v1/borrowers',
      person({ name: { givenNames: 'Ada', firstSurname: 'Yépiz', secondSurname: null } }),
    )
  ).json;
  const found = await send('POST', '/v1/borrower-searches', { text: 'yepiz' }, {}, 'auditor');
  expect(found.json).toEqual({
    items: [{ borrowerId, name: 'Ada Yépiz', office: 'nogales', fileId: null, person: 'borrower' }],
    instead: null,
  });
  const trail = createAccessTrail(dynamo.documents, dynamo.tables.SYSTEM_TABLE);
  const noted = (await trail.ofReader('u-1', { limit: 50 }))
    .map(({ access }) => access)
    .filter(({ operationId }) => operationId === 'searchBorrowers');
  expect(noted.map(({ recordId, access, searched }) => [recordId, access, searched]).toSorted()).toEqual(
    [
      ['SEARCH', 'read', 'yepiz'],
      [borrowerId, 'read', undefined],
    ].toSorted(),
  );
  expect(lines.join()).not.toMatch(/yepiz/i);
});

it('refuses a name that no receipt could print, naming the letter and its place (B13)', async () => {
  const name = { givenNames: 'Łucja', firstSurname: 'Иванова', secondSurname: null };
  const refused = await send('POST', '/v1/borrowers', person({ name }));
  expect(refused).toMatchObject({ statusCode: 400, json: { errors: [{ pointer: '/name/firstSurname' }] } });
  expect(refused.json.errors[0].message).toContain('«И»');
});

it('takes a credit from the person to the balance over HTTP', async () => {
  const version = { name: 'Titulación', parameters: CUSTOMARY_PARAMETERS };
  expect((await send('PUT', '/v1/products/titulacion/versions/2020-01-01', version)).statusCode).toBe(201);
  expect((await send('PUT', '/v1/products/titulacion/versions/2020-01-01', version)).statusCode).toBe(200);
  expect((await send('GET', '/v1/products/titulacion/versions')).json.versions[0].parameters.graceMonths.value).toBe(6);

  const borrower = await send('POST', '/v1/borrowers', person());
  expect(borrower.statusCode).toBe(201);
  const { borrowerId } = borrower.json;
  const file = await send('POST', '/v1/files', { borrowerId, office: 'nogales' });
  expect(file.statusCode).toBe(201);
  const note = await send('POST', `/v1/files/${file.json.fileId}/notes`, {
    contractNumber: 'TIT-2026/0001',
    product: 'titulacion',
    signedOn: '2026-08-15',
    endOfStudies: '2026-12-15',
    level: 'higher',
    school: 'Universidad de Sonora',
    period: '2026-2',
    paymentReference: 'CREDEDUC000000019',
    firstDisbursement: { valueDate: '2026-08-20', amount: '8000.00', payee: 'school' },
  });
  expect(note.statusCode).toBe(201);
  const path = String(note.headers?.location);
  const money = { valueDate: '2026-09-01', amount: '500.00', payee: 'school' };
  expect((await send('POST', `${path}/disbursements`, money)).json.code).toBe('idempotency-key-required');
  const key = { 'idempotency-key': 'ministracion-0001' };
  expect((await send('POST', `${path}/disbursements`, money, key)).statusCode).toBe(201);
  expect((await send('POST', `${path}/disbursements`, money, key)).statusCode).toBe(200);
  const conflict = await send('POST', `${path}/disbursements`, { ...money, amount: '501.00' }, key);
  expect([conflict.statusCode, conflict.json.code]).toEqual([409, 'idempotency-key-reused']);
  const future = await send(
    'POST',
    `${path}/averages`,
    { valueDate: '2026-11-21', average: 95 },
    { 'idempotency-key': 'promedio-0001' },
  );
  expect([future.statusCode, future.json.code]).toEqual([422, 'date-in-future']);

  const read = await send('GET', `${path}?asOf=2026-11-20`, undefined, {}, 'auditor');
  expect(read.statusCode).toBe(200);
  expect(read.json).toMatchObject({ balance: { asOf: '2026-11-20', owed: { principal: '8500.00' } } });
  expect(read.json).not.toHaveProperty('openingHash');
  expect(lines.some((line) => line.includes('personal-data-read'))).toBe(true);
  const first = await send('GET', `${path}/entries?limit=1`);
  expect(first.json.items).toMatchObject([{ seq: 1, kindName: 'Ministración', application: null }]);
  const rest = await send('GET', `${path}/entries?cursor=${first.json.nextCursor}`);
  expect(rest.json.items).toMatchObject([{ seq: 2, previousHash: first.json.items[0].hash }]);
  expect(rest.json.items[0].lines).toContainEqual({ account: 'principal', amount: '500.00' });
  expect((await send('GET', `${path}/entries?cursor=zz`)).statusCode).toBe(400);
  const whole = await send('GET', `/v1/files/${file.json.fileId}`);
  expect(whole.json).toMatchObject({
    borrowerName: { firstSurname: 'Núñez' },
    notes: [{ balance: { owed: { principal: '8500.00' } } }],
  });
});

it('corrects with the ETag as it was given, and refuses without it or with an older one', async () => {
  const { borrowerId } = (await send('POST', '/v1/borrowers', person())).json;
  const path = `/v1/borrowers/${borrowerId}`;
  const { office: _office, ...correction } = person();
  const etag = String((await send('GET', path)).headers?.etag);
  expect(etag).toBe('"v1"');
  expect((await send('PUT', path, correction)).statusCode).toBe(428);
  const corrected = await send('PUT', path, correction, { 'if-match': etag });
  expect([corrected.statusCode, corrected.headers?.etag]).toEqual([200, '"v2"']);
  const late = await send('PUT', path, correction, { 'if-match': etag });
  expect([late.statusCode, late.json.code]).toEqual([412, 'version-changed']);
});

it('names each fault by its place, in Spanish, and repeats no personal data in answers or logs', async () => {
  const wrong = person({ rfc: 'NOESRFC', clabe: '032180000118359718' });
  const refusal = await send('POST', '/v1/borrowers', {
    ...wrong,
    curp: `${wrong.curp.slice(0, 17)}X`,
    name: wrong.name,
  });
  expect(refusal.statusCode).toBe(422);
  expect(refusal.json.code).toBe('person-data-refused');
  expect(refusal.json.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual(['/curp', '/rfc', '/clabe']);
  const said = JSON.stringify(refusal.json) + lines.join('\n');
  for (const secret of ['NOESRFC', '032180000118359718', wrong.curp.slice(0, 10).toUpperCase()]) {
    expect(said).not.toContain(secret);
  }
});

it('tells what is wrong in shape and what is wrong with CURP, RFC and CLABE in one answer (N13)', async () => {
  const keys = { curp: `${freshCurp().slice(0, 16)}`, rfc: 'NOESRFC', clabe: '032180000118359718' };
  const pointers = async (path: string, body: object) => {
    const refused = await send('POST', path, body);
    expect(refused).toMatchObject({ statusCode: 400, json: { code: 'malformed-request' } });
    return refused.json.errors.map((fault: { pointer: string }) => fault.pointer).toSorted();
  };
  const shape = { contactPoints: [{ kind: 'phone', value: '662' }] };
  expect(await pointers('/v1/borrowers', person({ ...keys, ...shape }))).toEqual([
    '/clabe',
    '/contactPoints/0/value',
    '/curp',
    '/rfc',
  ]);
  // A key whose own shape is wrong is told once.
  expect(await pointers('/v1/borrowers', person({ curp: 'X'.repeat(31), rfc: 'NOESRFC' }))).toEqual(['/curp', '/rfc']);
  const { office: _office, ...cosigner } = person({ relationship: 'Madre', rfc: 'NOESRFC' });
  const file = { borrowerId: 'no-es', office: 'nogales', cosigners: [cosigner] };
  expect(await pointers('/v1/files', file)).toEqual(['/borrowerId', '/cosigners/0/rfc']);
});
