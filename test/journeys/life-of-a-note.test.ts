import { createHash, randomUUID } from 'node:crypto';
import { DeleteObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EICAR } from '../../infra/local/malware/scanner.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { startBrowser } from '../support/browser.ts';
import { type Answered, type Asking, type Journey, newDataFolder, startJourney } from '../support/journey.ts';
import { qrOnPage } from '../support/read-qr.ts';
import { pdfText } from '../unit/documents/pdf-text.ts';

const FRIDAY = '2026-11-20';
/** The cheque of Friday is firm. */
const THURSDAY = '2026-11-26';
const dataDir = newDataFolder();
const TECHNICIAN = { role: 'recovery-technician' };
const CASHIER = { role: 'cashier', office: 'hermosillo' };
let journey: Journey;
let browser: Browser;
let custodian: Asking;
let note: { readonly noteId: string; readonly contractNumber: string; readonly paymentReference: string };
let fileId: string;
let cheque: string;
const codes: string[] = [];

const post = (where: string, asking: Asking, body?: object, headers: Record<string, string> = {}): Promise<Answered> =>
  journey.ask(where, {
    ...{ ...asking, method: 'POST', ...(body && { body }) },
    headers: { 'idempotency-key': randomUUID(), ...headers },
  });
const get = (where: string, asking: Asking = custodian) => journey.ask(where, asking);
const pay = async (amount: string, received = 'cash') => {
  const body = { target: { reference: note.paymentReference }, amount, confirmedAmount: amount, received };
  const paid = await post('/v1/window-payments', CASHIER, body);
  expect(paid.status).toBe(201);
  return paid.json;
};

/** Uploads what is said to be a PDF of the note, and answers what became of it. */
async function scan(content: string, kind = 'promissory-note', proves = { type: 'note', id: note.noteId }) {
  const bytes = Buffer.from(content);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const declared = { contentType: 'application/pdf', bytes: bytes.length, sha256, fileName: 'pagaré.pdf' };
  const { document, form } = (
    await post(`/v1/files/${fileId}/documents`, custodian, {
      ...{ kind, proves, ...declared },
    })
  ).json;
  const body = new FormData();
  for (const [name, value] of Object.entries<string>(form.fields)) body.set(name, value);
  body.set('file', new Blob([bytes]), 'pagaré.pdf');
  expect((await fetch(form.url, { method: 'POST', body })).status).toBe(204);
  await journey.runner.waitUntilQuiet();
  return (await get(`/v1/documents/${document.documentId}`)).json;
}

function s3() {
  const { region, credentials, endpoint } = journey.runner.awsEndpoints;
  return new S3Client({ region, credentials, endpoint, forcePathStyle: true });
}

beforeAll(async () => {
  browser = await startBrowser();
  journey = await startJourney({ today: FRIDAY, dataDir });
  const files = await journey.seed(calendarDate(FRIDAY));
  for (const { file, notes } of files) {
    const [only] = notes;
    if (file.office !== 'hermosillo' || notes.length !== 1 || only === undefined) continue;
    const { balance } = (await get(`/v1/notes/${only.item.noteId}?asOf=${FRIDAY}`, TECHNICIAN)).json;
    if (Number(balance.due.principal) < 500) continue;
    fileId = file.fileId;
    note = { ...only.item, paymentReference: only.item.paymentReference ?? '' };
    break;
  }
  custodian = { role: 'custodian', office: 'hermosillo', subject: 'ana' };
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await journey?.end();
});

