import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { assignDeposit } from '../../../functions/recovery/deposits/assign-deposit.ts';
import type { Deposit } from '../../../functions/recovery/deposits/deposit.ts';
import { healDeposits } from '../../../functions/recovery/deposits/heal-deposits.ts';
import { reopenDeposit } from '../../../functions/recovery/deposits/reopen-deposit.ts';
import { approveReturn, rejectReturn, requestReturn } from '../../../functions/recovery/deposits/return-deposit.ts';
import { suggestTargets } from '../../../functions/recovery/deposits/suggest-targets.ts';
import { refuseLedger } from '../../../shared/ledger/ledger-refusals.ts';
import { createLog } from '../../../shared/observability/log.ts';
import type { RecordRange } from '../../../shared/store/record-store.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { caller, cieFile, type PaymentWorld, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
let world: PaymentWorld;
let note: TestNote;
let depositId: string;
let number = 5_000;
const technician = caller('recovery-technician');
const accountant = caller('accountant');
const log = createLog({ functionName: 'prueba', now: () => new Date(), write: () => undefined });
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  world = paymentWorld(dynamo);
  number += 10;
  note = await world.openNote(number);
  const wrongDigit = `${note.reference.slice(0, -1)}${(Number(note.reference.at(-1)) + 1) % 10}`;
  const concept = `PAGO ${note.contractNumber}`;
  const file = await world.drop(`d-${number}.txt`, cieFile([{ reference: wrongDigit, amount: '800.00', concept }]));
  depositId = (await world.rows(file.fileId))[0]?.depositId ?? '';
});

const assign = (key: string, deps: Partial<PaymentWorld['deps']> = {}, target: object = { noteId: note.noteId }) =>
  assignDeposit(
    { ...world.deps, ...deps },
    { depositId, target: target as { noteId: string }, idempotencyKey: key },
    technician,
  );
const steps = ({ history }: Deposit) =>
  history.map(({ step, by, reason, evidence = {} }) => [step, by, reason, evidence]);
const movements = async () =>
  (await world.deps.deposits.movementsOf(depositId)).map(({ seq, movement, amount }) => [seq, movement, amount]);

