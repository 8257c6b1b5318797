import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CreditUse } from '../../../functions/recovery/credits/credit-use.ts';
import { toAnswer } from '../../../functions/recovery/credits/credit-use-cases.ts';
import { creditUseMachine } from '../../../functions/recovery/credits/credit-use-machine.ts';
import { approveCreditUse, rejectCreditUse } from '../../../functions/recovery/credits/decide-credit-use.ts';
import { healCreditUses } from '../../../functions/recovery/credits/heal-credit-uses.ts';
import { readCreditUse } from '../../../functions/recovery/credits/read-credit-use.ts';
import { type CreditUseRequest, requestCreditUse } from '../../../functions/recovery/credits/request-credit-use.ts';
import { postPayment } from '../../../functions/recovery/payments/post-payment.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { refuse as refuseShared } from '../../../shared/refusals/shared-refusals.ts';
import { takeStep } from '../../../shared/transitions/take-step.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { caller, type PaymentWorld, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
let world: PaymentWorld;
/** 970.41 is held on it and nothing is owed. */
let note: TestNote;
/** Of the same file; 10,000.00 are owed. */
let other: TestNote;
let number = 70_000;
const technician = caller('recovery-technician');
const accountant = caller('accountant');
const HELD = 97_041;
/** Nothing is due before 2026-12-15, and what is paid until then is held. */
const HOLDING = noteTerms({
  endOfGrace: calendarDate('2026-11-14'),
  firstDueDate: calendarDate('2026-12-15'),
  allocation: { ...noteTerms().allocation, prepayment: 'hold' },
});
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  world = paymentWorld(dynamo);
  number += 10;
  note = await world.openNote(number);
  await pay(note, (await world.owed(note)) + HELD);
  other = await world.openNote(number + 1, { fileId: note.fileId });
});

const pay = (to: TestNote, amount: number, name = 'pay') =>
  postPayment(world.deps, {
    ...{ target: { fileId: to.fileId, noteId: to.noteId }, amount, channel: 'cie', provisional: false },
    ...{ valueDate: world.clock.today(), actor: 'prueba', reason: 'bank-file' },
    idempotency: { scope: 'BANKROW', key: `${name}-${number}`, input: amount },
    source: { type: 'bank-file', id: `archivo-${number}`, line: 1 },
  });
const ask = (changes: Partial<CreditUseRequest> = {}, key = 'ask', who = technician, deps = world.deps) => {
  const { fileId, noteId } = note;
  const input = {
    fileId,
    noteId,
    use: 'refund' as const,
    amount: 50_000,
    reason: 'Lo pidió el acreditado',
    ...changes,
  };
  return requestCreditUse(deps, { ...input, idempotencyKey: `${key}-${number}` }, who).then(shown);
};
/** As the API says it, with what it does not say. */
const shown = (one: CreditUse) => ({ ...one, ...toAnswer(one), amount: one.amount });
const transfer = (changes: Partial<CreditUseRequest> = {}, key = 'ask') =>
  ask({ use: 'transfer', toNoteId: other.noteId, ...changes }, key);
const approve = (one: CreditUse, key = 'approve', who = accountant, deps = world.deps) => {
  const reference = one.use === 'refund' ? { transferReference: 'SPEI 8841' } : {};
  const input = { creditUseId: one.creditUseId, ...reference, idempotencyKey: `${key}-${number}` };
  return approveCreditUse(deps, input, who).then(shown);
};
const reject = (one: CreditUse, key = 'reject', who = accountant, reason = 'Falta la solicitud firmada') =>
  rejectCreditUse(world.deps, { creditUseId: one.creditUseId, reason, idempotencyKey: `${key}-${number}` }, who).then(
    shown,
  );
const held = async (of: TestNote) =>
  (await world.deps.ledger.balanceOfNote(of.fileId, of.noteId, world.clock.today()))?.held;
const entries = async (of: TestNote, kind: string) =>
  (await world.deps.ledger.entriesOfNote(of.noteId)).filter((entry) => entry.kind === kind);