describe('the life of a note', () => {
  it('begins with its scan in the vault, by hash and under lock; what is infected or no PDF is not there', async () => {
    const kept = await scan('%PDF-1.7 el pagaré, de los dos lados');
    expect(kept).toMatchObject({ status: 'vaulted', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await scan(`%PDF-1.7 ${EICAR}`)).status).toBe('refused');
    expect((await scan('MZ\u0090\u0000 un programa', 'contract')).status).toBe('refused');
    const client = s3();
    const at = { Bucket: journey.runner.bucketNames.VAULT_BUCKET, Key: `sha256/${kept.sha256}` };
    const { VersionId, ObjectLockMode } = await client.send(new HeadObjectCommand(at));
    expect(ObjectLockMode).toBe('GOVERNANCE');
    await expect(client.send(new DeleteObjectCommand({ ...at, VersionId }))).rejects.toThrow(/lock|Access Denied/i);
    client.destroy();
    expect(
      (await get(`/v1/files/${fileId}/documents`)).json.items.filter(
        ({ status }: { status: string }) => status === 'vaulted',
      ),
    ).toHaveLength(1);
  });

  it('goes on paper to the vault, to a lawyer and back, and says the partial payments before it leaves again', async () => {
    await post('/v1/custody-places', custodian, { placeCode: 'B1', office: 'hermosillo', vault: 'Bóveda 1' });
    const paper = { kind: 'note', contractNumber: note.contractNumber };
    const { labelCode } = (await post('/v1/originals', custodian, { paper, placeCode: 'B1' })).json;
    const original = `/v1/originals/${labelCode}`;
    const move = async (what: string, body: object) => {
      const { headers } = await get(original);
      return post(`${original}/${what}`, custodian, body, { 'if-match': headers.get('etag') ?? '' });
    };
    const unwritten = async () =>
      (await get(`${original}/payments-to-annotate`)).json.payments.map(
        ({ paymentId }: { paymentId: string }) => paymentId,
      );
    const lawyer = { kind: 'lawyer', id: 'a7', name: 'Lic. Julia Peña', email: 'julia@despacho.example' };
    const loan = { party: lawyer, purpose: 'Presentar la demanda', deadline: '2026-12-04', endorsed: true };
    expect((await move('loans', { ...loan, annotated: await unwritten() })).json).toMatchObject({ status: 'lent' });
    expect((await move('loans', { ...loan, annotated: [] })).json.code).toBe('original-is-out');
    expect((await move('returns', { placeCode: 'B1' })).json).toMatchObject({ status: 'endorsed', placeCode: 'B1' });
    const cancelled = await move('endorsement-cancellations', { reason: 'Testado en el pagaré' });
    expect(cancelled.json).toMatchObject({ status: 'stored', endorsement: null });

    const partial = [await pay('120.00'), await pay('80.00')];
    const due = await unwritten();
    expect(due).toHaveLength(2);
    const leaving = await move('loans', { ...loan, endorsed: false, annotated: due.slice(0, 1) });
    expect(leaving.json.code).toBe('payments-not-annotated');
    expect((await move('annotations', { payments: due })).json.annotatedPayments).toBeGreaterThanOrEqual(2);
    expect(await unwritten()).toEqual([]);
    expect(partial.map(({ paymentId }) => paymentId).toSorted()).toEqual(due.toSorted());
    expect((await move('deliveries', { identification: 'passport' })).json.code).toBe('note-not-paid');
  });

  it('is not released while the cheque that paid it may bounce', async () => {
    const quote = (await post(`/v1/files/${fileId}/payoff-quotes`, TECHNICIAN, {})).json;
    cheque = (await pay(quote.days[0].total, 'cheque')).paymentId;
    const refused = await post(`/v1/files/${fileId}/releases`, TECHNICIAN);
    expect([refused.status, refused.json.code]).toEqual([422, 'debt-not-ended']);
    expect(refused.json.detail).toMatch(/cheque|buen fin/);
  });

  it('ends with letters that anybody can verify, and its paper in the hands of its debtor', async () => {
    await journey.stop();
    journey = await startJourney({ today: THURSDAY, dataDir });
    await journey.runner.invoke('recovery-resume-files', { work: 'firm-up' });
    const { releaseId } = (await post(`/v1/files/${fileId}/releases`, TECHNICIAN)).json;
    await journey.runner.waitUntilQuiet();
    const { letters } = (await get(`/v1/releases/${releaseId}`, TECHNICIAN)).json;
    expect(letters.map(({ kind }: { kind: string }) => kind)).toHaveLength(2);
    const [{ labelCode }] = (await get(`/v1/originals?fileId=${fileId}`)).json.items;
    const receipt = await scan('%PDF-1.7 el acuse, firmado', 'delivery-receipt', { type: 'file', id: fileId });
    const handed = await post(`/v1/releases/${releaseId}/delivery`, custodian, {
      ...{ identification: 'voter-card', receiptDocumentId: receipt.documentId },
    });
    expect(handed.json).toMatchObject({ status: 'delivered' });
    expect((await get(`/v1/originals/${labelCode}`)).json).toMatchObject({ status: 'delivered', placeCode: null });
    const printed = await pdfText((await get(`/v1/originals/${labelCode}/movements/document`)).bytes);
    for (const step of ['recibir', 'prestar', 'recibir de vuelta', 'anotar pagos', 'entregar'])
      expect(printed.toLowerCase()).toContain(step);
    // Both say the folio that is on the paper; the code leads to the page that anybody can open.
    for (const [index, { documentId, folio }] of letters.entries()) {
      const opened = await post(`/v1/documents/${documentId}/openings`, TECHNICIAN, {
        ...{ purpose: 'attention', reason: 'Entrega de la carta' },
      });
      const pdf = new Uint8Array(await (await fetch(opened.json.url)).arrayBuffer());
      expect(await pdfText(pdf)).toContain(folio);
      codes[index] = new URL(qrOnPage(pdf)).pathname;
    }
    expect(await seen(codes[0])).toMatch(/Vigente/);
  });

  it('comes back to life when its payment is taken back: its letters are revoked, for whoever looks', async () => {
    const correction = await post(`/v1/files/${fileId}/payment-corrections`, TECHNICIAN, {
      ...{ paymentId: cheque, shouldHaveBeen: null, reason: 'El banco devolvió el cheque por falsificado' },
    });
    expect(correction.json).toMatchObject({ status: 'requested' });
    const { correctionId } = correction.json;
    const authorised = await post(`/v1/payment-corrections/${correctionId}/authorisation`, { role: 'director' });
    expect(authorised.json).toMatchObject({ status: 'done' });
    await journey.runner.waitUntilQuiet();
    expect(codes).toHaveLength(2);
    for (const code of codes) expect(await seen(code)).toMatch(/Revocado/);
    expect(await seen(codes[0])).not.toMatch(/Vigente/);
  });
});

/** What a browser shows of a letter's verification page. */
async function seen(code = ''): Promise<string> {
  const page = await browser.newPage({ viewport: { width: 360, height: 740 } });
  await page.goto(`${journey.runner.apiUrl}${code}`);
  const text = await page.innerText('body');
  if (process.env.LOOK)
    await page.screenshot({ path: `${process.env.LOOK}/${text.includes('Revocado')}.png`, fullPage: true });
  await page.close();
  return text;
}
