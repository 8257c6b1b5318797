import type { Comprobante } from '@nodecfdi/cfdi-elements/cfdi40';
import { type CfdiHead, incomeCfdi } from '../cfdi/income-cfdi.ts';
import { paymentCfdi } from '../cfdi/payment-cfdi.ts';
import type { Invoice } from './invoice.ts';

/** Hermosillo and the other offices keep UTC−7 all year. */
const OFFICES_OFFSET_MS = -7 * 3_600_000;

/** The CFDI of a record, dated by the instant of its seal in the time of the office (Anexo 20: of the place of issue). */
export function cfdiOfInvoice(invoice: Invoice, sealedAt: Date): Comprobante {
  const { kind, lines, paymentForm, pays, period, substitutes } = invoice;
  const { postcode, ...issuer } = invoice.issuer;
  const head: CfdiHead = {
    series: invoice.series,
    folio: invoice.folio,
    issuedAt: new Date(sealedAt.getTime() + OFFICES_OFFSET_MS).toISOString().slice(0, 19),
    placePostcode: postcode,
    issuer,
    receiver: invoice.receiver,
    substitutes: substitutes === null ? [] : [substitutes.uuid],
  };
  if (kind === 'instalment') {
    if (pays === null) throw new RangeError(`instalment ${invoice.invoiceId} pays nothing`);
    return paymentCfdi({ ...head, paidOn: invoice.paidOn, paymentForm, lines, paid: pays });
  }
  const global = period && {
    periodicity: period.periodicity,
    month: period.until.slice(5, 7),
    year: period.until.slice(0, 4),
  };
  const method = kind === 'deferred' ? 'PPD' : 'PUE';
  return incomeCfdi({ ...head, method, paymentForm, lines, global: global ?? undefined });
}
