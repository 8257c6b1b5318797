import type { CalendarDate } from '../calendar/calendar-date.ts';
import { hermosilloDateTime, longDate } from '../calendar/spanish-dates.ts';
import { type ByComponent, COMPONENT_NAMES_ES, COMPONENTS, sumOfComponents } from '../loan-book/component.ts';
import { type Centavos, formatMxn, pesosFromCentavos } from '../money/centavos.ts';
import type { AssetReader } from './assets.ts';
import { type LetterheadDocument, letterheadPdf } from './letterhead-pdf.ts';
import { COLOURS } from './palette.ts';
import { drawAmountAndQr, drawLabelledValues, drawNotice, drawParagraph } from './pdf-blocks.ts';
import { drawTable, type PdfRow } from './pdf-table.ts';

/** How the payment fell on one note; balances are what is owed after it, on the value date. */
export interface ReceiptNote {
  /** Contract number printed on the contrato-pagaré. */
  readonly contractNumber: string;
  readonly applied: ByComponent;
  readonly balanceAfter: ByComponent;
}

/** Everything a receipt of a window payment says. Amounts are whole centavos; texts are Spanish. */
export interface ReceiptModel {
  readonly folio: string;
  /** Name of the office that took the money, e.g. "Hermosillo". */
  readonly office: string;
  /** Null: only the office is known. */
  readonly cashierName: string | null;
  readonly recordedOn: CalendarDate;
  readonly valueDate: CalendarDate;
  readonly borrowerName: string;
  readonly amount: Centavos;
  /** "Caja: efectivo" … */
  readonly channel: string;
  readonly notes: readonly ReceiptNote[];
  /** What could not be applied and is held for the borrower (saldo a favor). */
  readonly credit: Centavos;
  /** Hash of the ledger entry, hex: the QR carries it, so that a changed paper can be told. */
  readonly entryHash: string;
  /** UTC instant of printing. */
  readonly printedAt: Date;
  /** Present when the payment was taken back. */
  readonly cancelled?: { readonly on: CalendarDate; readonly reason: string };
}

/** CCom art. 364: receiving principal without reserve would presume the interest paid. */
export const INTEREST_RESERVATION_ES =
  'Los pagos a capital se reciben con reserva de los intereses devengados (art. 364 del Código de Comercio).';

/**
 * What the QR says: enough to look the payment up and compare it, no personal data. It is text, which nobody verifies
 * when it is read: so it tells the state on the day of printing, and where to ask.
 */
export function receiptVerificationText(model: ReceiptModel): string {
  const state = model.cancelled === undefined ? 'VIGENTE' : 'CANCELADO';
  return [
    'ICEES CARTERA',
    `FOLIO ${model.folio}`,
    `FECHA ${model.recordedOn}`,
    `MONTO ${pesosFromCentavos(model.amount)} MXN`,
    `AL IMPRIMIRSE EL ${hermosilloDateTime(model.printedAt).toUpperCase()}: ${state}`,
    `HUELLA ${model.entryHash.slice(0, 32)}`,
    'PARA COMPROBARLO, MUESTRE EL FOLIO EN CUALQUIER OFICINA',
  ].join('\n');
}

/**
 * The receipt of a payment as a PDF of one Letter page (more when many notes are paid). The parts (applied by
 * component over all notes, plus credit) must sum to the amount: otherwise an Error, never a wrong receipt.
 */
export async function receiptPdf(assets: AssetReader, model: ReceiptModel): Promise<Uint8Array> {
  const applied = model.notes.reduce((sum, note) => sum + sumOfComponents(note.applied), 0);
  if (applied + model.credit !== model.amount)
    throw new Error(`receipt ${model.folio}: parts sum to ${applied + model.credit}, not ${model.amount} centavos`);
  return letterheadPdf(
    assets,
    {
      title: 'Recibo de pago',
      subtitle: `Oficina ${model.office}`,
      folio: model.folio,
      printedAt: model.printedAt,
      ...(model.cancelled === undefined ? {} : { watermark: 'CANCELADO' }),
    },
    (document) => drawReceipt(document, model),
  );
}

