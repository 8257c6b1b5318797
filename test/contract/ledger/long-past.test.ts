import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDays, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { verifyChain } from '../../../shared/ledger/entry-item.ts';
import { decodeHead } from '../../../shared/ledger/head-item.ts';
import { headKey } from '../../../shared/ledger/table-keys.ts';
import { COMPONENTS } from '../../../shared/loan-book/component.ts';
import { ledgerBalances } from '../../../shared/loan-book/note-state.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { itemSize } from '../../bench/item-size.ts';
import { noteTerms } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { idOf, opening, payment, posting, testClock, testLedger } from '../../support/ledger.ts';
import { PureLedger } from '../../support/pure-ledger.ts';

let dynamo: TestDynamo;
const clock = testClock('2026-12-10');
const OPENED = '2020-01-01';
const TERMS = noteTerms({
  accrualStart: 'disbursement',
  endOfGrace: calendarDate(OPENED),
  firstDueDate: calendarDate('2020-02-01'),
  instalments: 84,
});

beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());

const headOf = async (noteId: string) =>
  decodeHead(
    (
      await dynamo.documents.send(
        new GetCommand({ TableName: dynamo.tables.HEADS_TABLE, Key: headKey(`file-${noteId}`, noteId) }),
      )
    ).Item,
  );

/** Deterministic dice: the same history every run. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % sides;
  };
}

describe('a note with a long past', () => {
  it('is the same through checkpoints as folded whole, whatever lands where and is taken back', async () => {
    const ledger = testLedger(dynamo.documents, dynamo.tables, clock);
    const pure = new PureLedger();
    pure.addNote('n', TERMS, calendarDate(OPENED));
    await ledger.openNote(opening('long', { terms: TERMS, amount: 3_000_000, on: OPENED }));
    const lent = { valueDate: calendarDate(OPENED), recordedOn: calendarDate(OPENED), amount: 3_000_000 };
    pure.record('n', { kind: 'disbursed', id: 'lend-long', ...lent });
    const roll = dice(7);
    const taken: string[] = [];
    const dates = new Map<string, string>();
    for (let index = 0; index < 130; index += 1) {
      const id = `p-${index}`;
      // Most in order, one day after another; every fifth somewhere in the past.
      const valueDate = addDays(calendarDate(OPENED), index % 5 === 4 ? 1 + roll(15 * index) : 15 * index + 1);
      const amount = 5_000 + roll(40_000);
      dates.set(id, valueDate);
      await ledger.postToNote(posting('long', payment(id, valueDate, amount)));
      pure.record('n', { kind: 'paid', id, valueDate, recordedOn: valueDate, amount, channel: 'cie' });
      if (index % 11 !== 10) continue;
      const target = `p-${roll(index)}`;
      if (taken.includes(target)) continue;
      taken.push(target);
      const on = calendarDate(dates.get(target)!);
      await ledger.reverse({
        ...{ fileId: 'file-long', noteIds: ['long'], eventId: idOf(target) },
        ...(index % 2 === 0 ? { valueDate: on } : {}),
        idempotency: { scope: 'CORRECTION', key: `r-${target}`, input: target },
        ...{ actor: 'prueba', reason: 'correction', source: { type: 'correction', id: target } },
      });
      pure.record('n', { kind: 'reversed', id: `r-${target}`, target, valueDate: on, recordedOn: on });
    }
    const head = await headOf('long');
    const entries = await ledger.entriesOfNote('long');
    expect(verifyChain(entries, head.hash)).toEqual([]);
    for (const component of COMPONENTS) {
      const booked = entries.reduce((sum, { lines }) => sum + (lines[component] ?? 0), 0);
      expect(booked).toBe(ledgerBalances(head.note.state)[component]);
    }
    for (const asOf of ['2020-06-01', '2021-03-15', '2023-01-01', '2026-12-10'].map(calendarDate)) {
      const whole = pure.noteOn('n', asOf);
      const valued = valueNote(whole.terms, whole.state, asOf);
      const balance = await ledger.balanceOfNote('file-long', 'long', asOf);
      expect(balance).toMatchObject({ owed: valued.owed, due: valued.due, daysPastDue: valued.daysPastDue });
    }
  });

  it('costs a posting in the past and a reversal 4 calls, and 3 times the bytes they need at most', async () => {
    const ledger = testLedger(dynamo.documents, dynamo.tables, clock);
    await ledger.openNote(opening('wide', { terms: TERMS, amount: 3_000_000, on: OPENED }));
    for (let day = 1; day <= 400; day += 1)
      await ledger.postToNote(posting('wide', payment(`w-${day}`, addDays(calendarDate(OPENED), 4 * day), 1_000)));
    const calls: { name: string; bytes: number }[] = [];
    const documents = Object.create(dynamo.documents) as typeof dynamo.documents;
    documents.send = (async (command: { constructor: { name: string } }) => {
      const answer = (await dynamo.documents.send(command as never)) as unknown as {
        Items?: Record<string, unknown>[];
      };
      const bytes = (answer.Items ?? []).reduce((sum, item) => sum + itemSize(item), 0);
      calls.push({ name: command.constructor.name, bytes });
      return answer;
    }) as never;
    const counted = testLedger(documents, dynamo.tables, clock);
    const { checkpoints } = await headOf('wide');
    expect(checkpoints.length).toBeGreaterThan(5);
    expect(checkpoints.length).toBeLessThan(20);
    const entries = await ledger.entriesOfNote('wide');
    const sizes = entries.map((entry) => itemSize(entry));
    for (const back of [12, 60, 200]) {
      calls.length = 0;
      const valueDate = addDays(calendarDate(OPENED), 4 * (400 - back) + 1);
      await counted.postToNote(posting('wide', payment(`late-${back}`, valueDate, 700)));
      const needed = sizes.slice(-back).reduce((sum, size) => sum + size, 0);
      const read = calls.reduce((sum, { bytes }) => sum + bytes, 0);
      expect(calls.length).toBeLessThanOrEqual(4);
      expect(read).toBeLessThanOrEqual(3 * needed + 20_000);
    }
    calls.length = 0;
    const on = addDays(calendarDate(OPENED), 4 * 380);
    await counted.reverse({
      ...{ fileId: 'file-wide', noteIds: ['wide'], eventId: idOf('w-380'), valueDate: on },
      idempotency: { scope: 'CORRECTION', key: 'r-w', input: 1 },
      ...{ actor: 'prueba', reason: 'correction', source: { type: 'correction', id: 'r' } },
    });
    expect(calls.length).toBeLessThanOrEqual(4);
  });
});
