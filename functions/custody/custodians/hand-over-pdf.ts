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
import { OFFICE_NAMES_ES } from '../../../shared/institute/offices.ts';
import { folioOfAct, type HandOverAct } from './hand-over-act.ts';
import { handOverMachine } from './hand-over-machine.ts';

/** The act by which custody changes hands (LGA art. 17), to be signed by both. */
export function handOverPdf(
  assets: AssetReader,
  { act, printedAt }: { readonly act: HandOverAct; readonly printedAt: Date },
): Promise<Uint8Array> {
  const { office, state, openedOn, leaving, arriving, places, lent, rounds, notes, remarks, history } = act;
  const whole = places.reduce((sum, { originals }) => sum + originals, 0);
  const accepted = history.find(({ step }) => step === 'accept' || step === 'accept-with-remarks');
  const letterhead = {
    title: 'Acta de entrega-recepción',
    subtitle: `Resguardo de originales, oficina ${OFFICE_NAMES_ES[office]}`,
    ...{ folio: folioOfAct(act), printedAt },
    ...(state === 'withdrawn' && { watermark: 'RETIRADA' }),
  };
  return letterheadPdf(assets, letterhead, (document) => {
    const said = (text: string) => {
      drawParagraph(document, text, { fontSize: 9.5 });
      document.y += 5;
    };
    document.y += 6;
    if (state === 'open') {
      drawNotice(document, 'warning', 'Por aceptar', `La acepta ${arriving.name}, con observaciones o sin ellas.`);
      document.y += 6;
    }
    said(
      `En la oficina de ${OFFICE_NAMES_ES[office]}, el ${longDate(calendarDate(openedOn))}, ${leaving.name} entrega a ${arriving.name} el resguardo de los documentos originales que se relacionan, en términos del artículo 17 de la Ley General de Archivos.`,
    );
    drawLabelledValues(
      document,
      [
        { label: 'Entrega', value: leaving.name },
        { label: 'Recibe', value: arriving.name },
        { label: 'Originales en resguardo', value: whole.toLocaleString('es-MX') },
        { label: 'Prestados, por devolver', value: lent.toLocaleString('es-MX') },
      ],
      2,
    );
    drawHeading(document, 'Originales por lugar');
    drawTable(
      document,
      [
        { title: 'Código', width: 24 },
        { title: 'Lugar', width: 76 },
        { title: 'Originales', width: 20, align: 'right' },
      ],
      [
        ...places.map(({ placeCode, placeName, originals }) => ({
          cells: [placeCode, placeName, originals.toLocaleString('es-MX')],
        })),
        { cells: ['', 'Total', whole.toLocaleString('es-MX')], style: 'total' },
      ],
    );
    if (rounds.length > 0) {
      drawHeading(document, 'Inventarios en que se apoya');
      drawTable(
        document,
        [
          { title: 'Inventario', width: 60 },
          { title: 'Lugar', width: 24 },
          { title: 'Hallados', width: 18, align: 'right' },
          { title: 'Faltan', width: 18, align: 'right' },
        ],
        rounds.map(({ roundId, placeCode, found, missing }) => ({
          cells: [roundId, placeCode, found.toLocaleString('es-MX'), missing.toLocaleString('es-MX')],
        })),
      );
    }
    drawHeading(document, 'Lo que hace saber quien entrega');
    said(notes);
    drawHeading(document, 'Observaciones de quien recibe');
    said(remarks ?? (accepted === undefined ? 'Por aceptar.' : 'Ninguna.'));
    said(`Estado del acta al imprimirse: ${handOverMachine.states[state]}.`);
    drawSignatures(document, [
      { who: 'Entrega', name: leaving.name, state: `Registró el acta el ${longDate(calendarDate(openedOn))}` },
      {
        ...{ who: 'Recibe', name: arriving.name },
        state: accepted === undefined ? 'Por aceptar' : `La aceptó el ${longDate(calendarDate(accepted.on))}`,
      },
    ]);
  });
}
