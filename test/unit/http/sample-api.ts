import type { Context } from 'aws-lambda';
import * as z from 'zod';
import { createApiHandler } from '../../../shared/http/api-handler.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { defineRoutes } from '../../../shared/http/route-table.ts';
import type { Standing } from '../../../shared/http/standing.ts';
import {
  calendarDateSchema,
  moneyOut,
  officeWireSchema,
  pageOf,
  pageQueryFields,
  positiveMoneySchema,
  uuidSchema,
} from '../../../shared/http/wire.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { createMetrics } from '../../../shared/observability/metrics.ts';
import { defineRefusals } from '../../../shared/refusals/refusal.ts';

/** A small area with every kind of route, for the tests of the HTTP room. */
export const sampleRefusals = defineRefusals({ 'box-closed': { title: 'Caja cerrada', status: 422 } });

export const sampleRoutes = defineRoutes([
  {
    operationId: 'takePayment',
    method: 'POST',
    path: '/v1/payments',
    servedBy: 'api',
    summary: 'Registrar un pago',
    tag: 'Pagos',
    roles: ['cashier', 'portal'],
    idempotent: true,
    body: z.strictObject({
      amount: positiveMoneySchema,
      valueDate: calendarDateSchema,
      payer: z.strictObject({ name: z.string().min(3) }),
      noteIds: z.array(uuidSchema).max(2).optional(),
    }),
    success: { status: 201, repeated: 200, body: z.object({ office: z.string(), amount: moneyOut }) },
    refusals: ['box-closed'],
  },
  {
    operationId: 'listPayments',
    method: 'GET',
    path: '/v1/payments',
    servedBy: 'api',
    summary: 'Consultar pagos',
    tag: 'Pagos',
    roles: ['cashier', 'auditor', 'external-lawyer', 'portal'],
    personalData: true,
    query: z.strictObject({ ...pageQueryFields, office: officeWireSchema.optional() }),
    success: { status: 200, body: pageOf(z.object({ paymentId: z.string() })) },
  },
  {
    operationId: 'readPayment',
    method: 'GET',
    path: '/v1/payments/{paymentId}',
    servedBy: 'api',
    summary: 'Consultar un pago',
    tag: 'Pagos',
    roles: ['cashier', 'auditor'],
    personalData: true,
    params: z.strictObject({ paymentId: uuidSchema }),
    success: { status: 200, body: z.object({ paymentId: z.string() }) },
  },
  {
    operationId: 'todaysPayments',
    method: 'GET',
    path: '/v1/payments/today',
    servedBy: 'api',
    summary: 'Pagos de hoy',
    tag: 'Pagos',
    roles: ['director'],
    success: { status: 200, body: z.object({ count: z.int() }) },
  },
  {
    operationId: 'renamePayment',
    method: 'PUT',
    path: '/v1/payments/{paymentId}',
    servedBy: 'api',
    summary: 'Cambiar un pago',
    tag: 'Pagos',
    roles: ['recovery-technician'],
    ifMatch: true,
    params: z.strictObject({ paymentId: uuidSchema }),
    body: z.strictObject({ note: z.string() }),
    success: { status: 204 },
  },
  {
    operationId: 'printReceipt',
    method: 'GET',
    path: '/v1/payments/{paymentId}/receipt',
    servedBy: 'api',
    summary: 'Imprimir el recibo',
    tag: 'Pagos',
    roles: ['cashier'],
    params: z.strictObject({ paymentId: uuidSchema }),
    success: { status: 200, contentType: 'application/pdf' },
  },
  {
    operationId: 'ping',
    method: 'GET',
    path: '/ping',
    servedBy: 'api',
    summary: 'Responder',
    tag: 'Servicio',
    roles: 'public',
    success: { status: 200, body: z.object({ ok: z.boolean() }) },
  },
]);

export const PAYMENT_ID = '0193f1c2-7c1a-7b7e-9d3e-5a1f0c2b4d6e';

interface SampleDeps {
  /** What the use cases do besides answering: fail, or note the caller. */
  readonly visit: (caller: Caller) => void;
  /** Added to what readPayment answers. */
  readonly payment: object;
  /** Takes what is noted of accesses to personal data. */
  readonly note: (access: object) => void;
  /** How a person stands. */
  readonly standing: (subject: string) => Standing | undefined;
}

