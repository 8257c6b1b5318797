import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decideRow } from '../../../functions/recovery/intake/decide-row.ts';
import { healDecisions } from '../../../functions/recovery/intake/heal-decisions.ts';
import { bouncePayment } from '../../../functions/recovery/provisional/bounce-payment.ts';
import { firmUpPayments } from '../../../functions/recovery/provisional/firm-up-payments.ts';
import { healBounces } from '../../../functions/recovery/provisional/heal-bounces.ts';
import { settledOn } from '../../../functions/recovery/returns/bank-return.ts';
import { decideReturn } from '../../../functions/recovery/returns/decide-return.ts';
import { healReturns } from '../../../functions/recovery/returns/heal-returns.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { makeInternetFile } from '../../demonstration/recovery/bank-file-writer.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { caller, cieFile, type PaymentWorld, paymentWorld, type TestNote } from './payment-world.ts';

let dynamo: TestDynamo;
let world: PaymentWorld;
let note: TestNote;
let number = 60_000;
const technician = caller('recovery-technician');
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());
beforeEach(async () => {
  world = paymentWorld(dynamo);
  number += 1;
  note = await world.openNote(number);
});

const logged: string[] = [];
const withLog = () => ({ ...world.deps, log: { event: (name: string) => logged.push(name) } as never });
const killed = () => Promise.reject(new Error('killed'));
const line = (guide: string, changes: object = {}) => ({
  reference: note.reference,
  amount: '640.00',
  guide,
  ...changes,
});
const entries = async (kind: string) =>
  (await world.deps.ledger.entriesOfNote(note.noteId)).filter((entry) => entry.kind === kind);

/** What acts in two steps, killed between them, and nobody asks again: the five-minute job finishes it, once. */
describe('a decision on a row that nobody asks again', () => {
  const pending = async () => {
    await world.drop(`d1-${number}`, cieFile([line('1')]));
    return world.drop(`d2-${number}`, cieFile([line('1'), line('2')]));
  };
  const ask = (fileId: string, decision: 'apply' | 'discard', deps = world.deps) =>
    decideRow(
      deps,
      { fileId, line: 1, decision, reason: 'Revisado con el banco', idempotencyKey: `d-${number}` },
      technician,
    );

  it.each([
    ['apply', 'applied', 3],
    ['discard', 'duplicate', 2],
  ] as const)('killed behind the ledger (%s) is carried out', async (decision, outcome, payments) => {
    const { fileId } = await pending();
    const dying = { ...world.deps, files: { ...world.deps.files, decideRow: killed } };
    await expect(ask(fileId, decision, dying)).rejects.toThrow('killed');
    expect((await world.rows(fileId))[0]).toMatchObject({ outcome: 'possible-duplicate', decision: { decision } });
    expect(await healDecisions(withLog())).toBe(1);
    expect((await world.rows(fileId))[0]).toMatchObject({ outcome, decision: { decision } });
    expect((await world.file(fileId)).tally['possible-duplicate']).toEqual({ count: 0, sum: 0 });
    expect(await entries('paid')).toHaveLength(payments);
    expect(await healDecisions(withLog())).toBe(0);
    expect(await entries('paid')).toHaveLength(payments);
  });

  it('killed before the ledger is carried out too, and one that fails stops no other', async () => {
    const { fileId } = await pending();
    const dying = { ...world.deps, ledger: { ...world.deps.ledger, postToNote: killed } };
    await expect(ask(fileId, 'apply', dying)).rejects.toThrow('killed');
    await expect(healDecisions({ ...withLog(), ledger: dying.ledger })).rejects.toThrow('1 could not be finished');
    expect(logged).toContain('job-failed');
    expect(await healDecisions(withLog())).toBe(1);
    expect(await entries('paid')).toHaveLength(3);
  });
});

describe('a bounce that nobody asks again', () => {
  const bounce = async (deps = world.deps) => {
    const file = await world.drop(`b-${number}`, cieFile([line('1', { type: 'CIS' })]));
    const eventId = (await world.rows(file.fileId))[0]?.eventId ?? '';
    const input = { eventId, reason: 'Sin fondos', idempotencyKey: `b-${number}` };
    return { eventId, asked: bouncePayment(deps, input, technician) };
  };

  it('killed behind the ledger is finished, and the cheque does not become firm in between', async () => {
    const provisionals = { ...world.deps.provisionals, end: killed };
    const { eventId, asked } = await bounce({ ...world.deps, provisionals });
    await expect(asked).rejects.toThrow('killed');
    world.clock.set('2026-11-27');
    await firmUpPayments(world.deps);
    expect(await healBounces(withLog())).toBe(1);
    expect(await world.deps.provisionals.find(eventId)).toMatchObject({
      state: 'bounced',
      history: [{ step: 'bounce' }, { step: 'bounced', on: '2026-11-20' }],
    });
    expect(await entries('reversed')).toHaveLength(1);
    expect(await healBounces(withLog())).toBe(0);
  });

  it('killed before the ledger is carried out', async () => {
    const { eventId, asked } = await bounce({ ...world.deps, ledger: { ...world.deps.ledger, reverse: killed } });
    await expect(asked).rejects.toThrow('killed');
    expect(await healBounces(withLog())).toBe(1);
    expect(await world.deps.provisionals.find(eventId)).toMatchObject({ state: 'bounced' });
    expect(await entries('reversed')).toHaveLength(1);
  });
});

describe('a confirmed return that nobody asks again', () => {
  it.each(['behind', 'before'] as const)('killed %s the ledger is finished, once', async (when) => {
    const row = {
      ...{
        folio: `H${number}`,
        date: calendarDate('2026-11-19'),
        reference: note.reference,
        name: 'ANA',
        amount: 10_000,
      },
    };
    await world.drop(`p-${number}`, Buffer.from(makeInternetFile([row])));
    const told = await world.drop(`r-${number}`, Buffer.from(makeInternetFile([{ ...row, status: 'CONTRACARGO' }])));
    const returnId = (await world.rows(told.fileId))[0]?.returnId ?? '';
    let changes = 0;
    const write: typeof world.deps.returns.write = (next) => {
      changes += 1;
      return changes > 1 ? killed() : world.deps.returns.write(next);
    };
    const dying =
      when === 'behind'
        ? { ...world.deps, returns: { ...world.deps.returns, write } }
        : { ...world.deps, ledger: { ...world.deps.ledger, reverse: killed } };
    const input = { returnId, decision: 'confirm' as const, reason: 'Contracargo', idempotencyKey: `r-${number}` };
    await expect(decideReturn(dying, input, technician)).rejects.toThrow('killed');
    expect(await world.deps.returns.find(returnId)).toMatchObject({ state: 'confirming' });
    expect(await entries('reversed')).toHaveLength(when === 'behind' ? 1 : 0);
    world.clock.set('2026-11-21');
    expect(await healReturns(withLog())).toBe(1);
    const day = when === 'behind' ? '2026-11-20' : '2026-11-21';
    const settled = await world.deps.returns.find(returnId);
    expect(settled).toMatchObject({
      state: 'confirmed',
      history: [
        { step: 'confirm', on: '2026-11-20' },
        { step: 'confirmed', on: day },
      ],
    });
    expect(settled && settledOn(settled)).toBe(day);
    expect(await entries('reversed')).toHaveLength(1);
    expect(await healReturns(withLog())).toBe(0);
  });
});
