import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Correction } from '../../../functions/recovery/corrections/correction.ts';
import {
  authoriseCorrection,
  directCorrection,
  readCorrection,
  rejectCorrection,
  withdrawCorrection,
} from '../../../functions/recovery/corrections/decide-correction.ts';
import { healCorrections } from '../../../functions/recovery/corrections/heal-corrections.ts';
import { requestCorrection, type ShouldHaveBeen } from '../../../functions/recovery/corrections/request-correction.ts';
import { postPayment } from '../../../functions/recovery/payments/post-payment.ts';
import { readPayment } from '../../../functions/recovery/window/read-payments.ts';
import { takePayment } from '../../../functions/recovery/window/take-payment.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Posted } from '../../../shared/ledger/ledger.ts';
import type { Source } from '../../../shared/ledger/ledger-items.ts';
import { refuseLedger } from '../../../shared/ledger/ledger-refusals.ts';
import { eventsOf } from '../../../shared/ledger/state-as-known-on.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { caller, type PaymentWorld, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
let world: PaymentWorld;
/** 10,000.00, all due since 2026-09-15; 6 % ordinary, 12 % default interest. */
let note: TestNote;
let other: TestNote;
let number = 90_000;
const technician = caller('recovery-technician');
const systems = caller('systems');
const DUE = noteTerms({
  endOfGrace: calendarDate('2026-08-14'),
  firstDueDate: calendarDate('2026-09-15'),
  instalments: 1,
});
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  world = paymentWorld(dynamo);
  number += 10;
  note = await world.openNote(number, { terms: DUE });
  other = await world.openNote(number + 1, { fileId: note.fileId, terms: DUE });
});

const pay = (
  { fileId, noteId }: { readonly fileId: string; readonly noteId: string | null },
  amount: number,
  valueDate = '2026-11-19',
  source: Source = { type: 'bank-file', id: `archivo-${number}`, line: 1 },
): Promise<Posted> =>
  postPayment(world.deps, {
    ...{ target: { fileId, noteId }, amount, channel: 'cie', provisional: false },
    ...{ valueDate: calendarDate(valueDate), actor: 'prueba', reason: 'bank-file' },
    idempotency: { scope: 'BANKROW', key: randomUUID(), input: amount },
    source,
  });
const ask = (paymentId: string, shouldHaveBeen: ShouldHaveBeen | null, who = technician, key = `ask-${number}`) =>
  requestCorrection(
    world.deps,
    { fileId: note.fileId, paymentId, shouldHaveBeen, reason: 'Lo mostró el acreditado', idempotencyKey: key },
    who,
  );
const authorise = ({ correctionId }: Correction, who = systems, deps = world.deps) =>
  authoriseCorrection(deps, { correctionId, idempotencyKey: `authorise-${correctionId}` }, who);
const owed = (of = note) => world.owed(of);
/** What the file owes when that payment alone was made, in a world of its own. */
async function owedIf(amount: number, valueDate: string, toOther = false): Promise<readonly number[]> {
  const first = await world.openNote(number + 2, { terms: DUE });
  const second = await world.openNote(number + 3, { fileId: first.fileId, terms: DUE });
  await pay(toOther ? second : first, amount, valueDate);
  return [await owed(first), await owed(second)];
}

describe('a payment dated too late', () => {
  it('counts from the day on which it was made, with the interest of the days between given back', async () => {
    const { eventId } = await pay(note, 400_000);
    const before = await owed();
    const one = await ask(eventId, { valueDate: calendarDate('2026-09-15') });
    expect(one).toMatchObject({ state: 'requested', office: 'hermosillo', right: { amount: 400_000 } });
    expect(await owed()).toBe(before);

    const done = await authorise(one);
    expect(done.state).toBe('done');
    expect([await owed(), await owed(other)]).toEqual(await owedIf(400_000, '2026-09-15'));
    expect(await owed()).toBeLessThan(before);
    const entries = await world.deps.ledger.entriesOfNote(note.noteId);
    expect(entries.filter(({ kind }) => kind === 'paid')).toHaveLength(2);
    const right = entries.find(({ eventId: id }) => id === lastTaken(done.history, 'paid')?.key);
    expect(right).toMatchObject({
      ...{ valueDate: '2026-09-15', channel: 'cie', actor: systems.subject, reason: 'payment-correction' },
      source: { type: 'correction', id: one.correctionId },
    });
    // It came when it came.
    const payments = eventsOf(entries).filter(({ kind }) => kind === 'paid');
    expect(payments[1]?.arrival).toBe(payments[0]?.arrival);
  });
});

