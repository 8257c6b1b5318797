import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate, shortDate } from '../../../shared/calendar/spanish-dates.ts';
import type { LetterheadDocument } from '../../../shared/documents/letterhead-pdf.ts';
import { drawHeading, drawParagraph } from '../../../shared/documents/pdf-blocks.ts';
import { drawTable } from '../../../shared/documents/pdf-table.ts';
import type { AgreedPayment } from '../../../shared/loan-book/agreement-plan.ts';
import {
  addedByComponent,
  type ByComponent,
  COMPONENT_NAMES_ES,
  COMPONENTS,
  sumOfComponents,
} from '../../../shared/loan-book/component.ts';
import { formatMxn } from '../../../shared/money/centavos.ts';

/** What a payment pays of one contract. */
export interface SplitPart {
  readonly contract: string;
  readonly paid: ByComponent;
}

interface SplitToDraw {
  readonly signsOn: CalendarDate;
  readonly payments: readonly AgreedPayment[];
  /** By payment; undefined: nothing is drawn. */
  readonly split?: readonly (readonly SplitPart[])[] | undefined;
}

/** The annex: what each payment pays of each contract and component, each on its day. Throws when the parts do not sum to the payments. */
export function drawSplit(document: LetterheadDocument, { payments, split, signsOn }: SplitToDraw): void {
  if (split === undefined) return;
  for (const [index, { amount }] of payments.entries()) {
    const parts = (split[index] ?? []).reduce((sum, { paid }) => sum + sumOfComponents(paid), 0);
    if (parts !== amount) throw new Error(`payment ${index + 1} of an agreement: parts sum to ${parts}, not ${amount}`);
  }
  drawHeading(document, 'Anexo. Cómo se reparte cada pago', 110);
  drawParagraph(
    document,
    `Con lo que se debe el ${longDate(signsOn)} y cada pago en su fecha. Lo que se pague antes o después se reparte, con las mismas reglas, según lo que se deba ese día.`,
    { fontSize: 8.5 },
  );
  document.y += 4;
  const amounts = (paid: ByComponent) => [
    ...COMPONENTS.map((component) => formatMxn(paid[component])),
    formatMxn(sumOfComponents(paid)),
  ];
  drawTable(
    document,
    [
      { title: 'Pago', width: 7, align: 'center' },
      { title: 'Fecha', width: 14, align: 'center' },
      { title: 'Contrato', width: 21 },
      ...COMPONENTS.map((component) => ({
        title: COMPONENT_NAMES_ES[component],
        width: 16,
        align: 'right' as const,
      })),
      { title: 'Total', width: 16, align: 'right' },
    ],
    [
      ...payments.flatMap(({ due }, index) =>
        (split[index] ?? []).map(({ contract, paid }) => ({
          cells: [String(index + 1), shortDate(due), contract, ...amounts(paid)],
        })),
      ),
      {
        cells: ['', '', 'Total', ...amounts(addedByComponent(split.flat().map(({ paid }) => paid)))],
        style: 'total' as const,
      },
    ],
    { fontSize: 8 },
  );
}
