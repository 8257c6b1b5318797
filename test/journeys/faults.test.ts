import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FAULT_SHARES, type Fault } from '../../infra/local/faults/fault-plan.ts';
import type { Runner } from '../../infra/local/runner.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { runWorkingDay } from '../demonstration/working-day/run-working-day.ts';
import { eveningBefore } from '../support/evening.ts';
import { quietly, startJourney } from '../support/journey.ts';
import { leftBy } from '../support/left-by.ts';
import { FAULT_SEEDS } from '../support/runs.ts';

const DAY = calendarDate('2026-11-19');
const TODAY = calendarDate('2026-11-20');

let undisturbed: Awaited<ReturnType<typeof dayFrom>>;

/** The jobs that run every five minutes, here more often: they take up what a fault left half way once its lease is over. */
function runPeriodically({ apiUrl, schedules }: Runner): NodeJS.Timeout {
  const periodic = schedules.filter(({ expression }) => expression.startsWith('rate('));
  return setInterval(() => {
    for (const { name } of periodic)
      void fetch(`${apiUrl}/_local/schedules/${name}/run`, { method: 'POST' }).catch(() => undefined);
  }, 5_000);
}

async function dayFrom(faults: number | undefined) {
  const dataDir = await eveningBefore(DAY);
  const journey = await startJourney({ today: TODAY, dataDir, faults });
  const day = { dataDir, today: TODAY, seed: 'demo', calendar: bankHolidayCalendar() } as const;
  const periodic = runPeriodically(journey.runner);
  const told = await quietly(() => runWorkingDay(journey.runner, day)).finally(() => clearInterval(periodic));
  await journey.runner.waitUntilQuiet();
  const left = await leftBy(journey, DAY, TODAY);
  const struck: readonly Fault[] =
    faults === undefined
      ? []
      : readFileSync(path.join(dataDir, 'faults.jsonl'), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line));
  const ending = { left, told, struck, mails: journey.runner.mails().length, lost: journey.runner.dlq() };
  await journey.end();
  return ending;
}

beforeAll(async () => {
  undisturbed = await dayFrom(undefined);
}, 240_000);

/**
 * `npm start -- --faults N`: calls refused and answers lost, batches twice and out of order, sandboxes killed. The day
 * must end as if nothing had been. `FAULT_SEEDS=1,2,3` tries other seeds.
 */
describe('a working day on a machine where things go wrong', () => {
  it.each(FAULT_SEEDS)(
    'ends with the same journal and the same report, to the centavo (seed %i)',
    async (seed) => {
      const began = performance.now();
      const { left, struck, lost, told } = await dayFrom(seed);
      const counts = Object.fromEntries(
        Object.keys(FAULT_SHARES).map((kind) => [kind, struck.filter((fault) => fault.kind === kind).length]),
      );
      console.info(`seed ${seed}, ${Math.round((performance.now() - began) / 1000)} s: ${JSON.stringify(counts)}`);
      expect(struck.length).toBeGreaterThan(20);
      expect(lost).toEqual([]);
      expect(left.figures).toEqual(undisturbed.left.figures);
      expect(left.journal).toEqual(undisturbed.left.journal);
      expect(told).not.toContain('NO CUADRA');
    },
    // A file whose lease was lost stands still for two minutes, as in production.
    600_000,
  );
});
