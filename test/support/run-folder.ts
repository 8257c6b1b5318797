import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import path from 'node:path';

/** Linux keeps what is written here in memory. */
const IN_MEMORY = '/dev/shm';
const NEEDED_BYTES = 3 * 1_024 ** 3;
const PREFIX = 'cartera-run-';

/**
 * One temporary folder for all that a run of the tests writes, in memory where the machine has room. The engine waits for
 * its disk at each write: on one, a portfolio takes twice as long to load. Removed at the end, with what killed tests left.
 */
export default function openRunFolder(): () => void {
  const place = hasRoom() ? IN_MEMORY : tmpdir();
  removeForsaken(place);
  const folder = mkdtempSync(path.join(place, `${PREFIX}${process.pid}-`));
  // As open as any temporary folder: a test looks into it as somebody else.
  chmodSync(folder, 0o755);
  // Every worker and what it starts finds it by os.tmpdir().
  process.env.TMPDIR = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}

function hasRoom(): boolean {
  if (!existsSync(IN_MEMORY)) return false;
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  return Math.min(bavail * bsize, freemem()) > NEEDED_BYTES;
}

/** A run that was killed removed nothing: in memory that would stay until the machine is started again. */
function removeForsaken(place: string): void {
  for (const name of readdirSync(place).filter((found) => found.startsWith(PREFIX)))
    if (!isRunning(Number(name.slice(PREFIX.length).split('-')[0])))
      rmSync(path.join(place, name), { recursive: true, force: true });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
