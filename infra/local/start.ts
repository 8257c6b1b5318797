import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { type CalendarDate, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { hermosilloDate } from '../../shared/calendar/clock.ts';
import { bankHolidayCalendar } from '../../shared/calendar/mexican-bank-holidays.ts';
import { ignoredTypes } from './assembly/ignored-types.ts';
import { ASSEMBLY_FOLDER, ensureFresh } from './build.ts';
import { ArgumentFault } from './command-line.ts';
import { DataFolderInUse, DataFolderUnusable, lockDataFolder } from './data-folder-lock.ts';
import { keepLatestDay, latestDay } from './latest-day.ts';
import { PortInUse } from './ports.ts';
import { type Runner, SERVED_TYPES, startRunner } from './runner.ts';
import { reachingOptions, START_HELP, type StartArguments, startArguments } from './start-arguments.ts';
import { begunDay } from './working-day/day-progress.ts';
import { runWorkingDay } from './working-day/run-working-day.ts';

const LEAST_NODE = 24;
const ONE_CTRL_C_MS = 1_000;
const EXPECTED = [ArgumentFault, DataFolderInUse, DataFolderUnusable, PortInUse];

/** Asked to stop: what is under way fails from then on, and that is no news. */
let stopping = false;

/** `npm start`: build if needed, boot, say where everything is, run until Ctrl-C. */
async function start(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < LEAST_NODE)
    throw new ArgumentFault(
      `Se necesita Node ${LEAST_NODE} o posterior y este es ${process.version}: arranque con "npm start", que trae el suyo.`,
    );
  const options = startArguments(process.argv.slice(2));
  if (options.help) return console.log(START_HELP);
  const business = options.today === undefined ? systemDay() : calendarDate(options.today);
  const begun = begunDay(options.dataDir);
  const reached = [begun, latestDay(options.dataDir)]
    .filter((day) => day !== undefined)
    .toSorted()
    .at(-1);
  if (reached !== undefined && business < reached)
    throw new ArgumentFault(beforeItsData(business, reached, options.dataDir));
  const began = performance.now();
  // A folder that cannot be used is told before anything is built.
  lockDataFolder(options.dataDir)();
  const wasEmpty = !existsSync(path.join(options.dataDir, 'dynamodb.sqlite'));
  if (await ensureFresh()) console.log(`Construido en ${seconds(began)}`);
  const runner = await startRunner({
    port: options.port,
    dataDir: options.dataDir,
    today: options.today,
    assemblyDir: ASSEMBLY_FOLDER,
    schedules: options.today === undefined ? 'all' : 'periodic',
    faults: options.faults,
    quiet: true,
  });
  const keepDay = () => keepLatestDay(options.dataDir, options.today === undefined ? systemDay() : business);
  keepDay();
  stopOnSignals(runner, keepDay);
  sayWhatIsMissing(runner);
  if (options.seed !== 'none' && (wasEmpty || begun !== undefined))
    await demonstrate(runner, options, options.seed, business);
  sayWhere(runner, options, begunDay(options.dataDir));
  console.log(`Listo en ${seconds(began)}. Ctrl-C para detener; los datos se conservan.`);
}

const systemDay = (): CalendarDate => hermosilloDate(new Date());

const beforeItsData = (business: CalendarDate, reached: CalendarDate, dataDir: string): string =>
  `La fecha ${business} es anterior a los datos de ${dataDir}, que llegan al ${reached}: ` +
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

/** The addresses, for whoever looks at the terminal; and of which day the table above them is. */
function sayWhere({ apiUrl, awsEndpoints }: Runner, options: StartArguments, shown: CalendarDate | undefined): void {
  const { dataDir, today, faults } = options;
  const table = shown === undefined ? '' : `; el día de la demostración es el ${shown} y no se repite`;
  const reaching = reachingOptions(options);
  console.log(`
  API            ${apiUrl}
  Referencia     ${apiUrl}/reference
  Correo         ${apiUrl}/_local/mail
  Estado         ${apiUrl}/_local
  DynamoDB       ${awsEndpoints.dynamodbEndpoint}
  Otros de AWS   ${awsEndpoints.endpoint}
  Datos          ${dataDir}
  Fecha          ${today ?? 'la del sistema (America/Hermosillo)'}${table}
${faults === undefined ? '' : `  Fallas         a propósito, semilla ${faults}: ${path.join(dataDir, 'faults.jsonl')}\n`}  Un token       npm run token -- cashier --office hermosillo${reaching.dataDir}
  Un archivo     npm run drop -- ARCHIVO${reaching.dataDir}${reaching.port}
`);
}

/** Parts of the template that nobody decided to leave out are told once, at start. */
function sayWhatIsMissing({ assembly }: Runner): void {
  const unknown = ignoredTypes(assembly, SERVED_TYPES).filter(({ reason }) => reason === undefined);
  if (unknown.length > 0)
    console.warn(
      `De la plantilla no se ejecuta aquí: ${unknown.map(({ type, count }) => `${type} ×${count}`).join(', ')}`,
    );
  if (assembly.unresolved.size > 0) console.warn(`Referencias sin resolver: ${[...assembly.unresolved].join(', ')}`);
}

/** `keepDay`: with the system's clock the product may have run over midnight. */
function stopOnSignals(runner: Runner, keepDay: () => void): void {
  let askedAt = 0;
  const stop = async (code: number): Promise<void> => {
    // One Ctrl-C arrives several times: from the terminal, from npm, from the launcher. Only a later one is impatience.
    if (stopping && performance.now() - askedAt < ONE_CTRL_C_MS) return;
    if (stopping) process.exit(1);
    stopping = true;
    askedAt = performance.now();
    keepDay();
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

/** A fault of ours: a sentence for the terminal, and the stack for whoever mends it. */
function unexpected(error: unknown): string {
  const file = path.join(tmpdir(), `cartera-start-${process.pid}.log`);
  writeFileSync(file, inspect(error));
  return `No se pudo arrancar: ${error instanceof Error ? error.message : String(error)}\nEl detalle está en ${file}`;
}

start().catch((error: unknown) => {
  if (stopping) return;
  const known = EXPECTED.some((kind) => error instanceof kind);
  console.error(known && error instanceof Error ? error.message : unexpected(error));
  process.exit(1);
});
