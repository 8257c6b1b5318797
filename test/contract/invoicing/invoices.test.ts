import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cfdiFaults } from '../../../functions/invoicing/cfdi/check-cfdi.ts';
import { readCfdi } from '../../../functions/invoicing/cfdi/read-cfdi.ts';
import { deliverInvoice } from '../../../functions/invoicing/invoices/deliver-invoice.ts';
import {
  correctInvoice,
  declareNotStamped,
  retryInvoice,
  withdrawInvoice,
} from '../../../functions/invoicing/invoices/mend-invoice.ts';
import { requestInvoice } from '../../../functions/invoicing/invoices/request-invoice.ts';
import { MOST_TRIES, stampInvoice } from '../../../functions/invoicing/invoices/stamp-invoice.ts';
import { createSwPac } from '../../../functions/invoicing/pac/sw-pac.ts';
import { decideSettings, proposeSettings } from '../../../functions/invoicing/settings/propose-settings.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { MailRefused } from '../../../shared/mail/mailer.ts';
import { type Invoicing, openInvoicing, RECEIVER, TERMS, who } from './invoicing-world.ts';
import { startPacServer, TOKEN } from './pac-server.ts';

let world: Invoicing;
beforeAll(async () => {
  world = await openInvoicing();
  await expect(world.request('x', 'y')).rejects.toMatchObject({ code: 'not-found' });
  const loan = await world.borrower();
  const paymentId = await world.pay(loan);
  await expect(world.request(loan.fileId, paymentId)).rejects.toMatchObject({ code: 'fiscal-settings-missing' });
  await world.sign();
});
afterAll(() => world.stop());
beforeEach(() => world.pac.behave({ mode: 'good' }));

const steps = (history: readonly { step: string }[]) => history.map(({ step }) => step);
const xmlOf = async (documentId: string | null) =>
  Buffer.from(await world.deps.vault.read(documentId ?? '')).toString();

