import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Right } from '../../../functions/custody/arco/arco-catalogue.ts';
import { createArcoStore } from '../../../functions/custody/arco/arco-store.ts';
import { createBlockStore } from '../../../functions/custody/arco/block.ts';
import { approveAnswer, moveRequest, proposeAnswer } from '../../../functions/custody/arco/move-request.ts';
import { packPersonalData } from '../../../functions/custody/arco/pack-personal-data.ts';
import { downloadPersonalData, type PackageDeps } from '../../../functions/custody/arco/personal-data.ts';
import { type ArcoDeps, receiveRequest } from '../../../functions/custody/arco/receive-request.ts';
import { createDisclosureStore } from '../../../functions/custody/disclosures/disclosure-store.ts';
import {
  type DisclosureDeps,
  listDisclosures,
  noteDisclosure,
} from '../../../functions/custody/disclosures/note-disclosure.ts';
import { lendOriginal } from '../../../functions/custody/originals/lend-original.ts';
import { type AccessTrail, createAccessTrail } from '../../../shared/audit/access-trail.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import { ANA, COORDINATOR, LAWYER, loan, request, someone } from './originals-world.ts';
import { COSIGNER, HOLDER, openRetention, type Retention } from './retention-world.ts';

const DIRECTOR = someone('diana', 'director');
const TODAY = calendarDate('2026-11-27');
let world: Retention;
let deps: ArcoDeps & PackageDeps & DisclosureDeps & { readonly accesses: AccessTrail };
beforeAll(async () => {
  world = await openRetention(TODAY);
  const { documents, tables } = world.custody.dynamo;
  const { money, register } = world.deps;
  deps = {
    ...world.deps,
    requests: createArcoStore(documents, tables.DOCUMENTS_TABLE),
    blocks: createBlockStore(documents, tables.DOCUMENTS_TABLE),
    disclosures: createDisclosureStore(documents, tables.DOCUMENTS_TABLE),
    originals: world.custody.deps.originals,
    accesses: createAccessTrail(documents, tables.SYSTEM_TABLE),
    entriesOf: (noteId) => money.entriesOf(noteId),
    register: {
      ...register,
      findFile: (fileId) => register.wholeFile(fileId),
      borrowerOfFile: async (fileId) => ({
        ...{ borrowerId: `b-${fileId}`, name: HOLDER, curp: 'XUGM900101MSRXXR01', rfc: null, clabe: null },
        address: { street: '=1+1', neighbourhood: null, city: 'Hermosillo', state: 'Sonora', postcode: '83000' },
        contactPoints: [{ kind: 'email', value: 'maria@correo.example' }],
      }),
    },
    calendar: async () => bankHolidayCalendar(),
    pack: packPersonalData,
  };
  await world.custody.place('B1');
}, 60_000);
afterAll(() => world.stop());

/** A request of a file that owes, brought as far as the state asked for. */
async function asked(right: Right, until: 'received' | 'granted' | 'executed' = 'executed') {
  const note = await world.file(false);
  const { fileId } = note;
  const [signed, identification] = [await world.keep(note, 'arco-request'), await world.keep(note, 'identification')];
  const { requestId } = await receiveRequest(
    deps,
    {
      ...{ fileId, right, representative: null, asks: 'Qué datos tienen de mí', receivedOn: TODAY },
      ...{ requestDocumentId: signed.documentId, identificationDocumentId: identification.documentId },
      idempotencyKey: randomUUID(),
    },
    ANA,
  );
  const move = (step: 'study' | 'execute') =>
    moveRequest(deps, step, { requestId, reason: 'Se analizó', idempotencyKey: randomUUID() }, COORDINATOR);
  if (until === 'received') return { note, requestId };
  await move('study');
  const outcome = { finding: 'granted' as const, reasons: [], answer: 'Procede' };
  await proposeAnswer(deps, { requestId, outcome, idempotencyKey: randomUUID() }, COORDINATOR);
  await approveAnswer(deps, { requestId, idempotencyKey: randomUUID() }, DIRECTOR);
  if (until === 'executed') await move('execute');
  return { note, requestId };
}
const download = (requestId: string, caller = COORDINATOR) =>
  downloadPersonalData(deps, { params: { requestId } }, caller);

