import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** Another process uses the data folder. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
}

/** Folders that this very process holds: its own number in the file says nothing about a second start in it. */
const held = new Set<string>();

/**
 * Takes a data folder for this process; throws DataFolderInUse (Spanish, with the other's process number) when another
 * live process has it. A lock left behind by a killed process is taken over. Returns the release.
 */
export function lockDataFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'runner.lock');
  const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : Number.NaN;
  if (held.has(file) || (isAlive(owner) && owner !== process.pid))
    throw new DataFolderInUse(
      `La carpeta de datos ${dataDir} ya está en uso por otro proceso (${owner}). ` +
        'Deténgalo, o arranque con otra carpeta: --data-dir OTRA.',
    );
  rmSync(file, { force: true });
  try {
    const handle = openSync(file, 'wx');
    writeSync(handle, String(process.pid));
    closeSync(handle);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new DataFolderInUse(`Otro proceso acaba de tomar la carpeta de datos ${dataDir}.`);
    throw error;
  }
  held.add(file);
  return () => {
    held.delete(file);
    rmSync(file, { force: true });
  };
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
