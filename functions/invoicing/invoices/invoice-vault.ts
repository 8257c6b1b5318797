import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import type { ContentType } from '../../../shared/vault/content-type.ts';
import type { Vault } from '../../../shared/vault/vault.ts';
import { type Invoice, stampKeyOf } from './invoice.ts';

/** The vault as invoices use it: what is kept of one is kept once, however often it is asked. Answers the document's id. */
export interface InvoiceVault {
  keepXml(invoice: Invoice, xml: string, on: string): Promise<string>;
  keepPdf(invoice: Invoice, bytes: Uint8Array, on: string): Promise<string>;
  /** The SAT's receipt of a cancellation. */
  keepReceipt(invoice: Invoice, xml: string, on: string): Promise<string>;
  read(documentId: string): Promise<Uint8Array>;
}

export function createInvoiceVault(vault: Vault): InvoiceVault {
  const keep = async (
    invoice: Invoice,
    what: { readonly name: string; readonly contentType: ContentType; readonly bytes: Uint8Array; readonly on: string },
  ): Promise<string> => {
    const { name, contentType, bytes, on } = what;
    const { documentId } = await vault.keep({
      ...{ kind: 'invoice', fileId: invoice.fileId, office: invoice.office, contentType, bytes },
      proves: { type: 'invoice', id: invoice.invoiceId },
      fileName: nameOf(invoice, name),
      ...{ by: SYSTEM, on: calendarDate(on), key: `${stampKeyOf(invoice)}.${name}` },
    });
    return documentId;
  };
  return {
    keepXml: (invoice, xml, on) =>
      keep(invoice, { name: 'factura.xml', contentType: 'application/xml', bytes: Buffer.from(xml, 'utf8'), on }),
    keepPdf: (invoice, bytes, on) => keep(invoice, { name: 'factura.pdf', contentType: 'application/pdf', bytes, on }),
    keepReceipt: (invoice, xml, on) =>
      // One a request: a cancellation that was not accepted may be asked for again.
      keep(invoice, {
        ...{ name: `acuse-${invoice.version}.xml`, contentType: 'application/xml', on },
        bytes: Buffer.from(xml, 'utf8'),
      }),
    async read(documentId) {
      const document = await vault.find(documentId);
      if (document === undefined) throw new RangeError(`the document ${documentId} is not in the vault`);
      return vault.read(document);
    },
  };
}

const nameOf = ({ series, folio }: Invoice, name: string): string => `${series}-${folio}-${name}`;

/** "CR-7K2M9QX4TB.xml": as it is mailed and downloaded. */
export const fileNameOf = ({ series, folio }: Pick<Invoice, 'series' | 'folio'>, ending: 'xml' | 'pdf'): string =>
  `${series}-${folio}.${ending}`;
