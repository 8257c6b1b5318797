import type { Caller } from '../../../shared/http/route.ts';
import { placedOf } from '../../../shared/ledger/placed.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import { takeStep } from '../../../shared/transitions/take-step.ts';
import { totalOf } from '../cfdi/income-cfdi.ts';
import { grossByTax, isSameTax, type TaxedGross, taxName } from '../cfdi/tax-split.ts';
import { refuseState } from './cancel-invoice.ts';
import { holdParts } from './hold-payment.ts';
import type { Invoice } from './invoice.ts';
import { invoiceMachine } from './invoice-machine.ts';
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
import { readInvoice, requestOnce } from './request-once.ts';

/**
 * Registers a payment of a deferred CFDI: the CFDI of type P of what the payment put to what is invoiced, with its number and
 * what is left. Both are written together, so that two payments at once never pay the same peso. Refused when it is more than
 * is left to be paid, also of what bears one VAT.
 */
export function registerInstalment(
  deps: RequestDeps,
  asked: {
    readonly invoiceId: string;
    readonly paymentId: string;
    readonly paymentForm?: string | undefined;
    readonly idempotencyKey: string;
  },
  caller: Caller,
): Promise<Invoice> {
  const { invoiceId: deferredId, paymentId, paymentForm, idempotencyKey: key } = asked;
  const input = { operation: 'register-instalment', deferredId, paymentId, paymentForm: paymentForm ?? null };
  return requestOnce(deps, { key, input }, caller, async (invoiceId) => {
    const deferred = await readInvoice(deps, deferredId, caller);
    const on = deps.clock.today();
    const { fileId, stamp } = deferred;
    if (deferred.kind !== 'deferred' || fileId === null || stamp === null)
      throw refuseInvoice('invoice-state', 'Los pagos se registran en una factura por pagar (PPD) timbrada.');
    refuseAsked(deferred.receiver, paymentForm);
    const payment = await readPayment(deps, { fileId, paymentId });
    const { placed, credit } = placedOf(payment);
    const holding = await holdParts(deps, partsOf(payment), invoiceId);
    const settings = await readSettingsOn(deps, on);
    // VAT as that CFDI said it, whatever was signed since.
    const treated = (await deps.settings.find(deferred.settingsId)) ?? settings;
    const { lines, left } = invoicedParts(treated, placed, operationFolio(payment.eventId));
    const amount = totalOf(lines);
    const owedByTax = owedAfter(deferred, lines);
    const stampOfStep = { by: caller.subject, on, key, reason: null };
    const change = { owed: deferred.owed - amount, owedByTax, instalments: deferred.instalments + 1 };
    const paying = takeStep(invoiceMachine, deferred, 'pay', stampOfStep, change);
    if (paying.outcome !== 'taken') throw refuseState(deferred, 'pay');
    const { series, folio, office, receiver } = deferred;
    const pays = {
      ...{ invoiceId: deferredId, uuid: stamp.uuid, series, folio },
      ...{ instalment: change.instalments, owedBefore: deferred.owed },
    };
    const invoice = newInvoice({
      ...{ invoiceId, kind: 'instalment', on, by: caller.subject, key, settings, warnings: [], office, fileId },
      ...{ paymentId: payment.eventId, receiver, paidOn: payment.valueDate, lines, pays },
      ...{ paymentForm: paymentForm ?? settings.terms.paymentForms[payment.channel] },
      ...{ notInvoiced: left, heldCredit: credit },
    });
    return { invoice, alongside: [...holding, deps.invoices.put(paying.next)] };
  });
}

/** What a deferred CFDI is owed of each treatment of VAT after a payment. Refuses `payment-over-invoice`. */
function owedAfter({ owedByTax }: Invoice, lines: readonly TaxedGross[]): TaxedGross[] {
  const paid = grossByTax(lines);
  const over = paid.flatMap(({ tax, gross }) => {
    const owed = owedByTax.find((one) => isSameTax(one.tax, tax))?.gross ?? 0;
    return gross > owed ? [`${taxName(tax)} puso ${formatMxn(gross)} y faltan ${formatMxn(owed)}`] : [];
  });
  if (over.length > 0)
    throw refuseInvoice(
      'payment-over-invoice',
      `El pago puso más de lo que falta de la factura: ${over.join('; ')}. Registre otro pago o facture este por separado.`,
    );
  return owedByTax.map(({ tax, gross }) => ({
    tax,
    gross: gross - (paid.find((one) => isSameTax(one.tax, tax))?.gross ?? 0),
  }));
}
