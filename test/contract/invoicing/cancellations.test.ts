import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cfdiFaults } from '../../../functions/invoicing/cfdi/check-cfdi.ts';
import { readCfdi } from '../../../functions/invoicing/cfdi/read-cfdi.ts';
import { createGlobalRunStore } from '../../../functions/invoicing/globals/global-run.ts';
import { makeGlobal } from '../../../functions/invoicing/globals/make-global.ts';
import { requestGlobal } from '../../../functions/invoicing/globals/request-global.ts';
import { askCancellation } from '../../../functions/invoicing/invoices/cancel-invoice.ts';
import { deliverInvoice } from '../../../functions/invoicing/invoices/deliver-invoice.ts';
import { correctInvoice, withdrawInvoice } from '../../../functions/invoicing/invoices/mend-invoice.ts';
import { operationFolio } from '../../../functions/invoicing/invoices/new-invoice.ts';
import { registerInstalment } from '../../../functions/invoicing/invoices/register-instalment.ts';
import { requestDeferred } from '../../../functions/invoicing/invoices/request-invoice.ts';
import { substituteInvoice } from '../../../functions/invoicing/invoices/substitute-invoice.ts';
import { sweepReversed } from '../../../functions/invoicing/invoices/sweep-reversed.ts';
import { type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { pdfText } from '../../unit/documents/pdf-text.ts';
import { type Invoicing, openInvoicing, RECEIVER, TERMS } from './invoicing-world.ts';

let world: Invoicing;
let swept: CalendarDate | undefined;
beforeAll(async () => {
  world = await openInvoicing();
  world.setToday('2026-10-01');
  await world.sign();
  world.setToday('2026-11-27');
});
afterAll(() => world.stop());
beforeEach(() => world.pac.behave({ mode: 'good' }));

const xmlOf = async (documentId: string | null) =>
  readCfdi(Buffer.from(await world.deps.vault.read(documentId ?? '')).toString());
const cancel = (invoiceId: string, reason: '02' | '03' | '04' = '02') =>
  askCancellation(
    world.deps,
    { invoiceId, reason, why: 'Se hizo por error', idempotencyKey: world.key() },
    world.accountant,
  );
const sweep = () =>
  sweepReversed({
    ...world.deps,
    swept: {
      read: async () => swept,
      write: async (day) => {
        swept = day;
      },
    },
  });

describe('a cancellation', () => {
  it('is asked for with its reason, confirmed by the SAT with its receipt, and frees the payment', async () => {
    const { invoice, fileId, paymentId } = await world.stamped();
    await cancel(invoice.invoiceId);
    expect(await world.follow(invoice.invoiceId)).toBe('cancelled');
    const over = await world.find(invoice.invoiceId);
    expect(over).toMatchObject({
      state: 'cancelled',
      cancellation: { reason: '02', words: 'Cancelado con aceptación' },
    });
    expect(Buffer.from(await world.deps.vault.read(over.documents.receipt ?? '')).toString()).toContain(
      invoice.stamp?.uuid,
    );
    const xml = Buffer.from(await world.deps.vault.read(over.documents.xml ?? '')).toString();
    const printed = pdfText(await world.deps.draw({ invoice: over, xml }));
    for (const text of ['Factura cancelada', 'Motivo 02']) expect(printed).toContain(text);
    expect(pdfText(await world.deps.draw({ invoice, xml }))).not.toContain('Factura cancelada');
    expect((await world.request(fileId, paymentId)).state).toBe('requested');
    await expect(cancel(invoice.invoiceId)).rejects.toMatchObject({ code: 'invoice-state' });
  });

  it('waits for the receiver, who may say no; asked again, it may be yes', async () => {
    const { invoice } = await world.stamped();
    world.pac.behave({ mode: 'receiver', says: 'nothing' });
    await cancel(invoice.invoiceId);
    expect(await world.follow(invoice.invoiceId)).toBe('waiting');
    expect((await world.find(invoice.invoiceId)).cancellation?.words).toBe('En proceso');
    world.pass(61);
    world.pac.behave({ mode: 'receiver', says: 'no' });
    expect(await world.follow(invoice.invoiceId)).toBe('refused');
    expect(await world.find(invoice.invoiceId)).toMatchObject({
      ...{ state: 'cancellation-refused', trouble: { text: expect.stringMatching(/sigue vigente/) } },
    });
    world.pac.behave({ mode: 'good' });
    await cancel(invoice.invoiceId);
    expect(await world.follow(invoice.invoiceId)).toBe('cancelled');
  });

  it('goes on when the PAC was down, and is told when it refuses', async () => {
    const { invoice } = await world.stamped();
    await cancel(invoice.invoiceId);
    world.pac.behave({ mode: 'down' });
    expect(await world.follow(invoice.invoiceId)).toBe('waiting');
    expect((await world.find(invoice.invoiceId)).trouble?.text).toMatch(/Se intentará de nuevo/);
    world.pass(6);
    world.pac.behave({ mode: 'refuse', message: '204. UUID no aplicable para cancelación.' });
    expect(await world.follow(invoice.invoiceId)).toBe('refused');
    expect((await world.find(invoice.invoiceId)).trouble?.text).toMatch(/comprobantes relacionados/);
  });

  it('is asked for again when the SAT has not the CFDI yet', async () => {
    const { invoice } = await world.stamped();
    await cancel(invoice.invoiceId);
    world.pac.behave({ mode: 'refuse', message: '205. UUID no existente.' });
    expect(await world.follow(invoice.invoiceId)).toBe('waiting');
    expect((await world.find(invoice.invoiceId)).trouble?.text).toMatch(/\(205\)\. Se intentará de nuevo/);
    world.pass(6);
    world.pac.behave({ mode: 'good' });
    expect(await world.follow(invoice.invoiceId)).toBe('cancelled');
  });

  it('is never given up while the PAC is down: it is asked for each hour, and Accounting is told', async () => {
    const { invoice } = await world.stamped();
    await cancel(invoice.invoiceId);
    world.pac.behave({ mode: 'down' });
    for (let tries = 1; tries <= 14; tries += 1) {
      expect(await world.follow(invoice.invoiceId)).toBe('waiting');
      world.pass(61);
    }
    expect((await world.find(invoice.invoiceId)).trouble?.text).toMatch(/14 veces.*Contabilidad/);
    world.pac.behave({ mode: 'good' });
    expect(await world.follow(invoice.invoiceId)).toBe('cancelled');
    world.setToday('2026-11-27');
  });
});

describe('a substitution', () => {
  it('is stamped with relation 04 first; then the first one is cancelled with reason 01', async () => {
    const { invoice } = await world.stamped();
    const receiver = { ...RECEIVER, postcode: '83200' };
    const asked = { invoiceId: invoice.invoiceId, receiver, idempotencyKey: world.key() };
    const second = await substituteInvoice(world.deps, asked, world.accountant);
    expect((await world.find(invoice.invoiceId)).state).toBe('stamped');
    await world.stamp(second.invoiceId);
    await world.deliver(second.invoiceId);
    const cfdi = await xmlOf((await world.find(second.invoiceId)).documents.xml);
    expect(cfdiFaults(cfdi)).toEqual([]);
    expect(cfdi.searchAttribute('cfdi:CfdiRelacionados', 'TipoRelacion')).toBe('04');
    expect(cfdi.searchAttribute('cfdi:CfdiRelacionados', 'cfdi:CfdiRelacionado', 'UUID')).toBe(invoice.stamp?.uuid);
    expect(await world.follow(invoice.invoiceId)).toBe('cancelled');
    const first = await world.find(invoice.invoiceId);
    const uuid = (await world.find(second.invoiceId)).stamp?.uuid;
    expect(first).toMatchObject({ state: 'substituted', cancellation: { reason: '01', substitute: uuid } });
    const again = { ...asked, idempotencyKey: world.key() };
    await expect(substituteInvoice(world.deps, again, world.accountant)).rejects.toMatchObject({
      code: 'invoice-state',
    });
    const unknown = { ...again, invoiceId: second.invoiceId, receiver: { ...RECEIVER, regime: '999' } };
    await expect(substituteInvoice(world.deps, unknown, world.accountant)).rejects.toMatchObject({
      code: 'receiver-refused',
    });
    // The payment is the second's: no third without substituting it.
    await expect(world.request(invoice.fileId ?? '', invoice.paymentId ?? '')).rejects.toMatchObject({
      code: 'payment-invoiced',
    });
  });

  const substituteOf = (invoiceId: string) =>
    substituteInvoice(world.deps, { invoiceId, receiver: RECEIVER, idempotencyKey: world.key() }, world.accountant);
  const withdraw = (invoiceId: string) =>
    withdrawInvoice(world.deps, { invoiceId, reason: 'Se desistió', idempotencyKey: world.key() }, world.accountant);

  it('that is withdrawn leaves the first in force: its payment has no other, but another substitute', async () => {
    const { invoice, fileId, paymentId } = await world.stamped();
    await withdraw((await substituteOf(invoice.invoiceId)).invoiceId);
    await expect(world.request(fileId, paymentId)).rejects.toMatchObject({
      ...{ code: 'payment-invoiced', detail: expect.stringContaining(invoice.folio) },
    });
    const again = await substituteOf(invoice.invoiceId);
    await expect(substituteOf(invoice.invoiceId)).rejects.toMatchObject({
      ...{ code: 'payment-invoiced', detail: expect.stringMatching(`${again.folio}.*sustituye`) },
    });
  });

  it('whose payment is taken back before it is stamped is dropped, and the first is cancelled', async () => {
    await sweep();
    const made = await world.stamped();
    const second = await substituteOf(made.invoice.invoiceId);
    await world.reverse(made);
    expect(await sweep()).toMatchObject({ asked: 1, dropped: 1, open: 0 });
    expect((await world.find(second.invoiceId)).state).toBe('withdrawn');
    expect(await world.find(made.invoice.invoiceId)).toMatchObject({
      ...{ state: 'cancellation-asked', cancellation: { reason: '03', substitute: null } },
    });
    expect(await sweep()).toMatchObject({ asked: 0, dropped: 0, open: 0 });
  });

  it('whose payment is taken back once it is stamped waits until the first is cancelled by it', async () => {
    await sweep();
    const made = await world.stamped();
    const firstId = made.invoice.invoiceId;
    const second = await substituteOf(firstId);
    await world.stamp(second.invoiceId);
    await world.reverse(made);
    // Cancelled before it, the SAT would not take it for the substitute.
    expect(await sweep()).toMatchObject({ asked: 0, open: 1 });
    await world.deliver(second.invoiceId);
    expect(await sweep()).toMatchObject({ asked: 0, open: 1 });
    expect(await world.follow(firstId)).toBe('cancelled');
    expect(await sweep()).toMatchObject({ asked: 1, open: 0 });
    expect(await world.follow(second.invoiceId)).toBe('cancelled');
    expect((await world.find(firstId)).state).toBe('substituted');
  });

  it('whose first one the SAT or the receiver would not cancel is asked for again with reason 01, whatever is said', async () => {
    const { invoice } = await world.stamped();
    const firstId = invoice.invoiceId;
    const second = await substituteOf(firstId);
    // Two in force would be left, or none: while the other is on its way the first one is not cancelled by hand.
    await expect(cancel(firstId)).rejects.toMatchObject({
      ...{ code: 'invoice-state', detail: expect.stringContaining(second.folio) },
    });
    await world.stamp(second.invoiceId);
    await world.deliver(second.invoiceId);
    world.pac.behave({ mode: 'receiver', says: 'no' });
    expect(await world.follow(firstId)).toBe('refused');
    world.pac.behave({ mode: 'good' });
    await cancel(firstId);
    const uuid = (await world.find(second.invoiceId)).stamp?.uuid;
    expect(await world.find(firstId)).toMatchObject({ cancellation: { reason: '01', substitute: uuid } });
    expect(await world.follow(firstId)).toBe('cancelled');
    expect((await world.find(firstId)).state).toBe('substituted');
  });

  it('that was cancelled before it was delivered takes the place of nothing', async () => {
    const { invoice } = await world.stamped();
    const second = await substituteOf(invoice.invoiceId);
    await world.stamp(second.invoiceId);
    await cancel(second.invoiceId);
    expect(await world.follow(second.invoiceId)).toBe('cancelled');
    const before = world.mails.length;
    expect(await world.deliver(second.invoiceId)).toBe('over');
    expect([(await world.find(invoice.invoiceId)).state, world.mails.length]).toEqual(['stamped', before]);
  });

  it('asks for the first one again when somebody moved it in that moment', async () => {
    const { invoice } = await world.stamped();
    const second = await substituteOf(invoice.invoiceId);
    await world.stamp(second.invoiceId);
    const stale = await world.find(invoice.invoiceId);
    await world.deliver(invoice.invoiceId);
    const looks = [stale];
    const find = async (id: string) => (id === invoice.invoiceId ? looks.pop() : undefined) ?? world.find(id);
    const racing = { ...world.deps, invoices: { ...world.deps.invoices, find } };
    await expect(deliverInvoice(racing, second.invoiceId)).rejects.toThrow('moved meanwhile');
    await world.deliver(second.invoiceId);
    expect((await world.find(invoice.invoiceId)).state).toBe('cancellation-asked');
  });
});

describe('a payment that is taken back', () => {
  it('asks for the cancellation of its CFDI, once', async () => {
    await sweep();
    const made = await world.stamped();
    const { invoiceId } = made.invoice;
    await world.reverse(made);
    expect(await sweep()).toMatchObject({ asked: 1, dropped: 0, open: 0 });
    expect(await world.find(invoiceId)).toMatchObject({ state: 'cancellation-asked', cancellation: { reason: '03' } });
    expect(await sweep()).toMatchObject({ asked: 0 });
    expect(await world.follow(invoiceId)).toBe('cancelled');
    expect(await sweep()).toMatchObject({ asked: 0 });
  });

  it('drops a CFDI that was not stamped; of one under way it looks again and keeps the day', async () => {
    const loan = await world.borrower();
    const paymentId = await world.pay(loan);
    const { invoiceId } = await world.request(loan.fileId, paymentId);
    await world.reverse({ ...loan, paymentId });
    expect(await sweep()).toMatchObject({ dropped: 1 });
    expect((await world.find(invoiceId)).state).toBe('withdrawn');
    expect(await world.stamp(invoiceId)).toBe('over');

    const other = await world.borrower();
    const lost = { ...other, paymentId: await world.pay(other) };
    const asked = await world.request(lost.fileId, lost.paymentId);
    world.pac.behave({ mode: 'die-after-stamping' });
    await world.stamp(asked.invoiceId);
    await world.reverse(lost);
    const before = swept;
    world.setToday('2026-11-28');
    expect(await sweep()).toMatchObject({ open: 1 });
    expect(swept).toBe(before);
    await world.stamp(asked.invoiceId);
    expect(await sweep()).toMatchObject({ asked: 1, open: 0 });
    expect(swept).toBe('2026-11-28');
    world.setToday('2026-11-27');
  });
});

describe('a CFDI to be paid later', () => {
  const amounts = { principal: 50_000, ordinaryInterest: 80_000, defaultInterest: 70_000, collectionCosts: 0 };
  const deferred = async (changes: Partial<typeof amounts> = {}) => {
    const loan = await world.borrower();
    const asked = {
      fileId: loan.fileId,
      amounts: { ...amounts, ...changes },
      receiver: RECEIVER,
      idempotencyKey: world.key(),
    };
    const { invoiceId } = await requestDeferred(world.deps, asked, world.accountant);
    await world.stamp(invoiceId);
    return { loan, invoiceId };
  };
  const register = (invoiceId: string, paymentId: string) =>
    registerInstalment(world.deps, { invoiceId, paymentId, idempotencyKey: world.key() }, world.accountant);

  it('is PPD, and each payment has a complement with its number and what is left', async () => {
    const { loan, invoiceId } = await deferred();
    const made = await world.find(invoiceId);
    const head = await xmlOf(made.documents.xml);
    expect([head.getAttribute('MetodoPago'), head.getAttribute('FormaPago'), head.getAttribute('Total')]).toEqual([
      ...['PPD', '99', '1500.00'],
    ]);
    // 1,300.00: 601.64 of default interest, 601.64 of ordinary, 96.72 of principal, which is not invoiced.
    const instalment = await register(invoiceId, await world.pay(loan));
    await world.stamp(instalment.invoiceId);
    expect(await world.find(invoiceId)).toMatchObject({ owed: 29_672, instalments: 1 });
    const cfdi = await xmlOf((await world.find(instalment.invoiceId)).documents.xml);
    expect(cfdiFaults(cfdi)).toEqual([]);
    const pago = cfdi.searchNode('cfdi:Complemento', 'pago20:Pagos', 'pago20:Pago');
    expect(pago?.getAttribute('Monto')).toBe('1203.28');
    const document = pago?.searchNode('pago20:DoctoRelacionado');
    const told = ['IdDocumento', 'NumParcialidad', 'ImpSaldoAnt', 'ImpPagado', 'ImpSaldoInsoluto'];
    expect(told.map((name) => document?.getAttribute(name))).toEqual([
      made.stamp?.uuid,
      '1',
      '1500.00',
      '1203.28',
      '296.72',
    ]);
    const totals = cfdi.searchNode('cfdi:Complemento', 'pago20:Pagos', 'pago20:Totales');
    expect(totals?.getAttribute('TotalTrasladosBaseIVA16')).toBe('518.66');
    expect(totals?.getAttribute('TotalTrasladosImpuestoIVA16')).toBe('82.98');
    expect(totals?.getAttribute('TotalTrasladosBaseIVAExento')).toBe('601.64');
  });

  it('is paid of each VAT no more than it says, with the VAT that it says, and owed that again', async () => {
    // The payment puts 601.64 to what is exempt.
    const other = await deferred({ ordinaryInterest: 90_000, defaultInterest: 60_000 });
    await expect(register(other.invoiceId, await world.pay(other.loan))).rejects.toMatchObject({
      ...{ code: 'payment-over-invoice', detail: expect.stringContaining('exento puso $601.64 y faltan $600.00') },
    });
    const { loan, invoiceId } = await deferred();
    const ordinaryInterest = { ...TERMS.components.ordinaryInterest, tax: { kind: 'exempt' as const } };
    await world.sign({ ...TERMS, components: { ...TERMS.components, ordinaryInterest } });
    const instalment = await register(invoiceId, await world.pay(loan));
    world.pass(1);
    await world.sign();
    expect(instalment.lines.map(({ tax }) => tax.kind)).toEqual(['rate', 'exempt']);
    const owed = async () => (await world.find(invoiceId)).owedByTax.map(({ gross }) => gross);
    expect(await owed()).toEqual([80_000 - 60_164, 70_000 - 60_164]);
    await withdrawInvoice(
      world.deps,
      { invoiceId: instalment.invoiceId, reason: 'Se registró por error', idempotencyKey: world.key() },
      world.accountant,
    );
    expect(await owed()).toEqual([80_000, 70_000]);
    // The number goes on: that of the one that was withdrawn is not given again.
    const paid = { ...loan, paymentId: await world.pay(loan, 65_000, '2026-10-01') };
    const next = await register(invoiceId, paid.paymentId);
    expect(next.pays).toMatchObject({ instalment: 2, owedBefore: 150_000 });
    // Refused by the PAC, and its payment taken back: dropped, and owed again.
    world.pac.behave({ mode: 'refuse', message: 'CFDI40148 - El campo DomicilioFiscalReceptor…' });
    expect(await world.stamp(next.invoiceId)).toBe('refused');
    world.pac.behave({ mode: 'good' });
    await world.reverse(paid);
    swept = calendarDate('2026-11-27');
    expect(await sweep()).toMatchObject({ dropped: 1 });
    expect(await world.find(invoiceId)).toMatchObject({ owed: 150_000, instalments: 2 });
  });

  it('has one complement of a request sent twice at once', async () => {
    const { loan, invoiceId } = await deferred();
    const asked = { invoiceId, paymentId: await world.pay(loan), idempotencyKey: world.key() };
    const send = (deps: Parameters<typeof registerInstalment>[0] = world.deps) =>
      registerInstalment(deps, asked, world.accountant);
    // The other of the two wrote while this one was being made.
    const find: typeof world.deps.invoices.find = async (id) => {
      if (id === invoiceId) await send();
      return world.deps.invoices.find(id);
    };
    const late = { ...world.deps, invoices: { ...world.deps.invoices, find } };
    expect(await send(late)).toEqual(await send());
    expect((await world.find(invoiceId)).instalments).toBe(1);
  });

  it('is corrected without a form of payment: its complements say it', async () => {
    const loan = await world.borrower();
    const asked = { fileId: loan.fileId, amounts, receiver: RECEIVER, idempotencyKey: world.key() };
    const { invoiceId } = await requestDeferred(world.deps, asked, world.accountant);
    world.pac.behave({ mode: 'refuse', message: 'CFDI40148 - El campo DomicilioFiscalReceptor…' });
    expect(await world.stamp(invoiceId)).toBe('refused');
    world.pac.behave({ mode: 'good' });
    const correct = (paymentForm?: string) =>
      correctInvoice(
        world.deps,
        { invoiceId, receiver: RECEIVER, paymentForm, idempotencyKey: world.key() },
        world.accountant,
      );
    await expect(correct('03')).rejects.toMatchObject({ code: 'payment-form-refused' });
    await correct();
    expect(await world.stamp(invoiceId)).toBe('stamped');
  });

  it('is paid also after its cancellation was not accepted: it is in force', async () => {
    const { loan, invoiceId } = await deferred();
    world.pac.behave({ mode: 'receiver', says: 'no' });
    await cancel(invoiceId);
    expect(await world.follow(invoiceId)).toBe('refused');
    world.pac.behave({ mode: 'good' });
    const { state } = await register(invoiceId, await world.pay(loan));
    expect([state, (await world.find(invoiceId)).instalments]).toEqual(['requested', 1]);
  });

  it('is not overpaid, not cancelled while it has payments, and is owed again what was cancelled', async () => {
    const { loan, invoiceId } = await deferred();
    const payments = [await world.pay(loan), await world.pay(await world.borrower())];
    const { invoiceId: instalment } = await register(invoiceId, payments[0] ?? '');
    await world.stamp(instalment);
    await expect(register(invoiceId, payments[0] ?? '')).rejects.toMatchObject({ code: 'payment-invoiced' });
    await expect(register(invoiceId, payments[1] ?? '')).rejects.toMatchObject({ code: 'payment-not-found' });
    // Of 10.00; by November the note owes more default interest than that.
    const small = await requestDeferred(
      world.deps,
      {
        ...{ fileId: loan.fileId, receiver: RECEIVER, idempotencyKey: world.key() },
        amounts: { principal: 0, ordinaryInterest: 0, defaultInterest: 1_000, collectionCosts: 0 },
      },
      world.accountant,
    );
    await world.stamp(small.invoiceId);
    const other = await world.pay(loan, 130_000, '2026-11-01');
    await expect(register(small.invoiceId, other)).rejects.toMatchObject({ code: 'payment-over-invoice' });
    expect((await world.find(small.invoiceId)).owed).toBe(1_000);
    await expect(cancel(invoiceId)).rejects.toMatchObject({ code: 'invoice-has-payments' });
    await cancel(instalment);
    expect(await world.follow(instalment)).toBe('cancelled');
    expect((await world.find(invoiceId)).owed).toBe(150_000);
    await cancel(invoiceId);
    expect(await world.follow(invoiceId)).toBe('cancelled');
  });
});

describe('the global invoice of a month', () => {
  it('lists each payment with its folio, without those that have a CFDI or were taken back', async () => {
    world.setToday('2026-10-15');
    const loans = await Promise.all(Array.from({ length: 7 }, () => world.borrower()));
    const ids: string[] = [];
    for (const loan of loans) ids.push(await world.pay(loan));
    const elsewhere = await world.borrower('nogales');
    await world.pay(elsewhere);
    const own = await world.request(loans[0]?.fileId ?? '', ids[0] ?? '');
    await world.stamp(own.invoiceId);
    await world.reverse({ ...(loans[1] ?? elsewhere), paymentId: ids[1] ?? '' });
    world.setToday('2026-11-02');
    const runs = createGlobalRunStore(world.dynamo.documents, world.dynamo.tables.DOCUMENTS_TABLE);
    const month = {
      office: 'hermosillo',
      from: calendarDate('2026-10-01'),
      until: calendarDate('2026-10-31'),
    } as const;
    const deps = {
      ...world.deps,
      ...{ runs, items: world.deps.jobs, mostOperations: 2, remainingMs: () => 600_000, newRunId: randomUUID },
    };
    const half = { ...month, until: calendarDate('2026-10-20'), idempotencyKey: world.key() };
    await expect(requestGlobal(deps, half, world.accountant)).rejects.toMatchObject({ code: 'global-period-refused' });
    const { globalId } = await requestGlobal(deps, { ...month, idempotencyKey: world.key() }, world.accountant);
    // Cut off behind the first CFDI, and taken up again.
    const cut = { ...deps, remainingMs: () => 0 };
    expect(await makeGlobal(cut, { globalId, delivery: 'a' })).toBe('continued');
    expect((await runs.find(globalId))?.invoiceIds).toHaveLength(1);
    world.pass(1);
    await expect(
      requestGlobal(deps, { ...month, idempotencyKey: world.key() }, world.accountant),
    ).rejects.toMatchObject({
      code: 'global-period-refused',
    });
    // Killed between a CFDI and the checkpoint that says so: what it lists is in it, and in no other.
    const write: typeof runs.write = async (made) => {
      if (made.invoiceIds.length > 1) throw new Error('killed');
      return runs.write(made);
    };
    const dying = { ...deps, runs: { ...runs, write } };
    await expect(makeGlobal(dying, { globalId, delivery: 'b' })).rejects.toThrow('killed');
    expect(await makeGlobal(deps, { globalId, delivery: 'b' })).toBe('done');
    const run = await runs.find(globalId);
    expect(run).toMatchObject({ operations: 5, ownInvoice: 1, reversed: 1 });
    const folios: string[] = [];
    for (const invoiceId of run?.invoiceIds ?? []) {
      expect(await world.stamp(invoiceId)).toBe('stamped');
      const { documents, total, receiver } = await world.find(invoiceId);
      expect(receiver).toMatchObject({ rfc: 'XAXX010101000', postcode: '83000', regime: '616' });
      const cfdi = await xmlOf(documents.xml);
      expect(cfdiFaults(cfdi)).toEqual([]);
      const global = cfdi.searchNode('cfdi:InformacionGlobal');
      expect(['Periodicidad', 'Meses', 'Año'].map((name) => global?.getAttribute(name))).toEqual(['04', '10', '2026']);
      const concepts = [...(cfdi.searchNode('cfdi:Conceptos')?.children() ?? [])];
      folios.push(...concepts.map((concept) => concept.getAttribute('NoIdentificacion')));
      expect(concepts.every((concept) => concept.getAttribute('ClaveProdServ') === '01010101')).toBe(true);
      expect(cfdi.getAttribute('Total')).toBe((total / 100).toFixed(2));
      expect(await world.deliver(invoiceId)).toBe('nobody');
    }
    // Each payment in two lines: what has VAT and what is exempt.
    expect(folios.toSorted()).toEqual(
      ids
        .slice(2)
        .flatMap((id) => [operationFolio(id), operationFolio(id)])
        .toSorted(),
    );
    await expect(world.request(loans[2]?.fileId ?? '', ids[2] ?? '')).rejects.toMatchObject({
      ...{ code: 'payment-invoiced', detail: expect.stringMatching(/factura global.*motivo 04/) },
    });
    // One is taken back later, of a CFDI whose cancellation was not accepted: noted, and left out of the substitute.
    const [firstId = ''] = run?.invoiceIds ?? [];
    world.pac.behave({ mode: 'receiver', says: 'no' });
    await cancel(firstId, '04');
    expect(await world.follow(firstId)).toBe('refused');
    world.pac.behave({ mode: 'good' });
    await world.reverse({ ...(loans[2] ?? elsewhere), paymentId: ids[2] ?? '' });
    swept = calendarDate('2026-11-01');
    expect(await sweep()).toMatchObject({ noted: 1, open: 0 });
    const asked = { invoiceId: firstId, receiver: undefined, idempotencyKey: world.key() };
    const second = await substituteInvoice(world.deps, asked, world.accountant);
    expect(second.lines).toHaveLength(2);
    // One substitute at a time; withdrawn, there can be another.
    const third = { ...asked, idempotencyKey: world.key() };
    await expect(substituteInvoice(world.deps, third, world.accountant)).rejects.toMatchObject({
      ...{ code: 'payment-invoiced', detail: expect.stringMatching(`${second.folio}.*sustituye`) },
    });
    expect(await world.stamp(second.invoiceId)).toBe('stamped');
    const [kept = ''] = second.operations;
    const keptAt = ids.indexOf(kept);
    await world.reverse({ ...(loans[keptAt] ?? elsewhere), paymentId: kept });
    expect(await sweep()).toMatchObject({ noted: 1 });
    expect((await world.find(firstId)).reversed).toEqual([ids[2], kept]);
    await world.deliver(second.invoiceId);
    expect(await world.follow(firstId)).toBe('cancelled');
    // What is left is the substitute's.
    expect(await world.deps.invoices.holderOf(kept)).toBe(second.invoiceId);
    // Taken back while the substitute was on its way: it is the substitute's to leave it out.
    expect(await world.find(second.invoiceId)).toMatchObject({ reversed: [kept], trouble: { code: 'reversed' } });
    expect(await sweep()).toMatchObject({ noted: 0, open: 0 });
    // A substitute of a substitute that has not been delivered waits for it, or its payments would be nobody's.
    const substitute = async (ofId: string) => {
      const again = { invoiceId: ofId, receiver: undefined, idempotencyKey: world.key() };
      const { invoiceId } = await substituteInvoice(world.deps, again, world.accountant);
      await world.stamp(invoiceId);
      return invoiceId;
    };
    const listedId = run?.invoiceIds[1] ?? '';
    const thirdId = await substitute(listedId);
    const fourthId = await substitute(thirdId);
    await expect(world.deliver(fourthId)).rejects.toThrow('moved meanwhile');
    expect((await world.find(thirdId)).state).toBe('stamped');
    await world.deliver(thirdId);
    await world.deliver(fourthId);
    for (const overId of [listedId, thirdId]) expect(await world.follow(overId)).toBe('cancelled');
    for (const partId of (await world.find(fourthId)).operations)
      expect(await world.deps.invoices.holderOf(partId)).toBe(fourthId);
    // The office has moved: the general public is where the office is. What was paid has a form that is known.
    await world.sign({ ...TERMS, postcodes: { ...TERMS.postcodes, hermosillo: '83100' } });
    const undefinedForm = { invoiceId: fourthId, receiver: undefined, paymentForm: '99', idempotencyKey: world.key() };
    await expect(substituteInvoice(world.deps, undefinedForm, world.accountant)).rejects.toMatchObject({
      code: 'receiver-refused',
    });
    const moved = await world.find(await substitute(fourthId));
    expect([moved.state, moved.receiver.postcode, moved.issuer.postcode]).toEqual(['stamped', '83100', '83100']);
  });
});