describe('an unidentified deposit', () => {
  it('is listed by status and day, with an exact amount when asked', async () => {
    const listed = async (range: RecordRange) =>
      (await world.deps.deposits.page('unidentified', { limit: 50 }, range)).records.map(
        (deposit) => deposit.depositId,
      );
    const that = { from: '2026-11-19', to: '2026-11-19' };
    expect(await listed({ ...that, filter: { amount: 80_000 } })).toContain(depositId);
    expect(await listed({ ...that, filter: { amount: 80_001 } })).not.toContain(depositId);
    expect(await listed({ from: '2026-11-20' })).toEqual([]);
    expect(await listed({ from: '2026-11-20', to: '2026-11-19' })).toEqual([]);
    expect(await movements()).toEqual([[1, 'received', 80_000]]);
  });

  it('suggests by contract number in the concept and by a reference one slip away, each target once', async () => {
    const suggestions = await suggestTargets(world.deps, depositId);
    expect(suggestions[0]).toMatchObject({ rank: 1, target: { noteId: note.noteId }, evidence: note.contractNumber });
    expect(suggestions.filter(({ target }) => target.noteId === note.noteId)).toHaveLength(1);
  });

  it('assigned pays with the deposit day as value date, recorded today', async () => {
    world.clock.set('2026-11-23');
    expect(await assign(`a1-${number}`)).toMatchObject({ state: 'assigned', movements: 2 });
    const [paid] = await world.paidEntries(note);
    expect(paid).toMatchObject({ valueDate: '2026-11-19', recordedOn: '2026-11-23', application: { amount: 80_000 } });
    expect(await movements()).toEqual([
      [1, 'received', 80_000],
      [2, 'assigned', 80_000],
    ]);
    expect(await assign(`a1-${number}`)).toMatchObject({ state: 'assigned', movements: 2 });
    await expect(
      assign(`a1-${number}`, {}, { contractNumber: (await world.openNote(number + 5)).contractNumber }),
    ).rejects.toMatchObject({
      code: 'idempotency-key-reused',
    });
    await expect(assign(`a2-${number}`)).rejects.toMatchObject({ code: 'deposit-not-free' });
    expect(await world.paidEntries(note)).toHaveLength(1);
  });

  it('a crash after the ledger leaves it being assigned: nobody else gets it, and it heals', async () => {
    const change = world.deps.deposits.change;
    let writes = 0;
    const crashing = {
      deposits: {
        ...world.deps.deposits,
        change: async (...given: Parameters<typeof change>) => {
          writes += 1;
          if (writes > 1) throw new Error('killed');
          return change(...given);
        },
      },
    };
    await expect(assign(`c1-${number}`, crashing)).rejects.toThrow('killed');
    expect(await world.deps.deposits.find(depositId)).toMatchObject({ state: 'assigning' });
    await expect(assign(`c2-${number}`)).rejects.toMatchObject({ code: 'deposit-not-free' });
    expect(await healDeposits({ ...world.deps, log })).toBe(1);
    expect(await world.deps.deposits.find(depositId)).toMatchObject({ state: 'assigned', movements: 2 });
    expect(await world.paidEntries(note)).toHaveLength(1);
    expect(await assign(`c1-${number}`)).toMatchObject({ state: 'assigned' });
  });

  it('two persons assigning at once: one wins, one payment', async () => {
    const other = await world.openNote(number + 1);
    const results = await Promise.allSettled([
      assign(`r1-${number}`),
      assign(`r2-${number}`, {}, { noteId: other.noteId }),
    ]);
    expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await world.paidEntries(note)).length + (await world.paidEntries(other)).length).toBe(1);
  });

  it('assigned by who read it before somebody assigned and reopened it is a new payment', async () => {
    const stale = await world.deps.deposits.find(depositId);
    await assign(`z1-${number}`);
    const reopen = { depositId, reason: 'Era de otra persona', idempotencyKey: `z2-${number}` };
    await reopenDeposit(world.deps, reopen, technician);
    let reads = 0;
    const find: typeof world.deps.deposits.find = async (id) => {
      reads += 1;
      return reads === 1 ? stale : world.deps.deposits.find(id);
    };
    const late = await assign(`z3-${number}`, { deposits: { ...world.deps.deposits, find } });
    expect(late).toMatchObject({ state: 'assigned', attempts: 2, movements: 4 });
    const live = (await world.deps.ledger.entriesOfNote(note.noteId)).filter(({ kind }) => kind !== 'disbursed');
    expect(live.map(({ kind }) => kind)).toEqual(['paid', 'reversed', 'paid']);
  });

  it('whose reopening a crash cut off is reopened by itself, and stays assigned when the ledger refuses', async () => {
    await assign(`w1-${number}`);
    const reopen = { depositId, reason: 'Era de otra persona', idempotencyKey: `w2-${number}` };
    const reversing = (reverse: typeof world.deps.ledger.reverse) => ({
      ...world.deps,
      ledger: { ...world.deps.ledger, reverse },
    });
    const killed = reversing(() => Promise.reject(new Error('killed')));
    await expect(reopenDeposit(killed, reopen, technician)).rejects.toThrow('killed');
    expect(await world.deps.deposits.find(depositId)).toMatchObject({ state: 'reopening' });
    expect(await healDeposits({ ...world.deps, log })).toBe(1);
    expect(await world.deps.deposits.find(depositId)).toMatchObject({ state: 'unidentified', movements: 3 });
    expect(await reopenDeposit(world.deps, reopen, technician)).toMatchObject({ state: 'unidentified' });

    await assign(`w3-${number}`);
    const again = { ...reopen, idempotencyKey: `w4-${number}` };
    const refusing = reversing(() => Promise.reject(refuseLedger('already-reversed', 'Ya se canceló.')));
    await expect(reopenDeposit(refusing, again, technician)).rejects.toMatchObject({ code: 'already-reversed' });
    expect(await world.deps.deposits.find(depositId)).toMatchObject({ state: 'assigned', movements: 4 });
    expect(await reopenDeposit(world.deps, again, technician)).toMatchObject({ state: 'unidentified', movements: 5 });
  });

  it('reopened once is not reopened by that request when a later reopening could not be carried out', async () => {
    const reopen = (key: string, deps = world.deps) =>
      reopenDeposit(deps, { depositId, reason: 'Era de otra persona', idempotencyKey: `${key}-${number}` }, technician);
    await assign(`y1-${number}`);
    await reopen('y2');
    await assign(`y3-${number}`);
    const reverse = () => Promise.reject(refuseLedger('already-reversed', 'Ya se canceló.'));
    const refusing = { ...world.deps, ledger: { ...world.deps.ledger, reverse } };
    await expect(reopen('y4', refusing)).rejects.toMatchObject({ code: 'already-reversed' });
    expect(await reopen('y2')).toMatchObject({ state: 'assigned', movements: 4 });
  });

  it('is free again when the ledger refuses', async () => {
    const young = await world.openNote(number + 2);
    const foreign = { ...world.deps.register, findNote: async () => ({ ...young, noteId: 'no-abierto' }) };
    await expect(assign(`f1-${number}`, { register: foreign })).rejects.toMatchObject({ code: 'note-not-found' });
    expect(await world.deps.deposits.find(depositId)).toMatchObject({ state: 'unidentified' });
    expect(await assign(`f2-${number}`)).toMatchObject({ state: 'assigned' });
  });

  it('wrongly assigned is reopened by reversal, and the old request cannot assign it again', async () => {
    const before = await world.owed(note);
    await assign(`o1-${number}`);
    const reopen = { depositId, reason: 'Era de otra persona', idempotencyKey: `o2-${number}` };
    expect(await reopenDeposit(world.deps, reopen, technician)).toMatchObject({ state: 'unidentified', movements: 3 });
    expect(await reopenDeposit(world.deps, reopen, technician)).toMatchObject({ movements: 3 });
    expect(await world.owed(note)).toBe(before);
    await expect(assign(`o1-${number}`)).rejects.toMatchObject({ code: 'deposit-not-free' });
    expect(await assign(`o3-${number}`)).toMatchObject({ state: 'assigned', movements: 4 });
    expect((await movements()).map(([, movement]) => movement)).toEqual([
      'received',
      'assigned',
      'reopened',
      'assigned',
    ]);
  });

  it('is returned only with four eyes', async () => {
    const ask = { depositId, reason: 'Depositante lo pidió', idempotencyKey: `q1-${number}` };
    expect(await requestReturn(world.deps, ask, technician)).toMatchObject({ state: 'return-requested' });
    await expect(assign(`q2-${number}`)).rejects.toMatchObject({ code: 'deposit-not-free' });
    const approval = { depositId, transferReference: 'SPEI 123', idempotencyKey: `q3-${number}` };
    const same = caller('accountant', 'all', technician.subject);
    await expect(approveReturn(world.deps, approval, same)).rejects.toMatchObject({ code: 'same-person' });
    expect(await approveReturn(world.deps, approval, same).catch(() => 'refused')).toBe('refused');
    const returned = await approveReturn(world.deps, approval, accountant);
    expect(returned.state).toBe('returned');
    expect(steps(returned)).toEqual([
      ['request-return', technician.subject, 'Depositante lo pidió', {}],
      ['approve-return', accountant.subject, null, { transferReference: 'SPEI 123' }],
    ]);
    expect(await approveReturn(world.deps, approval, accountant)).toEqual(returned);
    expect((await movements()).at(-1)).toEqual([2, 'returned', 80_000]);
  });

  it('whose return is turned down can be assigned', async () => {
    await requestReturn(world.deps, { depositId, reason: 'Depositante', idempotencyKey: `t1-${number}` }, technician);
    const rejection = { depositId, reason: 'Ya se identificó', idempotencyKey: `t2-${number}` };
    expect(await rejectReturn(world.deps, rejection, accountant)).toMatchObject({
      state: 'unidentified',
    });
    expect(await assign(`t3-${number}`)).toMatchObject({ state: 'assigned' });
  });

  it('assigned to a file pays the notes that the borrower chose, also on another attempt', async () => {
    const second = await world.openNote(number + 3, { fileId: note.fileId });
    for (const chosen of [note, second]) {
      const target = { fileId: note.fileId, chosenNoteIds: [chosen.noteId] };
      const assigned = await assign(`n-${chosen.noteId}`, {}, target);
      expect(assigned.assignment?.noteIds).toEqual([chosen.noteId]);
      const other = { fileId: note.fileId, chosenNoteIds: [note.noteId, second.noteId] };
      await expect(assign(`n-${chosen.noteId}`, {}, other)).rejects.toMatchObject({ code: 'idempotency-key-reused' });
      const reopen = { depositId, reason: 'Era otro pagaré', idempotencyKey: `m-${chosen.noteId}` };
      await reopenDeposit(world.deps, reopen, technician);
    }
  });

  it('salvo buen fin leaves the list of provisional payments when it is reopened', async () => {
    const file = await world.drop(`p-${number}.txt`, cieFile([{ reference: '', amount: '90.00', type: 'CIS' }]));
    depositId = (await world.rows(file.fileId))[0]?.depositId ?? '';
    const eventId = (await assign(`p1-${number}`)).assignment?.eventId ?? '';
    expect(await world.deps.provisionals.find(eventId)).toMatchObject({ state: 'provisional' });
    const reopen = { depositId, reason: 'Era de otra persona', idempotencyKey: `p2-${number}` };
    await reopenDeposit(world.deps, reopen, technician);
    expect(await world.deps.provisionals.find(eventId)).toMatchObject({
      state: 'cancelled',
      history: [{ step: 'cancelled', on: '2026-11-20', by: technician.subject, reason: 'Era de otra persona' }],
    });
  });

  it('whose return was turned down is not touched by the old requests sent again', async () => {
    const ask = { depositId, reason: 'Depositante lo pidió', idempotencyKey: `v1-${number}` };
    const rejection = { depositId, reason: 'Sí es nuestro', idempotencyKey: `v2-${number}` };
    await requestReturn(world.deps, ask, technician);
    await rejectReturn(world.deps, rejection, accountant);
    await expect(requestReturn(world.deps, ask, technician)).rejects.toMatchObject({ code: 'deposit-not-free' });
    expect(await world.deps.deposits.find(depositId)).toMatchObject({ state: 'unidentified' });
    const anew = { ...ask, idempotencyKey: `v3-${number}` };
    expect(await requestReturn(world.deps, anew, technician)).toMatchObject({ state: 'return-requested' });
    expect(await rejectReturn(world.deps, rejection, accountant)).toMatchObject({ state: 'return-requested' });
  });

  it('reopened twice is not reopened by the first request sent again', async () => {
    const reopen = (key: string) =>
      reopenDeposit(world.deps, { depositId, reason: 'Era de otra', idempotencyKey: `${key}-${number}` }, technician);
    for (const round of ['g1', 'g2']) {
      await assign(`${round}-${number}`);
      await reopen(`${round}-undo`);
    }
    await assign(`g3-${number}`);
    expect(await reopen('g1-undo')).toMatchObject({ state: 'assigned' });
  });
});
