import type { Context } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { creditRoutes } from '../../../functions/recovery/credits/credit-routes.ts';
import { creditUseCases } from '../../../functions/recovery/credits/credit-use-cases.ts';
import { depositRoutes } from '../../../functions/recovery/deposits/deposit-routes.ts';
import { depositUseCases } from '../../../functions/recovery/deposits/deposit-use-cases.ts';
import { intakeRoutes } from '../../../functions/recovery/intake/intake-routes.ts';
import { intakeUseCases } from '../../../functions/recovery/intake/intake-use-cases.ts';
import { provisionalRoutes } from '../../../functions/recovery/provisional/provisional-routes.ts';
import { provisionalUseCases } from '../../../functions/recovery/provisional/provisional-use-cases.ts';
import { routes } from '../../../functions/recovery/routes.ts';
import { windowApiRoutes, windowUseCases } from '../../../functions/recovery/window/window-use-cases.ts';
import { createAccessTrail } from '../../../shared/audit/access-trail.ts';
import { type ApiHandler, createApiHandler } from '../../../shared/http/api-handler.ts';
import { routeTableFaults } from '../../../shared/http/route-table-faults.ts';
import { createStandings } from '../../../shared/http/standing.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { createMetrics } from '../../../shared/observability/metrics.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { cieFile, type PaymentWorld, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
let world: PaymentWorld;
let handler: ApiHandler;
let note: TestNote;
let number = 3_000;
const lines: string[] = [];
beforeAll(async () => {
  dynamo = await startTestDynamo();
  world = paymentWorld(dynamo);
  const quiet = { functionName: 'recovery-api', now: () => new Date(), write: (line: string) => lines.push(line) };
  handler = createApiHandler({
    routes: [...intakeRoutes, ...depositRoutes, ...windowApiRoutes, ...provisionalRoutes, ...creditRoutes],
    useCases: { ...intakeUseCases, ...depositUseCases, ...windowUseCases, ...provisionalUseCases, ...creditUseCases },
    deps: world.deps,
    trail: createAccessTrail(dynamo.documents, dynamo.tables.SYSTEM_TABLE),
    standings: createStandings(dynamo.documents, dynamo.tables.SYSTEM_TABLE),
    now: quiet.now,
    log: createLog(quiet),
    metrics: createMetrics(quiet),
  });
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  number += 1;
  note = await world.openNote(number);
});

interface Sent {
  readonly body?: object;
  readonly key?: string;
  readonly groups?: string;
  readonly person?: string;
}

async function send(
  method: string,
  path: string,
  { body, key, groups = 'role:cashier office:hermosillo', person = 'persona-1' }: Sent = {},
) {
  const [rawPath = '', rawQueryString = ''] = path.split('?');
  const claims = { sub: person, username: person, token_use: 'access', 'cognito:groups': `[${groups}]` };
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    headers: { 'content-type': 'application/json', ...(key !== undefined && { 'idempotency-key': key }) },
    queryStringParameters: Object.fromEntries(new URLSearchParams(rawQueryString)),
    requestContext: { http: { method, path: rawPath }, stage: '$default', authorizer: { jwt: { claims, scopes: [] } } },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
  const context = { awsRequestId: 'prueba', getRemainingTimeInMillis: () => 20_000 } as unknown as Context;
  const reply = await handler(event, context);
  return { status: reply.statusCode, headers: reply.headers, json: JSON.parse(String(reply.body)) };
}
const technician = 'role:recovery-technician';
const payment = (changes: object = {}) => ({
  target: { contractNumber: note.contractNumber },
  amount: '1250.50',
  received: 'cash',
  ...changes,
});

describe('the routes of payments in', () => {
  it('form a table without faults', () => {
    expect(routeTableFaults(routes)).toEqual([]);
  });

  it('take a payment: 201 with folio, application and balances as decimal strings', async () => {
    const reply = await send('POST', '/v1/window-payments', { body: payment(), key: `http-1-${number}` });
    expect(reply.status).toBe(201);
    expect(reply.json).toMatchObject({
      amount: '1250.50',
      credit: '0.00',
      office: 'hermosillo',
      recordedOn: '2026-11-20',
    });
    expect(reply.headers?.location).toBe(`/v1/window-payments/${reply.json.folio}`);
    expect(reply.json.notes[0].balanceAfter.principal).toMatch(/^\d+\.\d{2}$/);
    const read = await send('GET', `/v1/window-payments/${reply.json.folio}`);
    expect(read.json).toEqual(reply.json);
    const foreign = await send('GET', `/v1/window-payments/${reply.json.folio}`, {
      groups: 'role:cashier office:nogales',
    });
    expect(foreign.status).toBe(404);
  });

  it('refuse a cancellation whose reason holds half a character, before the ledger is touched', async () => {
    const { json } = await send('POST', '/v1/window-payments', { body: payment(), key: `http-f8-${number}` });
    const cancel = (reason: string, key: string) =>
      send('POST', `/v1/window-payments/${json.folio}/cancellation`, { body: { reason }, key });
    const refused = await cancel('captura equivocada \ud83d', `http-f8b-${number}`);
    expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer: '/reason' }] } });
    const kinds = (await world.deps.ledger.entriesOfNote(note.noteId)).map(({ kind }) => kind);
    expect(kinds).toEqual(['disbursed', 'paid']);
    expect((await send('GET', `/v1/window-payments/${json.folio}`)).json.state).toBe('taken');
    const done = await cancel('captura equivocada'.normalize('NFD'), `http-f8b-${number}`);
    expect(done.json).toMatchObject({ state: 'cancelled' });
  });

  it.each([
    ['without a key', payment, {}, 400, 'idempotency-key-required'],
    ['of zero', () => payment({ amount: '0.00' }), { key: 'http-key-zero' }, 400, 'malformed-request'],
    ['negative', () => payment({ amount: '-5.00' }), { key: 'http-key-minus' }, 400, 'malformed-request'],
    [
      'to two targets',
      () => payment({ target: { contractNumber: 'A', reference: 'B1' } }),
      { key: 'http-key-two' },
      400,
      'malformed-request',
    ],
    [
      'to nobody known',
      () => payment({ target: { reference: 'CREDEDUC1' } }),
      { key: 'http-key-none' },
      422,
      'target-unknown',
    ],
    [
      'by an agent',
      payment,
      { key: 'http-key-agent', groups: 'role:collector office:hermosillo' },
      403,
      'role-not-allowed',
    ],
    ['by a technician', payment, { key: 'http-key-tech', groups: technician }, 403, 'role-not-allowed'],
  ])('refuse a payment %s', async (_name, body, options, status, code) => {
    const reply = await send('POST', '/v1/window-payments', { body: body(), ...options });
    expect(reply).toMatchObject({ status, json: { code } });
    expect(reply.json.title.length).toBeGreaterThan(5);
  });

  it('let two cashiers use one key: each is the own request, repeated by its own caller only (B19)', async () => {
    const key = `ticket-0001-${number}`;
    const by = (person: string, amount: string) =>
      send('POST', '/v1/window-payments', { body: payment({ amount }), key, person });
    const [first, second] = [await by('caja-a', '10.00'), await by('caja-b', '20.00')];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.json.folio).not.toBe(first.json.folio);
    expect((await by('caja-a', '10.00')).json.folio).toBe(first.json.folio);
    expect(await by('caja-b', '10.00')).toMatchObject({ status: 409, json: { code: 'idempotency-key-reused' } });
    const cancel = ({ json }: typeof first, person: string) => {
      const sent = { body: { reason: `Cancela ${person}` }, key: `cancel-${key}`, person };
      return send('POST', `/v1/window-payments/${json.folio}/cancellation`, sent);
    };
    expect([(await cancel(first, 'caja-a')).status, (await cancel(second, 'caja-b')).status]).toEqual([200, 200]);
    const entries = await world.deps.ledger.entriesOfNote(note.noteId);
    expect(entries.filter(({ kind }) => kind === 'paid')).toHaveLength(2);
  });

  it('refuse the same key with another body: 409', async () => {
    const key = `http-2-${number}`;
    await send('POST', '/v1/window-payments', { body: payment(), key });
    const reply = await send('POST', '/v1/window-payments', { body: payment({ amount: '1.00' }), key });
    expect(reply).toMatchObject({ status: 409, json: { code: 'idempotency-key-reused' } });
  });

  it('show a file, its rows by page and by outcome, and its deposits', async () => {
    const wrong = `${note.reference.slice(0, -1)}${(Number(note.reference.at(-1)) + 1) % 10}`;
    const bank = cieFile([
      { reference: note.reference, amount: '10.00', guide: String(number) },
      { reference: wrong, amount: '20.00', concept: `PAGO ${note.contractNumber}` },
      { reference: note.reference, amount: '30.00', date: '2027-01-01' },
    ]);
    const { fileId } = await world.drop(`http-${number}.txt`, bank);
    const file = await send('GET', `/v1/intake-files/${fileId}`, { groups: technician });
    expect(file.json).toMatchObject({ status: 'done', rowsTotal: 3, rowsDone: 3, sumTotal: '60.00', balanced: true });
    const today = await send('GET', '/v1/intake-files?limit=100', { groups: technician });
    expect(today.json.items.map((item: { fileId: string }) => item.fileId)).toContain(fileId);
    const first = await send('GET', `/v1/intake-files/${fileId}/rows?limit=2`, { groups: technician });
    expect(first.json.items).toHaveLength(2);
    const next = await send('GET', `/v1/intake-files/${fileId}/rows?limit=2&cursor=${first.json.nextCursor}`, {
      groups: technician,
    });
    expect(next.json.items).toMatchObject([{ line: 3, outcome: 'unidentified', reason: { code: 'future-date' } }]);
    for (const [outcome, lines] of [
      ['applied', [1]],
      ['unidentified', [2, 3]],
      ['rejected', []],
    ] as const) {
      const rows = await send('GET', `/v1/intake-files/${fileId}/rows?outcome=${outcome}`, { groups: technician });
      expect(rows.json.items).toMatchObject(lines.map((line) => ({ line, outcome })));
    }
    const depositId = first.json.items[1].depositId;
    const suggestions = await send('GET', `/v1/deposits/${depositId}/suggestions`, { groups: technician });
    expect(suggestions.json.items[0].target.noteId).toBe(note.noteId);
    const assigned = await send('POST', `/v1/deposits/${depositId}/assignment`, {
      body: { target: { noteId: note.noteId } },
      key: `http-assign-${number}`,
      groups: technician,
    });
    expect(assigned).toMatchObject({ status: 200, json: { status: 'assigned', amount: '20.00' } });
    const deposit = await send('GET', `/v1/deposits/${depositId}`, { groups: 'role:auditor' });
    expect(deposit.json.movements.map((move: { movement: string }) => move.movement)).toEqual(['received', 'assigned']);
    expect(deposit.json.history).toMatchObject([
      {
        ...{ step: 'assign', stepName: 'asignar', on: '2026-11-20', reason: null },
        evidence: { fileId: note.fileId, noteId: note.noteId },
      },
      { step: 'assigned', stepName: 'quedó aplicado', evidence: {} },
    ]);
    expect(JSON.stringify(deposit.json.history)).not.toContain('http-assign');
    expect((await send('GET', '/v1/deposits?status=assigned', { groups: technician })).json.items).toHaveLength(1);
  });

  it('list what waits: provisional payments and queued credits', async () => {
    const cheque = await send('POST', '/v1/window-payments', {
      body: payment({ received: 'cheque' }),
      key: `http-3-${number}`,
    });
    const { paymentId } = cheque.json;
    const waiting = await send('GET', '/v1/provisional-payments', { groups: technician });
    expect(waiting.json.items.map((item: { eventId: string }) => item.eventId)).toContain(paymentId);
    const body = { reason: 'Fondos insuficientes' };
    const bounce = await send('POST', `/v1/provisional-payments/${paymentId}/bounce`, {
      body,
      key: `http-4-${number}`,
      groups: technician,
    });
    expect(bounce).toMatchObject({ status: 200, json: { state: 'bounced' } });
    const large = await send('POST', '/v1/window-payments', {
      body: payment({ amount: '99999.00' }),
      key: `http-5-${number}`,
    });
    const queued = async () =>
      (await send('GET', '/v1/queued-credits', { groups: technician })).json.items.filter(
        (item: { fileId: string }) => item.fileId === note.fileId,
      );
    expect(await queued()).toMatchObject([{ amount: large.json.credit }]);
    // D8: what was cancelled left nothing to refund.
    await send('POST', `/v1/window-payments/${large.json.folio}/cancellation`, {
      body: { reason: 'Se capturó de más' },
      key: `http-6-${number}`,
    });
    expect(await queued()).toEqual([]);
  });

  it('use the money that a payment left: asked, seen, approved by another person, and out of the queue', async () => {
    const large = await send('POST', '/v1/window-payments', {
      body: payment({ amount: '50000.00', confirmedAmount: '50000.00' }),
      key: `http-7-${number}`,
    });
    const asked = { noteId: note.noteId, use: 'refund', amount: large.json.credit, reason: 'Lo pidió el acreditado' };
    const request = (changes: object, key: string, groups = technician) =>
      send('POST', `/v1/files/${note.fileId}/credit-uses`, { body: { ...asked, ...changes }, key, groups });
    for (const [changes, pointer] of [
      [{ use: 'transfer' }, '/toNoteId'],
      [{ toNoteId: note.fileId }, '/toNoteId'],
      [{ use: 'transfer', toNoteId: note.noteId }, '/toNoteId'],
      [{ amount: '0.00' }, '/amount'],
      [{ clabe: '072760764864964873' }, '/clabe'],
    ] as const) {
      const reply = await request(changes, `http-8-${number}`);
      expect(reply).toMatchObject({ status: 400, json: { code: 'malformed-request', errors: [{ pointer }] } });
    }
    expect(await request({}, `http-8-${number}`, 'role:accountant')).toMatchObject({ status: 403 });
    const made = await request({}, `http-8-${number}`);
    expect(made).toMatchObject({ status: 201, json: { status: 'requested', statusName: 'por autorizar' } });
    const where = `/v1/credit-uses/${made.json.creditUseId}`;
    expect(made.headers?.location).toBe(where);
    const waiting = await send('GET', '/v1/credit-uses?limit=100', { groups: 'role:auditor' });
    expect(waiting.json.items).toContainEqual(made.json);

    const approve = (groups: string, person: string) =>
      send('POST', `${where}/approval`, {
        ...{ body: { transferReference: 'SPEI 8841' }, key: `http-9-${number}` },
        ...{ groups, person },
      });
    const own = await approve('role:accountant', 'persona-1');
    expect(own).toMatchObject({ status: 403, json: { code: 'same-person', detail: expect.stringContaining('otra') } });
    expect(await approve(technician, 'persona-2')).toMatchObject({ status: 403, json: { code: 'role-not-allowed' } });
    const done = await approve('role:accountant', 'persona-2');
    expect(done).toMatchObject({
      status: 200,
      json: {
        ...{ status: 'done', statusName: 'hecho', useName: 'devolver al acreditado', requestedBy: 'persona-1' },
        decision: { decision: 'approve', by: 'persona-2', transferReference: 'SPEI 8841' },
      },
    });
    expect(await approve('role:accountant', 'persona-2')).toMatchObject({ status: 200, json: done.json });
    expect((await send('GET', where, { groups: 'role:auditor' })).json).toEqual(done.json);
    const late = { body: { reason: 'Ya no procede' }, key: `http-10-${number}`, groups: 'role:accountant' };
    expect(await send('POST', `${where}/rejection`, { ...late, person: 'persona-2' })).toMatchObject({
      ...{ status: 409, json: { code: 'credit-use-not-pending' } },
    });
    const queue = await send('GET', '/v1/queued-credits?limit=100', { groups: technician });
    expect(queue.json.items.filter(({ fileId }: { fileId: string }) => fileId === note.fileId)).toEqual([]);
  });

  it('give the form for an upload, within the limit of the layout', async () => {
    const body = { fileName: '../día 19.txt', layout: 'bbva-cie', sizeBytes: 2_000 };
    const reply = await send('POST', '/v1/intake-files', { body, groups: 'role:accountant' });
    expect(reply.status).toBe(201);
    expect(reply.json.upload.fields.key).toBe(`bbva-cie/2026-11-20/${reply.json.fileId}/dia-19.txt`);
    const unknown = await send('POST', '/v1/intake-files', {
      body: { ...body, layout: 'otro' },
      groups: 'role:accountant',
    });
    expect(unknown).toMatchObject({ status: 422, json: { code: 'layout-unknown' } });
    const waiting = await send('GET', `/v1/intake-files/${reply.json.fileId}`, { groups: 'role:accountant' });
    expect(waiting.json).toMatchObject({ status: 'awaiting-upload', rowsDone: 0 });
  });

  it('leave no personal data in the log', () => {
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((text) => text.includes(note.contractNumber) || text.includes('María'))).toEqual([]);
  });
});
