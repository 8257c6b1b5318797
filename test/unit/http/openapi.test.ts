import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { openApiDocument } from '../../../shared/http/openapi.ts';
import type { Route } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import { routeTableFaults } from '../../../shared/http/route-table-faults.ts';
import { sampleRefusals, sampleRoutes } from './sample-api.ts';

const whole = { routes: sampleRoutes, refusals: [sampleRefusals.rules], version: '1.2.3' };
const document = openApiDocument(whole);

describe('the OpenAPI document', () => {
  it.each(['not-found', 'body-too-large', 'internal-error', 'box-closed'])(
    'is not made when two rooms give one code two meanings: %s',
    (code) => {
      const refusals = [...whole.refusals, { [code]: { title: 'Otro', status: 422 } } as const];
      expect(() => openApiDocument({ ...whole, refusals })).toThrow(`refusal code given twice: ${code}`);
    },
  );

  it('is OpenAPI 3.1 with every route of the table', () => {
    expect(document.openapi).toBe('3.1.1');
    expect(document.info.version).toBe('1.2.3');
    const operations = Object.values(document.paths ?? {}).flatMap((methods) =>
      Object.values(methods).map((operation: { operationId: string }) => operation.operationId),
    );
    expect(operations.toSorted()).toEqual(sampleRoutes.map((route) => route.operationId).toSorted());
  });

  it('says who may call, with which scope, key and version', () => {
    const take = document.paths?.['/v1/payments']?.post;
    expect(take?.['x-roles']).toEqual(['cashier', 'portal']);
    expect(take?.description).toBe('**Puestos:** Caja, Portal del Instituto.');
    expect(take?.security).toEqual([{ person: [] }, { portal: ['cartera/write'] }]);
    expect(take?.parameters).toContainEqual(
      expect.objectContaining({ in: 'header', name: 'Idempotency-Key', required: true }),
    );
    const rename = document.paths?.['/v1/payments/{paymentId}']?.put;
    expect(rename?.parameters).toContainEqual(
      expect.objectContaining({ in: 'header', name: 'If-Match', required: true }),
    );
    expect(document.paths?.['/ping']?.get?.security).toEqual([]);
  });

  it('describes amounts and dates as callers write them', () => {
    const take = document.paths?.['/v1/payments']?.post;
    expect(take?.requestBody).toMatchObject({
      content: {
        'application/json': {
          schema: {
            type: 'object',
            additionalProperties: false,
            required: ['amount', 'valueDate', 'payer'],
            properties: {
              amount: { type: 'string', example: '1250.50' },
              valueDate: { type: 'string', format: 'date', example: '2026-11-20' },
            },
          },
        },
      },
    });
  });

  it('says which body may be left out', () => {
    const routes = sampleRoutes.map((route: Route) =>
      route.path === '/v1/payments' && route.body !== undefined ? { ...route, body: route.body.optional() } : route,
    );
    const loose = openApiDocument({ ...whole, routes });
    const required = (of: typeof document) => {
      const body = of.paths?.['/v1/payments']?.post?.requestBody;
      return body !== undefined && 'required' in body ? body.required : undefined;
    };
    expect([required(document), required(loose)]).toEqual([true, false]);
  });

  it('lists every refusal code under its status', () => {
    const responses = document.paths?.['/v1/payments']?.post?.responses ?? {};
    expect(Object.keys(responses)).toEqual([
      '200',
      '201',
      '400',
      '401',
      '403',
      '409',
      '413',
      '415',
      '422',
      '500',
      '503',
    ]);
    expect(responses['422']).toMatchObject({
      description: '`box-closed`: Caja cerrada.',
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    });
  });

  it('tells the answer to a repeated request apart from the first one', () => {
    const responses = document.paths?.['/v1/payments']?.post?.responses ?? {};
    expect(responses['200']).toEqual({
      ...responses['201'],
      description: 'La solicitud repite una ya atendida: la misma respuesta, sin hacer nada de nuevo.',
    });
    expect(document.paths?.['/ping']?.get?.responses?.['200']?.description).toBe('Responder');
  });

  it('says what the gateway answers by itself, which is no problem+json', () => {
    for (const told of ['401 `Unauthorized`', '403 `Forbidden`', '404 `Not Found`', '413 `Request Entity Too Large`'])
      expect(document.info.description).toContain(told);
  });

  it('is the same text each time', () => {
    expect(JSON.stringify(openApiDocument(whole))).toBe(JSON.stringify(document));
  });
});

describe('the faults of a route table', () => {
  const route: Route = {
    operationId: 'a',
    method: 'GET',
    path: '/a/{id}',
    servedBy: 'api',
    summary: 'a',
    tag: 'a',
    roles: ['cashier'],
    params: z.strictObject({ id: z.string() }),
    success: { status: 200, body: z.object({}) },
  };

  it('a good table has none', () => {
    expect(routeTableFaults(sampleRoutes)).toEqual([]);
    expect(routeTableFaults([route])).toEqual([]);
  });

  it.each<[string, readonly Route[], string]>([
    ['two routes of one name', [route, { ...route, path: '/b/{id}' }], 'operationId used twice: a'],
    ['two routes of one shape', [route, { ...route, operationId: 'b' }], 'two routes answer GET /a/{}'],
    ['nobody allowed', [{ ...route, roles: [] }], 'a: nobody may call it'],
    ['a GET with a key', [{ ...route, idempotent: true }], 'a: a GET takes no body, Idempotency-Key or If-Match'],
    ['a parameter without schema', [{ ...route, path: '/a/{id}/{x}' }], 'a: params must be those of /a/{id}/{x}'],
    ['a loose query', [{ ...route, query: z.object({ q: z.string() }) }], 'a: query must be a z.strictObject'],
    [
      'a loose object inside a body',
      [{ ...route, method: 'POST', body: z.strictObject({ a: z.array(z.object({ b: z.string() })) }) }],
      'a: body/properties/a/items must be a z.strictObject',
    ],
    ['an unknown code', [{ ...route, refusals: ['nope'] }], 'a: unknown refusal code nope'],
    [
      'nothing to answer',
      [{ ...route, success: { status: 200 } }],
      'a: success needs either a body or a contentType, and neither with 204',
    ],
  ])('%s', (_name, routes, fault) => {
    expect(routeTableFaults(routes, new Set(['not-found']))).toContain(fault);
  });
});

it('a function gets the routes it serves and no other', () => {
  expect(routesServedBy(sampleRoutes, 'api')).toHaveLength(sampleRoutes.length);
  expect(routesServedBy(sampleRoutes, 'render')).toEqual([]);
});
