import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appointCustodian } from '../../../functions/custody/custodians/appoint-custodian.ts';
import { createCustodianStore } from '../../../functions/custody/custodians/custodian-store.ts';
import { acceptHandOver, openHandOver } from '../../../functions/custody/custodians/hand-over.ts';
import { createHandOverStore } from '../../../functions/custody/custodians/hand-over-act.ts';
import { handOverPdf } from '../../../functions/custody/custodians/hand-over-pdf.ts';
import { printHandOverAct } from '../../../functions/custody/custodians/print-hand-over.ts';
import { closeRound, openRound, readLabels } from '../../../functions/custody/inventory/count-round.ts';
import { downloadInventoryRound, printInventoryRound } from '../../../functions/custody/inventory/print-round.ts';
import { roundPdf, roundWorkbook } from '../../../functions/custody/inventory/round-report.ts';
import { createRoundStore } from '../../../functions/custody/inventory/round-store.ts';
import { labelSheetPdf } from '../../../functions/custody/labels/label-sheet-pdf.ts';
import { printCustodyPlaceLabels, printOriginalLabels } from '../../../functions/custody/labels/print-labels.ts';
import { annotateOriginal } from '../../../functions/custody/originals/annotate-original.ts';
import { spokenLabel } from '../../../functions/custody/originals/label-code.ts';
import { cancelEndorsement, lendOriginal, returnOriginal } from '../../../functions/custody/originals/lend-original.ts';
import { movementsPdf } from '../../../functions/custody/originals/movements-pdf.ts';
import { printOriginalMovements } from '../../../functions/custody/originals/print-movements.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { qrOnPage } from '../../support/read-qr.ts';
import { pdfStructure, pdfText } from '../../unit/documents/pdf-text.ts';
import { repositoryAssets } from '../../unit/documents/repository-assets.ts';
import { ANA, COORDINATOR, type Custody, LAWYER, LUIS, loan, openCustody, request } from './originals-world.ts';

const TODAY = '2026-11-27';
let custody: Custody;
let deps: ReturnType<typeof wired>;

function wired({ deps: kept, dynamo: { documents, tables } }: Custody) {
  return {
    ...kept,
    register: {
      ...kept.register,
      findFile: async (fileId: string) => ({
        ...{ fileId, borrowerId: 'b', borrowerName: 'María José Núñez Güereña', office: 'hermosillo' as const },
      }),
    },
    rounds: createRoundStore(documents, tables.DOCUMENTS_TABLE),
    custodians: createCustodianStore(documents, tables.DOCUMENTS_TABLE),
    acts: createHandOverStore(documents, tables.DOCUMENTS_TABLE),
    drawLabels: (sheet: Parameters<typeof labelSheetPdf>[1]) => labelSheetPdf(repositoryAssets, sheet),
    drawMovements: (model: Parameters<typeof movementsPdf>[1]) => movementsPdf(repositoryAssets, model),
    drawRound: (report: Parameters<typeof roundPdf>[1]) => roundPdf(repositoryAssets, report),
    writeRound: roundWorkbook,
    drawHandOver: (model: Parameters<typeof handOverPdf>[1]) => handOverPdf(repositoryAssets, model),
  };
}

beforeAll(async () => {
  custody = await openCustody(TODAY);
  deps = wired(custody);
  for (const place of ['B1-A-12', 'B1-A-13']) await custody.place(place);
});
afterAll(() => custody.dynamo.stop());

const original = async (number: string, placeCode = 'B1-A-12') =>
  custody.receive((await custody.openNote(number)).contractNumber, placeCode);

