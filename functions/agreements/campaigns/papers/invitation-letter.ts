import type { CalendarDate } from '../../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../../shared/calendar/spanish-dates.ts';
import { amountInWords } from '../../../../shared/documents/amount-in-words.ts';
import type { AssetReader } from '../../../../shared/documents/assets.ts';
import {
  type LetterheadDocument,
  type LetterheadPaper,
  papersPdf,
} from '../../../../shared/documents/letterhead-pdf.ts';
import { drawHeading, drawParagraph } from '../../../../shared/documents/pdf-blocks.ts';
import { drawTable } from '../../../../shared/documents/pdf-table.ts';
import { OFFICE_NAMES_ES, type Office } from '../../../../shared/institute/offices.ts';
import {
  type ByComponent,
  COMPONENT_NAMES_ES,
  COMPONENTS,
  sumOfComponents,
} from '../../../../shared/loan-book/component.ts';
import { formatMxn } from '../../../../shared/money/centavos.ts';
import type { Addressee } from '../../../../shared/register/register-port.ts';
import { GRACE_DAYS } from '../../agreements/agreement.ts';
import { keepingTexts, withoutStop } from '../../agreements/agreement-clauses.ts';
import type { Campaign } from '../campaign.ts';
import type { OfferWithin } from './offer-within.ts';

/** What is the same in all letters of a campaign. */
export interface LettersModel {
  readonly campaign: Pick<Campaign, 'name' | 'until' | 'legalBasis' | 'mostPayments' | 'earned' | 'whileLive'>;
  readonly days: { readonly from: CalendarDate; readonly until: CalendarDate };
  readonly issuedOn: CalendarDate;
  /** Begins the folio of each letter: "CI261120-1A2B3C4D". */
  readonly folio: string;
  /** UTC instant of printing. */
  readonly printedAt: Date;
}

/** Everything that one of them says besides. Amounts are whole centavos. */
export interface Letter {
  /** Its number among all letters asked for together, from 1 on. */
  readonly number: number;
  readonly office: Office;
  readonly addressee: Addressee & { readonly address: NonNullable<Addressee['address']> };
  readonly contracts: readonly string[];
  readonly offer: OfferWithin;
}

const TITLE = 'Carta de invitación';

/** Letters of invitation to a campaign as one PDF, each with its folio and its own count of pages. */
export function lettersPdf(assets: AssetReader, model: LettersModel, letters: readonly Letter[]): Promise<Uint8Array> {
  const { folio, printedAt, campaign } = model;
  const whole = { title: TITLE, subtitle: campaign.name, folio, printedAt };
  return papersPdf(
    assets,
    whole,
    letters.map((letter): LetterheadPaper => {
      const number = String(letter.number).padStart(5, '0');
      const subtitle = `Oficina ${OFFICE_NAMES_ES[letter.office]}`;
      const letterhead = { title: TITLE, subtitle, folio: `${folio}-${number}`, printedAt };
      return { letterhead, draw: (document) => drawLetter(document, model, letter) };
    }),
  );
}

