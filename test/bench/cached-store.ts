import { createHash } from 'node:crypto';
import {
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BenchStore, openBenchStore } from './bench-store.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const BENCH_FOLDER = join(ROOT, '.local', 'bench');

/** What decides the bytes of a filled store: when any of it changes, stores are filled anew. */
const DECIDES = [
  'functions/lending/bulk-load.ts',
  'functions/lending/register-records.ts',
  'functions/lending/terms-at-signing.ts',
  'functions/statements/preferences/preferences-store.ts',
  'infra/tables.ts',
  'shared/ledger/bulk-load.ts',
  'shared/ledger/draft-posting.ts',
  'shared/ledger/entry-item.ts',
  'shared/ledger/head-item.ts',
  'shared/ledger/table-keys.ts',
  'shared/loan-book',
  'shared/register/finder-records.ts',
  'shared/register/finding-words.ts',
  'shared/register/register-keys.ts',
  'test/bench/demo-notes.ts',
  'test/bench/fill-stores.ts',
  'test/bench/fill-subscribers.ts',
  'test/demonstration/lending',
  'test/demonstration/seeded-random.ts',
];

/**
 * A copy of a filled store, to be used up by one measure. Filling takes minutes and is no part of any figure, so the
 * filled store is kept under .local/bench, named by a hash of the sources that decide its content.
 * `fill` runs only when there is none yet. `stop` throws the copy away.
 */
export async function openFilledStore(name: string, fill: (store: BenchStore) => Promise<void>): Promise<BenchStore> {
  const kept = join(BENCH_FOLDER, `${name}-${sourcesHash()}`);
  if (!existsSync(kept)) await fillOnce(name, kept, fill);
  const copy = mkdtempSync(join(BENCH_FOLDER, `${name}-run-`));
  cpSync(kept, copy, { recursive: true, mode: constants.COPYFILE_FICLONE });
  const store = await openBenchStore(copy);
  return {
    ...store,
    async stop() {
      await store.stop();
      rmSync(copy, { recursive: true, force: true });
    },
  };
}

/** Fills in a folder beside and renames it when it is whole, so that a stopped run leaves no half store behind. */
async function fillOnce(name: string, kept: string, fill: (store: BenchStore) => Promise<void>): Promise<void> {
  mkdirSync(BENCH_FOLDER, { recursive: true });
  for (const old of readdirSync(BENCH_FOLDER)) {
    if (old.startsWith(`${name}-`)) rmSync(join(BENCH_FOLDER, old), { recursive: true, force: true });
  }
  const half = mkdtempSync(join(BENCH_FOLDER, `${name}-fill-`));
  const store = await openBenchStore(half);
  try {
    await fill(store);
  } finally {
    await store.stop();
  }
  writeFileSync(join(half, 'filled.txt'), `${new Date().toISOString()}\n`);
  renameSync(half, kept);
}

function sourcesHash(): string {
  const hash = createHash('sha256');
  for (const path of DECIDES) hashInto(hash, path);
  return hash.digest('hex').slice(0, 12);
}

function hashInto(hash: ReturnType<typeof createHash>, path: string): void {
  const full = join(ROOT, path);
  if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) hashInto(hash, join(path, name));
  else hash.update(path).update(readFileSync(full));
}
