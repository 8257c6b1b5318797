import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the engine prints when all is well. */
const ROUTINE_LINES = /^(Dynoxide listening|Shutting down|\s*$)/;
const START_LIMIT_MS = 20_000;
const DATABASE_FILE = 'dynamodb.sqlite';
const PID_FILE = 'dynamodb.pid';

/** The DynamoDB engine of one data folder. */
export interface DynamoEngine {
  readonly endpoint: string;
  readonly databaseFile: string;
  /** Rejects when the engine ends by itself; never resolves. */
  readonly ended: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Starts dynoxide (Rust and SQLite, local.md 1) on a file in `dir`, on a port of the loopback address.
 * Throws, in Spanish, on machines for which no engine is installed.
 */
export async function startDynamoEngine(dir: string, port: number): Promise<DynamoEngine> {
  mkdirSync(dir, { recursive: true });
  const databaseFile = path.join(dir, DATABASE_FILE);
  const child = spawn(enginePath(), ['serve', '-p', String(port), '--db-path', databaseFile], {
    cwd: dir,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (!ROUTINE_LINES.test(line)) console.error(`DynamoDB: ${line}`);
  });
  writeFileSync(path.join(dir, PID_FILE), String(child.pid ?? ''));
  const stopWithUs = (): void => {
    child.kill('SIGTERM');
  };
  process.once('exit', stopWithUs);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const endpoint = `http://127.0.0.1:${port}`;
  await answering(endpoint, child);
  let stopping = false;
  const ended = exited.then((code): never => {
    throw new Error(stopping ? 'DynamoDB se detuvo' : `DynamoDB terminó por su cuenta (código ${code})`);
  });
  ended.catch(() => undefined);
  return {
    endpoint,
    databaseFile,
    ended,
    stop: async () => {
      stopping = true;
      process.removeListener('exit', stopWithUs);
      child.kill('SIGTERM');
      await exited;
      rmSync(path.join(dir, PID_FILE), { force: true });
    },
  };
}

/**
 * Ends the engine that a killed runner left behind: it would hold the port and the file. The process number is
 * trusted only when that process has this very database on its command line.
 */
export async function endOrphanedEngine(dir: string): Promise<void> {
  const file = path.join(dir, PID_FILE);
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8'));
  const commandLine = (): string => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    } catch {
      return '';
    }
  };
  const database = path.join(dir, DATABASE_FILE);
  if (commandLine().includes(database)) process.kill(pid, 'SIGKILL');
  for (let tries = 0; commandLine().includes(database) && tries < 200; tries += 1) await sleep(10);
  rmSync(file, { force: true });
}

async function answering(endpoint: string, child: ChildProcess): Promise<void> {
  const until = Date.now() + START_LIMIT_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`DynamoDB no arrancó (código ${child.exitCode})`);
    try {
      await (await fetch(endpoint)).arrayBuffer();
      return;
    } catch {
      await sleep(10);
    }
  }
  child.kill('SIGKILL');
  throw new Error('DynamoDB no respondió en 20 segundos');
}

function enginePath(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const packageFile = createRequire(import.meta.url).resolve(`@dynoxide/${platform}/package.json`);
    return path.join(path.dirname(packageFile), process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  } catch {
    throw new Error(
      `No hay motor de DynamoDB para ${platform}. Ejecute "npm install" en Linux x64, o instale @dynoxide/${platform}.`,
    );
  }
}
