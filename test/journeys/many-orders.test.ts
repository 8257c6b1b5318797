import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { verifyChain } from '../../shared/ledger/entry-item.ts';
import { decodeHead } from '../../shared/ledger/head-item.ts';
import type { Ledger } from '../../shared/ledger/ledger.ts';
import { headKey } from '../../shared/ledger/table-keys.ts';
import { seededDice } from '../demonstration/seeded-random.ts';
import { startTestDynamo, type TestDynamo } from '../support/dynamo.ts';
import { idOf, type Named, opening, payment, posting, testClock, testLedger } from '../support/ledger.ts';
import { SMALLER } from '../support/runs.ts';

const ORDERS = Math.ceil(50 / SMALLER);
const FEWER = Math.ceil(20 / SMALLER);
const TODAY = calendarDate('2026-11-20');
/** The day whose balances are asked too: in the middle of the note's life. */
const MIDWAY = calendarDate('2026-02-10');
const on = (valueDate: string) => ({ valueDate: calendarDate(valueDate) });

/** What happens on the note after its opening. Dates repeat, so that kinds and ids decide some places. */
const LIFE: readonly Named[] = [
  { kind: 'disbursed', name: 'b-disbursed', ...on('2024-12-02'), amount: 400_000 },
  { kind: 'average-recorded', name: 'b-average-1', ...on('2025-02-14'), average: 93 },
  { kind: 'average-recorded', name: 'b-average-2', ...on('2025-09-01'), average: 81 },
  { kind: 'charged', name: 'b-costs-1', ...on('2025-08-20'), component: 'collectionCosts', amount: 35_000 },
  { kind: 'charged', name: 'b-costs-2', ...on('2026-03-02'), component: 'collectionCosts', amount: 12_345 },
  { kind: 'placement-changed', name: 'b-placement', ...on('2026-01-15'), stage: 'extrajudicial', agent: 'gestor-01' },
  ...[
    ['2025-03-01', 60_000],
    ['2025-03-01', 60_000],
    ['2025-03-28', 41_237],
    ['2025-05-02', 90_001],
    ['2025-06-01', 75_500],
    ['2025-08-20', 20_000],
    ['2025-10-13', 133_300],
    ['2025-12-24', 5_001],
    ['2026-01-15', 88_888],
    ['2026-02-28', 110_000],
    ['2026-03-02', 47_000],
    ['2026-05-29', 64_321],
    ['2026-07-01', 99_999],
    ['2026-08-31', 30_000],
    ['2026-10-01', 81_000],
    ['2026-11-19', 17_017],
  ].map(([date, amount], index) =>
    payment(`c-payment-${String(index + 1).padStart(2, '0')}`, String(date), Number(amount)),
  ),
];
/** Paid over what is owed, so that the file's credit head takes part. */
const OVERPAID = payment('d-overpaid', '2026-09-15', 900_000);
const BOUNCED = 'c-payment-07';

type Step = Named | { readonly reverse: string };
const nameOf = (step: Step) => ('reverse' in step ? `reverse-${step.reverse}` : step.name);

let dynamo: TestDynamo;
let ledger: Ledger;
beforeAll(async () => {
  dynamo = await startTestDynamo();
  ledger = testLedger(dynamo.documents, dynamo.tables, testClock(TODAY));
});
afterAll(() => dynamo?.stop());

/** The steps in an order drawn by chance; a reversal always after what it takes back. */
function shuffled(steps: readonly Step[], seed: number): Step[] {
  const dice = seededDice(seed);
  const order = steps.map((step) => ({ step, at: dice.next() })).sort((a, b) => a.at - b.at);
  const drawn = order.map(({ step }) => step);
  const reversals = drawn.filter((step) => 'reverse' in step);
  for (const reversal of reversals) {
    const from = drawn.indexOf(reversal);
    const target = drawn.findIndex((step) => nameOf(step) === reversal.reverse);
    if (from < target) drawn.splice(target, 0, ...drawn.splice(from, 1));
  }
  return drawn;
}

