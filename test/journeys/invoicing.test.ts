import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCfdi } from '../../functions/invoicing/cfdi/read-cfdi.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { FISCAL_RECEIVER, FISCAL_TERMS } from '../fixtures/fiscal-terms.ts';
import { type Answered, type Asking, type Journey, startJourney } from '../support/journey.ts';
import { qrOnPage } from '../support/read-qr.ts';

const TODAY = '2026-11-20';
let journey: Journey;
let reference: string;
let fileId: string;

const post = (path: string, asking: Asking, body?: object): Promise<Answered> =>
  journey.ask(path, { ...asking, method: 'POST', ...(body && { body }), headers: { 'idempotency-key': randomUUID() } });
const get = (path: string, role = 'accountant') => journey.ask(path, { role });
const behave = (behaviour: object) =>
  fetch(`${journey.runner.apiUrl}/_local/pac/behaviour`, { method: 'POST', body: JSON.stringify(behaviour) });

beforeAll(async () => {
  journey = await startJourney({ today: TODAY });
  const files = await journey.seed(calendarDate('2026-11-19'));
  // One that owes interest.
  for (const { file, notes } of files) {
    const noteId = notes[0]?.item.noteId ?? '';
    const { due } = (await get(`/v1/notes/${noteId}?asOf=${TODAY}`, 'recovery-technician')).json.balance;
    if (Number(due.ordinaryInterest) + Number(due.defaultInterest) < 100) continue;
    fileId = file.fileId;
    reference = notes[0]?.item.paymentReference ?? '';
    break;
  }
}, 180_000);
afterAll(() => journey?.end());

async function paid(amount = '20.00') {
  const body = { target: { reference }, amount, confirmedAmount: amount, received: 'cash' };
  const { json } = await post('/v1/window-payments', { role: 'cashier', office: 'hermosillo' }, body);
  return json;
}
const invoice = async (paymentId: string) =>
  (await post('/v1/invoices', { role: 'recovery-technician' }, { fileId, paymentId, receiver: FISCAL_RECEIVER })).json;

describe('an invoice of a payment', () => {
  it('needs the settings that two people signed', async () => {
    const { paymentId } = await paid();
    expect((await invoice(paymentId)).code).toBe('fiscal-settings-missing');
    const proposed = await post('/v1/fiscal-settings', { role: 'accountant' }, { from: TODAY, terms: FISCAL_TERMS });
    expect(proposed.status).toBe(201);
    const signature = `/v1/fiscal-settings/${proposed.json.settingsId}/signature`;
    expect((await post(signature, { role: 'accountant' })).json.code).toBe('same-person');
    expect((await post(signature, { role: 'director' })).json.status).toBe('signed');
  });

  it('is stamped once although the answer of the PAC was lost, mailed, printed with its QR, and cancelled', async () => {
    const { paymentId } = await paid();
    await behave({ mode: 'die-after-stamping' });
    const asked = await invoice(paymentId);
    await journey.runner.waitUntilQuiet();
    const path = `/v1/invoices/${asked.invoiceId}`;
    expect((await get(path)).json).toMatchObject({
      status: 'uncertain',
      trouble: { text: expect.stringMatching(/no se sabe/) },
    });
    await post(`${path}/retry`, { role: 'accountant' });
    await journey.runner.waitUntilQuiet();
    const stamped = (await get(path)).json;
    expect(stamped).toMatchObject({
      status: 'stamped',
      legend: expect.stringContaining('SIN VALIDEZ'),
      mail: expect.any(String),
    });
    const xml = await get(`${path}/xml`);
    const cfdi = readCfdi(Buffer.from(xml.bytes).toString());
    expect([cfdi.getAttribute('Total'), cfdi.getAttribute('FormaPago')]).toEqual([stamped.total, '01']);
    const pdf = await get(`${path}/document`, 'auditor');
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(qrOnPage(pdf.bytes)).toContain(`default.aspx?id=${stamped.uuid}&re=`);
    const mail = journey.runner.mails().find(({ subject }) => subject.startsWith('Su factura'));
    if (stamped.mail === 'sent') expect(mail?.attachments.map(({ fileName }) => fileName)).toHaveLength(2);
    expect(
      (
        await post(
          `${path}/cancellation`,
          { role: 'cashier', office: 'hermosillo' },
          { reason: '02', why: 'Datos errados' },
        )
      ).status,
    ).toBe(403);
    await post(`${path}/cancellation`, { role: 'accountant' }, { reason: '02', why: 'Datos errados' });
    await journey.runner.waitUntilQuiet();
    expect((await get(path)).json).toMatchObject({
      status: 'cancelled',
      cancellation: { words: 'Cancelado con aceptación' },
    });
    expect(
      (await get(`/v1/files/${fileId}/invoices`)).json.items.map(({ invoiceId }: { invoiceId: string }) => invoiceId),
    ).toEqual([asked.invoiceId]);
  });

  it('is cancelled when its payment is', async () => {
    const { paymentId, folio } = await paid();
    const { invoiceId } = await invoice(paymentId);
    await journey.runner.waitUntilQuiet();
    const reason = { reason: 'Se capturó en otro expediente' };
    await post(`/v1/window-payments/${folio}/cancellation`, { role: 'cashier', office: 'hermosillo' }, reason);
    await journey.runner.waitUntilQuiet();
    await journey.runner.invoke('invoicing-stamp', { work: 'sweep' });
    await journey.runner.waitUntilQuiet();
    expect((await get(`/v1/invoices/${invoiceId}`)).json).toMatchObject({
      status: 'cancelled',
      cancellation: { reason: '03' },
    });
  });
});
