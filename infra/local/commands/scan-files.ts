import { createHash } from 'node:crypto';
import { opendirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';

/** One file of a folder or a zip; its bytes are read when they are asked for, one file at a time. */
export interface ScanFile {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

const scanFile = (fileName: string, bytes: Uint8Array): ScanFile => ({
  ...{ fileName, bytes, sha256: createHash('sha256').update(bytes).digest('hex') },
});

/** Files of a folder, its folders too, or of a zip, in their own order; hidden ones are left out. */
export async function* scanFiles(from: string): AsyncGenerator<ScanFile, void, undefined> {
  if (statSync(from).isDirectory()) yield* filesOfFolder(from);
  else yield* filesOfZip(from);
}

function* filesOfFolder(folder: string): Generator<ScanFile, void, undefined> {
  const entries = opendirSync(folder);
  try {
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
      if (entry.name.startsWith('.')) continue;
      const inside = path.join(folder, entry.name);
      if (entry.isDirectory()) yield* filesOfFolder(inside);
      else if (entry.isFile()) yield scanFile(entry.name, readFileSync(inside));
    }
  } finally {
    entries.closeSync();
  }
}

async function* filesOfZip(file: string): AsyncGenerator<ScanFile, void, undefined> {
  const zip = await openPromise(file, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const name = path.basename(entry.fileName);
      if (entry.fileName.endsWith('/') || name.startsWith('.')) continue;
      yield scanFile(name, await buffer(await zip.openReadStreamPromise(entry)));
    }
  } finally {
    zip.close();
  }
}