describe('the CFDI of a payment', () => {
  it('has what the ledger placed as concepts, to the centavo, and is in the vault once it is stamped', async () => {
    const { invoice } = await world.stamped();
    expect(steps(invoice.history)).toEqual(['request', 'seal', 'send', 'stamp']);
    // 601.64 of ordinary interest: base 518.66 and VAT 82.98; 601.64 of default interest, exempt; 96.72 of principal, no income.
    expect(invoice.total).toBe(120_328);
    expect(invoice.notInvoiced).toEqual({
      principal: 9_672,
      ordinaryInterest: 0,
      defaultInterest: 0,
      collectionCosts: 0,
    });
    const cfdi = readCfdi(await xmlOf(invoice.documents.xml));
    expect(cfdiFaults(cfdi)).toEqual([]);
    const head = (name: string) => cfdi.getAttribute(name);
    expect([head('SubTotal'), head('Total'), head('FormaPago'), head('Fecha')]).toEqual([
      ...['1120.30', '1203.28', '03', '2026-11-27T10:30:02'],
    ]);
    expect(cfdi.searchAttribute('cfdi:Impuestos', 'TotalImpuestosTrasladados')).toBe('82.98');
    expect(invoice.stamp?.legend).toContain('SIN VALIDEZ');
  });

  it('is one a request, and one a payment', async () => {
    const loan = await world.borrower();
    const paymentId = await world.pay(loan);
    const idempotencyKey = world.key();
    const first = await world.request(loan.fileId, paymentId, { idempotencyKey });
    expect(await world.request(loan.fileId, paymentId, { idempotencyKey })).toEqual(first);
    await expect(world.request(loan.fileId, 'other', { idempotencyKey })).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
    await expect(world.request(loan.fileId, paymentId)).rejects.toMatchObject({ code: 'payment-invoiced' });
    const twice = await Promise.allSettled(
      [world.borrower()].map(async (made) => {
        const other = await made;
        const id = await world.pay(other);
        return Promise.allSettled([world.request(other.fileId, id), world.request(other.fileId, id)]);
      }),
    );
    const [both] = twice;
    expect(both?.status === 'fulfilled' && both.value.map(({ status }) => status).toSorted()).toEqual([
      'fulfilled',
      'rejected',
    ]);
  });

  it('is one of a request sent twice at once, and none while the global invoice of its period is being made', async () => {
    const loan = await world.borrower();
    const paymentId = await world.pay(loan);
    const asked = { idempotencyKey: world.key() };
    const twice = await Promise.all([1, 2].map(() => world.request(loan.fileId, paymentId, asked)));
    expect(twice[0]).toEqual(twice[1]);
    // The other of the two was even stamped before this one wrote.
    const third = await world.borrower();
    const input = { fileId: third.fileId, paymentId: await world.pay(third), receiver: RECEIVER };
    const same = { ...input, idempotencyKey: world.key() };
    const write: typeof world.deps.invoices.write = async (invoice, alongside) => {
      await requestInvoice(world.deps, same, world.accountant);
      await world.stamp(invoice.invoiceId);
      return world.deps.invoices.write(invoice, alongside);
    };
    const late = { ...world.deps, invoices: { ...world.deps.invoices, write } };
    expect((await requestInvoice(late, same, world.accountant)).state).toBe('stamped');
    const other = await world.borrower();
    const otherId = await world.pay(other);
    await world.deps.invoices.hold(otherId, 'not-written-yet', undefined);
    await expect(world.request(other.fileId, otherId)).rejects.toMatchObject({
      ...{ code: 'payment-invoiced', detail: expect.stringMatching(/se está poniendo en otra/) },
    });
  });

  it('is refused with all faults at once, before the PAC is asked', async () => {
    const loan = await world.borrower();
    const paymentId = await world.pay(loan);
    const before = world.pac.stamps().length;
    const receiver = { rfc: 'GODE561331GR8', name: 'María', regime: '601', postcode: '8300', use: 'D10' };
    const refused = world.request(loan.fileId, paymentId, { receiver, paymentForm: '99' });
    await expect(refused).rejects.toMatchObject({ code: 'receiver-refused' });
    const { details } = await refused.catch((error) => error);
    expect(details.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      ...['/receiver/rfc', '/receiver/name', '/receiver/postcode', '/receiver/regime', '/receiver/use', '/paymentForm'],
    ]);
    expect(world.pac.stamps()).toHaveLength(before);
    expect((await world.deps.invoices.ofFile(loan.fileId, { limit: 10 })).records).toEqual([]);
  });

  it('is not made of a payment that is not there, was taken back or put nothing to what is invoiced', async () => {
    const loan = await world.borrower();
    await expect(world.request(loan.fileId, 'no-such')).rejects.toMatchObject({ code: 'payment-not-found' });
    const paymentId = await world.pay(loan);
    await world.reverse({ ...loan, paymentId });
    await expect(world.request(loan.fileId, paymentId)).rejects.toMatchObject({ code: 'payment-reversed' });
    await world.pay(loan, 125_000);
    const principal = await world.pay(loan, 5_000);
    await expect(world.request(loan.fileId, principal)).rejects.toMatchObject({ code: 'nothing-to-invoice' });
    const other = who('cashier', { offices: ['nogales'] });
    await expect(world.request(loan.fileId, paymentId, {}, other)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is mailed once with its XML and its PDF, and tells of a warning', async () => {
    const { invoice } = await world.stamped({ receiver: { ...RECEIVER, rfc: 'VACE460910SX6' } });
    expect(invoice.warnings[0]).toMatch(/último carácter del RFC/);
    const before = world.mails.length;
    expect(await world.deliver(invoice.invoiceId)).toBe('sent');
    expect(await world.deliver(invoice.invoiceId)).toBe('already-sent');
    expect(world.mails).toHaveLength(before + 1);
    const mail = await PostalMime.parse(world.mails.at(-1)?.raw ?? '');
    expect(mail.subject).toBe(`Su factura CR ${invoice.folio}`);
    expect(mail.text).toContain(invoice.stamp?.uuid);
    expect(mail.text).not.toMatch(/PEÑA|VACE460910SX6/);
    expect(mail.attachments.map(({ filename, mimeType }) => [filename, mimeType])).toEqual([
      [`CR-${invoice.folio}.xml`, 'application/xml'],
      [`CR-${invoice.folio}.pdf`, 'application/pdf'],
    ]);
    const [xml, pdf] = mail.attachments.map(({ content }) => Buffer.from(content as ArrayBuffer));
    expect(xml?.toString()).toBe(await xmlOf(invoice.documents.xml));
    expect(pdf?.subarray(0, 5).toString()).toBe('%PDF-');
    expect((await world.find(invoice.invoiceId)).documents.pdf).not.toBeNull();
  });
});

