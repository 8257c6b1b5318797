import { createHash } from 'node:crypto';
import { opendirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { LARGEST_SCAN } from '../../../shared/vault/document-kinds.ts';

/** One file of a folder or a zip, which nothing stands in the way of asking about. */
export interface ScanFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** Why a file is left where it is, in Spanish: nothing takes it, or it cannot be read. */
export const UNREAD_ES = {
  empty: 'Está vacío',
  'too-large': `Pesa más de ${LARGEST_SCAN / 1_000_000} MB`,
  'name-too-long': 'Su nombre tiene más de 200 caracteres',
  unreadable: 'No se pudo leer: está dañado o protegido',
} as const;

export interface UnreadFile {
  readonly fileName: string;
  readonly fault: keyof typeof UNREAD_ES;
}

/** Characters of a name that the API takes. */
const LONGEST_NAME = 200;

/**
 * Files of a folder, its folders too, or of a zip, in their own order; hidden ones are left out. One is in memory at a time, and
 * none that is larger than a scan may be, whatever a zip says of it. Throws when the zip itself is none, or names a file outside itself.
 */
export async function* scanFiles(from: string): AsyncGenerator<ScanFile | UnreadFile, void, undefined> {
  if (statSync(from).isDirectory()) yield* filesOfFolder(from);
  else yield* filesOfZip(from);
}

async function* filesOfFolder(folder: string): AsyncGenerator<ScanFile | UnreadFile, void, undefined> {
  const entries = opendirSync(folder);
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      if (entry.name.startsWith('.')) continue;
      const inside = path.join(folder, entry.name);
      if (entry.isDirectory()) yield* filesOfFolder(inside);
      else if (entry.isFile())
        yield await scanFile(entry.name, statSync(inside).size, async () => readFileSync(inside));
    }
  } finally {
    entries.closeSync();
  }
}

async function* filesOfZip(file: string): AsyncGenerator<ScanFile | UnreadFile, void, undefined> {
  const zip = await openPromise(file, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = path.basename(entry.fileName);
      if (entry.fileName.endsWith('/') || name.startsWith('.')) continue;
      yield await scanFile(name, entry.uncompressedSize, () => bytesOf(zip, entry));
    }
  } finally {
    zip.close();
  }
}

/** Throws as soon as there is more than the entry says: a small file that swells is not read to its end. */
const bytesOf = async (zip: ZipFile, entry: Entry): Promise<Buffer> => buffer(await zip.openReadStreamPromise(entry));

async function scanFile(fileName: string, size: number, read: () => Promise<Buffer>): Promise<ScanFile | UnreadFile> {
  if (fileName.length > LONGEST_NAME) return { fileName, fault: 'name-too-long' };
  if (size === 0) return { fileName, fault: 'empty' };
  if (size > LARGEST_SCAN) return { fileName, fault: 'too-large' };
  try {
    const bytes = await read();
    return { fileName, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  } catch {
    return { fileName, fault: 'unreadable' };
  }
}