const stored = async (one: CreditUse) => {
  const found = await world.deps.creditUses.find(one.creditUseId);
  return found === undefined ? undefined : shown(found);
};
const usedKeys = async (...keys: string[]) => {
  const claims = await Promise.all(keys.map((key) => world.claimed(`CREDIT#REQUEST#${key}-${number}`)));
  return claims.filter(Boolean).length;
};

describe('a request', () => {
  it('moves nothing, and is answered again when it is sent again', async () => {
    const one = await ask();
    expect(one).toMatchObject({
      ...{ status: 'requested', use: 'refund', amount: 50_000, office: 'hermosillo', toNoteId: null },
      ...{ requestedBy: technician.subject, requestedOn: '2026-11-20', decision: null, eventId: null },
    });
    expect(await ask()).toEqual(one);
    expect(await held(note)).toBe(HELD);
    await approve(one);
    expect(await ask()).toMatchObject({ status: 'done', creditUseId: one.creditUseId });
  });

  it('sent twice at once is one', async () => {
    const [first, second] = await Promise.all([ask({ amount: HELD }), ask({ amount: HELD })]);
    expect(second).toEqual(first);
  });

  it('of a key that meant something else is refused', async () => {
    await ask();
    await expect(ask({ amount: 1 })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    await expect(ask({ use: 'apply' })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
  });

  it.each<[string, string, Partial<CreditUseRequest>]>([
    ['of a file that nobody knows', 'not-found', { fileId: '0193f1c2-7c1a-7b7e-9d3e-5a1f0c2b4d6e' }],
    ['on a note of another file', 'chosen-notes-foreign', { noteId: '0193f1c2-7c1a-7b7e-9d3e-5a1f0c2b4d6e' }],
    [
      'that passes money to a note of another file',
      'chosen-notes-foreign',
      { use: 'transfer', toNoteId: '0193f1c2-7c1a-7b7e-9d3e-5a1f0c2b4d6e' },
    ],
    ['of a centavo more than is held', 'credit-not-enough', { amount: HELD + 1 }],
    ['to apply money to a note that owes nothing', 'more-than-owed', { use: 'apply', amount: 1 }],
  ])('%s is refused and leaves nothing', async (_what, code, changes) => {
    await expect(ask(changes, 'bad')).rejects.toMatchObject({ code });
    expect(await usedKeys('bad')).toBe(0);
    expect(await ask({}, 'bad')).toMatchObject({ status: 'requested' });
  });

  it('to let money leave that came with a cheque waits until the cheque is firm; the note itself may use it', async () => {
    const cheque = async (amount: number) =>
      postPayment(world.deps, {
        ...{ target: { fileId: note.fileId, noteId: note.noteId }, amount, channel: 'window', provisional: true },
        ...{ valueDate: world.clock.today(), actor: 'prueba', reason: 'window-payment' },
        idempotency: { scope: 'WINDOW', key: `cheque-${number}-${amount}`, input: amount },
        source: { type: 'window', id: `cheque-${number}` },
      });
    const waiting = await ask({ amount: HELD }, 'before');
    await cheque(1_000);
    await expect(approve(waiting)).resolves.toMatchObject({ status: 'done' });
    const { eventId } = await cheque(30_000);
    for (const use of [{ use: 'refund' }, { use: 'transfer', toNoteId: other.noteId }] as const)
      await expect(ask({ ...use, amount: 1 }, 'bouncy')).rejects.toMatchObject({
        code: 'credit-not-enough',
        detail: expect.stringContaining('$310.00 entraron con cheque'),
      });
    expect(await usedKeys('bouncy')).toBe(0);
    await pay(note, 5_000, 'cash');
    await expect(ask({ amount: 5_001 }, 'more')).rejects.toMatchObject({ code: 'credit-not-enough' });
    const free = await ask({ amount: 5_000 }, 'free');
    await cheque(40_000);
    expect(await approve(free, 'free-yes')).toMatchObject({ status: 'done' });
    const bounced = await world.deps.provisionals.find(eventId);
    if (bounced === undefined) throw new Error('a cheque is listed');
    const stamp = { by: 'prueba', on: '2026-11-20', key: 'firme', reason: null };
    expect(await world.deps.provisionals.end(bounced, 'became-firm', stamp)).toBe(true);
    expect(await ask({ amount: 30_000 }, 'firm')).toMatchObject({ status: 'requested' });
  });

  it('is not approved when what was held has become the money of a cheque meanwhile', async () => {
    const { fileId, noteId } = note;
    const cash = await pay(note, 60_000, 'cash');
    const one = await ask({ amount: HELD + 60_000 });
    const taken = { fileId, noteIds: [noteId], eventId: cash.eventId, actor: 'prueba', reason: 'wrong-assignment' };
    const idempotency = { scope: 'CORRECTION', key: `back-${number}`, input: 1 } as const;
    await world.deps.ledger.reverse({ ...taken, idempotency, source: { type: 'correction', id: 'x' } });
    await postPayment(world.deps, {
      ...{ target: { fileId, noteId }, amount: 60_000, channel: 'window', provisional: true },
      ...{ valueDate: world.clock.today(), actor: 'prueba', reason: 'window-payment' },
      idempotency: { scope: 'WINDOW', key: `cheque-${number}`, input: 1 },
      source: { type: 'window', id: `cheque-${number}` },
    });
    expect(await held(note)).toBe(HELD + 60_000);
    await expect(approve(one)).rejects.toMatchObject({ code: 'credit-not-enough' });
    expect(await stored(one)).toEqual(one);
    expect(await entries(note, 'credit-refunded')).toEqual([]);
    expect(await usedKeys('approve')).toBe(0);
  });

  it('from an office that does not reach the file finds nothing, nor does a decision or a reading', async () => {
    const foreign = caller('recovery-technician', ['nogales']);
    await expect(ask({}, 'far', foreign)).rejects.toMatchObject({ code: 'not-found' });
    const one = await ask();
    const farAccountant = caller('accountant', ['nogales']);
    await expect(readCreditUse(world.deps, one.creditUseId, foreign)).rejects.toMatchObject({ code: 'not-found' });
    await expect(approve(one, 'far', farAccountant)).rejects.toMatchObject({ code: 'not-found' });
    await expect(reject(one, 'far', farAccountant)).rejects.toMatchObject({ code: 'not-found' });
    expect(await stored(one)).toEqual(one);
    const near = caller('recovery-technician', ['hermosillo']);
    expect(shown(await readCreditUse(world.deps, one.creditUseId, near))).toEqual(one);
  });

  it('never promises the same money twice: what waits is spoken for until it is turned down', async () => {
    const first = await ask({ amount: HELD - 100 });
    const refused = ask({ amount: 101 }, 'second');
    await expect(refused).rejects.toMatchObject({
      code: 'credit-not-enough',
      detail:
        'El pagaré tiene $970.41 a favor, de los que $969.41 ya están en otras solicitudes sin terminar. Pida como máximo $1.00, o espere a que se resuelvan.',
      details: [{ pointer: '/amount' }],
    });
    expect(await ask({ amount: 100 }, 'second')).toMatchObject({ status: 'requested' });
    await reject(first);
    expect(await ask({ amount: 101 }, 'third')).toMatchObject({ status: 'requested' });
    expect(await transfer({ noteId: note.noteId, amount: 1 }, 'fourth')).toMatchObject({ status: 'requested' });
  });
});

describe('an approval', () => {
  it('of a refund takes the money off the note once, and the journal leads to both persons', async () => {
    const one = await ask();
    const done = await approve(one);
    expect(done).toMatchObject({
      ...{ status: 'done', postedOn: '2026-11-20', requestedBy: technician.subject },
      decision: { decision: 'approve', by: accountant.subject, on: '2026-11-20', transferReference: 'SPEI 8841' },
    });
    expect(await approve(one)).toEqual(done);
    expect(await held(note)).toBe(HELD - 50_000);
    const [entry, ...more] = await entries(note, 'credit-refunded');
    expect(more).toEqual([]);
    expect(entry).toMatchObject({
      ...{ eventId: done.eventId, actor: accountant.subject, reason: 'credit-refund', valueDate: '2026-11-20' },
      source: { type: 'credit-use', id: one.creditUseId },
      lines: { credit: 50_000, refunds: -50_000 },
    });
  });

  it('of an application pays what the note owes, due or not', async () => {
    const holding = await world.openNote(number + 2, { terms: HOLDING });
    await pay(holding, 300_000, 'hold');
    const [before, owed] = [(await held(holding)) ?? 0, await world.owed(holding)];
    expect(before).toBeGreaterThan(50_000);
    const one = await ask({ ...holding, use: 'apply' });
    expect(await approve(one)).toMatchObject({ status: 'done', decision: { transferReference: null } });
    expect([await held(holding), await world.owed(holding)]).toEqual([before - 50_000, owed - 50_000]);
    expect(await entries(holding, 'credit-applied')).toMatchObject([
      { actor: accountant.subject, application: { amount: 50_000, credit: 0 } },
    ]);
  });

  it('of a transfer pays the other note in the same posting', async () => {
    const owed = await world.owed(other);
    const done = await approve(await transfer());
    expect(await held(note)).toBe(HELD - 50_000);
    expect(await world.owed(other)).toBe(owed - 50_000);
    const [out] = await entries(note, 'credit-transferred');
    const [into] = await entries(other, 'credit-received');
    expect([out?.eventId, into?.eventId]).toEqual([done.eventId, done.eventId]);
    expect(into).toMatchObject({ source: { type: 'credit-use', id: done.creditUseId }, reason: 'credit-transfer' });
    const { credit } = await world.deps.ledger.balancesOfFile(note.fileId, calendarDate('2026-11-20'));
    expect(credit).toBe(HELD - 50_000);
  });

  it('is of another person, and carries a reference exactly when it is a refund', async () => {
    const one = await ask({}, 'own', accountant);
    await expect(approve(one)).rejects.toMatchObject({ code: 'same-person' });
    await expect(reject(one)).rejects.toMatchObject({ code: 'same-person' });
    const decision = { creditUseId: one.creditUseId, idempotencyKey: `approve-${number}` };
    const by = caller('accountant', 'all', 'otra');
    await expect(approveCreditUse(world.deps, decision, by)).rejects.toMatchObject({
      code: 'transfer-reference-mismatch',
    });
    const moved = await transfer({ amount: 1 }, 'moved');
    await expect(
      approveCreditUse(world.deps, { ...decision, ...moved, transferReference: 'SPEI 1' }, by),
    ).rejects.toMatchObject({ code: 'transfer-reference-mismatch' });
    expect([await stored(one), await stored(moved)]).toEqual([one, moved]);
    expect(await usedKeys('approve', 'reject')).toBe(0);
  });

  it('of nothing known, a second time, after a rejection, and with the key of something else is refused', async () => {
    await expect(approve({ use: 'refund', creditUseId: 'x' } as CreditUse)).rejects.toMatchObject({
      code: 'not-found',
    });
    const one = await ask();
    await approve(one);
    await expect(approve(one, 'again')).rejects.toMatchObject({ code: 'credit-use-not-pending' });
    await expect(reject(one, 'late')).rejects.toMatchObject({ code: 'credit-use-not-pending' });
    await expect(reject(one, 'approve')).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    const second = await ask({ amount: 100 }, 'second');
    const rejected = await reject(second);
    expect(rejected).toMatchObject({ status: 'rejected', decision: { reason: 'Falta la solicitud firmada' } });
    expect(await reject(second)).toEqual(rejected);
    await expect(reject(second, 'reject', accountant, 'Otro motivo')).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
    await expect(approve(second, 'late')).rejects.toMatchObject({ code: 'credit-use-not-pending' });
    expect(await usedKeys('again', 'late')).toBe(0);
    expect(await entries(note, 'credit-refunded')).toHaveLength(1);
  });

  it('by two persons at once is one, and so is the same one sent twice at once', async () => {
    const one = await ask({ amount: HELD });
    const ends = await Promise.allSettled([approve(one, 'a'), approve(one, 'b', caller('accountant', 'all', 'otra'))]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(ends.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: { code: 'credit-use-not-pending' },
    });
    await pay(note, 1_000, 'more');
    const second = await ask({ amount: 1_000 }, 'second');
    const [first, again] = await Promise.all([approve(second, 'c'), approve(second, 'c')]);
    expect([first.status, again.status, first.eventId]).toEqual(['done', 'done', again.eventId]);
    expect(await entries(note, 'credit-refunded')).toHaveLength(2);
    expect(await held(note)).toBe(0);
  });

  it('against a rejection at once leaves one of the two', async () => {
    const one = await ask();
    const ends = await Promise.allSettled([approve(one), reject(one)]);
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const isDone = (await stored(one))?.status === 'done';
    expect(await entries(note, 'credit-refunded')).toHaveLength(isDone ? 1 : 0);
  });
});

describe('money that is gone by the time of the approval', () => {
  it('is refused by the ledger; the request waits for a decision again, with nothing moved', async () => {
    // Two requests that met: each read the queue before the other was in it.
    const blind = { ...world.deps, creditUses: { ...world.deps.creditUses, all: async function* () {} } };
    const first = await ask({ amount: HELD });
    const second = await ask({ amount: HELD }, 'second', technician, blind);
    await approve(first);
    const refused = approve(second, 'b');
    await expect(refused).rejects.toMatchObject({ code: 'credit-not-enough' });
    expect(await stored(second)).toMatchObject({ status: 'requested', decision: null });
    expect([await held(note), (await entries(note, 'credit-refunded')).length]).toEqual([0, 1]);
    // The same approval, once there is money again, is carried out; or it is turned down.
    await pay(note, HELD, 'more');
    expect(await approve(second, 'b')).toMatchObject({ status: 'done' });
    expect([await held(note), (await entries(note, 'credit-refunded')).length]).toEqual([0, 2]);
  });

  it('because it paid a due date by itself is not given out a second time', async () => {
    const holding = await world.openNote(number + 2, { terms: HOLDING });
    await pay(holding, 300_000, 'hold');
    const one = await ask({ ...holding, amount: (await held(holding)) ?? 0 });
    world.clock.set('2026-12-20');
    const left = (await held(holding)) ?? 0;
    expect(left).toBeLessThan(one.amount);
    await expect(approve(one)).rejects.toMatchObject({ code: 'credit-not-enough' });
    expect(await held(holding)).toBe(left);
    expect(await reject(one)).toMatchObject({ status: 'rejected' });
  });
});

describe('an approval that a crash cut off', () => {
  const killed = () => Promise.reject(new Error('killed'));
  const logged: string[] = [];
  const withLog = () => ({ ...world.deps, log: { event: (name: string) => logged.push(name) } as never });

  it.each([
    ['refund', 'before'],
    ['refund', 'behind'],
    ['transfer', 'before'],
    ['transfer', 'behind'],
  ] as const)('of a %s, %s the ledger, is finished by itself, once, on the day it was approved', async (use, when) => {
    const one = await (use === 'refund' ? ask() : transfer());
    let writes = 0;
    const write: typeof world.deps.creditUses.write = (next) => {
      writes += 1;
      return writes > 1 ? killed() : world.deps.creditUses.write(next);
    };
    const dying =
      when === 'before'
        ? { ...world.deps, ledger: { ...world.deps.ledger, postToNote: killed, transferCredit: killed } }
        : { ...world.deps, creditUses: { ...world.deps.creditUses, write } };
    await expect(approve(one, 'approve', accountant, dying)).rejects.toThrow('killed');
    expect(await stored(one)).toMatchObject({ status: 'posting', decision: { by: accountant.subject } });
    expect(await held(note)).toBe(when === 'before' ? HELD : HELD - 50_000);
    await expect(reject(one)).rejects.toMatchObject({ code: 'credit-use-not-pending' });
    await expect(ask({ amount: HELD }, 'more')).rejects.toMatchObject({ code: 'credit-not-enough' });

    world.clock.set('2026-11-21');
    expect(await healCreditUses(withLog())).toBe(1);
    const done = await stored(one);
    expect(done).toMatchObject({ status: 'done', postedOn: when === 'before' ? '2026-11-21' : '2026-11-20' });
    const kind = use === 'refund' ? 'credit-refunded' : 'credit-transferred';
    expect(await entries(note, kind)).toMatchObject([{ eventId: done?.eventId, valueDate: '2026-11-20' }]);
    expect(await healCreditUses(withLog())).toBe(0);
    expect(await approve(one)).toEqual(done);
    expect(await held(note)).toBe(HELD - 50_000);
  });

  it('is finished by the same request too', async () => {
    const one = await ask();
    const dying = { ...world.deps, ledger: { ...world.deps.ledger, postToNote: killed } };
    await expect(approve(one, 'approve', accountant, dying)).rejects.toThrow('killed');
    expect(await approve(one)).toMatchObject({ status: 'done' });
    expect(await entries(note, 'credit-refunded')).toHaveLength(1);
  });

  it('stays to be finished while the ledger is busy, and the alarm hears of it', async () => {
    const busy = () => Promise.reject(refuseShared('busy-try-later', 'Ocupado.'));
    const one = await ask();
    const deps = { ...world.deps, ledger: { ...world.deps.ledger, postToNote: busy } };
    await expect(approve(one, 'approve', accountant, deps)).rejects.toMatchObject({ code: 'busy-try-later' });
    await expect(healCreditUses({ ...withLog(), ledger: deps.ledger })).rejects.toThrow('1 could not be finished');
    expect(logged).toContain('job-failed');
    expect(await healCreditUses(withLog())).toBe(1);
    expect(await stored(one)).toMatchObject({ status: 'done' });
  });

  it('of which the record was lost finds what was posted when it is approved on another day', async () => {
    const one = await ask();
    const done = await approve(one);
    await world.deps.creditUses.write({ ...one, version: done.version + 1 });
    world.clock.set('2026-11-24');
    expect(await approve(one, 'again')).toMatchObject({
      ...{ status: 'done', eventId: done.eventId, postedOn: '2026-11-20' },
      decision: { on: '2026-11-24' },
    });
    expect(await entries(note, 'credit-refunded')).toHaveLength(1);
    expect(await held(note)).toBe(HELD - 50_000);
  });

  it('is done when the ledger has posted it, whatever another run wrote on the request meanwhile', async () => {
    const one = await ask();
    const postToNote: typeof world.deps.ledger.postToNote = async (command) => {
      const posted = await world.deps.ledger.postToNote(command);
      const now = await world.deps.creditUses.find(one.creditUseId);
      if (now === undefined) throw new Error('gone');
      const stamp = { by: accountant.subject, on: '2026-11-20', key: 'otra', reason: null };
      const failed = takeStep(creditUseMachine, now, 'posting-failed', stamp);
      if (failed.outcome === 'taken') await world.deps.creditUses.write(failed.next);
      expect(await stored(one)).toMatchObject({ status: 'requested', decision: null });
      return posted;
    };
    const meeting = { ...world.deps, ledger: { ...world.deps.ledger, postToNote } };
    expect(await approve(one, 'approve', accountant, meeting)).toMatchObject({ status: 'done' });
    expect(await stored(one)).toMatchObject({ status: 'done', decision: { by: accountant.subject } });
  });
});
