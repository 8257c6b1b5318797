import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import type { TransactItem } from '../../../shared/store/record-store.ts';
import { alreadyInvoiced } from './hold-payment.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { invoiceJob, STAMP_INVOICE } from './invoice-tasks.ts';

export interface RequestOnceDeps {
  readonly invoices: InvoiceStore;
  readonly claims: RequestClaims;
  readonly jobs: JobRequestItems;
  readonly clock: Clock;
}

/** A new CFDI, and what is written with it or not at all. */
export interface Made {
  readonly invoice: Invoice;
  readonly alongside: readonly TransactItem[];
}

/**
 * Makes the CFDI of a request once a key, writes it and asks for its stamp; of the same key again, answers it as it stands.
 * When a payment was invoiced meanwhile, nothing is written. `input`: what the key is bound to, after `make` refused nothing.
 */
export async function requestOnce(
  deps: RequestOnceDeps,
  { key, input }: { readonly key: string; readonly input: object },
  caller: Caller,
  make: (invoiceId: string) => Promise<Made>,
): Promise<Invoice> {
  const { invoices, jobs, clock } = deps;
  const invoiceId = deterministicId('invoice', key);
  const known = await invoices.find(invoiceId);
  const made = known === undefined ? await makeUnlessMade(deps, invoiceId, make) : undefined;
  await claimRequest(deps, key, invoiceId, input);
  if (made === undefined) return inScope(caller, known ?? (await invoices.find(invoiceId)), 'La factura');
  const job = jobs.item(invoiceJob(STAMP_INVOICE, made.invoice, clock.now()));
  if (await invoices.write(made.invoice, [...made.alongside, job])) return made.invoice;
  const stored = await invoices.find(invoiceId);
  if (stored !== undefined) return inScope(caller, stored, 'La factura');
  throw alreadyInvoiced();
}

/** Undefined: the same request sent at once made it meanwhile, and what refuses this one is its own doing. */
async function makeUnlessMade(
  { invoices }: Pick<RequestOnceDeps, 'invoices'>,
  invoiceId: string,
  make: (invoiceId: string) => Promise<Made>,
): Promise<Made | undefined> {
  try {
    return await make(invoiceId);
  } catch (error) {
    if ((await invoices.find(invoiceId)) === undefined) throw error;
    return undefined;
  }
}

export const claimRequest = (
  { claims, clock }: Pick<RequestOnceDeps, 'claims' | 'clock'>,
  key: string,
  invoiceId: string,
  input: object,
): Promise<unknown> =>
  claims.claim({ scope: 'INVOICE', key, input, source: { type: 'invoice', id: invoiceId }, recordedOn: clock.today() });

/** A CFDI of an office that the caller reaches; else 404. */
export const readInvoice = async (
  { invoices }: { readonly invoices: Pick<InvoiceStore, 'find'> },
  invoiceId: string,
  caller: Caller,
): Promise<Invoice> => inScope(caller, await invoices.find(invoiceId), 'La factura');