function drawReceipt(document: LetterheadDocument, model: ReceiptModel): void {
  document.y += 6;
  if (model.cancelled !== undefined) {
    const { on, reason } = model.cancelled;
    drawNotice(
      document,
      'bad',
      `Recibo cancelado el ${longDate(on)}`,
      `Motivo: ${reason}. Este recibo no ampara pago.`,
    );
    document.y += 6;
  }
  drawAmountAndQr(document, {
    label: 'Importe recibido',
    amount: model.amount,
    qrText: receiptVerificationText(model),
    qrName: 'Código QR del recibo',
  });
  drawLabelledValues(
    document,
    [
      { label: 'Recibimos de', value: model.borrowerName },
      { label: model.notes.length > 1 ? 'Contratos' : 'Contrato', value: contractsText(model) },
      { label: 'Medio de pago', value: model.channel },
      { label: 'Fecha de registro', value: longDate(model.recordedOn) },
      { label: 'Fecha valor', value: longDate(model.valueDate) },
      { label: 'Atendió', value: model.cashierName ?? `Caja de la oficina ${model.office}` },
    ],
    3,
  );
  document.y += 6;
  drawParagraph(document, 'Aplicación del pago', { tag: 'H2', font: 'bold', fontSize: 10.5, colour: COLOURS.guinda });
  document.y += 3;
  drawApplication(document, model);
  if (model.cancelled === undefined && model.notes.length > 0) drawBalances(document, model);
  document.y += 16;
  drawParagraph(document, INTEREST_RESERVATION_ES, { fontSize: 8.5 });
  document.y += 2;
  drawParagraph(
    document,
    'Los intereses siguen devengándose después de la fecha valor. Conserve este recibo; para aclaraciones indique el folio.',
    { fontSize: 8.5, colour: COLOURS.muted },
  );
}

/** Numbers that the borrower knows from the contract; the table below has them all. */
function contractsText({ notes }: ReceiptModel): string {
  const shown = notes.slice(0, 2).map(({ contractNumber }) => contractNumber);
  const more = notes.length - shown.length;
  if (shown.length === 0) return 'Ninguno: queda a favor';
  return `${shown.join(', ')}${more > 0 ? ` y ${more} más` : ''}`;
}

function applicationRow(label: string, amounts: ByComponent, total: Centavos): PdfRow {
  return { cells: [label, ...COMPONENTS.map((component) => formatMxn(amounts[component])), formatMxn(total)] };
}

const componentColumns = COMPONENTS.map((component) => ({
  title: COMPONENT_NAMES_ES[component],
  width: 16,
  align: 'right' as const,
}));

function drawApplication(document: LetterheadDocument, model: ReceiptModel): void {
  const rows = model.notes.map((note) =>
    applicationRow(note.contractNumber, note.applied, sumOfComponents(note.applied)),
  );
  const credit: PdfRow[] =
    model.credit === 0 ? [] : [{ cells: ['Saldo a favor', '', '', '', '', formatMxn(model.credit)] }];
  const total: PdfRow = { cells: ['Total recibido', '', '', '', '', formatMxn(model.amount)], style: 'total' };
  drawTable(
    document,
    [{ title: 'Contrato-pagaré', width: 24 }, ...componentColumns, { title: 'Total', width: 16, align: 'right' }],
    [...rows, ...credit, total],
  );
}

function drawBalances(document: LetterheadDocument, model: ReceiptModel): void {
  document.y += 14;
  const heading = 'Saldo después del pago, a la fecha valor';
  drawParagraph(document, heading, { tag: 'H2', font: 'bold', fontSize: 10.5, colour: COLOURS.guinda });
  document.y += 3;
  const rows = model.notes.map((note) =>
    applicationRow(note.contractNumber, note.balanceAfter, sumOfComponents(note.balanceAfter)),
  );
  drawTable(
    document,
    [{ title: 'Contrato-pagaré', width: 24 }, ...componentColumns, { title: 'Saldo', width: 16, align: 'right' }],
    rows,
  );
}
