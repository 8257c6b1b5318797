import type { TransactItem } from '../../../shared/store/record-store.ts';
import type { Invoice } from './invoice.ts';
import { OVER } from './invoice-machine.ts';
import { refuseInvoice } from './invoice-refusals.ts';
import type { InvoiceStore } from './invoice-store.ts';

/**
 * The CFDIs in force that cover a payment's part, the last first: its holder, and those that the holder was to take the place
 * of. A substitute that is given up leaves the first in force; one that is stamped waits for the SAT to cancel it.
 */
export async function coveringOf(
  invoices: Pick<InvoiceStore, 'find'>,
  holder: string | undefined,
  until?: string,
): Promise<Invoice[]> {
  if (holder === undefined || holder === until) return [];
  const invoice = await invoices.find(holder);
  if (invoice === undefined) return [];
  const before = await coveringOf(invoices, invoice.substitutes?.invoiceId, until);
  return OVER.has(invoice.state) ? before : [invoice, ...before];
}

/**
 * Takes parts of payments for a CFDI, in its transaction; `own`: the CFDI whose place it takes. A global CFDI to be
 * substituted is held by its own id. Refused while another covers a part.
 */
export async function holdParts(
  { invoices }: { readonly invoices: InvoiceStore },
  partIds: readonly string[],
  invoiceId: string,
  own?: string,
): Promise<TransactItem[]> {
  return Promise.all(
    partIds.map(async (partId) => {
      const holder = await invoices.holderOf(partId);
      if (holder === undefined || holder === invoiceId || holder === own)
        return invoices.holding(partId, invoiceId, holder);
      const [other] = await coveringOf(invoices, holder, own);
      // Taken and not written: the global invoice of its period is being made.
      if (other !== undefined || (await invoices.find(holder)) === undefined) throw alreadyInvoiced(other, own);
      return invoices.holding(partId, invoiceId, holder);
    }),
  );
}

export function alreadyInvoiced(other?: Invoice, own?: string) {
  if (other === undefined)
    return refuseInvoice(
      'payment-invoiced',
      'El pago se está poniendo en otra factura. Consulte las facturas del expediente en unos minutos.',
    );
  const name = `${other.series} ${other.folio}`;
  if (own !== undefined && other.substitutes?.invoiceId === own)
    return refuseInvoice(
      'payment-invoiced',
      `La factura ${name} ya la sustituye. Espere a que se timbre, o retírela y pida otra.`,
    );
  const text =
    other.kind === 'global'
      ? `El pago va en la factura global ${name}. Contabilidad debe cancelarla con el motivo 04 y hacerla de nuevo sin él.`
      : `El pago ya tiene la factura ${name}. Si tiene errores, sustitúyala.`;
  return refuseInvoice('payment-invoiced', text);
}