function drawLetter(document: LetterheadDocument, model: LettersModel, letter: Letter): void {
  const { campaign, days, issuedOn } = model;
  const { addressee, office, offer, contracts } = letter;
  const said = (text: string, style: Parameters<typeof drawParagraph>[2] = {}) => {
    drawParagraph(document, text, { fontSize: 9.5, ...style });
    document.y += 5;
  };
  const { street, neighbourhood, city, state, postcode } = addressee.address;
  document.y += 8;
  said(`${OFFICE_NAMES_ES[office]}, Sonora, ${longDate(issuedOn)}`);
  document.y += 4;
  drawParagraph(document, addressee.name, { fontSize: 10.5, font: 'medium' });
  for (const line of [street, neighbourhood, `${postcode} ${city}, ${state}`])
    if (line !== null && line !== '') drawParagraph(document, line, { fontSize: 9.5 });
  document.y += 12;
  const named =
    contracts.length > 1 ? `de los contratos ${LIST.format(contracts)}` : `del contrato ${contracts.join()}`;
  said(
    `Le invitamos a la campaña «${campaign.name}» del Instituto. Si firma un convenio a más tardar el ${longDate(days.until)} y lo cumple, se le perdonan ${formatMxn(sumOfComponents(offer.first.forgives))} o más de lo que debe ${named}, y con lo que pague ${contracts.length > 1 ? 'quedan' : 'queda'} en ceros.`,
  );
  drawFigures(document, days, offer);
  document.y += 8;
  if (days.from !== days.until)
    said(
      'El interés corre cada día: entre una fecha y otra lo que se paga aumenta poco a poco, y nunca pasa de la última cantidad.',
    );
  said(
    `Lo que pagaría al firmar el ${longDate(days.until)}: ${formatMxn(offer.last.pays)} ${amountInWords(offer.last.pays)}.`,
    { font: 'medium' },
  );
  drawHeading(document, 'Cómo se paga y qué pasa si no se cumple', 90);
  for (const clause of clausesOf(campaign)) said(clause, { fontSize: 9 });
  drawHeading(document, 'Qué hacer', 70);
  said(
    `Acuda a la oficina del Instituto en ${OFFICE_NAMES_ES[office]} con una identificación y esta carta: ahí se firma el convenio y se le dice la cantidad exacta de ese día. Esta carta no es un convenio ni un requerimiento, y nadie debe pedirle dinero por ella fuera del Instituto.`,
    { fontSize: 9 },
  );
  said(
    `Las cantidades suponen que antes de la firma no entra otro pago ni cambia su adeudo: lo que ya haya pagado cuenta siempre. La campaña termina el ${longDate(campaign.until)}, o antes si se cierra o se agota su presupuesto. Fundamento: ${withoutStop(campaign.legalBasis)}.`,
    { fontSize: 9 },
  );
}

function drawFigures(
  document: LetterheadDocument,
  { from, until }: LettersModel['days'],
  { first, last }: OfferWithin,
): void {
  const offers = from === until ? [last] : [first, last];
  const days = from === until ? [until] : [from, until];
  const row = (label: string, amounts: readonly number[], style: 'normal' | 'total' = 'normal') => ({
    cells: [label, ...amounts.map(formatMxn)],
    style,
  });
  const parts = (label: (name: string) => string, of: (offer: OfferWithin['last']) => ByComponent) =>
    COMPONENTS.filter((component) => offers.some((offer) => of(offer)[component] > 0)).map((component) =>
      row(
        label(COMPONENT_NAMES_ES[component]),
        offers.map((offer) => of(offer)[component]),
      ),
    );
  drawTable(
    document,
    [
      { title: '', width: 40 },
      ...days.map((day) => ({ title: `Si firma el ${longDate(day)}`, width: 30, align: 'right' as const })),
    ],
    [
      ...parts(
        (name) => name,
        ({ owed }) => owed,
      ),
      row(
        'Debe en total',
        offers.map(({ owed }) => sumOfComponents(owed)),
      ),
      ...parts(
        (name) => `Se perdona de ${name.toLowerCase()}`,
        ({ forgives }) => forgives,
      ),
      row(
        'Paga',
        offers.map(({ pays }) => pays),
        'total',
      ),
    ],
    { fontSize: 9 },
  );
}

/** In plain words, as the agreement will have it. */
function clausesOf({ mostPayments, earned, whileLive }: LettersModel['campaign']): string[] {
  const others = (['ordinaryInterest', 'defaultInterest'] as const).filter((kind) => !whileLive.includes(kind));
  const accruing =
    others.length === 0
      ? 'sin que se sume el interés que corra mientras lo cumple'
      : `más lo que corra de ${LIST.format(others.map((kind) => COMPONENT_NAMES_ES[kind].toLowerCase()))} hasta su último pago`;
  return [
    mostPayments === 1
      ? 'Se paga en una sola exhibición, el día de la firma.'
      : `Puede pagar todo el día de la firma, o en hasta ${mostPayments} pagos: entonces paga lo mismo, ${accruing}.`,
    ...keepingTexts(earned, GRACE_DAYS),
  ];
}

/** "interés normal e interés moratorio". */
const LIST = new Intl.ListFormat('es-MX');
