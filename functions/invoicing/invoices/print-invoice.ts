import type { Caller, UseCases } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import type { Invoice } from './invoice.ts';
import type { InvoicePdfModel } from './invoice-pdf.ts';
import { refuseInvoice } from './invoice-refusals.ts';
import { invoiceRoutes } from './invoice-routes.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { fileNameOf, type InvoiceVault } from './invoice-vault.ts';
import { readInvoice } from './request-once.ts';

export interface PrintDeps {
  readonly invoices: Pick<InvoiceStore, 'find'>;
  readonly vault: Pick<InvoiceVault, 'read'>;
  readonly draw: (model: InvoicePdfModel) => Promise<Uint8Array>;
}

export const invoiceDocumentRoutes = routesServedBy(invoiceRoutes, 'render');

/** The stamped CFDI as it is in the vault, and its printed representation as of now: a cancelled one says so. */
export const invoiceDocumentUseCases: UseCases<PrintDeps, typeof invoiceDocumentRoutes> = {
  async printInvoice(deps, { params }, caller) {
    const { invoice, xml } = await readStamped(deps, params.invoiceId, caller);
    const bytes = await deps.draw({ invoice, xml: Buffer.from(xml).toString('utf8') });
    return { bytes, fileName: fileNameOf(invoice, 'pdf'), records: recordsOf(invoice) };
  },
  async downloadInvoiceXml(deps, { params }, caller) {
    const { invoice, xml } = await readStamped(deps, params.invoiceId, caller);
    return { bytes: xml, fileName: fileNameOf(invoice, 'xml'), records: recordsOf(invoice) };
  },
};

const recordsOf = ({ fileId, invoiceId }: Invoice): string[] => (fileId === null ? [invoiceId] : [fileId, invoiceId]);

async function readStamped(deps: PrintDeps, invoiceId: string, caller: Caller) {
  const invoice = await readInvoice(deps, invoiceId, caller);
  if (invoice.documents.xml === null)
    throw refuseInvoice('invoice-state', 'La factura no está timbrada: todavía no hay documento.');
  return { invoice, xml: await deps.vault.read(invoice.documents.xml) };
}
