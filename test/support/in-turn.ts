import { mkdirSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is done in turns takes seconds; a lock older than this belongs to a run of the tests that was killed. */
const LOCK_IS_STALE_MS = 180_000;

/** Does something while no other process does it under the same lock, a folder: test files run in several processes. */
export async function inTurn<T>(lock: string, run: () => Promise<T>): Promise<T> {
  while (!taken(lock)) await sleep(200);
  try {
    return await run();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
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
