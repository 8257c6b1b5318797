import { existsSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CalendarDate } from '../../shared/calendar/calendar-date.ts';
import { DEMO_SIZE } from '../demonstration/lending/portfolio.ts';
import { openProgress } from '../demonstration/working-day/day-progress.ts';
import { inTurn } from './in-turn.ts';
import { copyOfDataFolder, startJourney } from './journey.ts';

/**
 * A data folder of one's own as it is before `day` begins: the demonstration portfolio, rolled up. It takes half a minute
 * to load, so it is loaded once in a run of the tests, whatever file asks first, and copied by all.
 */
export async function eveningBefore(day: CalendarDate, borrowers = DEMO_SIZE.borrowers): Promise<string> {
  const kept = path.join(tmpdir(), `cartera-evening-${day}-${borrowers}`);
  await inTurn(`${kept}.lock`, async () => {
    if (!existsSync(kept)) renameSync(await loaded(day, borrowers), kept);
  });
  return copyOfDataFolder(kept);
}

async function loaded(day: CalendarDate, borrowers: number): Promise<string> {
  const journey = await startJourney({ today: day });
  await journey.seed(day, borrowers);
  await journey.runner.waitUntilQuiet();
  await journey.stop();
  openProgress(journey.dataDir, day, 'demo').finish('portfolio');
  return journey.dataDir;
}
