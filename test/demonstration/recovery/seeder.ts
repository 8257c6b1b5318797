import { patiently } from '../../../infra/local/commands/patient-fetch.ts';
import type { Runner } from '../../../infra/local/runner.ts';
import { addDays, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { DayStep, DemonstrationDay, Seeder } from '../seeder.ts';
import { assignADeposit } from './assign-a-deposit.ts';
import { bringFile } from './bring-file.ts';
import { type WorkingDayInput, workingDayInput } from './day-files.ts';
import { dayTable, differenceCount } from './day-table.ts';
import { receiveVisits } from './window-visits.ts';

/** The money of the day: windows, bank files, a deposit assigned; and the next morning its close and its mail. */
export const recovery: Seeder = {
  steps: { before: openingFigures, during: moneyOfTheDay, after: closeOfTheDay },
  summary: ({ runner, day }) => dayTable(runner, day),
};

function openingFigures({ runner, day }: DemonstrationDay): DayStep[] {
  return [
    {
      key: 'history',
      title: 'Acumulados de la historia',
      on: day,
      run: async () => {
        await runner.waitForStreams();
        return 'al corriente';
      },
    },
    {
      key: 'opening-values',
      title: 'Saldos al cierre del día anterior',
      on: day,
      run: () => valuePortfolio(runner, addDays(day, -1)),
    },
  ];
}

function moneyOfTheDay({ runner, day, borrowers, calendar }: DemonstrationDay): DayStep[] {
  let made: WorkingDayInput | undefined;
  const input = (): WorkingDayInput => {
    made ??= workingDayInput(borrowers(), day, calendar);
    return made;
  };
  return [
    { key: 'window', title: 'Pagos en caja', on: day, run: () => receiveVisits(runner, input().visits, day) },
    ...FILE_NUMBERS.map((number) => ({
      key: `file-${number}`,
      title: `Archivo de banco ${number + 1}`,
      on: day,
      run: async () => {
        const file = input().files[number];
        return file === undefined ? 'sin archivo' : `${file.fileName}: ${await bringFile(runner, file)}`;
      },
    })),
    { key: 'deposits', title: 'Depósitos por identificar', on: day, run: () => assignADeposit(runner) },
  ];
}

/** The demonstration day has six files (day-files.ts). */
const FILE_NUMBERS = [0, 1, 2, 3, 4, 5] as const;

function closeOfTheDay({ runner, day, today }: DemonstrationDay): DayStep[] {
  return [
    {
      key: 'rollups',
      title: 'Acumulados del día',
      on: day,
      run: async () => {
        await runner.waitUntilQuiet();
        return 'al corriente';
      },
    },
    { key: 'closing-values', title: 'Saldos al cierre del día', on: today, run: () => valuePortfolio(runner, day) },
    {
      key: 'close',
      title: 'Conciliación y cierre',
      on: today,
      run: async () => {
        const { outcome, differences } = answerOf(
          await patiently(() => runner.invoke('recovery-close-day', { date: day })),
        );
        return outcome === 'closed' || outcome === 'already-closed'
          ? `día cerrado, ${differenceCount(Number(differences))}`
          : String(outcome);
      },
    },
    {
      key: 'report',
      title: 'Reporte por correo',
      on: today,
      run: async () => {
        await patiently(() => runner.invoke('recovery-send-report', { report: 'daily', period: day }));
        const many = runner.mails().length;
        return `${many} ${many === 1 ? 'correo' : 'correos'} en ${runner.apiUrl}/_local/mail`;
      },
    },
  ];
}

async function valuePortfolio(runner: Runner, date: CalendarDate): Promise<string> {
  const { notes } = answerOf(await patiently(() => runner.invoke('recovery-value-portfolio', { date })));
  return `${Number(notes).toLocaleString('es-MX')} pagarés valuados al ${date}`;
}

const answerOf = (answer: unknown): Record<string, unknown> =>
  typeof answer === 'object' && answer !== null ? { ...answer } : {};
