import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCieFile } from '../../infra/local/demo/bank-file-writer.ts';
import { seededDice } from '../../infra/local/demo/seeded-random.ts';
import { openProgress } from '../../infra/local/working-day/day-progress.ts';
import { runWorkingDay } from '../../infra/local/working-day/run-working-day.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { canonicalJson } from '../../shared/canonical/canonical-json.ts';
import { copyOfDataFolder, type Journey, portfolioBefore, quietly, startJourney } from '../support/journey.ts';
import { STARTS } from '../support/runs.ts';

/**
 * D15: one set of inputs gives one journal and one report, however loaded the machine. `STARTS=20` starts the
 * demonstration's day twenty times over one portfolio, each with delays of its own in every call to a table.
 */
const DAY = calendarDate('2026-11-19');
const TODAY = calendarDate('2026-11-20');
const TECHNICIAN = { role: 'recovery-technician' };

/** The evening before: the portfolio, rolled up. */
let evening: string;
beforeAll(async () => {
  const journey = await startJourney({ today: DAY });
  await journey.seed(DAY);
  await journey.runner.waitUntilQuiet();
  await journey.stop();
  evening = journey.dataDir;
  openProgress(evening, DAY, 'demo').finish('portfolio');
}, 240_000);
afterAll(() => rmSync(evening, { recursive: true, force: true }));

/** Most calls wait up to 15 ms, one in twenty up to 150 ms. */
function delaysOf(start: number): () => number {
  const dice = seededDice(start);
  return () => dice.between(0, dice.between(1, 20) === 1 ? 150 : 15);
}

/** When an event arrived (loan-book/arrival.ts): an instant. */
const ARRIVAL = /0[0-9a-z]{8}\.[0-9a-z]{5}/g;

/** All that a day left which must not depend on the machine: instants, chains and the ids of uploads do. */
async function leftBy(journey: Journey) {
  const filesOf = async (date: string): Promise<{ fileId: string; fileName: string }[]> =>
    (await journey.ask(`/v1/intake-files?date=${date}&limit=100`, TECHNICIAN)).json.items;
  const files = [...(await filesOf(DAY)), ...(await filesOf(TODAY))];
  const text = (value: unknown): string =>
    files
      .reduce((said, { fileId, fileName }) => said.replaceAll(fileId, fileName), canonicalJson(value))
      .replaceAll(ARRIVAL, '');
  const report = (await journey.ask(`/v1/recovery-reports/${DAY}`, TECHNICIAN)).json;
  const entries = (await journey.all('ENTRIES_TABLE')).filter(({ recordedOn }) => String(recordedOn) >= DAY);
  return {
    // In the order of each note's chain, which is the order in which they were posted.
    journal: entries.map((entry) => text({ ...entry, recordedAt: '', hash: '', previousHash: '' })),
    figures: text({
      ...report,
      ...{ frozenAt: '', sha256: '', asOf: '', ledgerRoot: '' },
      reconciliation: { ...report.reconciliation, ranAt: '' },
    }),
  };
}

/** What the demonstration's files do not have: many rows of few borrowers side by side, which must post in their order. */
function crowdedFile(): Uint8Array {
  const notes = portfolioBefore(DAY, 20).flatMap((file) => file.notes.slice(0, 1));
  return makeCieFile(
    Array.from({ length: 40 }, (_row, index) => ({
      date: DAY,
      reference: notes[index % 4]!.item.paymentReference,
      amount: 10_000 + index,
      concept: 'PAGO CREDITO EDUCATIVO',
    })),
  );
}

const hashOf = (left: unknown): string => createHash('sha256').update(canonicalJson(left)).digest('hex');

describe('the demonstration under delays', () => {
  it(
    `leaves one journal and one report in ${STARTS} starts`,
    async () => {
      const starts: Awaited<ReturnType<typeof leftBy>>[] = [];
      for (let start = 1; start <= STARTS; start += 1) {
        const dataDir = copyOfDataFolder(evening);
        const journey = await startJourney({ today: TODAY, dataDir, storeDelay: delaysOf(start) });
        const day = { dataDir, today: TODAY, seed: 'demo', calendar: bankHolidayCalendar() } as const;
        await quietly(() => runWorkingDay(journey.runner, day));
        const { outcomes } = await journey.bring({ fileName: 'juntos.txt', bytes: crowdedFile() });
        expect(outcomes.filter(({ count }) => count > 0)).toMatchObject([{ outcome: 'applied', count: 40 }]);
        starts.push(await leftBy(journey));
        await journey.end();
        expect(starts.at(-1), `start ${start}`).toEqual(starts[0]);
      }
      expect(starts[0]!.journal.length).toBeGreaterThan(50);
      const hashes = new Set(starts.map(hashOf));
      console.info(`${STARTS} starts: ${[...hashes].join(', ')}`);
      expect(hashes.size).toBe(1);
    },
    STARTS * 240_000,
  );
});