describe('a payment of another', () => {
  it('leaves the note as if it had never come, and is where it belongs', async () => {
    const { eventId } = await pay(note, 250_000);
    await authorise(await ask(eventId, { target: { noteId: other.noteId } }));
    expect([await owed(), await owed(other)]).toEqual(await owedIf(250_000, '2026-11-19', true));
  });

  it('of a whole file is split by what its notes owe without it', async () => {
    const { eventId } = await pay({ fileId: note.fileId, noteId: null }, 1_100_000, '2026-11-19');
    const first = await world.openNote(number + 4, { terms: DUE });
    const second = await world.openNote(number + 5, { fileId: first.fileId, terms: DUE });
    await pay({ fileId: first.fileId, noteId: null }, 1_100_000, '2026-10-01');
    const done = await authorise(await ask(eventId, { valueDate: calendarDate('2026-10-01') }));
    expect(done.state).toBe('done');
    const sides = async (a: TestNote, b: TestNote) => [await owed(a), await owed(b)].toSorted();
    expect(await sides(note, other)).toEqual(await sides(first, second));
  });

  it('that never was is taken back, and nothing takes its place', async () => {
    const before = await owed();
    const { eventId } = await pay(note, 250_000);
    const done = await authorise(await ask(eventId, null));
    expect(done).toMatchObject({ state: 'done', right: null });
    expect(await owed()).toBe(before);
  });
});

describe('a payment at the window', () => {
  const atWindow = () =>
    takePayment(
      world.deps,
      { target: { noteId: note.noteId }, amount: 50_000, received: 'cash', idempotencyKey: randomUUID() },
      caller('cashier', ['obregon']),
    );

  it('of another amount gets it, stays that of its office, and its receipt prints as cancelled', async () => {
    const payment = await atWindow();
    const done = await authorise(await ask(payment.eventId, { amount: 500_000 }));
    expect(done.state).toBe('done');
    const [, right] = await world.paidEntries(note);
    expect(right).toMatchObject({ officeOfPayment: 'obregon', channel: 'window', application: { amount: 500_000 } });
    expect(await readPayment(world.deps, payment.folio, caller('cashier', ['obregon']))).toMatchObject({
      state: 'cancelled',
      cancellation: { by: technician.subject, reason: 'Lo mostró el acreditado' },
    });
  });

  it('corrected once may be corrected again', async () => {
    const payment = await atWindow();
    const first = await authorise(await ask(payment.eventId, { amount: 500_000 }));
    const paymentId = lastTaken(first.history, 'paid')?.key ?? '';
    const again = await authorise(await ask(paymentId, { amount: 60_000 }, technician, `again-${number}`));
    expect(again.state).toBe('done');
    const before = await world.openNote(number + 6, { terms: DUE });
    await pay(before, 60_000, '2026-11-20');
    expect(await owed()).toBe(await owed(before));
  });
});

