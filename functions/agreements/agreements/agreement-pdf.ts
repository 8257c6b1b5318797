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
  drawSignatures,
  type SignaturePlace,
} from '../../../shared/documents/pdf-blocks.ts';
import { drawTable } from '../../../shared/documents/pdf-table.ts';
import type { AgreedPayment } from '../../../shared/loan-book/agreement-plan.ts';
import {
  type ByComponent,
  byComponent,
  COMPONENT_NAMES_ES,
  COMPONENTS,
  sumOfComponents,
} from '../../../shared/loan-book/component.ts';
import type { AgreementSigned } from '../../../shared/loan-book/event.ts';
import { type Centavos, formatMxn, pesosFromCentavos } from '../../../shared/money/centavos.ts';
import { keepingTexts, withoutStop } from './agreement-clauses.ts';
import { drawSplit, type SplitPart } from './draw-split.ts';

/** Everything that an agreement on paper says. Amounts are whole centavos; texts are Spanish. */
export interface AgreementModel {
  readonly agreementId: string;
  readonly folio: string;
  readonly use: 'draft' | 'to-sign' | 'signed' | 'void';
  /** What it is now: "autorizado, por firmar". */
  readonly state: string;
  readonly office: string;
  readonly borrowerName: string;
  readonly contracts: readonly string[];
  readonly signsOn: CalendarDate;
  readonly validUntil: CalendarDate;
  readonly owed: ByComponent;
  readonly forgives: ByComponent;
  /** With what goes while it lives, if each payment is in on its day. */
  readonly forgivesInAll: ByComponent;
  readonly total: Centavos;
  readonly earned: AgreementSigned['earned'];
  readonly whileLive: AgreementSigned['whileLive'];
  readonly payments: readonly AgreedPayment[];
  readonly graceDays: number;
  /** Who signs, the borrower first; the institute's place is drawn besides. */
  readonly signatures: readonly SignaturePlace[];
  readonly guarantees: readonly { readonly kind: string; readonly description: string }[];
  /** By payment; undefined of agreements proposed before it was kept. */
  readonly split?: readonly (readonly SplitPart[])[] | undefined;
  /** Whose terms these are; without a campaign an authority's own. */
  readonly campaign?: { readonly name: string; readonly legalBasis?: string | undefined } | undefined;
  /** UTC instant of printing. */
  readonly printedAt: Date;
}

/** A void paper must not be signed, nor one that nobody authorised. */
const WATERMARK: Readonly<Record<AgreementModel['use'], string | undefined>> = {
  draft: 'PROPUESTA',
  'to-sign': undefined,
  signed: undefined,
  void: 'SIN EFECTO',
};

/** What the QR says: enough to look the agreement up and compare it, no personal data. */
export const agreementQrText = ({ folio, agreementId, signsOn, total }: AgreementModel): string =>
  [
    'ICEES CARTERA',
    `CONVENIO ${folio}`,
    `CLAVE ${agreementId}`,
    `FIRMA ${signsOn}`,
    `TOTAL ${pesosFromCentavos(total)} MXN`,
    'PARA COMPROBARLO, MUESTRE EL FOLIO EN CUALQUIER OFICINA',
  ].join('\n');

/**
 * The agreement as a PDF: what is owed, what is paid and when, what is forgiven if it is kept and what returns if it is
 * not, what guarantees it, who signs, and how each payment is split. Payments must sum to the total, and their parts to
 * them: otherwise an Error, never a wrong paper.
 */
export async function agreementPdf(assets: AssetReader, model: AgreementModel): Promise<Uint8Array> {
  const sum = model.payments.reduce((all, { amount }) => all + amount, 0);
  if (sum !== model.total) throw new Error(`agreement ${model.folio}: payments sum to ${sum}, not ${model.total}`);
  const watermark = WATERMARK[model.use];
  return letterheadPdf(
    assets,
    {
      title: 'Convenio de pago',
      subtitle: `Oficina ${model.office}`,
      folio: model.folio,
      printedAt: model.printedAt,
      ...(watermark === undefined ? {} : { watermark }),
    },
    (document) => drawAgreement(document, model),
  );
}

