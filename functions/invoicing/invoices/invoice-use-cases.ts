import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import { inScope, officesOf } from '../../../shared/http/scope.ts';
import { CANCELLATION_REASONS } from '../cfdi/sat-catalogues.ts';
import { splitTax } from '../cfdi/tax-split.ts';
import { askCancellation } from './cancel-invoice.ts';
import type { Invoice } from './invoice.ts';
import { invoiceMachine, WAITING } from './invoice-machine.ts';
import { type invoiceAnswer, invoiceRoutes } from './invoice-routes.ts';
import { correctInvoice, declareNotStamped, retryInvoice, withdrawInvoice } from './mend-invoice.ts';
import { registerInstalment } from './register-instalment.ts';
import { type RequestDeps, requestDeferred, requestInvoice } from './request-invoice.ts';
import { readInvoice } from './request-once.ts';
import { substituteInvoice } from './substitute-invoice.ts';

/** Those that invoicing-api serves; documents are invoicing-render's (print-invoice.ts). */
export const invoiceApiRoutes = routesServedBy(invoiceRoutes, 'api');

/** The use case of each of them: domain in, wire out. */
export const invoiceUseCases: UseCases<RequestDeps, typeof invoiceApiRoutes> = {
  requestInvoice: async (deps, { body, idempotencyKey }, caller) =>
    made(await requestInvoice(deps, { ...body, idempotencyKey }, caller)),
  requestDeferredInvoice: async (deps, { body, idempotencyKey }, caller) =>
    made(await requestDeferred(deps, { ...body, idempotencyKey }, caller)),
  async listInvoices(deps, { query: { status, from, to, ...page } }, caller) {
    const { records, cursor } = await deps.invoices.page(status, page, {
      ...{ from, to, filter: { office: officesOf(caller) } },
    });
    const items = records.map(toAnswer);
    return { body: { items, ...(cursor !== undefined && { nextCursor: cursor }) } };
  },
  async listInvoicesOfFile(deps, { params, query }, caller) {
    inScope(caller, await deps.register.findFile(params.fileId), 'El expediente');
    const { records, cursor } = await deps.invoices.ofFile(params.fileId, query);
    return { body: { items: records.map(toAnswer), ...(cursor !== undefined && { nextCursor: cursor }) } };
  },
  getInvoice: async (deps, { params }, caller) => told(await readInvoice(deps, params.invoiceId, caller)),
  registerInstalment: async (deps, { params, body, idempotencyKey }, caller) =>
    made(await registerInstalment(deps, { ...params, ...body, idempotencyKey }, caller)),
  substituteInvoice: async (deps, { params, body, idempotencyKey }, caller) =>
    made(await substituteInvoice(deps, { ...params, receiver: body.receiver, ...body, idempotencyKey }, caller)),
  cancelInvoice: async (deps, { params, body, idempotencyKey }, caller) =>
    told(await askCancellation(deps, { ...params, ...body, idempotencyKey }, caller)),
  correctInvoice: async (deps, { params, body, idempotencyKey }, caller) =>
    told(await correctInvoice(deps, { ...params, ...body, idempotencyKey }, caller)),
  retryInvoice: async (deps, { params, idempotencyKey }, caller) =>
    told(await retryInvoice(deps, { ...params, idempotencyKey }, caller)),
  declareInvoiceNotStamped: async (deps, { params, body, idempotencyKey }, caller) =>
    told(await declareNotStamped(deps, { ...params, ...body, idempotencyKey }, caller)),
  withdrawInvoice: async (deps, { params, body, idempotencyKey }, caller) =>
    told(await withdrawInvoice(deps, { ...params, ...body, idempotencyKey }, caller)),
};

const told = (invoice: Invoice) => ({ body: toAnswer(invoice) });
const made = (invoice: Invoice) => ({ ...told(invoice), location: `/v1/invoices/${invoice.invoiceId}` });
const waiting: ReadonlySet<string> = new Set(WAITING);

function toAnswer(invoice: Invoice): z.input<typeof invoiceAnswer> {
  const { state, lines, stamp, cancellation, reversed, nextTryAt } = invoice;
  return {
    ...invoice,
    status: state,
    statusName: invoiceMachine.states[state],
    lines: lines.map(({ gross, ...line }) => ({ ...line, ...splitTax(gross, line.tax) })),
    uuid: stamp?.uuid ?? null,
    stampedAt: stamp?.stampedAt ?? null,
    legend: stamp?.legend ?? null,
    nextTryAt: waiting.has(state) && nextTryAt !== '' ? nextTryAt : null,
    cancellation: cancellation && { ...cancellation, reasonName: CANCELLATION_REASONS[cancellation.reason] },
    reversedPayments: reversed.length,
    history: historyAnswer(invoiceMachine, invoice.history),
  };
}