describe('four eyes', () => {
  it('refuse who asked, move nothing when it is rejected or withdrawn, and take one decision', async () => {
    const { eventId } = await pay(note, 250_000);
    const before = await owed();
    const one = await ask(eventId, null);
    await expect(authorise(one, { ...systems, subject: technician.subject })).rejects.toMatchObject({
      code: 'same-person',
    });
    const decision = { correctionId: one.correctionId, reason: 'No procede', idempotencyKey: `no-${number}` };
    await expect(
      rejectCorrection(world.deps, decision, { ...systems, subject: technician.subject }),
    ).rejects.toMatchObject({ code: 'same-person' });
    expect(await rejectCorrection(world.deps, decision, systems)).toMatchObject({ state: 'rejected' });
    await expect(authorise(one)).rejects.toMatchObject({ code: 'correction-not-open-to' });
    const second = await ask(eventId, null, technician, `second-${number}`);
    await withdrawCorrection(world.deps, { ...decision, ...second, idempotencyKey: `w-${number}` }, technician);
    await expect(authorise(second)).rejects.toMatchObject({ code: 'correction-not-open-to' });
    expect(await owed()).toBe(before);
  });

  it('of two who authorise at once the payment is taken back once', async () => {
    const { eventId } = await pay(note, 250_000);
    const one = await ask(eventId, { target: { noteId: other.noteId } });
    const decide = (key: string) =>
      authoriseCorrection(world.deps, { correctionId: one.correctionId, idempotencyKey: key }, systems).catch(
        ({ code }) => code,
      );
    const ends = await Promise.all([decide(`a-${number}`), decide(`b-${number}`)]);
    expect(ends.filter((end) => end !== 'correction-not-open-to')).toHaveLength(1);
    expect(await world.paidEntries(other)).toHaveLength(1);
    expect((await world.deps.ledger.entriesOfNote(note.noteId)).filter(({ kind }) => kind === 'reversed')).toHaveLength(
      1,
    );
  });
});

describe('is refused, and nothing is written', () => {
  const refused = async (attempt: () => Promise<unknown>, code: string) => {
    const before = [await owed(), await owed(other)];
    await expect(attempt()).rejects.toMatchObject({ code });
    expect([await owed(), await owed(other)]).toEqual(before);
    expect(await world.claimed(`CORRECTION#REQUEST#ask-${number}`)).toBe(false);
  };

  it('a payment that nobody knows, or of an office out of reach', async () => {
    const { eventId } = await pay(note, 100);
    await refused(() => ask(randomUUID(), null), 'not-found');
    await refused(() => ask(eventId, null, caller('recovery-technician', ['nogales'])), 'not-found');
  });

  it('one that changes nothing', async () => {
    const { eventId } = await pay(note, 100);
    await refused(() => ask(eventId, {}), 'correction-changes-nothing');
    await refused(() => ask(eventId, { target: { noteId: note.noteId }, amount: 100 }), 'correction-changes-nothing');
  });

  it('an amount that the bank told', async () => {
    const { eventId } = await pay(note, 100);
    await refused(() => ask(eventId, { amount: 200 }), 'amount-told-by-bank');
  });

  it('what the ledger would refuse', async () => {
    const { eventId } = await pay(note, 100);
    await refused(() => ask(eventId, { valueDate: calendarDate('2026-11-21') }), 'date-in-future');
    await refused(() => ask(eventId, { target: { noteId: randomUUID() } }), 'target-unknown');
  });

  it('a payment that was taken back', async () => {
    const { eventId } = await pay(note, 100);
    await authorise(await ask(eventId, null, technician, `first-${number}`));
    await refused(() => ask(eventId, null), 'payment-not-correctable');
  });

  it.each(['deposit', 'credit-use', 'cut-over'] as const)(
    'what came out of a %s, which has its own way',
    async (type) => {
      const { eventId } = await pay(note, 100, '2026-11-19', { type, id: 'otro' });
      await refused(() => ask(eventId, null), 'payment-not-correctable');
    },
  );

  it('a cheque that may still bounce', async () => {
    const { eventId } = await takePayment(
      world.deps,
      { target: { noteId: note.noteId }, amount: 100, received: 'cheque', idempotencyKey: randomUUID() },
      caller('cashier', ['hermosillo']),
    );
    await refused(() => ask(eventId, null), 'payment-not-correctable');
  });

  it('with another meaning under the same key', async () => {
    const { eventId } = await pay(note, 100);
    await ask(eventId, null);
    await expect(ask(eventId, { valueDate: calendarDate('2026-11-18') })).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
  });
});

