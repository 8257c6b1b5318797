import path from 'node:path';
import { ArgumentFault, readCommandLine } from './command-line.ts';

const SEEDS = ['none', 'demo', 'full'] as const;
export type Seed = (typeof SEEDS)[number];

export interface StartArguments {
  readonly port: number;
  readonly dataDir: string;
  /** Business date, YYYY-MM-DD; undefined: the machine's date in Hermosillo. */
  readonly today: string | undefined;
  readonly seed: Seed;
  /** Seed of what goes wrong on purpose; undefined: nothing does. */
  readonly faults: number | undefined;
  readonly help: boolean;
}

export const DEFAULT_PORT = 3000;

export const START_HELP = `Uso: npm start -- [opciones]
  --port N           puerto de la API (${DEFAULT_PORT}); se usan también los tres siguientes
  --data-dir CARPETA carpeta de datos (.local)
  --today AAAA-MM-DD fecha de trabajo fija; los horarios de hora fija quedan en pausa
  --seed none|demo|full  datos con los que se llena una carpeta vacía (demo)
  --faults N         hace fallar a propósito los servicios, siempre igual para el mismo N (faults.jsonl)
  -h, --help         esta ayuda`;

/** Reads the command line of `npm start`; throws ArgumentFault in Spanish, with every fault. */
export function startArguments(argv: readonly string[]): StartArguments {
  const { values } = readCommandLine(
    argv,
    {
      port: { type: 'string', default: String(DEFAULT_PORT) },
      'data-dir': { type: 'string', default: DEFAULT_DATA_DIR },
      today: { type: 'string' },
      seed: { type: 'string', default: 'demo' },
      faults: { type: 'string' },
    },
    { help: START_HELP },
  );
  const { today, faults: faultSeed, help } = values;
  const seed = SEEDS.find((known) => known === values.seed);
  const faults = [
    ...portFaults(values.port),
    ...(seed === undefined ? [`--seed ${values.seed} no existe: use none, demo o full.`] : []),
    ...(today === undefined || isCalendarDate(today)
      ? []
      : [`--today ${today} no es una fecha: escríbala como 2026-11-20.`]),
    ...(faultSeed === undefined || /^\d{1,9}$/.test(faultSeed)
      ? []
      : [`--faults ${faultSeed} no es válido: use un número entero de hasta nueve cifras.`]),
  ];
  if (seed === undefined || faults.length > 0) throw new ArgumentFault(faults.join('\n'));
  const faulty = faultSeed === undefined ? undefined : Number(faultSeed);
  return { port: Number(values.port), dataDir: path.resolve(values['data-dir']), today, seed, faults: faulty, help };
}

/** The options that a second command needs to reach what this start started: only those that are not the usual ones. */
export function reachingOptions({ port, dataDir }: Pick<StartArguments, 'port' | 'dataDir'>): {
  readonly dataDir: string;
  readonly port: string;
} {
  return {
    dataDir: dataDir === path.resolve(DEFAULT_DATA_DIR) ? '' : ` --data-dir ${quoted(dataDir)}`,
    port: port === DEFAULT_PORT ? '' : ` --port ${port}`,
  };
}

/** As a shell reads it back. */
const quoted = (text: string): string => (/^[\w./:@%+=,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** Where the runner keeps its data when nobody says otherwise: `npm start` and `npm run token` must agree. */
export const DEFAULT_DATA_DIR = '.local';

/** A TCP port that leaves room for the three after it; throws ArgumentFault. */
export function portFrom(text: string): number {
  const faults = portFaults(text);
  if (faults.length > 0) throw new ArgumentFault(faults.join('\n'));
  return Number(text);
}

function portFaults(text: string): readonly string[] {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return port >= 1024 && port <= 65_532 ? [] : [`--port ${text} no es válido: use un número del 1024 al 65532.`];
}

function isCalendarDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
