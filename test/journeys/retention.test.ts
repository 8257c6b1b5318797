import { createHash, randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import type { DemoFile } from '../demonstration/lending/portfolio.ts';
import { type Answered, type Asking, type Journey, startJourney } from '../support/journey.ts';
import { vaultOf } from '../support/vault-of-journey.ts';
import { pdfText } from '../unit/documents/pdf-text.ts';

/** What must stay, may go, or is blocked: as people ask for it by the API, on one machine. */
const TODAY = '2026-11-20';
/** Ten years after the last movement, and a day. */
const LATER = '2036-11-21';
const OFFICE = 'hermosillo';
const ANA: Asking = { role: 'custodian', office: OFFICE, subject: 'ana' };
const JUDICIAL: Asking = { role: 'judicial-head', subject: 'julia' };
const COORDINATOR: Asking = { role: 'portfolio-coordinator', subject: 'marta' };
const DIRECTOR: Asking = { role: 'director', subject: 'diana' };
let journey: Journey;
let vault: ReturnType<typeof vaultOf>;
/** Of one note that owes, and not in a lawsuit. */
const files: DemoFile[] = [];

beforeAll(async () => {
  journey = await startJourney({ today: TODAY });
  vault = vaultOf(journey);
  const portfolio = await journey.seed(calendarDate(TODAY));
  for (const one of portfolio.filter(({ file: { office }, notes }) => office === OFFICE && notes.length === 1)) {
    if (files.length === 5) break;
    if ((await quoteOf(one)).status === 201) files.push(one);
  }
}, 180_000);
afterAll(() => journey?.end());

const post = async (path: string, asking: Asking, body?: object): Promise<Answered> => {
  const keyed = { 'idempotency-key': randomUUID() };
  const answer = await journey.ask(path, { ...asking, method: 'POST', ...(body && { body }), headers: keyed });
  await journey.runner.waitUntilQuiet();
  return answer;
};
const get = async (path: string, asking: Asking) => (await journey.ask(path, asking)).json;

/** A scan of a file, in the vault. */
async function keep({ file: { fileId } }: DemoFile, kind: string) {
  const scan = Buffer.from(`%PDF-1.7 ${kind} ${randomUUID()}`);
  const sha256 = createHash('sha256').update(scan).digest('hex');
  const { json } = await post(`/v1/files/${fileId}/documents`, ANA, {
    ...{ kind, proves: { type: 'file', id: fileId }, contentType: 'application/pdf', fileName: `${kind}.pdf` },
    ...{ bytes: scan.length, sha256 },
  });
  const upload = new FormData();
  for (const [name, value] of Object.entries<string>(json.form.fields)) upload.set(name, value);
  upload.set('file', new Blob([scan]), `${kind}.pdf`);
  expect((await fetch(json.form.url, { method: 'POST', body: upload })).status).toBe(204);
  await journey.runner.waitUntilQuiet();
  const document = `/v1/documents/${json.document.documentId}`;
  expect((await get(document, ANA)).status).toBe('vaulted');
  return { document, documentId: json.document.documentId, sha256 };
}

const quoteOf = ({ file: { fileId } }: DemoFile) =>
  post(`/v1/files/${fileId}/payoff-quotes`, { role: 'collector', office: OFFICE }, {});
async function payOff(file: DemoFile): Promise<void> {
  const amount = (await quoteOf(file)).json.days[0].total;
  const body = { target: { fileId: file.file.fileId }, amount, confirmedAmount: amount, received: 'cash' };
  expect((await post('/v1/window-payments', { role: 'cashier', office: OFFICE }, body)).status).toBe(201);
}

describe('a hold', () => {
  it('asked for by the API lies on the object, where not even force deletes it, until it is lifted', async () => {
    const { document, sha256 } = await keep(files[0]!, 'guarantee');
    const cause = { type: 'case', id: '123/2026' };
    const held = await post(`${document}/holds`, JUDICIAL, { cause, reason: 'Se presentó la demanda' });
    expect(held.json.holds).toEqual([{ ...cause, typeName: 'Juicio' }]);
    expect(await vault.isHeld(sha256)).toBe(true);
    await expect(vault.removeByForce(sha256)).rejects.toMatchObject({ name: 'AccessDenied' });
    expect((await get(document, ANA)).onHold).toBe(true);

    const over = { cause, reason: 'El juicio terminó' };
    // Who keeps the papers, and may propose that they go, does not say that nothing holds them.
    expect((await post(`${document}/holds/lifting`, ANA, over)).status).toBe(403);
    const elsewhere = { ...ANA, office: 'nogales' };
    expect((await journey.ask(`${document}/holds`, elsewhere)).status).toBe(404);
    const lifted = await post(`${document}/holds/lifting`, JUDICIAL, over);
    expect(lifted.json).toMatchObject({ holds: [], history: [{ by: 'julia', step: 'hold' }, { step: 'lift' }] });
    expect(await vault.isHeld(sha256)).toBe(false);
    expect((await post(`${document}/holds/lifting`, JUDICIAL, over)).json.code).toBe('hold-not-there');
    await vault.removeByForce(sha256);
    expect(await vault.isThere(sha256)).toBe(false);
  });
});

describe('a disposal', () => {
  it('waits ten years and for the vault, is decided by another person, and leaves an act and the ledger', async () => {
    const file = files[1]!;
    const { fileId } = file.file;
    const { contractNumber, noteId } = file.notes[0]!.item;
    await payOff(file);
    const { document, sha256 } = await keep(file, 'evidence');
    await post('/v1/custody-places', ANA, { placeCode: 'B1', office: OFFICE, vault: 'Bóveda 1' });
    const paper = { kind: 'note', contractNumber };
    const { labelCode } = (await post('/v1/originals', ANA, { paper, placeCode: 'B1' })).json;
    const proposal = { fileIds: [fileId, files[2]!.file.fileId], reason: 'Venció su plazo de conservación' };
    const told = async () => (await post('/v1/disposals', ANA, proposal)).json;

    expect(await told()).toMatchObject({
      code: 'nothing-to-dispose',
      errors: [
        { pointer: '/fileIds/0', message: expect.stringContaining('20 de noviembre de 2036') },
        { pointer: '/fileIds/1', message: expect.stringContaining('Hay adeudo') },
      ],
    });
    await journey.runner.setToday(LATER);
    // The bucket's own lock goes by the machine's time, of which one day has not passed.
    expect((await told()).errors[0].message).toBe('La bóveda todavía no permite borrar sus documentos.');
    await vault.endLock(sha256);
    const proposed = await told();
    expect(proposed).toMatchObject({ status: 'proposed', files: 2, due: 1, actDocumentId: null });
    expect(proposed.rows.map(({ outcome }: { outcome: string }) => outcome)).toEqual(['due', 'not-due']);

    const where = `/v1/disposals/${proposed.disposalId}`;
    const decision = { reason: 'Revisado con el archivo' };
    expect((await post(`${where}/approval`, ANA, decision)).status).toBe(403);
    const own = await post('/v1/disposals', COORDINATOR, { ...proposal, fileIds: [fileId] });
    const ownApproval = await post(`/v1/disposals/${own.json.disposalId}/approval`, COORDINATOR, decision);
    expect(ownApproval.json.code).toBe('same-person');
    expect((await post(`/v1/disposals/${own.json.disposalId}/rejection`, DIRECTOR, decision)).json.status).toBe(
      'rejected',
    );
    const elsewhere = { ...ANA, office: 'nogales' };
    expect((await journey.ask(where, elsewhere)).status).toBe(404);
    expect((await get('/v1/disposals', elsewhere)).items).toEqual([]);
    expect((await get('/v1/disposals', ANA)).items).toMatchObject([{ folio: proposed.folio }]);

    expect((await post(`${where}/approval`, DIRECTOR, decision)).status).toBe(202);
    const done = await get(where, ANA);
    expect(done).toMatchObject({
      status: 'done',
      disposed: 1,
      rows: [{ outcome: 'disposed' }, { outcome: 'not-due' }],
    });
    expect((await get(document, ANA)).status).toBe('disposed');
    expect(await vault.isThere(sha256)).toBe(false);
    expect((await get(`/v1/originals/${labelCode}`, ANA)).status).toBe('destroyed');
    const look = { purpose: 'audit', reason: 'Revisión del acta' };
    const opened = await post(`/v1/documents/${done.actDocumentId}/openings`, { role: 'auditor' }, look);
    const act = pdfText(Buffer.from(await (await fetch(opened.json.url)).arrayBuffer()));
    expect(act).toContain(contractNumber);
    expect((await get(`/v1/notes/${noteId}`, { role: 'auditor' })).balance.status).toBe('paid');
    expect((await post(`${document}/openings`, { role: 'auditor' }, look)).json.code).toBe('document-not-in-vault');

    // As a run that a crash cut off before its end leaves it: the schedule has it finished.
    const items = await journey.all('DOCUMENTS_TABLE');
    const left = items.find(({ PK }) => PK === `DISPOSAL#${proposed.disposalId}`);
    const cutOff = {
      state: 'under-way',
      index1PK: 'DISPOSALS#UNDER-WAY',
      endedAt: null,
      askedAt: `${TODAY}T00:00:00.000Z`,
    };
    const TableName = journey.runner.tableNames.DOCUMENTS_TABLE;
    await journey.documents.send(new PutCommand({ TableName, Item: { ...left, ...cutOff } }));
    expect(await journey.runner.invoke('custody-dispose', { work: 'heal' })).toEqual({ resumed: 1 });
    await journey.runner.waitUntilQuiet();
    expect(await get(where, ANA)).toMatchObject({ status: 'done', disposed: 1, actDocumentId: done.actDocumentId });
    await journey.runner.setToday(TODAY);
  });
});

describe('an ARCO request', () => {
  const DESK: Asking = { role: 'attention-desk', office: OFFICE, subject: 'rosa' };
  async function received(file: DemoFile, right: string) {
    const { fileId } = file.file;
    const papers = {
      requestDocumentId: (await keep(file, 'arco-request')).documentId,
      identificationDocumentId: (await keep(file, 'identification')).documentId,
    };
    const asked = { right, asks: 'Mi domicilio está mal escrito', receivedOn: TODAY, ...papers };
    const where = `/v1/files/${fileId}/arco-requests`;
    const wrong = await post(where, DESK, { ...asked, requestDocumentId: papers.identificationDocumentId });
    expect([wrong.json.code, wrong.json.errors[0].pointer]).toEqual(['proof-not-in-vault', '/requestDocumentId']);
    const { status, json } = await post(where, DESK, asked);
    expect([status, json.status, json.dueOn]).toEqual([201, 'received', '2026-12-18']);
    const one = `/v1/arco-requests/${json.requestId}`;
    const move = (path: string, asking: Asking, body: object) => post(`${one}/${path}`, asking, body);
    return { one, move, fileId, requestId: json.requestId };
  }
  const told = { reason: 'Falta su firma autógrafa', notice: 'mail' };
  const plain = { reason: 'Ya se completó' };

  it('is prevented, cured, extended, answered by two and carried out, each within its term', async () => {
    const { one, move, fileId } = await received(files[3]!, 'rectification');
    expect((await move('prevention', DESK, told)).json).toMatchObject({ status: 'prevented', lacks: told.reason });
    expect((await move('cure', DESK, plain)).json.status).toBe('studying');
    expect((await move('extension', COORDINATOR, told)).json.dueOn).toBe('2027-01-05');
    expect((await move('extension', COORDINATOR, told)).json.code).toBe('arco-extended-before');
    const answer = { finding: 'partly-granted', reasons: ['data-not-held'], answer: 'Se corrige el domicilio' };
    expect((await move('answer', COORDINATOR, { ...answer, reasons: [] })).json.code).toBe('arco-reasons-refused');
    expect((await move('answer', COORDINATOR, answer)).json.status).toBe('proposed');
    expect((await move('approval', COORDINATOR, { notice: 'mail' })).json.code).toBe('same-person');
    expect((await move('approval', DESK, { notice: 'mail' })).status).toBe(403);
    expect((await move('return', DIRECTOR, { reason: 'Falta el fundamento' })).json.status).toBe('studying');
    await move('answer', COORDINATOR, answer);
    const granted = (await move('approval', DIRECTOR, { notice: 'in-person' })).json;
    expect(granted).toMatchObject({ status: 'granted', isLate: false });
    expect(granted.outcome.reasons).toEqual([
      { reason: 'data-not-held', name: 'El Instituto no tiene esos datos', article: 'LGPDPPSO art. 49' },
    ]);
    const done = { reason: 'Se corrigió el domicilio', notice: 'mail' };
    expect((await move('execution', COORDINATOR, done)).json).toMatchObject({ status: 'executed', dueOn: null });
    expect((await move('execution', COORDINATOR, done)).json.code).toBe('arco-step-refused');
    expect((await get(`/v1/files/${fileId}/arco-requests`, DESK)).requests).toMatchObject([{ status: 'executed' }]);
    const elsewhere = { ...DESK, office: 'nogales' };
    for (const path of [one, `/v1/files/${fileId}/arco-requests`])
      expect((await journey.ask(path, elsewhere)).status).toBe(404);
    expect((await get('/v1/arco-requests?status=executed', elsewhere)).items).toEqual([]);
    expect((await get('/v1/arco-requests?status=executed', DESK)).items).toHaveLength(1);
  });

  it('is late from the day after its last, and may be declined as another authority’s in three days', async () => {
    const { one, move } = await received(files[3]!, 'access');
    await journey.runner.setToday('2026-12-18');
    expect(await get(one, DESK)).toMatchObject({ dueOn: '2026-12-18', isLate: false });
    await journey.runner.setToday('2026-12-19');
    expect((await get(one, DESK)).isLate).toBe(true);
    expect(await journey.runner.invoke('custody-chase', { work: 'tick' })).toEqual({ lapsed: 0, late: 1 });
    expect((await move('declination', DESK, told)).json.code).toBe('arco-term-over');
    await journey.runner.setToday('2026-11-25');
    expect((await move('declination', DESK, told)).json).toMatchObject({ status: 'not-competent', isLate: false });
    await journey.runner.setToday(TODAY);
  });

  it('of cancellation waits for the debt, then blocks the file for all but three posts until the block is lifted', async () => {
    const file = files[4]!;
    const { document } = await keep(file, 'guarantee');
    const { move, fileId } = await received(file, 'cancellation');
    await move('study', COORDINATOR, plain);
    const answer = { finding: 'granted', answer: 'Se cancelan sus datos' };
    const barred = (await move('answer', COORDINATOR, answer)).json;
    expect([barred.code, barred.errors[0].message]).toEqual([
      'cancellation-refused',
      expect.stringContaining('se deben'),
    ]);
    await payOff(file);
    await move('answer', COORDINATOR, answer);
    await move('approval', DIRECTOR, { notice: 'mail' });
    const openedBy = async (asking: Asking, purpose: string) =>
      (await post(`${document}/openings`, asking, { purpose, reason: 'Lo pide el área' })).json.code ?? 'opened';
    expect(await openedBy(ANA, 'custody')).toBe('opened');
    expect((await journey.ask(`/v1/files/${fileId}/block`, DIRECTOR)).status).toBe(404);
    expect((await move('execution', COORDINATOR, told)).json.status).toBe('executed');

    expect(await get(`/v1/files/${fileId}/block`, { role: 'auditor' })).toMatchObject({
      ...{ status: 'blocked', blockedFrom: TODAY, why: expect.stringContaining('Cancelación de datos personales') },
    });
    expect(await openedBy(ANA, 'custody')).toBe('file-blocked');
    expect(await openedBy(ANA, 'judicial')).toBe('file-blocked');
    expect(await openedBy(JUDICIAL, 'collection')).toBe('file-blocked');
    expect(await openedBy(JUDICIAL, 'judicial')).toBe('opened');
    expect(await openedBy({ role: 'auditor' }, 'audit')).toBe('opened');

    const lifting = { reason: 'La persona pidió otro crédito' };
    expect((await post(`/v1/files/${fileId}/block/lifting`, COORDINATOR, lifting)).status).toBe(403);
    expect((await post(`/v1/files/${fileId}/block/lifting`, DIRECTOR, lifting)).json.status).toBe('lifted');
    expect(await openedBy(ANA, 'custody')).toBe('opened');
  });
});
