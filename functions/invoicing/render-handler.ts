import { createAccessTrail } from '../../shared/audit/access-trail.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { createApiHandler } from '../../shared/http/api-handler.ts';
import { createStandings } from '../../shared/http/standing.ts';
import { openFunction } from '../../shared/observability/function-frame.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { invoicingRenderEnvironment } from './environment.ts';
import { type InvoicePdfModel, invoicePdf } from './invoices/invoice-pdf.ts';
import { createInvoiceStore } from './invoices/invoice-store.ts';
import { invoiceDocumentRoutes, invoiceDocumentUseCases } from './invoices/print-invoice.ts';
import { openInvoiceVault } from './open-vault.ts';

const environment = invoicingRenderEnvironment.parse(process.env);
const frame = openFunction('invoicing-render');
const documents = documentClient();
const assets = layerAssets(environment.ASSETS_DIR);

/** CFDIs as they are in the vault, and on the institute's paper. */
export const handler = createApiHandler({
  routes: invoiceDocumentRoutes,
  useCases: invoiceDocumentUseCases,
  deps: {
    invoices: createInvoiceStore(documents, environment.DOCUMENTS_TABLE),
    vault: openInvoiceVault(documents, environment, frame.now),
    draw: (model: InvoicePdfModel) => invoicePdf(assets, model),
  },
  trail: createAccessTrail(documents, environment.SYSTEM_TABLE),
  standings: createStandings(documents, environment.SYSTEM_TABLE),
  ...frame,
});
