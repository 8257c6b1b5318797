import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { MAX_BODY_BYTES } from '../../../shared/http/request-body.ts';
import { readInput } from '../../../shared/http/request-input.ts';
import type { Route } from '../../../shared/http/route.ts';
import { httpEvent, KEY, PAYMENT, PAYMENT_ID, personClaims, sampleApi, sampleRoutes } from './sample-api.ts';

const cashier = personClaims('cashier', 'obregon');
const technician = personClaims('recovery-technician');
const payment = (extra: object = {}) =>
  httpEvent({ method: 'POST', path: '/v1/payments', body: PAYMENT, headers: KEY, claims: cashier, ...extra });

describe('a request that is wrong', () => {
  const problemOf = async (event: object) => {
    const { call } = sampleApi();
    const reply = await call(event);
    expect(reply.headers['content-type']).toBe('application/problem+json');
    const problem = JSON.parse(reply.body);
    expect(problem).toMatchObject({ status: reply.statusCode, type: `urn:cartera:problema:${problem.code}` });
    expect(problem.correlationId).toBe(reply.headers['x-correlation-id']);
    return problem;
  };

  it('is told every fault at once, in Spanish, with its place', async () => {
    const body = { amount: 1250.5, valueDate: '2026-02-30', payer: { name: 'A', rfc: 'X' }, noteIds: ['1'], 'a/b': 1 };
    const problem = await problemOf(payment({ query: 'desde=1', body, headers: {} }));
    expect(problem).toMatchObject({ code: 'malformed-request', status: 400 });
    expect(Object.fromEntries(problem.errors.map((fault: { pointer: string }) => [fault.pointer, fault]))).toEqual({
      'query/desde': { pointer: 'query/desde', message: 'Este campo no existe aquí; quítelo.' },
      '/amount': {
        pointer: '/amount',
        message: 'Escriba el monto como texto en pesos con dos decimales y sin comas, por ejemplo "1250.50".',
      },
      '/valueDate': { pointer: '/valueDate', message: 'Escriba una fecha que exista, como AAAA-MM-DD.' },
      '/payer/name': { pointer: '/payer/name', message: 'Debe tener mínimo 3 caracteres.' },
      '/payer/rfc': { pointer: '/payer/rfc', message: 'Este campo no existe aquí; quítelo.' },
      '/noteIds/0': { pointer: '/noteIds/0', message: 'Debe ser un identificador UUID.' },
      '/a~1b': { pointer: '/a~1b', message: 'Este campo no existe aquí; quítelo.' },
      'header/Idempotency-Key': {
        pointer: 'header/Idempotency-Key',
        message: 'Envíe una clave única de la operación, de 8 a 128 caracteres ASCII sin espacios.',
      },
    });
  });

  it.each([
    ['an amount of zero', { ...PAYMENT, amount: '0.00' }, '/amount', 'El monto debe ser mayor que cero.'],
    ['a negative amount', { ...PAYMENT, amount: '-5.00' }, '/amount', 'El monto debe ser mayor que cero.'],
    ['a missing field', { ...PAYMENT, payer: undefined }, '/payer', 'Falta este dato.'],
    ['a list as body', [], '', 'Debe ser un objeto.'],
  ])('has %s refused', async (_name, body, pointer, message) => {
    expect((await problemOf(payment({ body }))).errors).toContainEqual({ pointer, message });
  });

  it('is told where its JSON breaks', async () => {
    const problem = await problemOf(payment({ body: '{"amount": "1.00",\n  oops}' }));
    expect(problem).toMatchObject({ code: 'malformed-request', errors: [{ line: 2, column: 3 }] });
    expect(JSON.stringify(problem)).not.toContain('oops');
  });

  it.each([
    ['without a body', { body: undefined }, 'malformed-request', 400],
    ['of another content type', { headers: { ...KEY, 'content-type': 'text/xml' } }, 'unsupported-content-type', 415],
    ['above the size limit', { body: `"${'x'.repeat(MAX_BODY_BYTES)}"` }, 'body-too-large', 413],
    ['without Idempotency-Key', { headers: {} }, 'idempotency-key-required', 400],
    ['with too short a key', { headers: { 'idempotency-key': 'corta' } }, 'idempotency-key-required', 400],
    ['with a key in other letters', { headers: { 'idempotency-key': 'operación-1' } }, 'idempotency-key-required', 400],
    ['to an unknown address', { path: '/v1/pagos' }, 'not-found', 404],
    ['with an unknown method', { method: 'DELETE' }, 'not-found', 404],
    ['with a broken escape in its address', { path: '/v1/payments/%E0%A4%A', method: 'GET' }, 'not-found', 404],
  ])('%s is refused', async (_name, extra, code, status) => {
    expect(await problemOf(payment(extra))).toMatchObject({ code, status });
  });

  it.each([
    ['a lone surrogate in a text', { ...PAYMENT, payer: { name: 'captura \ud83d' } }, '/payer/name', 'incompleto'],
    ['a lone surrogate in a name of a field', { ...PAYMENT, 'x\udc00': 1 }, '', 'incompleto'],
    ['a lone surrogate in a list', { ...PAYMENT, noteIds: ['\ud83d'] }, '/noteIds/0', 'incompleto'],
    ['a zero byte in a text', { ...PAYMENT, payer: { name: 'Ana\u0000' } }, '/payer/name', 'que no se ve'],
    ['an escape of a terminal', { ...PAYMENT, payer: { name: '\u001b[31mAna' } }, '/payer/name', 'que no se ve'],
    ['a turned reading order', { ...PAYMENT, payer: { name: 'pagos\u202etxt.exe' } }, '/payer/name', 'que no se ve'],
  ])('with %s is told the place', async (_name, body, pointer, text) => {
    const problem = await problemOf(payment({ body }));
    expect(problem).toMatchObject({ code: 'malformed-request', status: 400 });
    expect(problem.errors).toContainEqual({ pointer, message: expect.stringContaining(text) });
  });

  it('with more levels than anybody needs is refused, however many', async () => {
    const body = `{"payer":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const problem = await problemOf(payment({ body }));
    expect(problem.errors[0].message).toContain('niveles');
  });

  it('in other bytes than UTF-8 is refused', async () => {
    const event = {
      ...payment(),
      body: Buffer.from('{"name":"Pe\xf1a"}', 'latin1').toString('base64'),
      isBase64Encoded: true,
    };
    expect((await problemOf(event)).detail).toBe('El cuerpo no está en UTF-8.');
  });

  it('with a body where none belongs is refused', async () => {
    const problem = await problemOf(httpEvent({ path: '/v1/payments', body: {}, claims: cashier }));
    expect(problem.detail).toBe('Esta operación no lleva cuerpo; envíela sin él.');
  });

  it('without a body is read where the route may go without one, and with one as any other', () => {
    const [route] = sampleRoutes.filter((one: Route) => one.path === '/v1/payments' && one.body !== undefined);
    const loose: Route = { ...(route as Route), body: z.strictObject({ who: z.string().optional() }).optional() };
    const read = (body: string) =>
      readInput({ route: loose, params: {} }, {
        ...{ method: 'POST', path: '/v1/payments', query: {}, body: Buffer.from(body) },
        headers: { ...KEY, 'content-type': 'application/json' },
      } as never).body;
    expect([read(''), read('{"who":"x"}')]).toEqual([undefined, { who: 'x' }]);
    expect(() => read('{"whom":"x"}')).toThrow('malformed-request');
  });

  it.each([undefined, '*', 'W/"7"', '7'])('with If-Match %s is asked for the version', async (tag) => {
    const problem = await problemOf(
      httpEvent({
        method: 'PUT',
        path: `/v1/payments/${PAYMENT_ID}`,
        headers: tag === undefined ? {} : { 'if-match': tag },
        body: { note: 'x' },
        claims: technician,
      }),
    );
    expect(problem).toMatchObject({ code: 'version-required', status: 428 });
  });

  it.each([
    ['limit=0', 'query/limit', 'Debe ser un número entero de 1 a 100.'],
    ['limit=x', 'query/limit', 'Debe ser un número entero de 1 a 100.'],
    ['office=guaymas', 'query/office', 'Debe ser uno de: hermosillo, obregon, nogales.'],
    ['office=nogales&office=obregon', 'query/office', 'Debe ser uno de: hermosillo, obregon, nogales.'],
  ])('with ?%s is told so', async (query, pointer, message) => {
    expect((await problemOf(httpEvent({ path: '/v1/payments', query, claims: cashier }))).errors).toEqual([
      { pointer, message },
    ]);
  });
});