async function live(noteId: string, steps: readonly Step[]): Promise<void> {
  await ledger.openNote(opening(noteId, { amount: 1_000_000 }));
  for (const step of steps) {
    const idempotency = { scope: 'BANKROW' as const, key: `${noteId}-${nameOf(step)}`, input: step };
    if ('reverse' in step) {
      const source = { type: 'correction' as const, id: noteId };
      await ledger.reverse({
        ...{ idempotency, source, actor: 'prueba', reason: 'bounced-cheque' },
        ...{ fileId: `file-${noteId}`, noteIds: [noteId], eventId: idOf(`${noteId}-${step.reverse}`) },
      });
    } else await ledger.postToNote(posting(noteId, step, { idempotency }));
  }
}

/** Everything that must not depend on the order of recording, and what must hold in any order. */
async function stateOf(noteId: string) {
  const fileId = `file-${noteId}`;
  const found = await dynamo.documents.send(
    new GetCommand({ TableName: dynamo.tables.HEADS_TABLE, Key: headKey(fileId, noteId), ConsistentRead: true }),
  );
  const head = decodeHead(found.Item);
  const entries = await ledger.entriesOfNote(noteId);
  expect(verifyChain(entries, head.hash)).toEqual([]);
  expect(entries).toHaveLength(head.seq);
  const journal: Record<string, number> = {};
  for (const { lines } of entries) {
    expect(Object.values(lines).reduce((sum, amount) => sum + amount, 0)).toBe(0);
    for (const [account, amount] of Object.entries(lines)) journal[account] = (journal[account] ?? 0) + amount;
  }
  const today = await ledger.balancesOfFile(fileId, TODAY);
  const midway = await ledger.balanceOfNote(fileId, noteId, MIDWAY);
  const named = <T extends object>(balance: T | undefined) => ({ ...balance, noteId: '', fileId: '' });
  return {
    // When an event arrived is an instant, and its id is made of the key: each order has its own.
    state: { ...head.note.state, lastKey: head.note.state.lastKey.replace(/\|[0-9a-z]{9}\.[0-9a-z]{5}\|.*/, '') },
    terms: head.note.terms,
    dimensions: head.dimensions,
    journal: Object.fromEntries(Object.entries(journal).filter(([, amount]) => amount !== 0)),
    facts: entries.filter(({ kind }) => kind !== 'adjustment').length,
    today: { credit: today.credit, notes: today.notes.map(named) },
    midway: named(midway),
  };
}

describe.each([
  { title: 'a note that still owes', orders: ORDERS, steps: [...LIFE, { reverse: BOUNCED }] as Step[] },
  {
    title: 'a note paid over, with two reversals',
    orders: FEWER,
    steps: [...LIFE, OVERPAID, { reverse: BOUNCED }, { reverse: 'd-overpaid' }] as Step[],
  },
  { title: 'a note paid off, its excess held as credit', orders: FEWER, steps: [...LIFE, OVERPAID] as Step[] },
])('$title', ({ title, steps, orders }) => {
  it(`ends in one state whatever the order of recording (${orders} random orders)`, async () => {
    const name = title.replaceAll(/\W+/g, '-');
    const inOrder = [...steps].sort((a, b) =>
      'reverse' in a ? 1 : 'reverse' in b ? -1 : a.valueDate < b.valueDate ? -1 : 1,
    );
    await live(`${name}-0`, inOrder);
    const expected = await stateOf(`${name}-0`);
    expect(expected.facts).toBe(steps.length + 1);
    for (let seed = 1; seed <= orders; seed += 1) {
      const noteId = `${name}-${seed}`;
      const order = shuffled(steps, seed);
      await live(noteId, order);
      expect(await stateOf(noteId), `order ${seed}: ${order.map(nameOf).join(', ')}`).toEqual(expected);
    }
  }, 240_000);
});
