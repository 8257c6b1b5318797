import { longDate } from '../../../../shared/calendar/spanish-dates.ts';
import type { SheetColumn } from '../../../../shared/documents/cell-value.ts';
import { sheet, workbookBytes } from '../../../../shared/documents/workbook.ts';
import { OFFICE_NAMES_ES, type Office } from '../../../../shared/institute/offices.ts';
import {
  type ByComponent,
  COMPONENT_NAMES_ES,
  COMPONENTS,
  type Component,
  sumOfComponents,
} from '../../../../shared/loan-book/component.ts';
import type { Centavos } from '../../../../shared/money/centavos.ts';
import type { Campaign } from '../campaign.ts';
import { ruleText } from '../eligibility.ts';
import type { CampaignPreview } from '../previews/campaign-preview.ts';
import type { QualifyingFile } from '../previews/preview-segment.ts';

export interface NamedFile extends QualifyingFile {
  readonly name: string;
}

export interface PreviewWorkbook {
  readonly campaign: Campaign;
  readonly preview: CampaignPreview;
  readonly offices: readonly Office[];
  readonly files: readonly NamedFile[];
}

interface SummaryRow {
  readonly office: Office;
  readonly component: Component;
  readonly owed: Centavos;
  readonly forgives: Centavos;
}

/** A campaign's preview as XLSX: what it comes to by office and component, by office, and the files that qualify. */
export function previewWorkbook({ campaign, preview, offices, files }: PreviewWorkbook): Promise<Uint8Array> {
  const byOffice = preview.byOffice.filter(({ office }) => offices.includes(office));
  const about = [
    `Deben cumplir: ${ruleText(campaign.eligibility)}. Cifras al ${longDate(preview.asOf)}, como si todos firmaran y pagaran ese día.`,
    ...(preview.failed === 0
      ? []
      : [`INCOMPLETO: ${preview.failed} pagarés no se pudieron valuar y faltan en estas cifras. Avise a Sistemas.`]),
  ];
  const createdAt = new Date(preview.endedAt ?? preview.askedAt);
  return workbookBytes({ title: `Campaña ${campaign.name}`, createdAt }, [
    sheet<SummaryRow>({
      name: 'Resumen',
      heading: [`Campaña «${campaign.name}»: costo por oficina y concepto`, ...about],
      columns: [
        { title: 'Oficina', width: 18, kind: 'text', value: ({ office }) => OFFICE_NAMES_ES[office] },
        { title: 'Concepto', width: 22, kind: 'text', value: ({ component }) => COMPONENT_NAMES_ES[component] },
        { title: 'Adeudo', width: 18, kind: 'money', value: ({ owed }) => owed, total: true },
        { title: 'Se perdonaría', width: 18, kind: 'money', value: ({ forgives }) => forgives, total: true },
        { title: 'Se pagaría', width: 18, kind: 'money', value: ({ owed, forgives }) => owed - forgives, total: true },
      ],
      rows: byOffice.flatMap(({ office, owed, forgives }) =>
        COMPONENTS.map((component) => ({
          ...{ office, component, owed: owed[component], forgives: forgives[component] },
        })),
      ),
    }),
    sheet<CampaignPreview['byOffice'][number]>({
      name: 'Oficinas',
      heading: [`Campaña «${campaign.name}»: expedientes por oficina`, ...about],
      columns: [
        { title: 'Oficina', width: 18, kind: 'text', value: ({ office }) => OFFICE_NAMES_ES[office] },
        { title: 'Expedientes', width: 14, kind: 'integer', value: (row) => row.files, total: true },
        { title: 'Pagarés', width: 14, kind: 'integer', value: ({ notes }) => notes, total: true },
        ...amountColumns<CampaignPreview['byOffice'][number]>(),
      ],
      rows: byOffice,
    }),
    sheet<NamedFile>({
      name: 'Expedientes',
      heading: [`Campaña «${campaign.name}»: expedientes que califican`, ...about],
      columns: [
        { title: 'Oficina', width: 18, kind: 'text', value: ({ office }) => OFFICE_NAMES_ES[office] },
        { title: 'Acreditado', width: 36, kind: 'text', value: ({ name }) => name },
        { title: 'Expediente', width: 38, kind: 'text', value: ({ fileId }) => fileId },
        { title: 'Pagarés', width: 10, kind: 'integer', value: ({ noteIds }) => noteIds.length, total: true },
        ...amountColumns<NamedFile>(),
      ],
      rows: files,
    }),
  ]);
}

type Amounts = { readonly owed: ByComponent; readonly forgives: ByComponent; readonly pays: Centavos };

/** Owed by component and in all, forgiven by component and in all, paid. */
function amountColumns<Row extends Amounts>(): SheetColumn<Row>[] {
  const money = (title: string, value: (row: Row) => Centavos): SheetColumn<Row> => ({
    ...{ title, width: 17, kind: 'money', value, total: true },
  });
  return [
    ...COMPONENTS.map((component) =>
      money(`Debe: ${COMPONENT_NAMES_ES[component].toLowerCase()}`, ({ owed }) => owed[component]),
    ),
    money('Debe', ({ owed }) => sumOfComponents(owed)),
    ...COMPONENTS.map((component) =>
      money(`Se perdona: ${COMPONENT_NAMES_ES[component].toLowerCase()}`, ({ forgives }) => forgives[component]),
    ),
    money('Se perdona', ({ forgives }) => sumOfComponents(forgives)),
    money('Paga', ({ pays }) => pays),
  ];
}
