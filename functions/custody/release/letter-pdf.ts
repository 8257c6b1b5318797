import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate, shortDate } from '../../../shared/calendar/spanish-dates.ts';
import { amountInWords } from '../../../shared/documents/amount-in-words.ts';
import type { AssetReader } from '../../../shared/documents/assets.ts';
import { dateInWords } from '../../../shared/documents/date-in-words.ts';
import {
  contentArea,
  type LetterheadDocument,
  type LetterheadPaper,
  letterheadPdf,
  papersPdf,
} from '../../../shared/documents/letterhead-pdf.ts';
import { drawParagraph, drawSignatures } from '../../../shared/documents/pdf-blocks.ts';
import { drawTitledTable } from '../../../shared/documents/pdf-section.ts';
import { drawTagged } from '../../../shared/documents/pdf-tags.ts';
import { drawQrCode } from '../../../shared/documents/qr-code.ts';
import { INSTITUTE, whereToAsk } from '../../../shared/institute/institute-contact.ts';
import { OFFICE_NAMES_ES, type Office } from '../../../shared/institute/offices.ts';
import { RELEASE_LETTER_NAMES_ES, type ReleaseLetterKind } from '../../../shared/links/release-letter.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';
import type { EndedNote } from './debt-of-file.ts';

/** Everything that a letter of release says. Amounts are whole centavos. */
export interface LetterModel {
  readonly kind: ReleaseLetterKind;
  readonly folio: string;
  /** Where anybody can compare it. */
  readonly verifyUrl: string;
  readonly office: Office;
  readonly borrowerName: string;
  readonly notes: readonly EndedNote[];
  readonly on: CalendarDate;
  /** UTC instant. */
  readonly issuedAt: Date;
}

export const ENDED_AS_ES: Readonly<Record<EndedNote['endedAs'], string>> = {
  paid: 'Pagado',
  settled: 'Finiquitado por convenio',
  regenerated: 'Regenerado en otro contrato',
};

/** A letter on the institute's letterhead, and its pages. */
export async function letterPdf(
  assets: AssetReader,
  model: LetterModel,
): Promise<{ readonly bytes: Uint8Array; readonly pages: number }> {
  let pages = 0;
  const { kind, folio, issuedAt, office } = model;
  const title = RELEASE_LETTER_NAMES_ES[kind];
  const letterhead = { title, subtitle: `Oficina ${OFFICE_NAMES_ES[office]}`, folio, printedAt: issuedAt };
  const bytes = await letterheadPdf(assets, letterhead, (document) => {
    drawLetter(document, model);
    pages = document.bufferedPageRange().count;
  });
  return { bytes, pages };
}

/** Many letters as one PDF, to be printed together. */
export function lettersPdf(
  assets: AssetReader,
  folio: string,
  printedAt: Date,
  models: readonly LetterModel[],
): Promise<Uint8Array> {
  const papers = function* (): Generator<LetterheadPaper, void, undefined> {
    for (const model of models) {
      const subtitle = `Oficina ${OFFICE_NAMES_ES[model.office]}`;
      const letterhead = {
        title: RELEASE_LETTER_NAMES_ES[model.kind],
        subtitle,
        folio: model.folio,
        printedAt: model.issuedAt,
      };
      yield { letterhead, draw: (document) => drawLetter(document, model) };
    }
  };
  return papersPdf(assets, { title: 'Cartas de No Adeudo', folio, printedAt }, papers());
}

/** The body of a letter, for a PDF of one or of many. */
function drawLetter(document: LetterheadDocument, model: LetterModel): void {
  const { kind, office, on, borrowerName, notes } = model;
  const said = (text: string, style: Parameters<typeof drawParagraph>[2] = {}) => {
    drawParagraph(document, text, { fontSize: 10.5, ...style });
    document.y += 9;
  };
  document.y += 14;
  said(`${OFFICE_NAMES_ES[office]}, Sonora, ${longDate(on)}`);
  document.y += 6;
  said(kind === 'no-debt-letter' ? 'A quien corresponda:' : `Expediente de ${borrowerName}`, { font: 'medium' });
  for (const paragraph of kind === 'no-debt-letter' ? noDebtTexts(model) : zeroTexts(model)) said(paragraph);
  drawTitledTable(document, {
    title: notes.length === 1 ? 'El contrato' : 'Los contratos',
    columns: [
      { title: 'Contrato', width: 26 },
      { title: 'Cómo terminó', width: 28 },
      { title: 'Último pago', width: 16 },
      { title: 'Importe', width: 15, align: 'right' },
      { title: 'Debe', width: 15, align: 'right' },
    ],
    rows: notes.map(({ contractNumber, endedAs, lastPayment }) => ({
      cells: [
        contractNumber,
        ENDED_AS_ES[endedAs],
        lastPayment === null ? '—' : shortDate(lastPayment.on),
        lastPayment === null ? '—' : formatMxn(lastPayment.amount),
        formatMxn(0),
      ],
    })),
  });
  document.y += 14;
  said(`Se extiende a petición de la persona interesada, en ${OFFICE_NAMES_ES[office]}, Sonora, ${dateInWords(on)}.`);
  document.y += 16;
  drawSignatures(document, [
    { who: 'Por el Instituto', name: `Coordinación de cartera, oficina ${OFFICE_NAMES_ES[office]}` },
  ]);
  document.y += 10;
  drawVerification(document, model);
}

const nothingOwed = (): string => `${formatMxn(0)} ${amountInWords(0)}`;

function noDebtTexts({ borrowerName, notes, on }: LetterModel): string[] {
  const listed = notes.length === 1 ? 'del contrato que se enlista' : 'de los contratos que se enlistan';
  return [
    `El ${INSTITUTE.name} hace constar que ${borrowerName} no debe cantidad alguna por los créditos educativos que recibió: el adeudo ${listed} abajo quedó saldado en su totalidad, y al ${longDate(on)} su saldo por capital, intereses y gastos es de ${nothingOwed()}.`,
    'Esta carta se apoya en los pagos recibidos a esa fecha: si alguno se cancela después, deja de valer.',
  ];
}

const zeroTexts = ({ on }: LetterModel): string[] => [
  `Saldos al ${longDate(on)}: capital ${formatMxn(0)}, interés normal ${formatMxn(0)}, interés moratorio ${formatMxn(0)}, gastos de cobranza ${formatMxn(0)}. Total: ${nothingOwed()}.`,
];

function drawVerification(document: LetterheadDocument, { verifyUrl }: LetterModel): void {
  const { left, width } = contentArea(document);
  const size = 84;
  const y = document.y;
  drawTagged(document, 'Figure', () => drawQrCode(document, verifyUrl, left, y, size), {
    alt: `Código QR para comprobar este documento. Dice: ${verifyUrl}`,
  });
  document.y = y + 12;
  drawParagraph(
    document,
    `Compruebe este documento con el código o en ${verifyUrl}. Si después se cancela un pago, deja de valer y ahí se dice. No se cobra por él. ¿Dudas? Acuda a ${whereToAsk()}.`,
    { fontSize: 8.5, left: left + size + 14, width: width - size - 14 },
  );
  document.y = Math.max(document.y, y + size);
}
