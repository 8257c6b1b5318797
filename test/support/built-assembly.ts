import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ASSEMBLY_FOLDER, ensureFresh, ROOT_FOLDER } from '../../infra/local/build.ts';

/** A build takes seconds; a lock older than this belongs to a test run that was killed. */
const LOCK_IS_STALE_MS = 180_000;

/**
 * The synthesized template of the whole product, built at most once for all journeys: test files run in several
 * processes, and two builds at once would write over each other.
 */
export async function builtAssembly(): Promise<string> {
  const lock = path.join(
    tmpdir(),
    `cartera-build-${createHash('sha256').update(ROOT_FOLDER).digest('hex').slice(0, 12)}`,
  );
  while (!taken(lock)) await sleep(200);
  try {
    await ensureFresh();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
  return ASSEMBLY_FOLDER;
}

function taken(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (age > LOCK_IS_STALE_MS) rmSync(lock, { recursive: true, force: true });
    return false;
  }
}
