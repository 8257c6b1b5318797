import path from 'node:path';
import { ArgumentFault } from './command-line.ts';

export const DEFAULT_PORT = 3000;

/** Where the runner keeps its data when nobody says otherwise: `npm start` and `npm run token` must agree. */
export const DEFAULT_DATA_DIR = '.local';

/** The options that a second command needs to reach what a start started: only those that are not the usual ones. */
export function reachingOptions({ port, dataDir }: { readonly port: number; readonly dataDir: string }): {
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

/** A TCP port that leaves room for the three after it; throws ArgumentFault. */
export function portFrom(text: string): number {
  const faults = portFaults(text);
  if (faults.length > 0) throw new ArgumentFault(faults.join('\n'));
  return Number(text);
}

/** What is wrong with the text of a port, in Spanish; nothing when it can be taken. */
export function portFaults(text: string): readonly string[] {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  return port >= 1024 && port <= 65_532 ? [] : [`--port ${text} no es válido: use un número del 1024 al 65532.`];
}
