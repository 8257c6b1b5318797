import { clockFrom } from '../../shared/calendar/clock.ts';
import { layerAssets } from '../../shared/documents/assets.ts';
import { createJobRequests, jobEventSchema } from '../../shared/jobs/job-request.ts';
import { createAddressHolds } from '../../shared/links/address-change.ts';
import { openMail } from '../../shared/mail/open-mail.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { registerStoreReader } from '../../shared/register/register-store-reader.ts';
import { documentClient } from '../../shared/store/document-client.ts';
import { invoicingDeliverEnvironment } from './environment.ts';
import { deliverInvoice } from './invoices/deliver-invoice.ts';
import { type InvoicePdfModel, invoicePdf } from './invoices/invoice-pdf.ts';
import { createInvoiceStore } from './invoices/invoice-store.ts';
import { openInvoiceVault } from './open-vault.ts';

const environment = invoicingDeliverEnvironment.parse(process.env);
const { now, log, metrics } = openFunction('invoicing-deliver');
const documents = documentClient();
const assets = layerAssets(environment.ASSETS_DIR);
const deps = {
  ...{ log, metrics },
  clock: clockFrom(environment.CLOCK, now),
  invoices: createInvoiceStore(documents, environment.DOCUMENTS_TABLE),
  vault: openInvoiceVault(documents, environment, now),
  register: registerStoreReader({ documents, tableName: environment.REGISTER_TABLE }),
  holds: createAddressHolds(documents, environment.LINKS_TABLE),
  jobs: createJobRequests(documents, environment.SYSTEM_TABLE),
  draw: (model: InvoicePdfModel) => invoicePdf(assets, model),
  ...openMail(documents, environment),
};

/** A CFDI was stamped: its PDF is kept, both are mailed, and the one whose place it takes is cancelled. */
export const handler = eventHandler({ log }, async (event): Promise<void> => {
  const { id: invoiceId } = jobEventSchema.parse(event).job;
  const outcome = await deliverInvoice(deps, invoiceId);
  log.event('invoice-answered', { invoiceId, outcome: `mail-${outcome}`, code: '' });
});
