import path from 'node:path';
import { ArgumentFault, readCommandLine } from '../../infra/local/command-line.ts';
import { DEFAULT_DATA_DIR, DEFAULT_PORT, portFaults } from '../../infra/local/reaching.ts';

const SEEDS = ['none', 'demo', 'full'] as const;
type Seed = (typeof SEEDS)[number];

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

function isCalendarDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}