describe('what a crash leaves half way', () => {
  const log = { event: () => undefined } as never;
  const stop = () => Promise.reject(new Error('killed'));

  it.each(['before the payment is taken back', 'before it is taken in as it should be'])(
    '%s: is finished',
    async (when) => {
      const { eventId } = await pay(note, 250_000);
      const one = await ask(eventId, { target: { noteId: other.noteId } });
      const { ledger } = world.deps;
      const killed = when.includes('taken back') ? { ...ledger, reverse: stop } : { ...ledger, postToNote: stop };
      await expect(authorise(one, systems, { ...world.deps, ledger: killed })).rejects.toThrow('killed');
      expect(await healCorrections({ ...world.deps, log })).toBe(1);
      expect([await owed(), await owed(other)]).toEqual(await owedIf(250_000, '2026-11-19', true));
      expect(await healCorrections({ ...world.deps, log })).toBe(0);
    },
  );

  it('money that the ledger does not take in waits for somebody else to say where it goes', async () => {
    const { eventId } = await pay(note, 250_000);
    const one = await ask(eventId, { target: { noteId: other.noteId } });
    const refuses = () => Promise.reject(refuseLedger('note-cancelled', 'Se canceló.'));
    const closed = { ...world.deps, ledger: { ...world.deps.ledger, postToNote: refuses } };
    await expect(authorise(one, systems, closed)).rejects.toMatchObject({ code: 'note-cancelled' });
    const waiting = await readCorrection(world.deps, one.correctionId, technician);
    expect(waiting.state).toBe('unpaid');

    const direct = (who: typeof systems, key: string) =>
      directCorrection(
        world.deps,
        { correctionId: one.correctionId, target: { fileId: note.fileId }, idempotencyKey: key },
        who,
      );
    await expect(direct({ ...systems, subject: technician.subject }, `x-${number}`)).rejects.toMatchObject({
      code: 'same-person',
    });
    expect(await direct(systems, `d-${number}`)).toMatchObject({ state: 'done', right: { noteId: null } });
    const paid = [...(await world.paidEntries(note)), ...(await world.paidEntries(other))];
    const standing = paid.filter(({ source }) => source.type === 'correction');
    expect(standing.reduce((sum, { application }) => sum + (application?.amount ?? 0), 0)).toBe(250_000);
  });

  it('what the ledger would no longer take in is refused while the payment is in its place', async () => {
    const { eventId } = await pay(note, 250_000);
    const one = await ask(eventId, { target: { noteId: other.noteId } });
    const refuses = () => Promise.reject(refuseLedger('note-cancelled', 'Se canceló.'));
    const closed = { ...world.deps, ledger: { ...world.deps.ledger, previewPayment: refuses } };
    await expect(authorise(one, systems, closed)).rejects.toMatchObject({ code: 'note-cancelled' });
    expect(await readCorrection(world.deps, one.correctionId, technician)).toMatchObject({ state: 'requested' });
    expect((await world.deps.ledger.entriesOfNote(note.noteId)).some(({ kind }) => kind === 'reversed')).toBe(false);
  });

  it('a payment taken back by another way meanwhile waits for a decision again', async () => {
    const { eventId } = await pay(note, 250_000);
    const one = await ask(eventId, { target: { noteId: other.noteId } });
    await world.deps.ledger.reverse({
      ...{ fileId: note.fileId, noteIds: [note.noteId], eventId, actor: 'prueba', reason: 'chargeback' },
      idempotency: { scope: 'CORRECTION', key: `chargeback-${number}`, input: 1 },
      source: { type: 'bank-file', id: 'otro', line: 1 },
    });
    await expect(authorise(one)).rejects.toMatchObject({ code: 'already-reversed' });
    expect(await readCorrection(world.deps, one.correctionId, technician)).toMatchObject({ state: 'requested' });
    expect(await world.paidEntries(other)).toHaveLength(0);
  });
});
