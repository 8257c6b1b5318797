import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bouncePayment } from '../../../functions/recovery/provisional/bounce-payment.ts';
import { firmUpPayments } from '../../../functions/recovery/provisional/firm-up-payments.ts';
import { cancelPayment } from '../../../functions/recovery/window/cancel-payment.ts';
import { FOLIO_SHAPE } from '../../../functions/recovery/window/folio.ts';
import { healCancellations } from '../../../functions/recovery/window/heal-cancellations.ts';
import { listPayments, readPayment } from '../../../functions/recovery/window/read-payments.ts';
import { printReceipt } from '../../../functions/recovery/window/receipt.ts';
import { type PaymentAtWindow, takePayment } from '../../../functions/recovery/window/take-payment.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { caller, cieFile, type PaymentWorld, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
let world: PaymentWorld;
let note: TestNote;
let number = 8_000;
const cashier = caller('cashier', ['hermosillo']);
const other = caller('cashier', ['nogales'], 'cajero-nogales');
const technician = caller('recovery-technician');
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  world = paymentWorld(dynamo);
  number += 10;
  note = await world.openNote(number);
});

const take = (key: string, changes: Partial<PaymentAtWindow> = {}, by = cashier) =>
  takePayment(
    world.deps,
    {
      target: { noteId: note.noteId },
      amount: 125_050,
      received: 'cash',
      idempotencyKey: `${key}-${number}`,
      ...changes,
    },
    by,
  );
const cancel = (folio: string, key: string, by = cashier) =>
  cancelPayment(world.deps, { folio, reason: 'Importe equivocado', idempotencyKey: `${key}-${number}` }, by);

/** The first write passes; the process dies at the second. */
function secondOf<Write extends (...given: never[]) => Promise<boolean>>(write: Write): Write {
  let writes = 0;
  const dying = (...given: Parameters<Write>) => {
    writes += 1;
    return writes > 1 ? Promise.reject(new Error('killed')) : write(...given);
  };
  return dying as Write;
}

