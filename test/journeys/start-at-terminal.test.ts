import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort, portTaken } from '../../infra/local/free-port.ts';
import { latestDay } from '../../infra/local/latest-day.ts';
import { builtAssembly } from '../support/built-assembly.ts';

let dataDir: string;
const started: ChildProcess[] = [];
beforeAll(async () => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'cartera-terminal-'));
  await builtAssembly();
});
afterAll(() => {
  for (const one of started) one.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
});

/** Four free ports in a row, as a start takes them. */
async function fourPorts(): Promise<number> {
  for (;;) {
    const port = await freePort();
    const taken = await Promise.all([1, 2, 3].map((more) => portTaken(port + more)));
    if (!taken.includes(true)) return port;
  }
}

/** `npm start` on the folder, up to its last line. */
async function npmStart(today: string) {
  const port = String(await fourPorts());
  const options = ['--seed', 'none', '--port', port, '--data-dir', dataDir, '--today', today];
  const child = spawn(process.execPath, ['test/demonstration/start.ts', ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await expect.poll(() => said, { timeout: 60_000 }).toContain('Listo en');
  return { port, said, ended, stop: (signal: NodeJS.Signals) => child.kill(signal) };
}

it('npm start serves its folder, remembers the day even when it is killed, and stops when asked', async () => {
  const first = await npmStart('2026-11-24');
  expect(first.said).toContain(`API            http://localhost:${first.port}`);
  expect((await fetch(`http://localhost:${first.port}/health`)).status).toBe(200);
  expect(latestDay(dataDir)).toBe('2026-11-24');
  first.stop('SIGKILL');
  await first.ended;
  // The same day again is no way back.
  const second = await npmStart('2026-11-24');
  second.stop('SIGTERM');
  expect(await second.ended).toBe(0);
  expect([latestDay(dataDir), existsSync(path.join(dataDir, 'dynamodb.sqlite'))]).toEqual(['2026-11-24', true]);
}, 120_000);
