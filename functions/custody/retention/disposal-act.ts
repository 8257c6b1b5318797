import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate, shortDate } from '../../../shared/calendar/spanish-dates.ts';
import type { AssetReader } from '../../../shared/documents/assets.ts';
import { dateInWords } from '../../../shared/documents/date-in-words.ts';
import { letterheadPdf } from '../../../shared/documents/letterhead-pdf.ts';
import { drawParagraph, drawSignatures } from '../../../shared/documents/pdf-blocks.ts';
import { drawTitledTable } from '../../../shared/documents/pdf-section.ts';
import { INSTITUTE } from '../../../shared/institute/institute-contact.ts';
import { OFFICE_NAMES_ES } from '../../../shared/institute/offices.ts';
import { retentionOn } from '../../../shared/vault/retention.ts';
import type { DisposalRow } from './disposal.ts';

/** Everything that an act of disposal says: files by their contracts, nobody's name but of who decided. */
export interface DisposalActModel {
  readonly folio: string;
  readonly on: CalendarDate;
  readonly proposedOn: CalendarDate;
  readonly reason: string;
  readonly rows: readonly DisposalRow[];
  readonly proposedBy: string;
  readonly approvedBy: string;
  /** UTC instant. */
  readonly drawnAt: Date;
}

/** The act (acta de baja documental, LGA art. 58), on the institute's letterhead. It is kept at least seven years. */
export function disposalActPdf(assets: AssetReader, model: DisposalActModel): Promise<Uint8Array> {
  const { folio, on, proposedOn, reason, rows, proposedBy, approvedBy, drawnAt } = model;
  const documents = rows.reduce((sum, row) => sum + row.documents, 0);
  const originals = rows.reduce((sum, row) => sum + row.originals, 0);
  const rule = retentionOn(on).series['credit-file'];
  const letterhead = { title: 'Acta de baja documental', subtitle: longDate(on), folio, printedAt: drawnAt };
  return letterheadPdf(assets, letterhead, (document) => {
    const said = (text: string) => {
      drawParagraph(document, text, { fontSize: 10 });
      document.y += 8;
    };
    document.y += 10;
    said(
      `${dateInWords(on).replace(/^./, (first) => first.toUpperCase())}, el ${INSTITUTE.name} autoriza la baja de los documentos de ${rows.length === 1 ? 'un expediente' : `${rows.length} expedientes`}: ${documents} documentos de la bóveda y ${originals} originales en resguardo, que se enlistan.`,
    );
    said(`Motivo: ${reason}. Se propuso el ${longDate(proposedOn)}.`);
    said(
      `Su plazo de conservación terminó: ${rule.years} años desde el último movimiento de un adeudo que terminó (${rule.source}). Al ejecutarla se comprueba de nuevo, expediente por expediente, que nada se debe, que ningún documento está retenido y que no hay trámites abiertos; lo que no cumple se conserva, y el registro de la baja lo dice. No se da de baja nada del libro de movimientos ni del padrón.`,
    );
    drawTitledTable(document, {
      title: 'Expedientes',
      columns: [
        { title: 'Expediente', width: 34 },
        { title: 'Contratos', width: 22 },
        { title: 'Oficina', width: 15 },
        { title: 'Último mov.', width: 13 },
        { title: 'Docs.', width: 8, align: 'right' },
        { title: 'Orig.', width: 8, align: 'right' },
      ],
      rows: rows.map((row) => ({
        cells: [
          row.fileId,
          row.contracts.join(', ') || '—',
          row.office === null ? '—' : OFFICE_NAMES_ES[row.office],
          row.lastMovementOn === null ? '—' : shortDate(row.lastMovementOn),
          String(row.documents),
          String(row.originals),
        ],
      })),
    });
    document.y += 14;
    said(`Este acta se conserva al menos ${retentionOn(on).series.act.years} años (LGA art. 58).`);
    document.y += 16;
    drawSignatures(document, [
      { who: 'Propuso', name: proposedBy },
      { who: 'Autorizó', name: approvedBy },
    ]);
  });
}
