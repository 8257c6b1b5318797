import type { Caller } from '../../../shared/http/route.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { Receiver } from '../cfdi/receiver.ts';
import { givingBack, refuseState } from './cancel-invoice.ts';
import type { Invoice } from './invoice.ts';
import { invoiceMachine } from './invoice-machine.ts';
import { refuseInvoice } from './invoice-refusals.ts';
import { invoiceJob, STAMP_INVOICE } from './invoice-tasks.ts';
import { AT_ONCE } from './move-invoice.ts';
import { refuseAsked } from './request-invoice.ts';
import { claimRequest, type RequestOnceDeps, readInvoice } from './request-once.ts';

interface Mending {
  readonly invoiceId: string;
  readonly idempotencyKey: string;
}

/** Corrects what the PAC refused, and asks for its stamp anew: another seal, dated then. */
export async function correctInvoice(
  deps: RequestOnceDeps,
  {
    invoiceId,
    receiver,
    paymentForm,
    idempotencyKey: key,
  }: Mending & { readonly receiver: Receiver; readonly paymentForm?: string | undefined },
  caller: Caller,
): Promise<Invoice> {
  const invoice = await readInvoice(deps, invoiceId, caller);
  if (invoice.kind === 'deferred' && paymentForm !== undefined)
    throw refuseInvoice(
      'payment-form-refused',
      'Una factura por pagar no dice la forma de pago: la dicen sus complementos. Corríjala sin indicarla.',
    );
  const warnings = invoice.kind === 'global' ? [] : refuseAsked(receiver, paymentForm);
  // The general public is nobody's to correct.
  const change =
    invoice.kind === 'global' ? {} : { receiver, warnings, ...(paymentForm !== undefined && { paymentForm }) };
  return step(
    deps,
    invoice,
    'correct',
    { ...change, ...AT_ONCE, trouble: null },
    { key, reason: null, asked: { receiver, paymentForm: paymentForm ?? null } },
    caller,
  );
}

/** Asks after a CFDI again that the system gave up on: the same bytes under the same key. */
export async function retryInvoice(
  deps: RequestOnceDeps,
  { invoiceId, idempotencyKey: key }: Mending,
  caller: Caller,
): Promise<Invoice> {
  const invoice = await readInvoice(deps, invoiceId, caller);
  return step(deps, invoice, 'retry', AT_ONCE, { key, reason: null, asked: {} }, caller);
}

/** A person saw in the PAC's own list that it has no such CFDI: it may be corrected or withdrawn. */
export async function declareNotStamped(
  deps: RequestOnceDeps,
  { invoiceId, reason, idempotencyKey: key }: Mending & { readonly reason: string },
  caller: Caller,
): Promise<Invoice> {
  const invoice = await readInvoice(deps, invoiceId, caller);
  return step(deps, invoice, 'not-stamped', {}, { key, reason, asked: { reason } }, caller);
}

/** Gives up a CFDI that was not stamped: its payment can have another. */
export async function withdrawInvoice(
  deps: RequestOnceDeps,
  { invoiceId, reason, idempotencyKey: key }: Mending & { readonly reason: string },
  caller: Caller,
): Promise<Invoice> {
  const invoice = await readInvoice(deps, invoiceId, caller);
  return step(deps, invoice, 'withdraw', {}, { key, reason, asked: { reason } }, caller);
}

function step(
  deps: RequestOnceDeps,
  invoice: Invoice,
  name: 'correct' | 'retry' | 'not-stamped' | 'withdraw',
  change: Partial<Omit<Invoice, 'state' | 'history' | 'version'>>,
  { key, reason, asked }: { readonly key: string; readonly reason: string | null; readonly asked: object },
  caller: Caller,
): Promise<Invoice> {
  const { invoices, jobs, clock } = deps;
  const { invoiceId } = invoice;
  return performStep(invoiceMachine, invoice, {
    step: name,
    stamp: { by: caller.subject, on: clock.today(), key, reason },
    change: () => change,
    claim: () => claimRequest(deps, key, invoiceId, { operation: `${name}-invoice`, invoiceId, ...asked }),
    write: async (next) => {
      const isOver = name === 'withdraw' || name === 'not-stamped';
      const job = isOver ? [] : [jobs.item(invoiceJob(STAMP_INVOICE, next, clock.now()))];
      const back = name === 'withdraw' ? await givingBack(deps, next) : [];
      return invoices.write(next, [...job, ...back]);
    },
    read: () => readInvoice(deps, invoiceId, caller),
    refuse: (_why, now) => refuseState(now, name),
  });
}
