import { atTerminal, runAtTerminal } from '../../infra/local/at-terminal.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { START_HELP, startArguments } from './start-arguments.ts';
import { begunDay } from './working-day/day-progress.ts';
import { runWorkingDay } from './working-day/run-working-day.ts';

/**
 * `npm start`: the product on this machine and, unless `--seed none`, the demonstration: the working day before today, once
 * per data folder, after which the functions' clock is the user's again.
 */
async function start(): Promise<void> {
  const options = startArguments(process.argv.slice(2));
  if (options.help) return console.log(START_HELP);
  const { dataDir, today, seed } = options;
  await runAtTerminal(options, async (runner, { emptyFolder, business }) => {
    if (seed !== 'none' && (emptyFolder || begunDay(dataDir) !== undefined)) {
      await runWorkingDay(runner, { dataDir, today: business, seed, calendar: bankHolidayCalendar() });
      runner.setToday(today);
    }
    const shown = begunDay(dataDir);
    return shown === undefined ? '' : `; el día de la demostración es el ${shown} y no se repite`;
  });
}

atTerminal(start);
