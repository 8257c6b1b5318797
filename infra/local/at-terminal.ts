import { existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { type CalendarDate, calendarDate } from '../../shared/calendar/calendar-date.ts';
import { hermosilloDate } from '../../shared/calendar/clock.ts';
import { ignoredTypes } from './assembly/ignored-types.ts';
import { ASSEMBLY_FOLDER, ensureFresh } from './build.ts';
import { ArgumentFault } from './command-line.ts';
import { DataFolderInUse, DataFolderUnusable, lockDataFolder } from './data-folder-lock.ts';
import { keepLatestDay, latestDay } from './latest-day.ts';
import { PortInUse } from './ports.ts';
import { reachingOptions } from './reaching.ts';
import { type Runner, SERVED_TYPES, startRunner } from './runner.ts';

const LEAST_NODE = 24;
const ONE_CTRL_C_MS = 1_000;
const EXPECTED = [ArgumentFault, DataFolderInUse, DataFolderUnusable, PortInUse];

export interface TerminalOptions {
  readonly port: number;
  readonly dataDir: string;
  /** Business date, YYYY-MM-DD; undefined: the machine's date in Hermosillo. */
  readonly today: string | undefined;
  /** Seed of what goes wrong on purpose; undefined: nothing does. */
  readonly faults: number | undefined;
}

/**
 * What is done with the runner once it has booted, before the terminal says where everything is; answers what it adds
 * about the business date, which may be nothing.
 */
export type OnceBooted = (
  runner: Runner,
  found: { readonly emptyFolder: boolean; readonly business: CalendarDate },
) => Promise<string>;

/** Asked to stop: what is under way fails from then on, and that is no news. */
let stopping = false;

/** Runs a start to its end; what keeps it from starting is said in Spanish, in one sentence when it is no fault of ours. */
export function atTerminal(start: () => Promise<void>): void {
  onNodeOfTheSources()
    .then(start)
    .catch((error: unknown) => {
      if (stopping) return;
      const known = EXPECTED.some((kind) => error instanceof kind);
      console.error(known && error instanceof Error ? error.message : unexpected(error));
      process.exit(1);
    });
}

/** Builds if needed, boots, says where everything is, runs until Ctrl-C. Throws ArgumentFault for a day before the folder's data. */
export async function runAtTerminal(options: TerminalOptions, onceBooted: OnceBooted): Promise<void> {
  const { port, dataDir, today, faults } = options;
  const business = businessDay(today);
  const reached = latestDay(dataDir);
  if (reached !== undefined && business < reached) throw new ArgumentFault(beforeItsData(business, reached, dataDir));
  const began = performance.now();
  // A folder that cannot be used is told before anything is built.
  lockDataFolder(dataDir)();
  const emptyFolder = !existsSync(path.join(dataDir, 'dynamodb.sqlite'));
  if (await ensureFresh()) console.log(`Construido en ${seconds(began)}`);
  const runner = await startRunner({
    port,
    dataDir,
    today,
    assemblyDir: ASSEMBLY_FOLDER,
    schedules: today === undefined ? 'all' : 'periodic',
    faults,
    quiet: true,
  });
  const keepDay = () => keepLatestDay(dataDir, businessDay(today));
  keepDay();
  stopOnSignals(runner, keepDay);
  sayWhatIsMissing(runner);
  sayWhere(runner, options, await onceBooted(runner, { emptyFolder, business }));
  console.log(`Listo en ${seconds(began)}. Ctrl-C para detener; los datos se conservan.`);
}

const businessDay = (today: string | undefined): CalendarDate =>
  today === undefined ? hermosilloDate(new Date()) : calendarDate(today);

const beforeItsData = (business: CalendarDate, reached: CalendarDate, dataDir: string): string =>
  `La fecha ${business} es anterior a los datos de ${dataDir}, que llegan al ${reached}: ` +
  'indique con --today esa fecha o una posterior, o use otra carpeta con --data-dir.';

async function onNodeOfTheSources(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < LEAST_NODE)
    throw new ArgumentFault(
      `Se necesita Node ${LEAST_NODE} o posterior y este es ${process.version}: arranque con "npm start", que trae el suyo.`,
    );
}

/** The addresses, for whoever looks at the terminal; `aboutDay` goes on about the business date. */
function sayWhere({ apiUrl, awsEndpoints }: Runner, options: TerminalOptions, aboutDay: string): void {
  const { dataDir, today, faults } = options;
  const reaching = reachingOptions(options);
  console.log(`
  API            ${apiUrl}
  Referencia     ${apiUrl}/reference
  Correo         ${apiUrl}/_local/mail
  Estado         ${apiUrl}/_local
  DynamoDB       ${awsEndpoints.dynamodbEndpoint}
  Otros de AWS   ${awsEndpoints.endpoint}
  Datos          ${dataDir}
  Fecha          ${today ?? 'la del sistema (America/Hermosillo)'}${aboutDay}
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