describe('the package of a person', () => {
  it('says all that is held of them, readable and to be taken elsewhere, and nothing of others', async () => {
    const { note, requestId } = await asked('access', 'granted');
    await lend(note);
    await world.custody.pay(note, '2026-11-20', 50_000);
    const trail = { reader: 'u-1', readerName: 'Luisa Empleada', roles: ['collector'], operationId: 'getFile' };
    // One request, which looked at the file and at the person: told once.
    await deps.accesses.note({ ...trail, at: '2026-11-27T17:00:00Z', access: 'read', correlationId: 'c' }, [
      note.fileId,
      `b-${note.fileId}`,
    ]);
    await deps.accesses.note({ ...trail, at: '2026-11-27T18:00:00Z', access: 'write', correlationId: 'd' }, [
      note.noteId,
    ]);
    const { bytes, fileName, records } = await download(requestId);
    expect(fileName).toMatch(/^datos-personales-ARCO261127-[0-9A-F]{8}\.zip$/);
    expect(records).toEqual([`b-${note.fileId}`]);
    const files = unzipSync(bytes);
    expect(Object.keys(files)).toEqual(['LEAME.txt', 'datos.xlsx', 'datos.json']);
    const text = strFromU8(files['datos.json']!);
    const data = JSON.parse(text);
    expect(data.Persona).toContainEqual({ Dato: 'Nombre', Valor: HOLDER });
    expect(data.Persona).toContainEqual({ Dato: 'Domicilio', Valor: '=1+1, Hermosillo, Sonora, 83000' });
    expect(data.Créditos).toMatchObject([{ Contrato: note.contractNumber, Estado: 'vigente' }]);
    const { ordinaryInterest, defaultInterest, principal } = (await world.custody.ledger.balanceOfNote(
      note.fileId,
      note.noteId,
      TODAY,
    ))!.owed;
    expect(data.Créditos[0]).toMatchObject({
      Capital: (principal / 100).toFixed(2),
      'Interés normal': (ordinaryInterest / 100).toFixed(2),
      'Interés moratorio': (defaultInterest / 100).toFixed(2),
    });
    expect(data.Movimientos.map(({ Movimiento }: { Movimiento: string }) => Movimiento)).toEqual([
      'Ministración',
      'Pago',
    ]);
    expect(data.Documentos).toHaveLength(2);
    expect(data.Originales).toMatchObject([{ Estado: 'prestado' }]);
    expect(data['Comunicados a']).toMatchObject([
      { 'A quién': `Abogado externo: ${LAWYER.name}`, Fundamento: expect.stringMatching(/Encargado/) },
    ]);
    expect(data.Consultas).toEqual([
      { 'Momento (UTC)': '2026-11-27T18:00:00Z', Puesto: 'Gestor de cobranza', Acceso: 'cambio' },
      { 'Momento (UTC)': '2026-11-27T17:00:00Z', Puesto: 'Gestor de cobranza', Acceso: 'consulta' },
    ]);
    expect(data['Solicitudes ARCO']).toMatchObject([{ Derecho: 'Acceso' }]);
    for (const other of [COSIGNER, 'Luisa Empleada', 'u-1']) expect(text).not.toContain(other);

    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Buffer.from(files['datos.xlsx']!) as unknown as ArrayBuffer);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(Object.keys(data));
    const cells: unknown[] = [];
    workbook.getWorksheet('Persona')?.eachRow((row) => cells.push(row.getCell(2).value));
    // What a spreadsheet would take for a formula is text.
    expect(cells).toContain("'=1+1, Hermosillo, Sonora, 83000");
    expect(strFromU8(files['LEAME.txt']!)).toMatch(/artículos 43 a 45/);
    const same = await lastPacked(requestId);
    expect(Buffer.from(await deps.pack(same)).equals(await deps.pack(same))).toBe(true);
  });

  it('says the money that is held for them, with the sign of what is theirs', async () => {
    const { note, requestId } = await asked('access', 'granted');
    const owed = await world.custody.owed(note);
    await world.custody.pay(note, TODAY, owed + 100);
    const data = JSON.parse(strFromU8(unzipSync((await download(requestId)).bytes)['datos.json']!));
    expect(data.Créditos).toMatchObject([{ Estado: 'pagado', Capital: '0.00', 'Saldo a favor': '1.00' }]);
    const paid = data.Movimientos.at(-1);
    expect(paid).toMatchObject({ Movimiento: 'Pago', 'Saldo a favor': '-1.00' });
    const amounts = ['Capital', 'Interés normal', 'Interés moratorio', 'Gastos de cobranza', 'Saldo a favor'];
    const centavos = amounts.reduce((sum, name) => sum + Math.round(Number(paid[name]) * 100), 0);
    expect(centavos).toBe(-(owed + 100));
  });

  it('is of a request of access that was granted, in the reach of whoever asks', async () => {
    const { requestId } = await asked('access');
    expect((await download(requestId)).bytes.length).toBeGreaterThan(1_000);
    await expect(download(requestId, someone('x', 'portfolio-coordinator', ['nogales']))).rejects.toMatchObject({
      code: 'not-found',
    });
    // Of a file whose data were cancelled since, to nobody but who may open its papers.
    const { fileId, office } = (await deps.requests.find(requestId))!;
    const block = { fileId, office, state: 'blocked', blockedFrom: TODAY, why: 'Cancelación', requestId } as const;
    await deps.blocks.write({ ...block, version: 1, history: [] });
    await expect(download(requestId)).rejects.toMatchObject({ code: 'file-blocked' });
    expect((await download(requestId, someone('j', 'judicial-head'))).bytes.length).toBeGreaterThan(1_000);
    for (const [right, until] of [
      ['access', 'received'],
      ['rectification', 'executed'],
    ] as const) {
      const other = await asked(right, until);
      await expect(download(other.requestId)).rejects.toMatchObject({ code: 'arco-step-refused' });
    }
  });
});

