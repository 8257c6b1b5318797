import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate, shortDate } from '../../../shared/calendar/spanish-dates.ts';
import type { AssetReader } from '../../../shared/documents/assets.ts';
import { letterheadPdf } from '../../../shared/documents/letterhead-pdf.ts';
import { drawHeading, drawLabelledValues, drawParagraph } from '../../../shared/documents/pdf-blocks.ts';
import { drawTable } from '../../../shared/documents/pdf-table.ts';
import { OFFICE_NAMES_ES } from '../../../shared/institute/offices.ts';
import type { TakenStep } from '../../../shared/transitions/tracked.ts';
import { spokenLabel } from './label-code.ts';
import { nameOfOriginal, type Original } from './original.ts';
import { ORIGINAL_CLASS_NAMES_ES, type OriginalClass } from './original-class.ts';
import { originalMachine } from './original-machine.ts';

export interface MovementsModel {
  readonly original: Original;
  /** On the day of printing; null of what is no debt's. */
  readonly ofDebt: OriginalClass | null;
  /** Null: of a beca's document, or nobody known. */
  readonly borrowerName: string | null;
  /** UTC instant of printing. */
  readonly printedAt: Date;
}

/** "Historial de movimientos" of an original: what it is, where it is, and every step it took. */
export function movementsPdf(assets: AssetReader, model: MovementsModel): Promise<Uint8Array> {
  const { original, ofDebt, borrowerName, printedAt } = model;
  const { labelCode, office, history, receivedOn, endorsement, state } = original;
  const letterhead = { title: 'Historial de movimientos', subtitle: `Oficina ${OFFICE_NAMES_ES[office]}` };
  return letterheadPdf(assets, { ...letterhead, folio: spokenLabel(labelCode), printedAt }, (document) => {
    document.y += 6;
    drawLabelledValues(
      document,
      [
        { label: 'Original', value: nameOfOriginal(original) },
        ...(borrowerName === null ? [] : [{ label: 'Acreditado', value: borrowerName }]),
        { label: 'Recibido el', value: longDate(calendarDate(receivedOn)) },
        { label: 'Estado', value: capitalised(originalMachine.states[state]) },
        { label: 'Quién lo tiene', value: holderText(original) },
        ...(ofDebt === null ? [] : [{ label: 'Clase al imprimir', value: ORIGINAL_CLASS_NAMES_ES[ofDebt] }]),
        ...(endorsement === null ? [] : [{ label: 'Endosado en procuración a', value: endorsement.to }]),
      ],
      2,
    );
    drawHeading(document, 'Movimientos');
    drawTable(
      document,
      [
        { title: 'N.º', width: 6, align: 'right' },
        { title: 'Fecha', width: 18 },
        { title: 'Movimiento', width: 30 },
        { title: 'Detalle', width: 60 },
        { title: 'Registró', width: 26 },
      ],
      history.map((taken, index) => ({
        cells: [
          String(index + 1),
          shortDate(calendarDate(taken.on)),
          capitalised(stepName(taken)),
          detailOf(taken),
          taken.by,
        ],
      })),
    );
    document.y += 10;
    drawParagraph(
      document,
      'Cada movimiento queda con quien lo registró; ninguno se borra. La clase se deduce del libro de cartera el día de la impresión.',
      { fontSize: 8.5 },
    );
  });
}

function holderText({ holder }: Original): string {
  switch (holder.type) {
    case 'custody':
      return `El resguardo, en ${holder.placeCode}`;
    case 'party':
      return `${holder.party.name}, hasta el ${longDate(calendarDate(holder.deadline))}`;
    case 'debtor':
      return 'El acreditado';
    case 'nobody':
      return 'Nadie';
  }
}

const stepName = ({ step }: TakenStep): string =>
  Object.entries(originalMachine.steps).find(([name]) => name === step)?.[1].nameEs ?? step;

/** What the evidence of a step is called, in the order in which it is read; a party stands under its name, not its id. */
const EVIDENCE_ES: Readonly<Record<string, string>> = {
  place: 'Lugar',
  partyName: 'A',
  deadline: 'Vuelve a más tardar',
  endorsedTo: 'Endosado en procuración a',
  payments: 'Pagos anotados',
  identification: 'Identificación',
  release: 'Liberación',
  receipt: 'Acuse',
  complaint: 'Denuncia',
  complaintOn: 'Del',
  court: 'Juzgado',
  caseNumber: 'Expediente judicial',
  on: 'Del',
  act: 'Acta de baja',
};

const IDENTIFICATIONS_ES: Readonly<Record<string, string>> = {
  'voter-card': 'credencial para votar',
  passport: 'pasaporte',
  'professional-card': 'cédula profesional',
  'driving-licence': 'licencia de conducir',
  'power-of-attorney': 'carta poder',
};

function detailOf({ evidence = {}, reason }: TakenStep): string {
  const shown = Object.entries(EVIDENCE_ES).flatMap(([name, label]) => {
    const value = evidence[name];
    if (value === undefined) return [];
    const isDay = /^\d{4}-\d{2}-\d{2}$/.test(value);
    return [`${label}: ${isDay ? shortDate(calendarDate(value)) : (IDENTIFICATIONS_ES[value] ?? value)}`];
  });
  return [...shown, ...(reason === null ? [] : [reason])].join('. ');
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
