import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate, shortDate } from '../../../shared/calendar/spanish-dates.ts';
import type { AssetReader } from '../../../shared/documents/assets.ts';
import { type LetterheadDocument, letterheadPdf } from '../../../shared/documents/letterhead-pdf.ts';
import {
  drawAmountAndQr,
  drawHeading,
  drawLabelledValues,
  drawNotice,
  drawParagraph,
} from '../../../shared/documents/pdf-blocks.ts';
import { drawTable, type PdfRow } from '../../../shared/documents/pdf-table.ts';
import { OFFICE_NAMES_ES } from '../../../shared/institute/offices.ts';
import { COMPONENT_NAMES_ES, COMPONENTS } from '../../../shared/loan-book/component.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import { expressionOf, readCfdi, VERIFICATION_PAGE } from '../cfdi/read-cfdi.ts';
import { CANCELLATION_REASONS, PAYMENT_FORMS, PERIODICITIES, REGIMES, USES } from '../cfdi/sat-catalogues.ts';
import { splitTax, sumTaxes, taxesPaid } from '../cfdi/tax-split.ts';
import type { Invoice } from './invoice.ts';
import { OVER } from './invoice-machine.ts';

export interface InvoicePdfModel {
  readonly invoice: Invoice;
  /** Stamped: seals and certificate are read out of it. */
  readonly xml: string;
}

const TITLES: Readonly<Record<Invoice['kind'], string>> = {
  payment: 'Factura (CFDI de ingreso)',
  deferred: 'Factura por pagar (CFDI de ingreso)',
  instalment: 'Complemento de pago (CFDI de pago)',
  global: 'Factura global (CFDI de ingreso)',
};

/**
 * The printed representation of a stamped CFDI (Anexo 20, RMF 2.7.1.7): what it says, its seals, its cadena original and the
 * SAT's verification as QR. Drawn of the record and the XML alone: the same bytes whenever it is drawn. Throws a RangeError
 * for one that is not stamped.
 */
export function invoicePdf(assets: AssetReader, model: InvoicePdfModel): Promise<Uint8Array> {
  const { kind, office, series, folio, sealedAt, stamp, state } = model.invoice;
  if (stamp === null || sealedAt === null) throw new RangeError('what is not stamped has no representation');
  const watermark = OVER.has(state) ? 'CANCELADA' : stamp.legend === null ? undefined : 'SIN VALIDEZ';
  return letterheadPdf(
    assets,
    {
      ...{ title: TITLES[kind], subtitle: `Oficina ${OFFICE_NAMES_ES[office]}`, folio: `${series} ${folio}` },
      ...{ printedAt: new Date(sealedAt), ...(watermark !== undefined && { watermark }) },
    },
    (document) => drawInvoice(document, model, stamp),
  );
}