/** Receives the pagaré of a file and lends it to a lawyer. */
async function lend(
  { contractNumber }: { readonly contractNumber: string },
  kind: 'note' | 'contract' = 'note',
  changes: object = {},
) {
  const { labelCode, version } = await world.custody.receive(contractNumber, 'B1', kind);
  return lendOriginal(world.custody.deps, { ...request(labelCode, version), ...loan(changes) }, ANA);
}

/** The data of a package, as they were packed. */
async function lastPacked(requestId: string) {
  let given: Parameters<PackageDeps['pack']>[0] | undefined;
  const pack: PackageDeps['pack'] = async (data) => {
    given = data;
    return new Uint8Array();
  };
  await downloadPersonalData({ ...deps, pack }, { params: { requestId } }, COORDINATOR);
  return given!;
}

describe('a disclosure', () => {
  const given = { recipient: 'authority', recipientName: 'Fiscalía', ground: 'court-order', what: 'Contrato' } as const;

  it('is noted once a key, on the day on which it was made, and listed with the loans to lawyers and courts', async () => {
    const note = await world.file();
    const { fileId } = note;
    const { documentId } = await world.keep(note, 'evidence');
    await lend(note);
    // Lent inside of the institute: nothing went out.
    await lend(note, 'contract', {
      party: { kind: 'staff', id: 's-1', name: 'Luis', email: 'l@x.mx' },
      endorsed: false,
    });
    const one = { fileId, ...given, on: calendarDate('2026-11-25'), documentId, idempotencyKey: randomUUID() };
    const noted = await noteDisclosure(deps, one, COORDINATOR);
    expect(await noteDisclosure(deps, one, COORDINATOR)).toEqual(noted);
    // Sent again after its paper was replaced it is answered all the same.
    const replaced = { ...deps, documents: { ...deps.documents, find: async () => undefined } };
    expect(await noteDisclosure(replaced, one, COORDINATOR)).toEqual(noted);
    await expect(noteDisclosure(deps, { ...one, what: 'Otra cosa' }, COORDINATOR)).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
    const listed = await listDisclosures(deps, fileId, COORDINATOR);
    expect(listed).toHaveLength(2);
    expect(listed).toMatchObject([
      { on: '2026-11-25', recipient: 'authority', by: COORDINATOR.subject, documentId },
      { on: TODAY, recipient: 'lawyer', recipientName: LAWYER.name, ground: 'processor' },
    ]);
  });

  it('is refused with all its faults, of a file out of reach it is as if there were none', async () => {
    const [note, other] = [await world.file(), await world.file()];
    const { documentId } = await world.keep(other, 'evidence');
    const asking = {
      fileId: note.fileId,
      ...given,
      on: calendarDate('2026-11-28'),
      documentId,
      idempotencyKey: randomUUID(),
    };
    await expect(noteDisclosure(deps, asking, COORDINATOR)).rejects.toMatchObject({
      ...{ code: 'disclosure-refused', details: [{ pointer: '/on' }, { pointer: '/documentId' }] },
    });
    expect(await listDisclosures(deps, note.fileId, COORDINATOR)).toEqual([]);
    const outside = someone('x', 'portfolio-coordinator', ['nogales']);
    await expect(listDisclosures(deps, note.fileId, outside)).rejects.toMatchObject({ code: 'not-found' });
    await expect(noteDisclosure(deps, asking, outside)).rejects.toMatchObject({ code: 'not-found' });
  });
});
