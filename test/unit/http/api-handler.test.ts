import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { createApiHandler } from '../../../shared/http/api-handler.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { AnswerMismatch, replyFor } from '../../../shared/http/route-answer.ts';
import { IdempotencyConflict } from '../../../shared/ledger/ledger.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { createMetrics } from '../../../shared/observability/metrics.ts';
import {
  httpEvent,
  KEY,
  PAYMENT,
  PAYMENT_ID,
  personClaims,
  sampleApi,
  sampleRefusals,
  sampleRoutes,
} from './sample-api.ts';

const cashier = personClaims('cashier', 'obregon');
const technician = personClaims('recovery-technician');
const payment = (extra: object = {}) =>
  httpEvent({ method: 'POST', path: '/v1/payments', body: PAYMENT, headers: KEY, claims: cashier, ...extra });

describe('a request that is right', () => {
  it('gets the body, ETag, Location, the security headers and its correlation id', async () => {
    const { call } = sampleApi();
    const reply = await call(payment({ headers: { ...KEY, 'X-Correlation-Id': 'caja-1-000045' } }));
    expect(reply.statusCode).toBe(201);
    expect(JSON.parse(reply.body)).toEqual({ office: 'obregon', amount: '1250.50' });
    expect(reply.headers).toMatchObject({
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-correlation-id': 'caja-1-000045',
      etag: '"7"',
      location: '/v1/payments/person-cashier#0193f1c2-7c1a-7b7e',
    });
  });

  it('gets an own correlation id when the given one has another shape', async () => {
    const { call } = sampleApi();
    const reply = await call(httpEvent({ path: '/ping', headers: { 'x-correlation-id': 'a b\n{"level":"error"}' } }));
    expect(reply.headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is found behind a stage, and a fixed segment wins over a parameter', async () => {
    const { call } = sampleApi();
    const reply = await call(
      httpEvent({ path: '/v1/payments/today', stage: 'test', claims: personClaims('director') }),
    );
    expect(JSON.parse(reply.body)).toEqual({ count: 3 });
  });

  it('gets a document as base64 with its file name', async () => {
    const { call } = sampleApi();
    const reply = await call(httpEvent({ path: `/v1/payments/${PAYMENT_ID}/receipt`, claims: cashier }));
    expect(reply.isBase64Encoded).toBe(true);
    expect(Buffer.from(reply.body, 'base64').toString()).toBe('%PDF-1.7');
    expect(reply.headers['content-type']).toBe('application/pdf');
    expect(reply.headers['content-disposition']).toBe(
      `attachment; filename="Recibo Penasco.pdf"; filename*=UTF-8''Recibo%20Pe%C3%B1asco.pdf`,
    );
  });

  it('gets 204 without a body', async () => {
    const { call } = sampleApi();
    const event = httpEvent({
      method: 'PUT',
      path: `/v1/payments/${PAYMENT_ID}`,
      headers: { 'if-match': '"7"' },
      body: { note: 'x' },
      claims: technician,
    });
    expect(await call(event)).toMatchObject({ statusCode: 204, body: '', headers: { etag: '"8"' } });
  });

  it('may come in base64', async () => {
    const { call } = sampleApi();
    const event = {
      ...payment(),
      body: Buffer.from(JSON.stringify(PAYMENT)).toString('base64'),
      isBase64Encoded: true,
    };
    expect((await call(event)).statusCode).toBe(201);
  });
});

describe('what a use case does', () => {
  const failing = (error: unknown) =>
    sampleApi({
      visit: () => {
        throw error;
      },
    });

  it('a refusal is answered with its code, places and Retry-After', async () => {
    const refusal = sampleRefusals('box-closed', 'La caja de Obregón ya cerró; abra otra.', {
      details: [{ pointer: '/valueDate', message: 'Es posterior al corte.' }],
      retryAfterSeconds: 1.2,
    });
    const reply = await failing(refusal).call(payment());
    expect(reply.headers['retry-after']).toBe('2');
    expect(JSON.parse(reply.body)).toMatchObject({
      title: 'Caja cerrada',
      status: 422,
      detail: 'La caja de Obregón ya cerró; abra otra.',
      errors: [{ pointer: '/valueDate', message: 'Es posterior al corte.' }],
    });
  });

  it('an unknown error is opaque, counted, and logged without its message', async () => {
    const { call, lines } = failing(new TypeError('borrower Ana López not found'));
    const reply = await call(payment());
    const problem = JSON.parse(reply.body);
    expect(problem).toMatchObject({ status: 500, code: 'internal-error' });
    expect(problem.detail).toContain(reply.headers['x-correlation-id']);
    expect(lines).toContainEqual(expect.objectContaining({ event: 'request-failed', errorName: 'TypeError' }));
    expect(lines).toContainEqual(expect.objectContaining({ RequestsFailed: 1 }));
    expect(JSON.stringify([reply, lines])).not.toContain('López');
  });

  it('a busy store is answered 503 with Retry-After', async () => {
    const error = new TransactionCanceledException({
      message: 'cancelled',
      $metadata: {},
      CancellationReasons: [{ Code: 'None' }, { Code: 'ThrottlingError' }],
    });
    const { call, lines } = failing(error);
    const reply = await call(payment());
    expect(reply.headers['retry-after']).toBe('2');
    expect(JSON.parse(reply.body)).toMatchObject({ status: 503, code: 'busy-try-later' });
    expect(lines).toContainEqual(expect.objectContaining({ event: 'store-busy', operationId: 'takePayment' }));
  });

  it('a key used before with other data is a conflict', async () => {
    const reply = await failing(new IdempotencyConflict({ type: 'window', id: 'r-1' }, '2026-11-19')).call(payment());
    expect(JSON.parse(reply.body)).toMatchObject({ status: 409, code: 'idempotency-key-reused' });
    expect(reply.body).toContain('2026-11-19');
  });

  it('a repeated request is answered with the declared status, and never with an undeclared one', () => {
    const [take, list] = sampleRoutes;
    const body = { office: 'todas', amount: 125_050 };
    expect(replyFor(take, { body }).statusCode).toBe(201);
    expect(replyFor(take, { body, repeated: true }).statusCode).toBe(200);
    expect(() => replyFor(list, { body: { items: [] }, repeated: true })).toThrow(AnswerMismatch);
  });

  it('a field that the route does not declare does not leave', async () => {
    const { call } = sampleApi({ payment: { curp: 'LOAA800101MSRPNN09' } });
    const reply = await call(httpEvent({ path: `/v1/payments/${PAYMENT_ID}`, claims: cashier }));
    expect(JSON.parse(reply.body)).toEqual({ paymentId: PAYMENT_ID });
  });

  it('an answer that does not fit its schema is an internal error, logged without data', async () => {
    const { call, lines } = sampleApi({ payment: { paymentId: { curp: 'LOAA800101MSRPNN09' } } });
    const reply = await call(httpEvent({ path: `/v1/payments/${PAYMENT_ID}`, claims: cashier }));
    expect(JSON.parse(reply.body)).toMatchObject({ status: 500, code: 'internal-error' });
    expect(lines).toContainEqual(
      expect.objectContaining({ event: 'answer-mismatch', faults: ['paymentId:invalid_type'] }),
    );
    expect(JSON.stringify([reply, lines])).not.toContain('LOAA800101MSRPNN09');
  });

  it('running out of time is answered before the Lambda ends', async () => {
    const error = new Error('[AbortError]: The operation was aborted.');
    error.name = 'TimeoutError';
    expect((await failing(error).call(payment())).statusCode).toBe(503);
  });
});

describe('the log', () => {
  it('has one line for every answer, without query and body', async () => {
    const { call, lines } = sampleApi();
    await call(httpEvent({ path: '/v1/payments', query: 'office=nogales', claims: cashier }));
    await call(httpEvent({ path: '/nada' }));
    expect(lines).toEqual([
      {
        timestamp: '2026-11-20T16:00:00.000Z',
        level: 'INFO',
        event: 'request-answered',
        function: 'sample-api',
        correlationId: expect.any(String),
        method: 'GET',
        route: '/v1/payments',
        operationId: 'listPayments',
        status: 200,
        milliseconds: expect.any(Number),
        subject: 'person-cashier',
        roles: ['cashier'],
      },
      expect.objectContaining({ route: 'unknown', status: 404, code: 'not-found', subject: 'unknown' }),
    ]);
  });

  it('notes reads of personal data by outsiders and by nobody else', async () => {
    const { call, lines } = sampleApi();
    const path = `/v1/payments/${PAYMENT_ID}`;
    await call(httpEvent({ path, claims: cashier }));
    expect(lines.map((line) => line.event)).not.toContain('personal-data-read');
    await call(httpEvent({ path, claims: personClaims('auditor') }));
    expect(lines).toContainEqual(
      expect.objectContaining({
        event: 'personal-data-read',
        operationId: 'readPayment',
        subject: 'person-auditor',
        recordIds: [PAYMENT_ID],
      }),
    );
    const both = {
      ...personClaims('cashier', 'obregon'),
      'cognito:groups': '[role:cashier role:auditor office:obregon]',
    };
    const other = sampleApi();
    await other.call(httpEvent({ path, claims: both }));
    expect(other.lines.map((line) => line.event)).toContain('personal-data-read');
  });
});

describe('an access to personal data', () => {
  const listed = httpEvent({ path: '/v1/payments', claims: cashier });

  it('is noted with who, what and of which records before the answer leaves', async () => {
    const noted: object[] = [];
    const { call } = sampleApi({ note: (access) => void noted.push(access), payment: { fileId: 'f-1' } });
    await call(
      httpEvent({
        path: `/v1/payments/${PAYMENT_ID}`,
        claims: cashier,
        headers: { 'x-correlation-id': 'caja-1-000045' },
      }),
    );
    expect(noted).toEqual([
      {
        ...{ at: '2026-11-20T16:00:00.000Z', reader: 'person-cashier', roles: ['cashier'], access: 'read' },
        ...{ operationId: 'readPayment', correlationId: 'caja-1-000045', recordIds: ['f-1'] },
      },
    ]);
  });

  it('to what shows no id of its own is noted under the one that was asked for', async () => {
    const noted: object[] = [];
    const { call } = sampleApi({ note: (access) => void noted.push(access) });
    await call(httpEvent({ path: `/v1/payments/${PAYMENT_ID}`, claims: cashier }));
    expect(noted).toEqual([expect.objectContaining({ recordIds: [PAYMENT_ID] })]);
  });

  it('that cannot be noted shows nothing', async () => {
    const { call } = sampleApi({
      note: () => {
        throw new Error('the store is down');
      },
    });
    const reply = await call(listed);
    expect(reply.statusCode).toBe(500);
    expect(reply.body).not.toContain(PAYMENT_ID);
  });

  it('is noted neither when it was refused nor when nobody’s data was asked for', async () => {
    const noted: object[] = [];
    const { call } = sampleApi({ note: (access) => void noted.push(access) });
    await call(httpEvent({ path: '/v1/payments', claims: personClaims('director') }));
    await call(httpEvent({ path: '/ping' }));
    expect(noted).toEqual([]);
  });

  it('is demanded: a table with personal data and no trail is not served', () => {
    const now = () => new Date();
    const frame = {
      now,
      log: createLog({ functionName: 'x', now }),
      metrics: createMetrics({ functionName: 'x', now }),
    };
    const routes = sampleRoutes.filter(({ operationId }) => operationId === 'listPayments');
    expect(() => createApiHandler({ ...frame, routes, useCases: {} as never, deps: {} })).toThrow(
      'listPayments shows personal data and nobody would note it',
    );
  });

  it('refuses to start for people without word of who was suspended', () => {
    const never = () => Promise.reject(new Error('nobody asks'));
    const quiet = { functionName: 'sample-api', now: () => new Date(), write: () => undefined };
    const frame = { now: quiet.now, log: createLog(quiet), metrics: createMetrics(quiet) };
    const trail = { note: never, ofRecord: never, ofReader: never };
    expect(() => createApiHandler({ ...frame, trail, routes: sampleRoutes, useCases: {} as never, deps: {} })).toThrow(
      'takePayment is for people and nobody would know who was suspended',
    );
  });
});

describe('a person who was suspended or signed out', () => {
  const asked: string[] = [];
  const { call } = sampleApi({
    standing: (subject) => {
      asked.push(subject);
      return subject === 'person-cashier' ? { name: 'Ana Caja', signedOutBefore: 1_000 } : undefined;
    },
  });
  const read = (claims: Record<string, unknown>) =>
    call(httpEvent({ path: `/v1/payments/${PAYMENT_ID}/receipt`, claims }));

  it.each([
    ['999', 401],
    ['1000', 200],
    [undefined, 401],
    ['soon', 401],
  ])('is refused with a token issued at %s before 1000: %i', async (iat, status) => {
    const reply = await read({ ...cashier, iat });
    expect(reply.statusCode).toBe(status);
    if (status === 401) expect(JSON.parse(reply.body)).toMatchObject({ code: 'not-authenticated' });
  });

  it('is not let in because nobody can say whether they were', async () => {
    const visited: Caller[] = [];
    const down = sampleApi({
      standing: () => {
        throw Object.assign(new Error('x'), { name: 'ProvisionedThroughputExceededException' });
      },
      visit: (caller) => visited.push(caller),
    });
    const reply = await down.call(httpEvent({ path: '/v1/payments', claims: { ...cashier, iat: '1' } }));
    expect([reply.statusCode, visited]).toEqual([503, []]);
  });

  it('is told nothing of what is wrong with the request', async () => {
    const claims = { ...cashier, iat: '999' };
    const reply = await call(httpEvent({ method: 'POST', path: '/v1/payments', body: {}, headers: {}, claims }));
    expect(JSON.parse(reply.body)).toMatchObject({ status: 401, code: 'not-authenticated' });
  });

  it('is called by name towards the use case and in the trail, once in', async () => {
    const callers: Caller[] = [];
    const noted: object[] = [];
    const named = sampleApi({
      standing: () => ({ name: 'Ana Caja', signedOutBefore: 0 }),
      visit: (caller) => callers.push(caller),
      note: (access) => noted.push(access),
    });
    await named.call(httpEvent({ path: '/v1/payments', claims: { ...cashier, iat: '1' } }));
    expect(callers.map(({ name }) => name)).toEqual(['Ana Caja']);
    expect(noted).toEqual([expect.objectContaining({ reader: 'person-cashier', readerName: 'Ana Caja' })]);
  });

  it('is looked up once a request; nobody is for a public route, nor the portal', async () => {
    asked.length = 0;
    await read({ ...cashier, iat: '1000' });
    expect(asked).toEqual(['person-cashier']);
    await call(httpEvent({ path: '/ping' }));
    const portal = { sub: 'portal', client_id: 'portal', token_use: 'access', scope: 'cartera/read' };
    await call(httpEvent({ path: '/v1/payments', claims: portal }));
    expect(asked).toEqual(['person-cashier']);
  });
});

describe('the handler itself', () => {
  it('answers an event that is no HTTP request with an opaque 500', async () => {
    expect((await sampleApi().call({ Records: [] })).statusCode).toBe(500);
  });
});
