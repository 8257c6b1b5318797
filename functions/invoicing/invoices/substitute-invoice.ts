import type { Caller } from '../../../shared/http/route.ts';
import { placedOf } from '../../../shared/ledger/placed.ts';
import type { Receiver } from '../cfdi/receiver.ts';
import { holdParts } from './hold-payment.ts';
import type { Invoice } from './invoice.ts';
import { refuseInvoice } from './invoice-refusals.ts';
import { newInvoice, operationFolio } from './new-invoice.ts';
import {
  invoicedParts,
  partsOf,
  type RequestDeps,
  readPayment,
  readSettingsOn,
  refuseAsked,
} from './request-invoice.ts';
import { type Made, readInvoice, requestOnce } from './request-once.ts';

interface AskedSubstitute {
  readonly invoiceId: string;
  readonly receiver: Receiver | undefined;
  readonly paymentForm?: string | undefined;
  readonly idempotencyKey: string;
}

/**
 * Makes a CFDI in the place of a stamped one that has errors (relation 04). Once it is stamped the first is cancelled with
 * reason 01 (deliver-invoice.ts); until then the first stands. Of a payment: its split again, by today's settings. Of a global
 * one: its operations without those that were taken back since.
 */
export function substituteInvoice(deps: RequestDeps, asked: AskedSubstitute, caller: Caller): Promise<Invoice> {
  const { invoiceId: firstId, receiver, paymentForm, idempotencyKey: key } = asked;
  const input = {
    operation: 'substitute-invoice',
    firstId,
    receiver: receiver ?? null,
    paymentForm: paymentForm ?? null,
  };
  return requestOnce(deps, { key, input }, caller, async (invoiceId) =>
    substituteOf(deps, await readInvoice(deps, firstId, caller), asked, invoiceId, caller),
  );
}

async function substituteOf(
  deps: RequestDeps,
  first: Invoice,
  asked: AskedSubstitute,
  invoiceId: string,
  caller: Caller,
): Promise<Made> {
  const { stamp, state, kind, fileId, paymentId } = first;
  if (stamp === null || (state !== 'stamped' && state !== 'cancellation-refused'))
    throw refuseInvoice('invoice-state', 'Solo se sustituye una factura timbrada y vigente.');
  if (kind === 'deferred' || kind === 'instalment')
    throw refuseInvoice(
      'invoice-state',
      'Una factura por pagar y sus complementos no se sustituyen aquí: cancele los complementos y la factura, y hágalos de nuevo.',
    );
  const on = deps.clock.today();
  const settings = await readSettingsOn(deps, on);
  const shared = {
    ...{ invoiceId, kind, on, by: caller.subject, key: asked.idempotencyKey, settings },
    ...{ office: first.office, paidOn: first.paidOn, substitutes: { invoiceId: first.invoiceId, uuid: stamp.uuid } },
    paymentForm: asked.paymentForm ?? first.paymentForm,
  };
  if (kind === 'global' || fileId === null || paymentId === null) {
    const operations = first.operations.filter((partId) => !first.reversed.includes(partId));
    const folios = new Set(operations.map(operationFolio));
    const lines = first.lines.filter(({ identification }) => folios.has(identification ?? ''));
    if (lines.length === 0)
      throw refuseInvoice('nothing-to-invoice', 'Todos sus pagos se cancelaron: cancélela con el motivo 03.');
    // The general public is where the office is (CFDI40149), which may have moved since.
    const receiver = { ...first.receiver, postcode: settings.terms.postcodes[first.office] };
    const warnings = refuseAsked(undefined, asked.paymentForm);
    const kept = { receiver, warnings, period: first.period, fileId: null, paymentId: null };
    const alongside = await holdParts(deps, [first.invoiceId], invoiceId, first.invoiceId);
    return { invoice: newInvoice({ ...shared, ...kept, lines, operations }), alongside };
  }
  const receiver = asked.receiver ?? first.receiver;
  const warnings = refuseAsked(receiver, asked.paymentForm);
  const payment = await readPayment(deps, { fileId, paymentId });
  const { placed, credit } = placedOf(payment);
  const alongside = await holdParts(deps, partsOf(payment), invoiceId, first.invoiceId);
  const { lines, left } = invoicedParts(settings, placed, operationFolio(paymentId));
  const paid = { fileId, paymentId, receiver, warnings, lines, notInvoiced: left, heldCredit: credit };
  return { invoice: newInvoice({ ...shared, ...paid }), alongside };
}
