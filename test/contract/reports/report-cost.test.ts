import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { computeReport } from '../../../functions/recovery/reports/figures/compute-report.ts';
import { createReportReads } from '../../../functions/recovery/reports/figures/report-data.ts';
import { dayPeriod } from '../../../functions/recovery/reports/figures/report-period.ts';
import { applyFacts } from '../../../functions/recovery/rollups/apply-facts.ts';
import { entryFact } from '../../../functions/recovery/rollups/entry-fact.ts';
import { createRollupStore } from '../../../functions/recovery/rollups/rollup-store.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { OFFICES } from '../../../shared/institute/offices.ts';
import { CHANNELS, STAGES } from '../../../shared/loan-book/event.ts';
import { paymentOf } from '../../fixtures/entries.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';

/** What a day report may cost, whatever the number of payments (issue 2, Bench). */
const MOST_CALLS = 10;
const MOST_RRU = 60;

let dynamo: TestDynamo;
beforeAll(async () => {
  dynamo = await startTestDynamo();
});
afterAll(() => dynamo.stop());

/** Payments over every office, channel and stage, six agents, three value dates; one note each. */
async function rollUpPayments(date: string, count: number): Promise<void> {
  const writer = createRollupStore(dynamo.documents, dynamo.tables.ROLLUPS_TABLE);
  const facts = Array.from({ length: count }, (_, index) => {
    const stage = STAGES[Math.floor(index / 18) % STAGES.length]!;
    return entryFact(
      paymentOf(
        `${date}-${index}`,
        1,
        { principalOverdue: 10_000 + index, ordinaryInterest: 55, credit: index % 7 },
        {
          recordedOn: date,
          valueDate: calendarDate(`2026-11-${String(10 + (index % 3)).padStart(2, '0')}`),
          channel: CHANNELS[Math.floor(index / 3) % CHANNELS.length]!,
          dimensions: {
            office: OFFICES[index % OFFICES.length]!,
            stage,
            agent: stage === 'administrative' ? null : `GESTOR-${index % 6}`,
            product: 'C',
          },
        },
      ),
    );
  });
  await applyFacts(writer, facts);
}

async function costOfReport(date: string) {
  let calls = 0;
  let units = 0;
  const counting = DynamoDBDocumentClient.from(dynamo.client);
  counting.middlewareStack.add(
    (next) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'TOTAL' });
      const result = await next(args);
      calls += 1;
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: unknown };
      for (const consumed of [ConsumedCapacity].flat() as { CapacityUnits?: number }[])
        units += consumed?.CapacityUnits ?? 0;
      return result;
    },
    { step: 'initialize', priority: 'low' },
  );
  const report = await computeReport(
    { reads: createReportReads(counting, dynamo.tables.ROLLUPS_TABLE), now: () => new Date('2026-11-20T13:00:00Z') },
    { period: dayPeriod(calendarDate(date)), basis: 'recorded' },
  );
  return { report, calls, units };
}

describe('cost of a day report', () => {
  it('stays within 10 store calls and 60 RRU with few and with many payments, in the same number of calls', async () => {
    await rollUpPayments('2026-11-12', 20);
    await rollUpPayments('2026-11-13', 3_000);
    const few = await costOfReport('2026-11-12');
    const many = await costOfReport('2026-11-13');
    expect(few.report.totals.payments.count).toBe(20);
    expect(many.report.totals.payments.count).toBe(3_000);
    expect(many.report.breakdowns.agent.length).toBe(7);
    expect(few.calls).toBe(many.calls);
    expect(many.calls).toBeLessThanOrEqual(MOST_CALLS);
    expect(many.units).toBeGreaterThan(0);
    expect(many.units).toBeLessThanOrEqual(MOST_RRU);
  });
});
