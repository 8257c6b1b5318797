import { createHash, randomUUID } from 'node:crypto';
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
let files: DemoFile[];

beforeAll(async () => {
  journey = await startJourney({ today: TODAY });
  vault = vaultOf(journey);
  const seeded = await journey.seed(calendarDate(TODAY));
  files = seeded.filter(({ file: { office }, notes }) => office === OFFICE && notes.length === 1);
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

async function payOff({ file: { fileId } }: DemoFile): Promise<void> {
  const quote = await post(`/v1/files/${fileId}/payoff-quotes`, { role: 'collector', office: OFFICE }, {});
  const amount = quote.json.days[0].total;
  const body = { target: { fileId }, amount, confirmedAmount: amount, received: 'cash' };
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
    await journey.runner.setToday(TODAY);
  });
});