function drawInvoice(
  document: LetterheadDocument,
  { invoice, xml }: InvoicePdfModel,
  stamp: NonNullable<Invoice['stamp']>,
): void {
  const cfdi = readCfdi(xml);
  const { receiver, issuer, cancellation, substitutes } = invoice;
  document.y += 6;
  if (stamp.legend !== null) notice(document, 'Documento de prueba', `${stamp.legend}.`);
  if (cancellation !== null && OVER.has(invoice.state)) {
    const { reason, substitute } = cancellation;
    const other = substitute === null ? '' : ` La sustituye la de folio fiscal ${substitute}.`;
    notice(document, 'Factura cancelada', `Motivo ${reason}: ${CANCELLATION_REASONS[reason]}.${other}`);
  }
  drawAmountAndQr(document, {
    label: invoice.kind === 'instalment' ? 'Importe pagado' : 'Total',
    amount: invoice.total,
    qrText: `${VERIFICATION_PAGE}${expressionOf(cfdi, stamp.uuid)}`,
    qrName: 'Código QR para verificar la factura en el SAT',
  });
  const folios = [{ label: 'Folio fiscal', value: stamp.uuid }];
  if (substitutes !== null) folios.push({ label: 'Sustituye (04)', value: substitutes.uuid });
  // A folio fiscal is too wide for a third of the page.
  drawLabelledValues(document, folios, 2);
  drawLabelledValues(
    document,
    [
      { label: 'Fecha de expedición', value: `${cfdi.getAttribute('Fecha')}, C.P. ${issuer.postcode}` },
      { label: 'Fecha de timbrado', value: stamp.stampedAt },
      { label: 'Emisor', value: `${issuer.name}, RFC ${issuer.rfc}` },
      { label: 'Régimen del emisor', value: named(issuer.regime, REGIMES.get(issuer.regime)?.text) },
      { label: 'Exportación y moneda', value: '01 No aplica, MXN' },
      { label: 'Receptor', value: `${receiver.name}, RFC ${receiver.rfc}` },
      {
        label: 'Régimen y domicilio fiscal',
        value: `${named(receiver.regime, REGIMES.get(receiver.regime)?.text)}, C.P. ${receiver.postcode}`,
      },
      { label: 'Uso del CFDI', value: usedFor(invoice) },
      ...payingValues(invoice),
    ],
    3,
  );
  drawHeading(document, invoice.kind === 'instalment' ? 'Documento que se paga' : 'Conceptos');
  if (invoice.kind === 'instalment') drawPaid(document, invoice);
  else drawConcepts(document, invoice);
  drawNotInvoiced(document, invoice);
  drawSeals(document, cfdi.getAttribute('Sello'), stamp, cfdi.getAttribute('NoCertificado'));
}

function notice(document: LetterheadDocument, title: string, text: string): void {
  drawNotice(document, 'bad', title, text);
  document.y += 6;
}

const named = (key: string, text: string | undefined): string => (text === undefined ? key : `${key} ${text}`);

const usedFor = ({ kind, receiver }: Invoice): string =>
  kind === 'instalment' ? named('CP01', USES.get('CP01')?.text) : named(receiver.use, USES.get(receiver.use)?.text);

function payingValues({ kind, paymentForm, paidOn, period }: Invoice) {
  const form = { label: 'Forma de pago', value: named(paymentForm, PAYMENT_FORMS.get(paymentForm)) };
  switch (kind) {
    case 'payment':
      return [form, { label: 'Método de pago', value: 'PUE Pago en una sola exhibición' }, paid(paidOn)];
    case 'deferred':
      return [form, { label: 'Método de pago', value: 'PPD Pago en parcialidades o diferido' }];
    case 'instalment':
      return [form, paid(paidOn)];
    case 'global': {
      const { from = '', until = '', periodicity = '' } = period ?? {};
      const days = [from, until].map((day) => shortDate(calendarDate(day))).join(' a ');
      const every = Object.entries(PERIODICITIES).find(([key]) => key === periodicity)?.[1];
      return [form, { label: 'Periodo', value: `${days}, ${named(periodicity, every)}` }];
    }
  }
}

const paid = (on: string) => ({ label: 'Fecha del pago', value: longDate(calendarDate(on)) });

function drawConcepts(document: LetterheadDocument, { lines, total }: Invoice): void {
  const taxes = sumTaxes(lines);
  const rows = lines.map(({ identification, productKey, unitKey, description, tax, gross }): PdfRow => {
    const { base, vat } = splitTax(gross, tax);
    const object = tax.kind === 'not-object' ? '01 No objeto' : '02 Sí objeto';
    const told = { 'not-object': '', exempt: 'Exento', rate: formatMxn(vat) }[tax.kind];
    return {
      cells: [
        `${productKey} / ${unitKey}`,
        `${description}${identification === undefined ? '' : ` (${identification})`}`,
        object,
        formatMxn(base),
        told,
      ],
    };
  });
  const vat = taxes.reduce((sum, one) => sum + one.vat, 0);
  const sums: PdfRow[] = [
    { cells: ['', 'Subtotal', '', formatMxn(total - vat), ''] },
    ...taxes.flatMap(({ tax, base, vat: own }) =>
      tax.kind === 'rate'
        ? [{ cells: ['', `IVA trasladado ${tax.percent} % sobre ${formatMxn(base)}`, '', '', formatMxn(own)] }]
        : [{ cells: ['', `IVA exento sobre ${formatMxn(base)}`, '', '', ''] }],
    ),
    { cells: ['', 'Total', '', formatMxn(total), ''], style: 'total' },
  ];
  drawTable(
    document,
    [
      { title: 'Clave / unidad', width: 17 },
      { title: 'Descripción (1 de cada una)', width: 41 },
      { title: 'Objeto de IVA', width: 14 },
      { title: 'Importe', width: 14, align: 'right' },
      { title: 'IVA', width: 14, align: 'right' },
    ],
    [...rows, ...sums],
  );
}

