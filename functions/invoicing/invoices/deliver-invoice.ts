import { createHash } from 'node:crypto';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { mailBytes } from '../../../shared/documents/mail-message.ts';
import type { JobRequestItems } from '../../../shared/jobs/job-request.ts';
import type { AddressHolds } from '../../../shared/links/address-change.ts';
import type { ComposeDeps } from '../../../shared/mail/compose-mail.ts';
import { plainMail } from '../../../shared/mail/plain-mail.ts';
import { type SendOnceDeps, type SendOutcome, sendOnce } from '../../../shared/mail/send-once.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { askCancellationBySystem } from './cancel-invoice.ts';
import type { Invoice } from './invoice.ts';
import { OVER } from './invoice-machine.ts';
import type { InvoicePdfModel } from './invoice-pdf.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { fileNameOf, type InvoiceVault } from './invoice-vault.ts';
import { moveInvoice, nextOf } from './move-invoice.ts';
import { reversalNoted } from './note-reversal.ts';

export interface DeliverDeps extends SendOnceDeps, ComposeDeps {
  readonly invoices: InvoiceStore;
  readonly vault: InvoiceVault;
  readonly register: Pick<RegisterPort, 'wholeFile'>;
  readonly holds: Pick<AddressHolds, 'heldUntil'>;
  readonly jobs: JobRequestItems;
  readonly clock: Clock;
  readonly draw: (model: InvoicePdfModel) => Promise<Uint8Array>;
}

export const INVOICE_TOPIC = 'invoice';

/** What the receiver is told when there is no mail: why. */
type MailEnd = SendOutcome['outcome'] | 'no-address' | 'new-address' | 'nobody';

/**
 * What follows a stamp, each once: the CFDI that it takes the place of is cancelled (reason 01), its PDF is drawn and kept, and
 * both are mailed to the borrower. Throws when mail is refused, so that the job is tried again. Safe to repeat.
 */
export async function deliverInvoice(deps: DeliverDeps, invoiceId: string): Promise<MailEnd | 'over'> {
  const { invoices, vault, clock } = deps;
  const invoice = await invoices.find(invoiceId);
  if (invoice?.stamp == null || invoice.documents.xml === null || OVER.has(invoice.state)) return 'over';
  if (invoice.substitutes !== null) await cancelFirst(deps, invoice, invoice.substitutes.invoiceId, invoice.stamp.uuid);
  const xml = await vault.read(invoice.documents.xml);
  const bytes = await deps.draw({ invoice, xml: Buffer.from(xml).toString('utf8') });
  const on = clock.today();
  const pdf = await vault.keepPdf(invoice, bytes, on);
  // What is kept is what is sent, also when it was drawn again.
  const kept = await vault.read(pdf);
  const mail = await mailInvoice(deps, invoice, xml, kept);
  const now = await invoices.find(invoiceId);
  if (now !== undefined && (now.documents.pdf === null || now.mail !== mail)) {
    const change = { documents: { ...now.documents, pdf }, mail };
    // Of one whose cancellation was asked for meanwhile the documents are found by the vault.
    await moveInvoice(invoices, nextOf(now, 'delivered', on, change));
  }
  if (mail === 'failed') throw new Error(`the mail of invoice ${invoiceId} was refused`);
  return mail;
}

async function cancelFirst(deps: DeliverDeps, invoice: Invoice, firstId: string, uuid: string): Promise<void> {
  const { invoices, clock } = deps;
  const { invoiceId, operations } = invoice;
  const first = await findInvoice(deps, firstId);
  const key = `substituted by ${invoiceId}`;
  // Of a global one: its payments are this one's before the first is over, or they could have another.
  for (const partId of first.history.some((taken) => taken.key === key) ? [] : operations)
    if (!(await invoices.hold(partId, invoiceId, firstId)))
      throw new Error(`payments of invoice ${firstId}, which ${invoiceId} substitutes, moved meanwhile`);
  const isAsked = await askCancellationBySystem(deps, first, { reason: '01', substitute: uuid, key });
  const now = await findInvoice(deps, firstId);
  if (!isAsked && now.state !== 'cancellation-asked' && !OVER.has(now.state))
    throw new Error(`invoice ${firstId}, which ${invoiceId} substitutes, moved meanwhile`);
  // Noted on the first while this one was on its way.
  for (const partId of now.reversed.filter((reversed) => operations.includes(reversed))) {
    const noted = reversalNoted(await findInvoice(deps, invoiceId), partId, clock.today());
    if (noted !== undefined && !(await invoices.write(noted))) throw new Error(`invoice ${invoiceId} moved meanwhile`);
  }
}

async function findInvoice({ invoices }: Pick<DeliverDeps, 'invoices'>, invoiceId: string): Promise<Invoice> {
  const found = await invoices.find(invoiceId);
  if (found === undefined) throw new RangeError(`invoice ${invoiceId} is not there`);
  return found;
}

async function mailInvoice(deps: DeliverDeps, invoice: Invoice, xml: Uint8Array, pdf: Uint8Array): Promise<MailEnd> {
  const { fileId, invoiceId } = invoice;
  if (fileId === null) return 'nobody';
  const file = await deps.register.wholeFile(fileId);
  const [address] = file?.signatories.find(({ signatory }) => signatory === 'borrower')?.emails ?? [];
  if (address === undefined) return 'no-address';
  if ((await deps.holds.heldUntil(fileId, 'borrower', deps.clock.now())) !== undefined) return 'new-address';
  const sha256 = createHash('sha256').update(xml).digest('hex');
  const sending = await sendOnce(deps, { topic: INVOICE_TOPIC, subject: invoiceId }, async () => ({
    recipients: [address],
    sha256,
    compose: ({ recipients, attempt }) =>
      mailBytes({
        ...invoiceMail(invoice),
        ...{ from: deps.from, fromName: 'Instituto de Becas y Crédito Educativo', to: recipients },
        ...{ messageId: `<invoice-${invoiceId}.${attempt}@${deps.from.split('@').at(-1) ?? 'localhost'}>` },
        date: deps.clock.now(),
        attachments: [
          { filename: fileNameOf(invoice, 'xml'), contentType: 'application/xml', content: xml },
          { filename: fileNameOf(invoice, 'pdf'), contentType: 'application/pdf', content: pdf },
        ],
      }),
  }));
  return sending.outcome;
}

const WHAT: Readonly<Record<Invoice['kind'], string>> = {
  payment: 'la factura (CFDI) de su pago',
  deferred: 'la factura (CFDI) que usted pidió, por pagar',
  instalment: 'el complemento de pago (CFDI) de su pago',
  global: 'la factura global',
};

/** No name nor RFC in the text: they are in what is attached. */
export function invoiceMail(invoice: Invoice) {
  const { series, folio, total, stamp, substitutes } = invoice;
  const legend = stamp?.legend == null ? [] : [stamp.legend];
  return plainMail(`Su factura ${series} ${folio}`, [
    `Le enviamos ${WHAT[invoice.kind]}, por ${formatMxn(total)}, con folio fiscal ${stamp?.uuid ?? ''}.`,
    'El archivo XML es el comprobante: guárdelo. El PDF es su representación impresa.',
    ...(substitutes === null ? [] : [`Sustituye a la de folio fiscal ${substitutes.uuid}, que se cancela.`]),
    ...legend,
    'Si algún dato no es correcto, dígalo en cualquiera de nuestras oficinas con su constancia de situación fiscal.',
  ]);
}
