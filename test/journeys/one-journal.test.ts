import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { canonicalJson } from '../../shared/canonical/canonical-json.ts';
import { makeCieFile } from '../demonstration/recovery/bank-file-writer.ts';
import { seededDice } from '../demonstration/seeded-random.ts';
import { runWorkingDay } from '../demonstration/working-day/run-working-day.ts';
import { eveningBefore } from '../support/evening.ts';
import { portfolioBefore, quietly, startJourney } from '../support/journey.ts';
import { leftBy } from '../support/left-by.ts';
import { STARTS } from '../support/runs.ts';

/**
 * D15: one set of inputs gives one journal and one report, however loaded the machine. `STARTS=20` starts the
 * demonstration's day twenty times over one portfolio, each with delays of its own in every call to a table.
 */
const DAY = calendarDate('2026-11-19');
const TODAY = calendarDate('2026-11-20');

/** Most calls wait up to 15 ms, one in twenty up to 150 ms. */
function delaysOf(start: number): () => number {
  const dice = seededDice(start);
  return () => dice.between(0, dice.between(1, 20) === 1 ? 150 : 15);
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
        const dataDir = await eveningBefore(DAY);
        const journey = await startJourney({ today: TODAY, dataDir, storeDelay: delaysOf(start) });
        const day = { dataDir, today: TODAY, seed: 'demo', calendar: bankHolidayCalendar() } as const;
        await quietly(() => runWorkingDay(journey.runner, day));
        const { outcomes } = await journey.bring({ fileName: 'juntos.txt', bytes: crowdedFile() });
        expect(outcomes.filter(({ count }) => count > 0)).toMatchObject([{ outcome: 'applied', count: 40 }]);
        starts.push(await leftBy(journey, DAY, TODAY));
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
