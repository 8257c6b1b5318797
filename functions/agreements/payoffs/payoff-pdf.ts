import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate, shortDate } from '../../../shared/calendar/spanish-dates.ts';
import { amountInWords } from '../../../shared/documents/amount-in-words.ts';
import type { AssetReader } from '../../../shared/documents/assets.ts';
import { type LetterheadDocument, letterheadPdf } from '../../../shared/documents/letterhead-pdf.ts';
import {
  drawAmountAndQr,
  drawHeading,
  drawLabelledValues,
  drawNotice,
  drawParagraph,
} from '../../../shared/documents/pdf-blocks.ts';
import { drawTable } from '../../../shared/documents/pdf-table.ts';
import { formatMxn, pesosFromCentavos } from '../../../shared/money/centavos.ts';
import { type PayoffQuote, totalsOf } from './payoff-quote.ts';

/** Everything that a quote on paper says. Amounts are whole centavos; texts are Spanish. */
export interface PayoffModel {
  readonly folio: string;
  readonly office: string;
  readonly borrowerName: string;
  readonly issuedOn: CalendarDate;
  readonly days: readonly CalendarDate[];
  readonly notes: PayoffQuote['notes'];
  /** Its last day has passed. */
  readonly isOver: boolean;
  /** UTC instant of printing. */
  readonly printedAt: Date;
}

/** What the QR says: enough to look the quote up and compare it, no personal data. */
export function payoffQrText({ folio, days, notes }: Pick<PayoffModel, 'folio' | 'days' | 'notes'>): string {
  const totals = totalsOf({ days: [...days], notes });
  return [
    'ICEES CARTERA',
    `LIQUIDACION ${folio}`,
    ...days.map((day, index) => `${day} ${pesosFromCentavos(totals[index] ?? 0)}`),
    'PARA COMPROBARLA, MUESTRE EL FOLIO EN CUALQUIER OFICINA',
  ].join('\n');
}

/** What pays a file off, day by day and note by note, with the reference of each. */
export function payoffPdf(assets: AssetReader, model: PayoffModel): Promise<Uint8Array> {
  const { folio, office, printedAt, isOver } = model;
  const over = isOver ? { watermark: 'VENCIDA' } : {};
  return letterheadPdf(
    assets,
    { title: 'Cotización para liquidar', subtitle: `Oficina ${office}`, folio, printedAt, ...over },
    (document) => drawQuote(document, model),
  );
}

function drawQuote(document: LetterheadDocument, model: PayoffModel): void {
  const { days, notes, borrowerName, issuedOn, isOver } = model;
  const totals = totalsOf({ days: [...days], notes });
  const last = days.at(-1) ?? issuedOn;
  document.y += 6;
  if (isOver) {
    drawNotice(document, 'bad', `Venció el ${longDate(last)}`, 'Pida otra cotización: el interés siguió corriendo.');
    document.y += 6;
  }
  drawAmountAndQr(document, {
    label: `Si se paga el ${longDate(issuedOn)}`,
    amount: totals[0] ?? 0,
    qrText: payoffQrText(model),
    qrName: 'Código QR de la cotización',
  });
  drawLabelledValues(
    document,
    [
      { label: 'Acreditado', value: borrowerName },
      { label: 'Vale hasta el', value: longDate(last) },
    ],
    2,
  );
  drawHeading(document, 'Cuánto se paga, según el día', 60);
  drawTable(
    document,
    [
      { title: 'Si se paga el', width: 18 },
      { title: 'Importe', width: 16, align: 'right' },
      { title: 'Con letra', width: 66 },
    ],
    days.map((day, index) => ({
      cells: [shortDate(day), formatMxn(totals[index] ?? 0), amountInWords(totals[index] ?? 0)],
    })),
  );
  drawHeading(document, 'Por contrato, con su referencia de pago', 60);
  drawTable(
    document,
    [
      { title: 'Contrato', width: 28 },
      { title: 'Referencia', width: 28 },
      { title: `El ${shortDate(issuedOn)}`, width: 20, align: 'right' },
      { title: `El ${shortDate(last)}`, width: 20, align: 'right' },
    ],
    notes.map(({ contractNumber, paymentReference, amounts }) => ({
      cells: [contractNumber, paymentReference, formatMxn(amounts[0] ?? 0), formatMxn(amounts.at(-1) ?? 0)],
    })),
  );
  document.y += 14;
  drawParagraph(
    document,
    'Pague el importe del día en que paga, cada contrato con su referencia o todo junto en caja. Si entra otro pago antes, pida otra cotización. Lo pagado de más queda a su favor.',
    { fontSize: 9 },
  );
}
