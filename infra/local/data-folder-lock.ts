import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** Another process uses the data folder. */
export class DataFolderInUse extends Error {
  override readonly name = 'DataFolderInUse';
}

/** Nothing can be written at that place. */
export class DataFolderUnusable extends Error {
  override readonly name = 'DataFolderUnusable';
}

const SQLITE_BUSY = 5;
const LOCK_FILE = 'runner-lock.sqlite';
/** Who holds the lock: for the message only, nobody decides by it. */
const OWNER_FILE = 'runner.pid';

/**
 * Takes a data folder for this process, making it where it is missing. Throws, in Spanish, DataFolderInUse (with the
 * other's process number) while another start has it, and DataFolderUnusable where nothing can be written. The lock is
 * the operating system's, by way of SQLite: it ends with its process, however that died and whoever has its number
 * since. Returns the release.
 */
export function lockDataFolder(dataDir: string): () => void {
  makeFolder(dataDir);
  const owner = path.join(dataDir, OWNER_FILE);
  const lock = exclusively(dataDir, owner);
  return () => {
    rmSync(owner, { force: true });
    lock.close();
  };
}

/**
 * Folder by folder, from the first that exists: `mkdir` with `recursive` never returns in a place like /proc, which
 * answers "no such file" for ever.
 */
function makeFolder(folder: string): void {
  try {
    if (existsSync(folder)) return;
    const parent = path.dirname(folder);
    if (parent !== folder) makeFolder(parent);
    mkdirSync(folder);
  } catch (error) {
    throw unusable(folder, error);
  }
}

function exclusively(dataDir: string, owner: string): DatabaseSync {
  let lock: DatabaseSync | undefined;
  try {
    // SQLite says "unable to open" of every place; the file system says why.
    rmdirSync(mkdtempSync(path.join(dataDir, 'writable-')));
    lock = new DatabaseSync(path.join(dataDir, LOCK_FILE), { timeout: 0 });
    lock.exec('BEGIN EXCLUSIVE');
    writeFileSync(owner, String(process.pid));
    return lock;
  } catch (error) {
    lock?.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY)
      throw new DataFolderInUse(
        `La carpeta de datos ${dataDir} ya está en uso por otro proceso${numberIn(owner)}. ` +
          'Deténgalo, o arranque con otra carpeta: --data-dir OTRA.',
      );
    throw unusable(dataDir, error);
  }
}

const numberIn = (owner: string): string => (existsSync(owner) ? ` (${readFileSync(owner, 'utf8')})` : '');

function unusable(place: string, error: unknown): Error {
  if (error instanceof DataFolderUnusable) return error;
  return new DataFolderUnusable(
    `No se puede escribir en la carpeta de datos ${place}: ${reason(error)}. Elija otra con --data-dir.`,
  );
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'EEXIST':
    case 'ENOTDIR':
      return 'una parte de esa ruta es un archivo, no una carpeta';
    case 'EACCES':
    case 'EPERM':
      return 'este usuario no tiene permiso';
    case 'EROFS':
      return 'el disco es de sólo lectura';
    case 'ENOSPC':
      return 'no queda espacio en el disco';
    case 'ENOENT':
      return 'ahí no se pueden crear carpetas';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