describe('what custody prints', () => {
  it('is the history of an original: every movement, who has it, its class today', async () => {
    const note = await custody.openNote('H-2024-04711');
    const { labelCode } = await custody.receive(note.contractNumber, 'B1-A-12');
    await lendOriginal(deps, { ...request(labelCode, 1), ...loan() }, ANA);
    await returnOriginal(deps, { ...request(labelCode, 2), placeCode: 'B1-A-13' }, LUIS);
    await cancelEndorsement(deps, { ...request(labelCode, 3), reason: 'Testado en el pagaré' }, ANA);
    const payments = [await custody.pay(note, '2026-11-03', 100_000), await custody.pay(note, '2026-11-20', 50_000)];
    await annotateOriginal(deps, { ...request(labelCode, 4), payments }, ANA);
    const { bytes, records } = await printOriginalMovements(deps, { params: { labelCode } }, ANA);
    expect(records).toEqual([note.fileId]);
    const text = pdfText(bytes);
    for (const said of [
      ...['Historial de movimientos', `Folio ${spokenLabel(labelCode)}`, 'Pagaré del contrato H-2024-04711'],
      ...['María José Núñez Güereña', 'El resguardo, en B1-A-13', 'Vencido', 'Recibir de vuelta'],
      ...['Endosado en procuración a: Lic. Julia Peña', 'Vuelve a más tardar: 10/12/2026', 'Pagos anotados: 2'],
      ...['Testado en el pagaré', 'Página 1 de 1'],
    ])
      expect(text).toContain(said);
    expect(text).not.toContain(LAWYER.id);
    expect(pdfStructure(bytes)).toContain('Table');
  });

  it('are labels on sheets of thirty, from the first free one on, which say nothing of anybody', async () => {
    const codes: string[] = [];
    for (const index of Array.from({ length: 31 }, (_, at) => at))
      codes.push((await original(`CONTRATO-${index}`)).labelCode);
    const sheets = await printOriginalLabels(deps, { body: { labelCodes: codes, from: 30 } }, ANA);
    const pages = pdfText(sheets.bytes).split('\f');
    expect(pages.map((page) => page.match(/D[0-9A-Z]{2}-[0-9A-Z]{3}-[0-9A-Z]{4}/g)?.length)).toEqual([
      1,
      30,
      undefined,
    ]);
    expect(pages[0]).toContain(spokenLabel(codes[0]!));
    expect(pages.join()).not.toMatch(/CONTRATO|María/);
    const at = (row: number, column: number) => ({
      ...{ left: 13.5 + column * 198, top: 36 + row * 72, width: 72, height: 72 },
    });
    expect(qrOnPage(sheets.bytes, 1, at(9, 2))).toBe(codes[0]);
    expect(qrOnPage(sheets.bytes, 2, at(0, 0))).toBe(codes[1]);
    expect(qrOnPage(sheets.bytes, 2, at(9, 2))).toBe(codes[30]);
    const unknown = printOriginalLabels(deps, { body: { labelCodes: ['D000000000'], from: 1 } }, ANA);
    await expect(unknown).rejects.toMatchObject({ code: 'not-found', details: [{ pointer: '/labelCodes/0' }] });
    const places = await printCustodyPlaceLabels(deps, { body: { placeCodes: ['B1-A-12'], from: 1 } }, ANA);
    expect(pdfText(places.bytes)).toContain('Bóveda B1-A-12, Hermosillo');
    expect(qrOnPage(places.bytes, 1, at(0, 0))).toBe('P/B1-A-12');
  });

  it('is what came of a round, as PDF and as a workbook, once it is closed', async () => {
    await custody.place('B2');
    const [here, missing, elsewhere] = [
      await original('I-1', 'B2'),
      await original('I-2', 'B2'),
      await original('I-3'),
    ];
    const { roundId } = await openRound(deps, { placeCode: 'B2', idempotencyKey: randomUUID() }, ANA);
    const asked = { params: { roundId } };
    await expect(printInventoryRound(deps, asked, ANA)).rejects.toMatchObject({ code: 'round-step-refused' });
    const labels = [here.labelCode, here.labelCode, elsewhere.labelCode, 'ABC-123'];
    await readLabels(deps, { roundId, labels, idempotencyKey: randomUUID() }, ANA);
    await closeRound(deps, { roundId, idempotencyKey: randomUUID(), ifMatch: 'v2' }, ANA);
    const { bytes, records } = await printInventoryRound(deps, asked, ANA);
    const text = pdfText(bytes);
    for (const said of [
      ...['Inventario de originales', 'Faltante (1)', spokenLabel(missing.labelCode), 'Pagaré del contrato I-2'],
      ...['Hallado fuera de su lugar (1)', 'en resguardo, en B1-A-12', 'Etiqueta desconocida (1)', 'ABC-123'],
      ...['Leído más de una vez (1)', 'Revisó', 'Por revisar'],
    ])
      expect(text).toContain(said);
    expect(records).toHaveLength(4);
    const workbook = new ExcelJS.Workbook();
    const { bytes: xlsx } = await downloadInventoryRound(deps, asked, ANA);
    await workbook.xlsx.load(Buffer.from(xlsx) as never);
    const rows = workbook.getWorksheet('Hallazgos')!.getColumn(2).values;
    expect(rows).toEqual(expect.arrayContaining([spokenLabel(missing.labelCode), 'ABC-123']));
    const counts = workbook
      .getWorksheet('Resumen')!
      .getColumn(2)
      .values.filter((value) => typeof value === 'number');
    expect(counts).toEqual([2, 1, 1, 1, 1, 1, 0, 0]);
  });

  it('is the act by which custody changes hands, with both who sign it', async () => {
    const appoint = (subject: string, from: string, to: string | null) =>
      appointCustodian(
        deps,
        {
          ...{ office: 'hermosillo', subject, name: `Custodia ${subject}`, email: `${subject}@icees.example` },
          ...{ from: calendarDate(from), to: to === null ? null : calendarDate(to), reason: 'Nombramiento' },
          idempotencyKey: randomUUID(),
        },
        COORDINATOR,
      );
    await appoint('ana', '2026-01-01', '2026-11-27');
    await appoint('luis', '2026-11-28', null);
    const asked = {
      office: 'hermosillo',
      roundIds: [],
      notes: 'Se entregan dos llaves.',
      idempotencyKey: 'a',
    } as const;
    const { actId } = await openHandOver(deps, asked, ANA);
    const print = async () => pdfText((await printHandOverAct(deps, { params: { actId } }, ANA)).bytes);
    expect(await print()).toContain('La acepta Custodia luis');
    const remarks = { actId, idempotencyKey: 'b', remarks: 'Falta una llave del estante 13.' };
    await acceptHandOver(deps, remarks, LUIS);
    const text = await print();
    for (const said of [
      ...[
        'Acta de entrega-recepción',
        'artículo 17 de la Ley General de Archivos',
        'Custodia ana entrega a Custodia luis',
      ],
      ...['Falta una llave del estante 13.', 'Bóveda B1-A-12', 'La aceptó el 27 de noviembre de 2026'],
    ])
      expect(text.replace(/\s+/g, ' ')).toContain(said);
  });
});
