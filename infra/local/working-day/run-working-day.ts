import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type HolidayCalendar, previousBusinessDay } from '../../../shared/calendar/business-days.ts';
import { addDays, type CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { patiently } from '../commands/patient-fetch.ts';
import { type WorkingDayInput, workingDayInput } from '../demo/day-files.ts';
import { loadPortfolio } from '../demo/load-portfolio.ts';
import { DEMO_SIZE, demoPortfolio, FULL_SIZE } from '../demo/portfolio.ts';
import type { Runner } from '../runner.ts';
import { assignADeposit } from './assign-a-deposit.ts';
import { bringFile } from './bank-files.ts';
import { openProgress } from './day-progress.ts';
import { dayTable, differenceCount } from './day-table.ts';
import { type DayStep, runSteps } from './steps.ts';
import { receiveVisits } from './window-visits.ts';

export interface WorkingDayOptions {
  readonly dataDir: string;
  /** The business date on which the report is read; the working day is the business day before it. */
  readonly today: CalendarDate;
  readonly seed: 'demo' | 'full';
  readonly calendar: HolidayCalendar;
}

/**
 * A working day from its first payment to the mail of the next morning, through the API and the deployed functions.
 * Steps already done in this data folder are left alone. Ends with the functions' clock on `today`.
 */
export async function runWorkingDay(runner: Runner, options: WorkingDayOptions): Promise<void> {
  const { dataDir, today, seed, calendar } = options;
  const progress = openProgress(dataDir, previousBusinessDay(today, calendar), seed);
  const { day } = progress;
  const steps = stepsOf(runner, { day, today, seed, calendar });
  if (steps.some(({ key }) => !progress.isDone(key))) console.log(`\n  Día de trabajo: ${day}`);
  await runSteps(steps, progress, (date) => runner.setToday(date));
  console.log(`\n${await dayTable(runner, day)}\n`);
}

interface DayContext {
  readonly day: CalendarDate;
  readonly today: CalendarDate;
  readonly seed: 'demo' | 'full';
  readonly calendar: HolidayCalendar;
}

function stepsOf(runner: Runner, { day, today, seed, calendar }: DayContext): DayStep[] {
  const portfolio = () => demoPortfolio(seed === 'full' ? FULL_SIZE : DEMO_SIZE, addDays(day, -1), calendar);
  let made: WorkingDayInput | undefined;
  // The day's files come from the demonstration's own borrowers in either size: the first of the portfolio.
  const input = (): WorkingDayInput => {
    made ??= workingDayInput([...takeFirst(portfolio(), DEMO_SIZE.borrowers)], day, calendar);
    return made;
  };
  const onDay = (key: string, title: string, run: DayStep['run']): DayStep => ({ key, title, on: day, run });
  const nextMorning = (key: string, title: string, run: DayStep['run']): DayStep => ({ key, title, on: today, run });
  return [
    onDay('portfolio', 'Cartera de demostración', () => seedPortfolio(runner, portfolio())),
    onDay('history', 'Acumulados de la historia', async () => {
      await runner.waitForStreams();
      return 'al corriente';
    }),
    onDay('opening-values', 'Saldos al cierre del día anterior', () => valuePortfolio(runner, addDays(day, -1))),
    onDay('window', 'Pagos en caja', () => receiveVisits(runner, input().visits, day)),
    ...FILE_NUMBERS.map((number) =>
      onDay(`file-${number}`, `Archivo de banco ${number + 1}`, async () => {
        const file = input().files[number];
        return file === undefined ? 'sin archivo' : `${file.fileName}: ${await bringFile(runner, file)}`;
      }),
    ),
    onDay('deposits', 'Depósitos por identificar', () => assignADeposit(runner)),
    onDay('rollups', 'Acumulados del día', async () => {
      await runner.waitUntilQuiet();
      return 'al corriente';
    }),
    nextMorning('closing-values', 'Saldos al cierre del día', () => valuePortfolio(runner, day)),
    nextMorning('close', 'Conciliación y cierre', async () => {
      const { outcome, differences } = answerOf(
        await patiently(() => runner.invoke('recovery-close-day', { date: day })),
      );
      return outcome === 'closed' || outcome === 'already-closed'
        ? `día cerrado, ${differenceCount(Number(differences))}`
        : String(outcome);
    }),
    nextMorning('report', 'Reporte por correo', async () => {
      await patiently(() => runner.invoke('recovery-send-report', { report: 'daily', period: day }));
      return `${runner.mails().length} correo en ${runner.apiUrl}/_local/mail`;
    }),
  ];
}

/** The demonstration day has six files (day-files.ts). */
const FILE_NUMBERS = [0, 1, 2, 3, 4, 5] as const;

function* takeFirst<T>(values: Iterable<T>, count: number): Generator<T> {
  let taken = 0;
  for (const value of values) {
    if (taken >= count) return;
    taken += 1;
    yield value;
  }
}

async function seedPortfolio(runner: Runner, portfolio: ReturnType<typeof demoPortfolio>): Promise<string> {
  const { region, credentials, dynamodbEndpoint } = runner.awsEndpoints;
  const client = new DynamoDBClient({ region, credentials, endpoint: dynamodbEndpoint });
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const table = (variable: string): string => {
    const name = runner.tableNames[variable];
    if (name === undefined) throw new Error(`la plantilla no da la tabla ${variable}`);
    return name;
  };
  const tables = {
    register: table('REGISTER_TABLE'),
    heads: table('HEADS_TABLE'),
    entries: table('ENTRIES_TABLE'),
    idempotency: table('IDEMPOTENCY_TABLE'),
  };
  const count = (value: number) => value.toLocaleString('es-MX');
  const counts = await loadPortfolio(documents, tables, portfolio, (so) => {
    if (process.stdout.isTTY)
      process.stdout.write(`\r\u001b[2K    ${count(so.borrowers)} acreditados, ${count(so.notes)} pagarés`);
  });
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
  client.destroy();
  return `${count(counts.borrowers)} acreditados, ${count(counts.notes)} pagarés, ${count(counts.entries)} asientos`;
}

async function valuePortfolio(runner: Runner, date: CalendarDate): Promise<string> {
  const { notes } = answerOf(await patiently(() => runner.invoke('recovery-value-portfolio', { date })));
  return `${Number(notes).toLocaleString('es-MX')} pagarés valuados al ${date}`;
}

const answerOf = (answer: unknown): Record<string, unknown> =>
  typeof answer === 'object' && answer !== null ? { ...answer } : {};