describe('the mail of a CFDI', () => {
  it('goes to no address that was changed a moment ago, and is tried again when it was refused', async () => {
    const held = await world.stamped();
    const before = world.mails.length;
    const holds = { heldUntil: async () => '2026-11-30T00:00:00Z' };
    expect(await deliverInvoice({ ...world.deps, holds }, held.invoice.invoiceId)).toBe('new-address');
    expect([world.mails.length, (await world.find(held.invoice.invoiceId)).mail]).toEqual([before, 'new-address']);
    const { invoice } = await world.stamped();
    const mailer = { send: () => Promise.reject(new MailRefused('MessageRejected', undefined)) };
    await expect(deliverInvoice({ ...world.deps, mailer }, invoice.invoiceId)).rejects.toThrow();
    expect((await world.find(invoice.invoiceId)).documents.pdf).not.toBeNull();
  });
});

describe('a PAC that fails', () => {
  const asked = async () => {
    const loan = await world.borrower();
    return (await world.request(loan.fileId, await world.pay(loan))).invoiceId;
  };
  const stampsFor = (key: string) => world.pac.stamps().filter(({ sent }) => sent.includes(`Folio="${key}"`)).length;

  it('and dies between stamping and answering has stamped once', async () => {
    const invoiceId = await asked();
    world.pac.behave({ mode: 'die-after-stamping' });
    expect(await world.stamp(invoiceId)).toBe('waiting');
    const lost = await world.find(invoiceId);
    expect(lost.state).toBe('uncertain');
    expect(lost.trouble?.text).toMatch(/no se sabe si timbró.*sin timbrar dos veces/);
    // Not before its pause is over.
    expect(await world.stamp(invoiceId)).toBe('waiting');
    world.pass(2);
    expect(await world.stamp(invoiceId)).toBe('stamped');
    const { state, folio } = await world.find(invoiceId);
    expect([state, stampsFor(folio)]).toEqual(['stamped', 1]);
  });

  it('is not reached after an answer was lost: it stays unknown whether it stamped, and nobody withdraws it', async () => {
    const invoiceId = await asked();
    world.pac.behave({ mode: 'die-after-stamping' });
    await world.stamp(invoiceId);
    world.pass(2);
    const { url, stop } = await startPacServer(world.clock.now);
    await stop();
    const unreached = createSwPac({ url, satUrl: url, token: TOKEN, timeoutMs: 300 });
    expect(await stampInvoice({ ...world.deps, pac: unreached }, invoiceId)).toBe('waiting');
    expect(await world.find(invoiceId)).toMatchObject({
      ...{ state: 'uncertain', trouble: { text: expect.stringMatching(/no se sabe si timbró/) } },
    });
    const given = { invoiceId, reason: 'Ya no se quiere', idempotencyKey: world.key() };
    await expect(withdrawInvoice(world.deps, given, world.accountant)).rejects.toMatchObject({ code: 'invoice-state' });
    world.pass(1_000);
    expect(await world.stamp(invoiceId)).toBe('stamped');
    expect(stampsFor((await world.find(invoiceId)).folio)).toBe(1);
  });

  it('stamps once when two runs send at once, and when the run died that sent it', async () => {
    const invoiceId = await asked();
    await Promise.all([world.stamp(invoiceId), world.stamp(invoiceId)]);
    expect(stampsFor((await world.find(invoiceId)).folio)).toBe(1);
    const other = await asked();
    const dying = { ...world.deps.vault, keepXml: () => Promise.reject(new Error('killed')) };
    await expect(stampInvoice({ ...world.deps, vault: dying }, other)).rejects.toThrow('killed');
    expect((await world.find(other)).state).toBe('stamping');
    expect(await world.stamp(other)).toBe('waiting');
    world.pass(4);
    expect(await world.stamp(other)).toBe('waiting');
    world.pass(2);
    expect(await world.stamp(other)).toBe('stamped');
    expect(stampsFor((await world.find(other)).folio)).toBe(1);
  });

  it('or is down leaves it queued with a message, tried again up to a bound, and then a person', async () => {
    const invoiceId = await asked();
    world.pac.behave({ mode: 'down' });
    for (let tries = 1; tries < MOST_TRIES; tries += 1) {
      expect(await world.stamp(invoiceId)).toBe('waiting');
      world.pass(1_000);
    }
    expect(await world.stamp(invoiceId)).toBe('person');
    const given = await world.find(invoiceId);
    expect(given.trouble?.text).toMatch(/Ya se intentó 11 veces: debe verlo Contabilidad/);
    world.pass(1_000);
    expect(await world.stamp(invoiceId)).toBe('person');
    // The clock has run past 72 hours: what the PAC says then is not taken for "not stamped".
    world.pac.behave({ mode: 'good' });
    await retryInvoice(world.deps, { invoiceId, idempotencyKey: world.key() }, world.accountant);
    expect(await world.stamp(invoiceId)).toBe('waiting');
    expect(await world.find(invoiceId)).toMatchObject({ state: 'uncertain', trouble: { code: '401' } });
    const told = { invoiceId, reason: 'No está en la lista del PAC', idempotencyKey: world.key() };
    expect((await declareNotStamped(world.deps, told, world.accountant)).state).toBe('refused');
    await correctInvoice(world.deps, { invoiceId, receiver: RECEIVER, idempotencyKey: world.key() }, world.accountant);
    expect(await world.stamp(invoiceId)).toBe('stamped');
    world.setToday('2026-11-27');
  });

  it('or refuses is told by a sentence that says what to do; corrected, it is sealed anew', async () => {
    const invoiceId = await asked();
    world.pac.behave({ mode: 'refuse', message: 'CFDI40148 - El campo DomicilioFiscalReceptor…' });
    expect(await world.stamp(invoiceId)).toBe('refused');
    expect((await world.find(invoiceId)).trouble).toMatchObject({
      code: 'CFDI40148',
      text: expect.stringMatching(/constancia/),
    });
    world.pac.behave({ mode: 'good' });
    const receiver = { ...RECEIVER, postcode: '83120' };
    await correctInvoice(world.deps, { invoiceId, receiver, idempotencyKey: world.key() }, world.accountant);
    expect(await world.stamp(invoiceId)).toBe('stamped');
    const { seals, documents } = await world.find(invoiceId);
    expect(seals).toBe(2);
    expect(readCfdi(await xmlOf(documents.xml)).searchAttribute('cfdi:Receptor', 'DomicilioFiscalReceptor')).toBe(
      '83120',
    );
  });

  it('or refuses what nobody knows is told with its code; withdrawn, its payment can have another', async () => {
    const loan = await world.borrower();
    const paymentId = await world.pay(loan);
    const { invoiceId } = await world.request(loan.fileId, paymentId);
    world.pac.behave({ mode: 'refuse', message: 'CFDI49999 - Algo nuevo' });
    await world.stamp(invoiceId);
    expect((await world.find(invoiceId)).trouble?.text).toContain('CFDI49999');
    world.pac.behave({ mode: 'good' });
    const gone = { invoiceId, reason: 'Se hará de nuevo', idempotencyKey: world.key() };
    expect((await withdrawInvoice(world.deps, gone, world.accountant)).state).toBe('withdrawn');
    const again = await world.request(loan.fileId, paymentId);
    expect(await world.stamp(again.invoiceId)).toBe('stamped');
    expect(world.logged.join()).not.toMatch(/PEÑA|GODE56/);
  });

  it('is not asked when the certificate is of another RFC', async () => {
    world.pass(1);
    await world.sign({ ...TERMS, issuer: { ...TERMS.issuer, rfc: 'OTR120101AB1' } });
    const invoiceId = await asked();
    expect(await world.stamp(invoiceId)).toBe('refused');
    expect((await world.find(invoiceId)).trouble?.code).toBe('certificate');
    world.setToday('2026-11-28');
    await world.sign();
    const expired = async () => ({ ...(await world.deps.sealer()), validTo: new Date('2026-11-27T00:00:00Z') });
    const other = await asked();
    expect(await stampInvoice({ ...world.deps, sealer: expired }, other)).toBe('refused');
    expect((await world.find(other)).trouble).toMatchObject({ text: expect.stringMatching(/caducó/) });
  });
});

describe('the fiscal settings', () => {
  it('are signed by another than proposed them, for today or later', async () => {
    const proposed = { from: calendarDate('2027-01-01'), terms: TERMS, idempotencyKey: world.key() };
    const { settingsId } = await proposeSettings(world.deps, proposed, world.accountant);
    const sign = (subject: string) =>
      decideSettings(
        world.deps,
        'sign',
        { settingsId, reason: null, idempotencyKey: world.key() },
        { ...world.accountant, subject },
      );
    await expect(sign('accountant')).rejects.toMatchObject({ code: 'same-person' });
    expect((await sign('another')).state).toBe('signed');
    await expect(sign('third')).rejects.toMatchObject({ code: 'fiscal-settings-decided' });
    const past = { ...proposed, from: calendarDate('2026-11-01'), idempotencyKey: world.key() };
    await expect(proposeSettings(world.deps, past, world.accountant)).rejects.toMatchObject({
      code: 'fiscal-settings-past',
    });
  });
});