describe('a window payment', () => {
  it('answers folio, application and balances; parts sum to the payment', async () => {
    const before = await world.owed(note);
    const payment = await take('p1');
    expect(payment.folio).toMatch(FOLIO_SHAPE);
    expect(payment.folio.startsWith('H261120-')).toBe(true);
    expect(payment.parts).toHaveLength(1);
    expect(payment.parts[0]?.application.amount).toBe(125_050);
    expect(await world.owed(note)).toBe(before - 125_050);
    const [entry] = await world.paidEntries(note);
    expect(entry).toMatchObject({
      channel: 'window',
      officeOfPayment: 'hermosillo',
      valueDate: '2026-11-20',
      actor: cashier.subject,
    });
  });

  it('same key: same answer, one payment; same key with another body is refused', async () => {
    const first = await take('k1');
    expect(await take('k1')).toEqual(first);
    await expect(take('k1', { amount: 1 })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await world.paidEntries(note)).toHaveLength(1);
  });

  it('above the limit is taken only when its amount was typed twice', async () => {
    const refused = { code: 'amount-needs-confirmation', details: [{ pointer: '/confirmedAmount' }] };
    await expect(take('a1', { amount: 20_000_001 })).rejects.toMatchObject(refused);
    await expect(take('a1', { amount: 20_000_001, confirmedAmount: 2_000_001 })).rejects.toMatchObject(refused);
    await expect(take('a1', { amount: 100, confirmedAmount: 1_000 })).rejects.toMatchObject(refused);
    expect(await world.paidEntries(note)).toHaveLength(0);
    const taken = await take('a1', { amount: 20_000_001, confirmedAmount: 20_000_001 });
    expect(taken.amount).toBe(20_000_001);
    expect(await take('a1', { amount: 20_000_001, confirmedAmount: 20_000_001 })).toEqual(taken);
    expect(await take('a2', { amount: 20_000_000 })).toMatchObject({ amount: 20_000_000 });
  });

  it('whose receipt a crash lost gets it back from the same request, also the next day', async () => {
    const crashing = { ...world.deps.windows, keep: async () => Promise.reject(new Error('killed')) };
    const input = {
      target: { noteId: note.noteId },
      amount: 500,
      received: 'cash' as const,
      idempotencyKey: `h1-${number}`,
    };
    await expect(takePayment({ ...world.deps, windows: crashing }, input, cashier)).rejects.toThrow('killed');
    world.clock.set('2026-11-21');
    const healed = await takePayment(world.deps, input, cashier);
    expect(healed).toMatchObject({ recordedOn: '2026-11-20', amount: 500 });
    expect(await readPayment(world.deps, healed.folio, cashier)).toEqual(healed);
    expect(await world.paidEntries(note)).toHaveLength(1);
  });

  it('is taken for a file of another office, over its notes, the chosen one first', async () => {
    const second = await world.openNote(number + 1, { fileId: note.fileId, office: 'hermosillo' });
    const payment = await take('f1', { target: { fileId: note.fileId, chosenNoteIds: [second.noteId] } }, other);
    expect(payment).toMatchObject({ office: 'nogales', fileId: note.fileId });
    expect(payment.parts.reduce((sum, part) => sum + part.application.amount, 0)).toBe(125_050);
    expect(payment.parts[0]?.noteId).toBe(second.noteId);
    const foreign = await world.openNote(number + 2);
    await expect(
      take('f2', { target: { fileId: note.fileId, chosenNoteIds: [foreign.noteId] } }),
    ).rejects.toMatchObject({
      code: 'chosen-notes-foreign',
    });
  });

  it('on a paid-off note is credit, queued for a technician', async () => {
    await take('e1', { amount: 3_000_000 });
    world.clock.set('2026-11-21');
    const extra = await take('e2', { amount: 10_000 });
    expect(extra.credit).toBe(10_000);
    const { credits } = await world.deps.credits.page({ limit: 100 });
    const queued = credits.find((credit) => credit.eventId === extra.eventId);
    const held = await world.deps.ledger.creditsOfFiles([queued?.fileId ?? '']);
    expect(held.get(queued?.fileId ?? '')).toBeGreaterThanOrEqual(10_000);
  });

  it.each([
    [{ reference: 'CREDEDUC000000000' }],
    [{ contractNumber: 'NO-EXISTE' }],
    [{ noteId: 'nadie' }],
    [{ fileId: 'nadie' }],
  ])('to an unknown target %o is refused with the place', async (target) => {
    await expect(take('u1', { target })).rejects.toMatchObject({
      code: 'target-unknown',
      details: [{ pointer: expect.stringMatching(/^\/target\//) }],
    });
  });

  it('of a cashier of several offices names its office', async () => {
    const both = caller('cashier', ['hermosillo', 'obregon']);
    await expect(take('o1', {}, both)).rejects.toMatchObject({ code: 'office-required' });
    await expect(take('o2', { office: 'nogales' }, both)).rejects.toMatchObject({ code: 'office-not-allowed' });
    expect(await take('o3', { office: 'obregon' }, both)).toMatchObject({ office: 'obregon' });
  });
});

describe('a cancellation', () => {
  it('on the same day reverses, once', async () => {
    const before = await world.owed(note);
    const { folio } = await take('c1');
    const cancelled = await cancel(folio, 'c2');
    expect(cancelled).toMatchObject({ state: 'cancelled', cancellation: { recordedOn: '2026-11-20' } });
    expect(await cancel(folio, 'c2')).toEqual(cancelled);
    expect(await world.owed(note)).toBe(before);
    await expect(cancel(folio, 'c3')).rejects.toMatchObject({ code: 'already-cancelled' });
  });

  it('with a key that was used for another folio is refused', async () => {
    const first = await take('d1');
    const second = await take('d2');
    await cancel(first.folio, 'd3');
    await expect(cancel(second.folio, 'd3')).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });

  it('that was asked in time and cut off before the ledger is carried out on a later day, as it was asked', async () => {
    const { folio } = await take('n1');
    const reverse = () => Promise.reject(new Error('killed'));
    const input = { folio, reason: 'Importe equivocado', idempotencyKey: `n2-${number}` };
    const dying = { ...world.deps, ledger: { ...world.deps.ledger, reverse } };
    await expect(cancelPayment(dying, input, cashier)).rejects.toThrow('killed');
    world.clock.set('2026-11-21');
    const later = caller('cashier', ['hermosillo'], 'otra-cajera');
    expect(await cancel(folio, 'n3', later)).toMatchObject({
      state: 'cancelled',
      cancellation: { by: cashier.subject, requestKey: `n2-${number}`, recordedOn: '2026-11-21' },
    });
  });

  it('on a later day is refused and says what to do', async () => {
    const { folio } = await take('l1');
    world.clock.set('2026-11-21');
    await expect(cancel(folio, 'l2')).rejects.toMatchObject({
      code: 'cancellation-too-late',
      detail: expect.stringContaining('solicitud de corrección'),
    });
  });

  it('of another office does not exist', async () => {
    const { folio } = await take('x1');
    await expect(cancel(folio, 'x2', other)).rejects.toMatchObject({ code: 'not-found' });
    await expect(readPayment(world.deps, folio, other)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('after a crash behind the reversal is finished by another request', async () => {
    const { folio } = await take('y1');
    const crashing = { ...world.deps.windows, cancel: async () => Promise.reject(new Error('killed')) };
    const input = { folio, reason: 'Importe equivocado', idempotencyKey: `y2-${number}` };
    await expect(cancelPayment({ ...world.deps, windows: crashing }, input, cashier)).rejects.toThrow('killed');
    expect(await cancel(folio, 'y3')).toMatchObject({ state: 'cancelled' });
  });

  it('after a crash behind the reversal is finished on a later day too, its cheque included', async () => {
    const { folio, eventId } = await take('g1', { received: 'cheque' });
    const crashing = { ...world.deps.provisionals, find: async () => Promise.reject(new Error('killed')) };
    const input = { folio, reason: 'Importe equivocado', idempotencyKey: `g2-${number}` };
    await expect(cancelPayment({ ...world.deps, provisionals: crashing }, input, cashier)).rejects.toThrow('killed');
    world.clock.set('2026-11-27');
    await firmUpPayments(world.deps);
    expect(await cancel(folio, 'g2')).toMatchObject({
      state: 'cancelled',
      cancellation: { recordedOn: '2026-11-20' },
    });
    expect(await world.deps.provisionals.find(eventId)).toMatchObject({
      state: 'cancelled',
      history: [{ step: 'became-firm' }, { step: 'cancelled', on: '2026-11-20' }],
    });
  });

  it.each([
    ['before the reversal', 'reverse'],
    ['between the reversal and the receipt', 'cancel'],
    ['before the cheque leaves its list', 'end'],
    ['after everything but the note that it is done', 'write'],
  ] as const)('killed %s heals by itself, also on a later day, and the receipt says so', async (_name, step) => {
    const before = await world.owed(note);
    const { folio, eventId } = await take('v1', { received: 'cheque' });
    const killed = { [step]: () => Promise.reject(new Error('killed')) };
    const { ledger, windows, provisionals, cancellations } = world.deps;
    const dying = {
      ...world.deps,
      ledger: { ...ledger, ...killed },
      windows: { ...windows, ...killed },
      provisionals: { ...provisionals, ...killed },
      cancellations: { ...cancellations, ...(step === 'write' && { write: secondOf(cancellations.write) }) },
    };
    const input = { folio, reason: 'Importe equivocado', idempotencyKey: `v2-${number}` };
    await expect(cancelPayment(dying, input, cashier)).rejects.toThrow('killed');
    world.clock.set('2026-11-21');
    const lines: string[] = [];
    const log = createLog({ functionName: 'test', now: () => new Date(), write: (line) => lines.push(line) });
    expect(await healCancellations({ ...world.deps, log })).toBe(1);
    expect(await healCancellations({ ...world.deps, log })).toBe(0);
    await expect(cancellations.page('done', { limit: 1 })).rejects.toThrow('not listed');
    expect(lines).toEqual([]);
    const healed = await readPayment(world.deps, folio, cashier);
    expect(healed).toMatchObject({
      state: 'cancelled',
      cancellation: { by: cashier.subject, reason: 'Importe equivocado', requestKey: `v2-${number}` },
    });
    expect(await cancel(folio, 'v2')).toEqual(healed);
    const kinds = (await ledger.entriesOfNote(note.noteId)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'reversed')).toHaveLength(1);
    expect(await world.owed(note, calendarDate('2026-11-20'))).toBe(before);
    expect(await provisionals.find(eventId)).toMatchObject({ state: 'cancelled' });
  });

  it('that cannot be finished is told each time, and the others are finished', async () => {
    const stuck = await take('t1');
    const other = await take('t2');
    for (const { folio } of [stuck, other]) {
      const asked = { step: 'ask', by: 'cajera', on: '2026-11-20', key: `t-${folio}`, reason: 'Error' };
      await world.deps.cancellations.write({ folio, state: 'asked', history: [asked], version: 1 });
    }
    const ledger = {
      ...world.deps.ledger,
      reverse: (command: Parameters<typeof world.deps.ledger.reverse>[0]) =>
        command.eventId === stuck.eventId ? Promise.reject(new Error('broken')) : world.deps.ledger.reverse(command),
    };
    const lines: string[] = [];
    const log = createLog({ functionName: 'test', now: () => new Date(), write: (line) => lines.push(line) });
    await expect(healCancellations({ ...world.deps, ledger, log })).rejects.toThrow('1 could not be finished');
    expect(lines).toEqual([expect.stringContaining('"job":"heal-cancellations"')]);
    expect(await readPayment(world.deps, other.folio, cashier)).toMatchObject({ state: 'cancelled' });
    expect(await healCancellations({ ...world.deps, log })).toBe(1);
  });

  it('that the ledger refuses is not asked any more', async () => {
    const { folio, eventId } = await take('r1', { received: 'cheque' });
    await bouncePayment(world.deps, { eventId, reason: 'Sin fondos', idempotencyKey: `r2-${number}` }, technician);
    await expect(cancel(folio, 'r3')).rejects.toMatchObject({ code: 'already-reversed' });
    expect(await world.deps.cancellations.find(folio)).toMatchObject({ state: 'refused' });
  });

  it('cannot be blocked by a payment under a key of its own shape', async () => {
    const { folio } = await take('n1');
    await take('n2', { idempotencyKey: `CANCEL#${folio}` });
    expect(await cancel(folio, 'n3')).toMatchObject({ state: 'cancelled' });
  });
});

describe('the day of a window', () => {
  it('lists only the own office, cancelled payments included', async () => {
    world.clock.set('2026-11-25');
    const first = await take('w1');
    await take('w2', {}, other);
    await cancel(first.folio, 'w3');
    const { payments } = await listPayments(world.deps, { limit: 50 }, cashier);
    expect(payments.map(({ folio, state }) => [folio, state])).toEqual([[first.folio, 'cancelled']]);
    await expect(listPayments(world.deps, { office: 'nogales', limit: 50 }, cashier)).rejects.toMatchObject({
      code: 'office-not-allowed',
    });
  });
});

describe('a salvo-buen-fin payment', () => {
  it('that somebody changed since it was read still ends: firm only while it waits, cancelled whatever it is', async () => {
    const { provisionals } = world.deps;
    const { eventId } = await take('x1', { received: 'cheque' });
    const asRead = await provisionals.find(eventId);
    if (asRead === undefined) throw new Error('a cheque is listed');
    const stamp = { by: 'prueba', on: '2026-11-20', key: 'x', reason: null };
    expect(await provisionals.end(asRead, 'became-firm', stamp)).toBe(true);
    expect(await provisionals.end(asRead, 'cancelled', stamp)).toBe(true);
    expect(await provisionals.end(asRead, 'became-firm', { ...stamp, key: 'y' })).toBe(false);
    expect(await provisionals.end(asRead, 'cancelled', stamp)).toBe(false);
    expect(await provisionals.find(eventId)).toMatchObject({
      state: 'cancelled',
      history: [{ step: 'became-firm' }, { step: 'cancelled' }],
    });
  });

  it('by cheque becomes firm after two banking days, weekend and holidays apart', async () => {
    world.clock.set('2026-11-27');
    const { eventId } = await take('s1', { received: 'cheque' });
    expect(await world.deps.provisionals.find(eventId)).toMatchObject({ state: 'provisional', firmOn: '2026-12-01' });
    world.clock.set('2026-11-30');
    await firmUpPayments(world.deps);
    expect(await world.deps.provisionals.find(eventId)).toMatchObject({ state: 'provisional' });
    world.clock.set('2026-12-01');
    expect(await firmUpPayments(world.deps)).toBeGreaterThanOrEqual(1);
    expect(await world.deps.provisionals.find(eventId)).toMatchObject({
      state: 'firm',
      history: [{ step: 'became-firm', on: '2026-12-01' }],
    });
    const late = { eventId, reason: 'Fondos insuficientes', idempotencyKey: `s2-${number}` };
    await expect(bouncePayment(world.deps, late, technician)).rejects.toMatchObject({ code: 'not-provisional' });
  });

  it('of a bank row bounces by reversal, once', async () => {
    const before = await world.owed(note);
    const file = await world.drop(
      `b-${number}.txt`,
      cieFile([{ reference: note.reference, amount: '45.00', type: 'CIS' }]),
    );
    const [row] = await world.rows(file.fileId);
    const input = { eventId: row?.eventId ?? '', reason: 'Fondos insuficientes', idempotencyKey: `b1-${number}` };
    expect(await bouncePayment(world.deps, input, technician)).toMatchObject({ state: 'bounced' });
    expect(await bouncePayment(world.deps, input, technician)).toMatchObject({ state: 'bounced' });
    expect(await world.owed(note)).toBe(before);
    const entries = await world.deps.ledger.entriesOfNote(note.noteId);
    expect(entries.filter((entry) => entry.kind === 'reversed')).toHaveLength(1);
    expect(entries.find((entry) => entry.kind === 'reversed')?.reason).toBe('bounced-cheque');
  });

  it('whose bounce crashed behind the reversal does not become firm meanwhile, and ends as bounced', async () => {
    const { eventId } = await take('j1', { received: 'cheque' });
    const crashing = { ...world.deps.provisionals, end: async () => Promise.reject(new Error('killed')) };
    const input = { eventId, reason: 'Sin fondos', idempotencyKey: `j2-${number}` };
    await expect(bouncePayment({ ...world.deps, provisionals: crashing }, input, technician)).rejects.toThrow('killed');
    world.clock.set('2026-11-27');
    await firmUpPayments(world.deps);
    expect(await world.deps.provisionals.find(eventId)).toMatchObject({ state: 'bouncing' });
    expect(await bouncePayment(world.deps, input, technician)).toMatchObject({
      state: 'bounced',
      history: [{ step: 'bounce' }, { step: 'bounced', on: '2026-11-20' }],
    });
    const again = { ...input, idempotencyKey: `j3-${number}` };
    await expect(bouncePayment(world.deps, again, technician)).rejects.toMatchObject({ code: 'not-provisional' });
  });

  it('cancelled at the window leaves the list', async () => {
    const { folio, eventId } = await take('z1', { received: 'cheque' });
    await cancel(folio, 'z2');
    expect(await world.deps.provisionals.find(eventId)).toMatchObject({ state: 'cancelled' });
  });
});

describe('the receipt', () => {
  it('carries contract, application, and the hash of the ledger entry; a cancelled one says so', async () => {
    const payment = await take('q1');
    const models: unknown[] = [];
    const deps = {
      ...world.deps,
      draw: async (model: unknown) => {
        models.push(model);
        return new Uint8Array([1]);
      },
    };
    const printed = await printReceipt(deps, { params: { folio: payment.folio } }, cashier);
    expect(printed.fileName).toBe(`recibo-${payment.folio}.pdf`);
    const [entry] = await world.paidEntries(note);
    expect(models[0]).toMatchObject({
      folio: payment.folio,
      office: 'Hermosillo',
      amount: 125_050,
      entryHash: entry?.hash,
      notes: [{ contractNumber: note.contractNumber }],
    });
    await cancel(payment.folio, 'q2');
    await printReceipt(deps, { params: { folio: payment.folio } }, cashier);
    expect(models[1]).toMatchObject({ cancelled: { on: '2026-11-20', reason: 'Importe equivocado' } });
  });
});
