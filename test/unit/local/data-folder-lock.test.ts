import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { DataFolderInUse, DataFolderUnusable, lockDataFolder } from '../../../infra/local/data-folder-lock.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'cartera-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

const LOCK_MODULE = new URL('../../../infra/local/data-folder-lock.ts', import.meta.url).href;
const HOLD = `const { lockDataFolder } = await import(${JSON.stringify(LOCK_MODULE)});
  lockDataFolder(process.argv[1]); console.log('held'); setInterval(() => undefined, 1000);`;

/** Another process that holds the folder until it is killed. */
async function holder(dataDir: string) {
  const child = spawn(process.execPath, ['--input-type=module', '-e', HOLD, dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return {
    pid: child.pid,
    kill: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

describe('the lock of a data folder', () => {
  it('keeps a second start out, in another process and in this one, and names who has it', async () => {
    const dataDir = path.join(folder, 'a', 'deep', 'place');
    const other = await holder(dataDir);
    expect(() => lockDataFolder(dataDir)).toThrow(DataFolderInUse);
    expect(() => lockDataFolder(dataDir)).toThrow(`(${other.pid})`);
    await other.kill();
    const release = lockDataFolder(dataDir);
    expect(() => lockDataFolder(dataDir)).toThrow(`(${process.pid})`);
    release();
    lockDataFolder(dataDir)();
  });

  it('ends with the process that died, even when a living process has its number since', async () => {
    const dataDir = path.join(folder, 'dead');
    await (await holder(dataDir)).kill();
    for (const file of ['runner.pid', 'runner.lock']) writeFileSync(path.join(dataDir, file), String(process.ppid));
    lockDataFolder(dataDir)();
  });

  it('says why nothing can be written, in one Spanish sentence, and comes back at once from /proc', () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, '');
    const isFile = /una parte de esa ruta es un archivo.*--data-dir\.$/;
    const refusals: readonly [string, RegExp][] = [
      [file, isFile],
      [path.join(file, 'below'), isFile],
      ['/proc/x', /^No se puede escribir en la carpeta de datos \/proc\/x: /],
      ['/proc', /^No se puede escribir en la carpeta de datos \/proc: /],
    ];
    for (const [place, sentence] of refusals) {
      expect(() => lockDataFolder(place)).toThrow(DataFolderUnusable);
      expect(() => lockDataFolder(place)).toThrow(sentence);
    }
  });

  it('says so when this user may not write there', () => {
    const closed = mkdtempSync(path.join(tmpdir(), 'cartera-closed-'));
    chmodSync(closed, 0o555);
    // Root may write everywhere: as nobody, then.
    const asNobody = process.getuid?.() === 0 ? 'process.setuid(65534);' : '';
    const source = `const { lockDataFolder } = await import(${JSON.stringify(LOCK_MODULE)}); ${asNobody}
      for (const place of process.argv.slice(1)) try { lockDataFolder(place); } catch (error) { console.log(error.message); }`;
    const { stdout } = spawnSync(
      process.execPath,
      ['--input-type=module', '-e', source, closed, path.join(closed, 'below')],
      { encoding: 'utf8' },
    );
    rmSync(closed, { recursive: true });
    expect(stdout.trim().split('\n')).toEqual([
      expect.stringContaining(`${closed}: este usuario no tiene permiso`),
      expect.stringContaining('below: este usuario no tiene permiso'),
    ]);
  });
});