function drawPaid(document: LetterheadDocument, { pays, total, lines }: Invoice): void {
  if (pays === null) return;
  const taxes = taxesPaid(lines).flatMap(({ tax, base, vat }) =>
    tax.kind === 'rate'
      ? [`IVA ${tax.percent} %: base ${formatMxn(base)}, impuesto ${formatMxn(vat)}`]
      : [`Exento: base ${formatMxn(base)}`],
  );
  const { uuid, series, folio, instalment, owedBefore } = pays;
  drawTable(
    document,
    [
      { title: 'Folio fiscal', width: 34 },
      { title: 'Serie y folio', width: 17 },
      { title: 'Parcialidad', width: 13, align: 'right' },
      { title: 'Saldo anterior', width: 13, align: 'right' },
      { title: 'Pagado', width: 12, align: 'right' },
      { title: 'Saldo', width: 11, align: 'right' },
    ],
    [
      {
        cells: [
          uuid,
          `${series} ${folio}`,
          String(instalment),
          formatMxn(owedBefore),
          formatMxn(total),
          formatMxn(owedBefore - total),
        ],
      },
    ],
  );
  if (taxes.length === 0) return;
  document.y += 4;
  drawParagraph(document, `De lo pagado. ${taxes.join('; ')}.`, { fontSize: 8.5 });
}

/** What was paid besides: so that the paper can be held against the receipt. */
function drawNotInvoiced(document: LetterheadDocument, { notInvoiced, heldCredit, kind }: Invoice): void {
  const parts = COMPONENTS.flatMap((component) =>
    notInvoiced[component] === 0
      ? []
      : [`${COMPONENT_NAMES_ES[component].toLowerCase()} ${formatMxn(notInvoiced[component])}`],
  );
  if (heldCredit > 0) parts.push(`saldo a favor ${formatMxn(heldCredit)}`);
  if (parts.length === 0 || kind === 'global') return;
  document.y += 6;
  const text = `Del mismo pago no se factura: ${parts.join(', ')}. El capital que se devuelve no es ingreso del Instituto.`;
  drawParagraph(document, text, { fontSize: 8.5 });
}

function drawSeals(
  document: LetterheadDocument,
  seal: string,
  stamp: NonNullable<Invoice['stamp']>,
  certificate: string,
): void {
  const texts = [
    ['Sello digital del emisor', seal],
    ['Sello digital del SAT', stamp.satSeal],
    ['Cadena original del complemento de certificación digital del SAT', stamp.originalString],
  ] as const;
  document.y += 6;
  for (const [title, text] of texts) {
    drawParagraph(document, title, { tag: 'H2', font: 'bold', fontSize: 7.5 });
    drawParagraph(document, text, { fontSize: 6 });
    document.y += 2;
  }
  const makers = `Certificado del emisor ${certificate}. Certificado del SAT ${stamp.satCertificate}. Certificó el PAC ${stamp.pacRfc}.`;
  drawParagraph(document, makers, { fontSize: 7.5 });
  drawParagraph(document, 'Este documento es una representación impresa de un CFDI.', {
    fontSize: 8.5,
    font: 'medium',
  });
}
