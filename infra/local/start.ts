import { existsSync } from 'node:fs';
import path from 'node:path';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { hermosilloDate } from '../../shared/calendar/clock.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { ignoredTypes } from './assembly/ignored-types.ts';
import { ASSEMBLY_FOLDER, ensureFresh } from './build.ts';
import { DataFolderInUse } from './data-folder-lock.ts';
import { PortInUse } from './ports.ts';
import { type Runner, startRunner } from './runner.ts';
import { ArgumentFault, START_HELP, type StartArguments, startArguments } from './start-arguments.ts';
import { hasProgress } from './working-day/day-progress.ts';
import { runWorkingDay } from './working-day/run-working-day.ts';

const LEAST_NODE = 24;

/** `npm start`: build if needed, boot, say where everything is, run until Ctrl-C. */
async function start(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < LEAST_NODE)
    throw new ArgumentFault(
      `Se necesita Node ${LEAST_NODE} o posterior y este es ${process.version}: arranque con "npm start", que trae el suyo.`,
    );
  const options = startArguments(process.argv.slice(2));
  if (options.help) return console.log(START_HELP);
  const began = performance.now();
  const wasEmpty = !existsSync(path.join(options.dataDir, 'dynamodb.sqlite'));
  if (await ensureFresh()) console.log(`Construido en ${seconds(began)}`);
  const runner = await startRunner({
    port: options.port,
    dataDir: options.dataDir,
    today: options.today,
    assemblyDir: ASSEMBLY_FOLDER,
    schedules: options.today === undefined ? 'all' : 'periodic',
    quiet: true,
  });
  stopOnSignals(runner);
  sayWhatIsMissing(runner);
  if (options.seed !== 'none' && (wasEmpty || hasProgress(options.dataDir)))
    await demonstrate(runner, options, options.seed);
  sayWhere(runner, options);
  console.log(`Listo en ${seconds(began)}. Ctrl-C para detener; los datos se conservan.`);
}

/** The working day before today, once per data folder; then the functions' clock is the user's again. */
async function demonstrate(runner: Runner, { dataDir, today }: StartArguments, seed: 'demo' | 'full'): Promise<void> {
  const business = today === undefined ? hermosilloDate(new Date()) : calendarDate(today);
  await runWorkingDay(runner, { dataDir, today: business, seed, calendar: bankHolidayCalendar() });
  runner.setToday(today);
}

/** The addresses, for whoever looks at the terminal. */
function sayWhere({ apiUrl, awsEndpoints }: Runner, { dataDir, today }: StartArguments): void {
  console.log(`
  API            ${apiUrl}
  Referencia     ${apiUrl}/reference
  Correo         ${apiUrl}/_local/mail
  Estado         ${apiUrl}/_local
  DynamoDB       ${awsEndpoints.dynamodbEndpoint}
  S3 y SES       ${awsEndpoints.endpoint}
  Datos          ${dataDir}
  Fecha          ${today ?? 'la del sistema (America/Hermosillo)'}
  Un token       npm run token -- cashier --office hermosillo
  Un archivo     npm run drop -- ARCHIVO
`);
}

/** Parts of the template that nobody decided to leave out are told once, at start. */
function sayWhatIsMissing({ assembly }: Runner): void {
  const unknown = ignoredTypes(assembly).filter(({ reason }) => reason === undefined);
  if (unknown.length > 0)
    console.warn(
      `De la plantilla no se ejecuta aquí: ${unknown.map(({ type, count }) => `${type} ×${count}`).join(', ')}`,
    );
  if (assembly.unresolved.size > 0) console.warn(`Referencias sin resolver: ${[...assembly.unresolved].join(', ')}`);
}

function stopOnSignals(runner: Runner): void {
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) process.exit(1);
    stopping = true;
    await runner.stop();
    process.exit(code);
  };
  process.on('SIGINT', () => void stop(0));
  process.on('SIGTERM', () => void stop(0));
  runner.failed.catch((error: unknown) => {
    if (stopping) return;
    console.error(error instanceof Error ? error.message : error);
    void stop(1);
  });
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} s`;
}

start().catch((error: unknown) => {
  const expected = error instanceof ArgumentFault || error instanceof DataFolderInUse || error instanceof PortInUse;
  console.error(expected ? error.message : error);
  process.exit(1);
});
