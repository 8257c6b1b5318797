import { describe, expect, it } from 'vitest';
import { countDays } from '../../../functions/statements/indicators/count-days.ts';
import type { StatementDay } from '../../../functions/statements/indicators/statement-day.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { requestItem } from '../../../shared/jobs/job-request.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import type { StoredItem } from '../../../shared/store/pages.ts';
import { paymentOf, reversalOf } from '../../fixtures/entries.ts';

async function* none<Thing>(): AsyncGenerator<Thing, void, undefined> {}

it('a day is counted only while every request of it is kept, to the end of the day on which it is counted', async () => {
  const counted = await countDays({
    clock: { today: () => calendarDate('2026-11-20') },
    indicators: { days: async () => [], put: async () => undefined, linkItems: none },
    disputes: { all: none },
    dayEntries: { read: none },
  });
  // The first request of the first day, at midnight in Hermosillo.
  const askedAt = `${counted[0]}T07:00:00.000Z`;
  const { expiresAt } = requestItem({ task: 'send', id: 'r', name: 'first', input: {}, askedAt });
  expect(counted.at(-1)).toBe('2026-11-19');
  expect(Number(expiresAt) * 1_000).toBeGreaterThanOrEqual(Date.parse('2026-11-21T07:00:00.000Z'));
});

/** A link that somebody got in with on 10 November. */
const revealed: StoredItem = {
  ...{ PK: 'LINK#h', SK: 'LINK', linkId: 'l', hash: 'h', purpose: 'statement', fileId: 'F-n', office: 'nogales' },
  ...{ signatory: 'borrower', noteIds: null, bornBy: 'staff', askedBy: 'a', messageId: 'm', state: 'revealed' },
  ...{ bornAt: '2026-11-10T16:00:00.000Z', validUntil: '2026-11-13T16:00:00.000Z', version: 3, expiresAt: 1 },
  history: ['send', 'reveal'].map((step) => ({
    ...{ step, by: 'system', on: '2026-11-10T17:00:00.000Z', key: step, reason: null },
  })),
};

it('a request is resolved once, though its sender ended before the mail left and another bore its link anew', async () => {
  const bornAt = (at: string, over: object): StoredItem => ({ ...revealed, bornBy: 'request', bornAt: at, ...over });
  const orphan = { PK: 'LINK#o', hash: 'o', state: 'revoked', history: [] };
  const days: StatementDay[] = [];
  await countDays({
    clock: { today: () => calendarDate('2026-11-12') },
    indicators: {
      days: async () => [],
      put: async (one) => void days.push(one),
      async *linkItems() {
        yield bornAt('2026-11-10T16:05:00.000Z', {});
        yield bornAt('2026-11-10T16:00:00.000Z', orphan);
        yield bornAt('2026-11-11T16:00:00.000Z', { ...orphan, linkId: 'other' });
      },
    },
    disputes: { all: none },
    dayEntries: { read: none },
  });
  expect(days.filter(({ resolved }) => resolved > 0)).toMatchObject([
    { date: '2026-11-10', resolved: 1 },
    { date: '2026-11-11', resolved: 1 },
  ]);
});

describe('a payment', () => {
  const day = '2026-11-19';
  const paid = (seq: number, valueDate: string, over: Partial<Entry> = {}) =>
    paymentOf('n', seq, { principalOverdue: 100 }, { valueDate, recordedOn: day, ...over });
  const counted = async (...entries: readonly Entry[]) => {
    const days: StatementDay[] = [];
    await countDays({
      clock: { today: () => calendarDate('2026-11-20') },
      indicators: {
        days: async () => [],
        put: async (one) => void days.push(one),
        async *linkItems() {
          yield revealed;
        },
      },
      disputes: { all: none },
      dayEntries: {
        async *read(date) {
          if (date === day) yield* entries;
        },
      },
    });
    return days.at(-1)?.paidAfterReveal;
  };

  it('counts on the day of a reveal and up to seven days after it', async () => {
    for (const [on, payments] of [
      ['2026-11-09', 0],
      ['2026-11-10', 1],
      ['2026-11-17', 1],
      ['2026-11-18', 0],
    ] as const)
      expect(await counted(paid(1, on)), on).toEqual({ payments, amount: payments * 100 });
  });

  it('over several notes counts once with all its money, and so does its reversal', async () => {
    const parts = [0, 1].map((index) => paid(1 + index, '2026-11-12', { part: { index, of: 2 } }));
    expect(await counted(...parts)).toEqual({ payments: 1, amount: 200 });
    const back = parts.map((part) => reversalOf(part, part.seq + 2));
    expect(await counted(...back)).toEqual({ payments: -1, amount: -200 });
  });
});
