import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ASSEMBLY_FOLDER, ensureFresh, ROOT_FOLDER } from '../../infra/local/build.ts';
import { inTurn } from './in-turn.ts';

/** Beside what is built, so that two runs of the tests at once take turns too. */
const LOCK = path.join(ROOT_FOLDER, 'dist', 'local-build.lock');

/** The synthesized template of the whole product, built at most once for all journeys: two builds at once would write over each other. */
export async function builtAssembly(): Promise<string> {
  mkdirSync(path.dirname(LOCK), { recursive: true });
  await inTurn(LOCK, ensureFresh);
  return ASSEMBLY_FOLDER;
}
