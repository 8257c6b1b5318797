import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { type Runner, type RunnerOptions, startRunner } from '../../infra/local/runner.ts';
import { synthesizeLocalApp } from '../fixtures/local-app/local-app.ts';

/** A synthesized test application and a data folder, both in a temporary folder. */
export interface LocalApp {
  readonly folder: string;
  readonly assemblyDir: string;
  readonly dataDir: string;
  start(options?: Partial<RunnerOptions>): Promise<Runner>;
  remove(): void;
}

/** Bundles and synthesizes test/fixtures/local-app; call once per test file. */
export async function localApp(): Promise<LocalApp> {
  const folder = mkdtempSync(path.join(tmpdir(), 'cartera-local-'));
  const handlerFolder = path.join(folder, 'handlers');
  mkdirSync(handlerFolder);
  await build({
    entryPoints: [fileURLToPath(new URL('../fixtures/local-app/handlers.ts', import.meta.url))],
    outfile: path.join(handlerFolder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'silent',
    banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
  });
  const assemblyDir = path.join(folder, 'cdk.out');
  synthesizeLocalApp(assemblyDir, handlerFolder);
  const dataDir = path.join(folder, 'data');
  return {
    folder,
    assemblyDir,
    dataDir,
    start: (options = {}) => startRunner({ port: 0, dataDir, assemblyDir, schedules: 'none', quiet: true, ...options }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
