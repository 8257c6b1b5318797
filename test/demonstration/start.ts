import { atTerminal, runAtTerminal } from '../../infra/local/at-terminal.ts';
import { ArgumentFault } from '../../infra/local/command-line.ts';
import type { Runner } from '../../infra/local/runner.ts';
import { type CalendarDate, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { hermosilloDate } from '../../shared/calendar/clock.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { START_HELP, type StartArguments, startArguments } from './start-arguments.ts';
import { begunDay } from './working-day/day-progress.ts';
import { runWorkingDay } from './working-day/run-working-day.ts';

/** `npm start`: the product on this machine and, unless `--seed none`, the demonstration played on it. */
async function start(): Promise<void> {
  const options = startArguments(process.argv.slice(2));
  if (options.help) return console.log(START_HELP);
  const { dataDir, today, seed } = options;
  const business = today === undefined ? hermosilloDate(new Date()) : calendarDate(today);
  const begun = begunDay(dataDir);
  if (begun !== undefined && business < begun) throw new ArgumentFault(beforeItsData(business, begun, dataDir));
  await runAtTerminal(options, async (runner, { emptyFolder }) => {
    if (seed !== 'none' && (emptyFolder || begun !== undefined)) await demonstrate(runner, options, seed, business);
  });
}

const beforeItsData = (business: CalendarDate, begun: CalendarDate, dataDir: string): string =>
  `La fecha ${business} es anterior a los datos de ${dataDir}, que llegan al ${begun}: ` +
  'indique con --today esa fecha o una posterior, o use otra carpeta con --data-dir.';

/** The working day before today, once per data folder; then the functions' clock is the user's again. */
async function demonstrate(
  runner: Runner,
  { dataDir, today }: StartArguments,
  seed: 'demo' | 'full',
  business: CalendarDate,
): Promise<void> {
  await runWorkingDay(runner, { dataDir, today: business, seed, calendar: bankHolidayCalendar() });
  runner.setToday(today);
}

atTerminal(start);
