import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { readJsonFile } from './assembly/json.ts';
import { writeFileAtomically } from './files.ts';

/** The repository's folder. */
export const ROOT_FOLDER = fileURLToPath(new URL('../..', import.meta.url));
export const ASSEMBLY_FOLDER = path.join(ROOT_FOLDER, 'cdk.out');

const SOURCES = ['infra', 'functions', 'shared', 'layers', 'package-lock.json'];
/** The runner itself is in neither the bundles nor the template. */
const NOT_SOURCES = new Set([path.join(ROOT_FOLDER, 'infra', 'local')]);
const STAMP_FILE = path.join(ROOT_FOLDER, 'dist', 'local-build.json');

const stampSchema = z.object({ files: z.number(), newestMs: z.number() });
/** What the sources were when they were last built; a deleted file changes the count. */
type SourceStamp = z.output<typeof stampSchema>;

/**
 * Bundles and synthesizes (in a child process: `node infra/app.ts`) when the sources are not those of the
 * last local build. Returns whether it built; throws, in Spanish, when the build fails.
 */
export async function ensureFresh(): Promise<boolean> {
  const now = sourceStamp();
  const built = existsSync(path.join(ASSEMBLY_FOLDER, 'manifest.json')) && existsSync(STAMP_FILE);
  const last = built ? readJsonFile(STAMP_FILE, stampSchema) : undefined;
  if (last?.files === now.files && last.newestMs === now.newestMs) return false;
  await runNode(path.join('infra', 'app.ts'));
  // Taken before building: a file saved meanwhile makes the next start build again.
  writeFileAtomically(STAMP_FILE, JSON.stringify(now));
  return true;
}

function sourceStamp(): SourceStamp {
  let files = 0;
  let newestMs = 0;
  const visit = (place: string): void => {
    if (NOT_SOURCES.has(place) || !existsSync(place)) return;
    const status = statSync(place);
    if (status.isDirectory()) for (const name of readdirSync(place)) visit(path.join(place, name));
    else {
      files += 1;
      newestMs = Math.max(newestMs, status.mtimeMs);
    }
  };
  for (const source of SOURCES) visit(path.join(ROOT_FOLDER, source));
  return { files, newestMs };
}

function runNode(script: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const output: Buffer[] = [];
    const child = spawn(process.execPath, [script], { cwd: ROOT_FOLDER, stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`No se pudo construir (${script}, código ${code}):\n${Buffer.concat(output).toString()}`));
    });
  });
}
