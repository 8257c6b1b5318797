import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { AssetReader } from '../../../shared/documents/assets.ts';
import { letterheadPdf } from '../../../shared/documents/letterhead-pdf.ts';
import {
  drawHeading,
  drawLabelledValues,
  drawNotice,
  drawParagraph,
  drawSignatures,
} from '../../../shared/documents/pdf-blocks.ts';
import { drawTable } from '../../../shared/documents/pdf-table.ts';
import { sheet, workbookBytes } from '../../../shared/documents/workbook.ts';
import { OFFICE_NAMES_ES } from '../../../shared/institute/offices.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { readLabelCode, spokenLabel } from '../originals/label-code.ts';
import { originalMachine } from '../originals/original-machine.ts';
import { FINDING_KINDS, FINDING_NAMES_ES, type Finding, type Round, type RoundCounts } from './round.ts';
import { roundMachine } from './round-machine.ts';

export interface RoundReport {
  readonly round: Round;
  readonly counts: RoundCounts;
  readonly findings: readonly Finding[];
  /** UTC instant of printing. */
  readonly printedAt: Date;
}

const COUNT_NAMES_ES: Readonly<Record<keyof RoundCounts, string>> = {
  expected: 'Esperados',
  found: 'Hallados',
  missing: 'Faltan',
  misplaced: 'Fuera de lugar',
  unknown: 'Etiquetas desconocidas',
  readTwice: 'Leídos más de una vez',
  left: 'Salieron durante el conteo',
  arrived: 'Llegaron durante el conteo',
};
const FAULTS = ['missing', 'misplaced', 'unknown', 'read-twice'] as const;
/** Longest list of findings on paper; the workbook has all. */
const MOST_ON_PAPER = 1_000;

/** "IN261127-1A2B3C4D". */
const folioOfRound = ({ roundId, openedOn }: Round): string =>
  `IN${openedOn.slice(2).replaceAll('-', '')}-${roundId.slice(0, 8).toUpperCase()}`;

/** What came of a round, to be acted on and signed. */
export function roundPdf(
  assets: AssetReader,
  { round, counts, findings, printedAt }: RoundReport,
): Promise<Uint8Array> {
  const { placeName, placeCode, office, openedOn, state, history } = round;
  const subtitle = `${placeName}, oficina ${OFFICE_NAMES_ES[office]}`;
  const head = { title: 'Inventario de originales', subtitle, folio: folioOfRound(round), printedAt };
  const isClean = FAULTS.every((kind) => findings.every((finding) => finding.kind !== kind));
  return letterheadPdf(assets, head, (document) => {
    document.y += 6;
    drawLabelledValues(
      document,
      [
        { label: 'Lugar', value: placeCode },
        { label: 'Abierto el', value: longDate(calendarDate(openedOn)) },
        { label: 'Estado', value: roundMachine.states[state] },
        ...Object.entries(COUNT_NAMES_ES).map(([name, label]) => ({
          ...{ label, value: counts[name as keyof RoundCounts].toLocaleString('es-MX') },
        })),
      ],
      4,
    );
    if (isClean) {
      document.y += 6;
      drawNotice(
        document,
        'good',
        'Sin diferencias',
        'Todo lo que los registros dicen que está ahí se leyó, y nada más.',
      );
    }
    for (const kind of FINDING_KINDS) {
      const some = findings.filter((finding) => finding.kind === kind);
      if (some.length === 0) continue;
      drawHeading(document, `${FINDING_NAMES_ES[kind]} (${some.length.toLocaleString('es-MX')})`);
      drawTable(
        document,
        [
          { title: 'Etiqueta', width: 26 },
          { title: 'Original', width: 60 },
          { title: 'Según los registros', width: 44 },
        ],
        some.slice(0, MOST_ON_PAPER).map((finding) => ({
          cells: [labelText(finding), finding.recorded?.name ?? '', recordedText(finding)],
        })),
      );
      if (some.length > MOST_ON_PAPER)
        drawParagraph(document, `Se muestran ${MOST_ON_PAPER}; el archivo de Excel los tiene todos.`, {
          fontSize: 8.5,
        });
    }
    document.y += 8;
    drawSignatures(document, [
      { who: 'Cerró el inventario', name: lastTaken(history, 'close')?.by ?? '' },
      { who: 'Revisó', name: lastTaken(history, 'review')?.by ?? 'Por revisar' },
    ]);
  });
}

/** The same as XLSX: what it comes to, and every finding. */
export function roundWorkbook({ round, counts, findings, printedAt }: RoundReport): Promise<Uint8Array> {
  const heading = [
    `Inventario de ${round.placeName} (${round.placeCode}), oficina ${OFFICE_NAMES_ES[round.office]}`,
    `Abierto el ${longDate(calendarDate(round.openedOn))}; ${roundMachine.states[round.state]}`,
  ];
  const title = `Inventario ${folioOfRound(round)}`;
  return workbookBytes({ title, createdAt: printedAt }, [
    sheet<readonly [string, number]>({
      name: 'Resumen',
      heading,
      columns: [
        { title: 'Concepto', width: 34, kind: 'text', value: ([name]) => name },
        { title: 'Originales', width: 14, kind: 'integer', value: ([, count]) => count },
      ],
      rows: Object.entries(COUNT_NAMES_ES).map(([name, label]) => [label, counts[name as keyof RoundCounts]] as const),
    }),
    sheet<Finding>({
      name: 'Hallazgos',
      heading,
      columns: [
        { title: 'Hallazgo', width: 28, kind: 'text', value: ({ kind }) => FINDING_NAMES_ES[kind] },
        { title: 'Etiqueta', width: 22, kind: 'text', value: labelText },
        { title: 'Original', width: 44, kind: 'text', value: ({ recorded }) => recorded?.name ?? null },
        { title: 'Según los registros', width: 40, kind: 'text', value: recordedText },
      ],
      rows: findings,
    }),
  ]);
}

const labelText = ({ label }: Finding): string => (readLabelCode(label) === undefined ? label : spokenLabel(label));

const recordedText = ({ recorded }: Finding): string => {
  if (recorded === null) return 'Sin registro';
  const state = originalMachine.states[recorded.state];
  return recorded.placeCode === null ? state : `${state}, en ${recorded.placeCode}`;
};