function drawAgreement(document: LetterheadDocument, model: AgreementModel): void {
  document.y += 6;
  if (model.use === 'draft' || model.use === 'void') {
    const title = model.use === 'draft' ? 'Todavía no está autorizado' : `Sin efecto: ${model.state}`;
    drawNotice(document, 'bad', title, 'Este documento no se firma ni obliga a nadie.');
    document.y += 6;
  }
  drawAmountAndQr(document, {
    label: 'Total que se paga',
    amount: model.total,
    qrText: agreementQrText(model),
    qrName: 'Código QR del convenio',
  });
  drawLabelledValues(
    document,
    [
      { label: 'Acreditado', value: model.borrowerName },
      { label: model.contracts.length > 1 ? 'Contratos' : 'Contrato', value: model.contracts.join(', ') },
      { label: 'Fecha de firma', value: longDate(model.signsOn) },
      { label: 'Puede firmarse hasta el', value: longDate(model.validUntil) },
    ],
    2,
  );
  drawDebt(document, model);
  drawPayments(document, model);
  drawGuarantees(document, model);
  drawHeading(document, 'Qué se perdona y qué pasa si no se cumple');
  for (const clause of clausesOf(model)) {
    drawParagraph(document, clause, { fontSize: 9 });
    document.y += 4;
  }
  // Nobody is to sign what nobody authorised, or what is over.
  if (model.use === 'to-sign' || model.use === 'signed')
    drawSignatures(document, [...model.signatures, { who: 'Por el Instituto', name: `Oficina ${model.office}` }]);
  drawSplit(document, model);
}

function drawGuarantees(document: LetterheadDocument, { guarantees }: AgreementModel): void {
  if (guarantees.length === 0) return;
  drawHeading(document, 'Garantías');
  for (const { kind, description } of guarantees)
    drawParagraph(document, `${kind}: ${withoutStop(description)}.`, { fontSize: 9 });
}

function drawDebt(document: LetterheadDocument, { owed, forgives, signsOn }: AgreementModel): void {
  drawHeading(document, `Lo que se debe el ${longDate(signsOn)}`, 90);
  const row = (label: string, amounts: ByComponent, style: 'normal' | 'total' = 'normal') => ({
    cells: [
      label,
      ...COMPONENTS.map((component) => formatMxn(amounts[component])),
      formatMxn(sumOfComponents(amounts)),
    ],
    style,
  });
  const paid = byComponent((component) => owed[component] - forgives[component]);
  drawTable(
    document,
    [
      { title: '', width: 26 },
      ...COMPONENTS.map((component) => ({
        title: COMPONENT_NAMES_ES[component],
        width: 16,
        align: 'right' as const,
      })),
      { title: 'Total', width: 16, align: 'right' },
    ],
    [row('Adeudo', owed), row('Se perdona si se cumple', forgives), row('Se paga', paid, 'total')],
  );
}

function drawPayments(document: LetterheadDocument, { payments, total }: AgreementModel): void {
  drawHeading(document, 'Pagos', 90);
  drawTable(
    document,
    [
      { title: 'Pago', width: 8, align: 'center' },
      { title: 'A más tardar el', width: 16, align: 'center' },
      { title: 'Importe', width: 16, align: 'right' },
      { title: 'Con letra', width: 60 },
    ],
    [
      ...payments.map(({ due, amount }, index) => ({
        cells: [String(index + 1), shortDate(due), formatMxn(amount), amountInWords(amount)],
      })),
      { cells: ['', 'Total', formatMxn(total), ''], style: 'total' as const },
    ],
  );
}

/** "interés normal e interés moratorio". */
const LIST = new Intl.ListFormat('es-MX');

/** In plain words, each with the rule that the system applies. */
export function clausesOf(model: AgreementModel): string[] {
  const { owed, forgives, forgivesInAll, total, earned, whileLive, graceDays, campaign } = model;
  const alsoForgiven = sumOfComponents(forgivesInAll) - sumOfComponents(forgives);
  const accrues = total - (sumOfComponents(owed) - sumOfComponents(forgives));
  const names = (components: readonly (keyof ByComponent)[]) =>
    LIST.format(components.map((component) => COMPONENT_NAMES_ES[component].toLowerCase()));
  const forgiven = COMPONENTS.filter((component) => forgives[component] > 0);
  return [
    ...(campaign === undefined ? [] : [campaignText(campaign)]),
    forgiven.length === 0
      ? 'Este convenio no perdona nada de lo que se debe: reparte su pago.'
      : `Si se cumple, se perdonan ${formatMxn(sumOfComponents(forgives))} de ${names(forgiven)}. Mientras tanto no se cobran.`,
    ...(whileLive.length === 0
      ? []
      : [
          `Si se cumple, se perdona también lo que corra de ${names(whileLive)} mientras dure el convenio: ${formatMxn(alsoForgiven)} si cada pago entra en su fecha.`,
        ]),
    ...(accrues > 0
      ? [
          `Los pagos incluyen ${formatMxn(accrues)} de interés que corre mientras dura el convenio, si cada uno entra en su fecha.`,
        ]
      : []),
    ...keepingTexts(earned, graceDays),
    'Lo pagado cuenta siempre. Los pagos a capital se reciben con reserva de los intereses devengados (art. 364 del Código de Comercio). Este convenio no sustituye los pagarés ni sus garantías, ni libera a los avales, lo firmen o no.',
  ];
}

const campaignText = ({ name, legalBasis }: NonNullable<AgreementModel['campaign']>): string =>
  `La quita es de la campaña «${name}».${legalBasis === undefined ? '' : ` Fundamento: ${withoutStop(legalBasis)}.`}`;