/** The sample's handler with its log lines; `visit` may throw what a use case would. */
export function sampleApi(deps: Partial<SampleDeps> = {}) {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => lines.push(JSON.parse(line));
  const now = () => new Date('2026-11-20T16:00:00Z');
  const note = deps.note ?? (() => undefined);
  const never = () => Promise.reject(new Error('nobody asks'));
  const handler = createApiHandler<Omit<SampleDeps, 'standing'>, typeof sampleRoutes>({
    routes: sampleRoutes,
    useCases: {
      takePayment: async ({ visit }, input, caller) => {
        visit(caller);
        const office = caller.offices === 'all' ? 'todas' : (caller.offices[0] ?? 'ninguna');
        const amount = input.body.amount;
        return { body: { office, amount }, etag: '7', location: `/v1/payments/${input.idempotencyKey}` };
      },
      listPayments: async ({ visit }, _input, caller) => {
        visit(caller);
        return { body: { items: [{ paymentId: PAYMENT_ID }] } };
      },
      readPayment: async ({ visit, payment }, input, caller) => {
        visit(caller);
        return { body: { paymentId: input.params.paymentId, ...payment } };
      },
      todaysPayments: async () => ({ body: { count: 3 } }),
      renamePayment: async ({ visit }, _input, caller) => {
        visit(caller);
        return { etag: '8' };
      },
      printReceipt: async () => ({ bytes: Buffer.from('%PDF-1.7'), fileName: 'Recibo Peñasco.pdf' }),
      ping: async () => ({ body: { ok: true } }),
    },
    deps: { visit: deps.visit ?? (() => undefined), payment: deps.payment ?? {}, note },
    trail: { note: async (accessed, recordIds) => note({ ...accessed, recordIds }), ofRecord: never, ofReader: never },
    standings: { of: async (subject) => deps.standing?.(subject) },
    now,
    log: createLog({ functionName: 'sample-api', now, write }),
    metrics: createMetrics({ functionName: 'sample-api', now, write }),
  });
  return { lines, call: (event: unknown) => handler(event, {} as Context) };
}

export interface SampleRequest {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly claims?: Record<string, unknown>;
  readonly stage?: string;
}

/** An event as API Gateway sends it (HTTP API, payload format 2.0, JWT authorizer). */
export function httpEvent(request: SampleRequest): object {
  const { method = 'GET', path, query = '', headers = {}, body, claims, stage = '$default' } = request;
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const json = text === undefined ? {} : { 'content-type': 'application/json' };
  return {
    version: '2.0',
    routeKey: 'ANY /v1/{proxy+}',
    rawPath: stage === '$default' ? path : `/${stage}${path}`,
    rawQueryString: query,
    headers: { host: 'api.example', ...json, ...headers },
    requestContext: {
      accountId: '123456789012',
      apiId: 'abc',
      stage,
      requestId: 'JKJaXmPLvHcESHA=',
      time: '20/Nov/2026:16:00:00 +0000',
      timeEpoch: 1_795_190_400_000,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'vitest' },
      ...(claims !== undefined && { authorizer: { jwt: { claims, scopes: null } } }),
    },
    ...(text !== undefined && { body: text }),
    isBase64Encoded: false,
  };
}

/** Claims of a person's access token, groups as API Gateway flattens them. */
export function personClaims(role: Role | string, ...offices: string[]): Record<string, unknown> {
  const groups = [`role:${role}`, ...offices.map((office) => `office:${office}`)].join(' ');
  return {
    sub: `person-${role}`,
    username: `u-${role}`,
    token_use: 'access',
    'cognito:groups': `[${groups}]`,
    scope: 'openid',
  };
}

export function portalClaims(scope: string): Record<string, unknown> {
  return { sub: 'portal-client', client_id: 'portal-client', token_use: 'access', scope };
}

export const PAYMENT = { amount: '1250.50', valueDate: '2026-11-20', payer: { name: 'Ana' } };
export const KEY = { 'idempotency-key': '0193f1c2-7c1a-7b7e' };
