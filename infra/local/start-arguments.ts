import path from 'node:path';
import { parseArgs } from 'node:util';

export type Seed = 'none' | 'demo' | 'full';

export interface StartArguments {
  readonly port: number;
  readonly dataDir: string;
  /** Business date, YYYY-MM-DD; undefined: the machine's date in Hermosillo. */
  readonly today: string | undefined;
  readonly seed: Seed;
  readonly help: boolean;
}

/** What the user typed makes no sense; the message says what to write instead. */
export class ArgumentFault extends Error {
  override readonly name = 'ArgumentFault';
}

export const DEFAULT_PORT = 3000;

export const START_HELP = `Uso: npm start -- [opciones]
  --port N           puerto de la API (${DEFAULT_PORT}); se usan también los tres siguientes
  --data-dir CARPETA carpeta de datos (.local)
  --today AAAA-MM-DD fecha de trabajo fija; los horarios de hora fija quedan en pausa
  --seed none|demo|full  datos con los que se llena una carpeta vacía (demo)
  --help             esta ayuda`;

/** Reads the command line of `npm start`; throws ArgumentFault in Spanish. */
export function startArguments(argv: readonly string[]): StartArguments {
  const values = parse(argv);
  const { seed, today } = values;
  if (seed !== 'none' && seed !== 'demo' && seed !== 'full')
    throw new ArgumentFault(`--seed ${seed} no existe: use none, demo o full.`);
  if (today !== undefined && !isCalendarDate(today))
    throw new ArgumentFault(`--today ${today} no es una fecha: escríbala como 2026-11-20.`);
  return { port: portFrom(values.port), dataDir: path.resolve(values['data-dir']), today, seed, help: values.help };
}

/** Where the runner keeps its data when nobody says otherwise: `npm start` and `npm run token` must agree. */
export const DEFAULT_DATA_DIR = '.local';

/** A TCP port that leaves room for the three after it; throws ArgumentFault. */
export function portFrom(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1024 || port > 65_532)
    throw new ArgumentFault(`--port ${text} no es válido: use un número del 1024 al 65532.`);
  return port;
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: 'string', default: String(DEFAULT_PORT) },
        'data-dir': { type: 'string', default: DEFAULT_DATA_DIR },
        today: { type: 'string' },
        seed: { type: 'string', default: 'demo' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new ArgumentFault(`${error instanceof Error ? error.message : String(error)}\n\n${START_HELP}`);
  }
}

function isCalendarDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
