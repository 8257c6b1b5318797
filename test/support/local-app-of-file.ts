import path from 'node:path';
import { afterAll, afterEach, beforeAll } from 'vitest';
import type { Runner, RunnerOptions } from '../../infra/local/runner.ts';
import { type LocalApp, localApp } from './local-app.ts';

/** The test application of one file of tests. */
export interface LocalAppOfFile {
  readonly assemblyDir: () => string;
  /** A data folder of this name. */
  folder(name: string): string;
  /** Starts a runner that ends with the test. */
  start(options: Partial<RunnerOptions> & Pick<RunnerOptions, 'dataDir'>): Promise<Runner>;
}

/** Bundles and synthesizes the test application before the tests of this file, and removes it behind them. */
export function localAppOfFile(): LocalAppOfFile {
  let app: LocalApp;
  let last: Runner | undefined;
  beforeAll(async () => {
    app = await localApp();
  });
  afterEach(async () => {
    await last?.stop();
    last = undefined;
  });
  afterAll(() => app?.remove());
  return {
    assemblyDir: () => app.assemblyDir,
    folder: (name) => path.join(app.folder, name),
    async start(options) {
      last = await app.start(options);
      return last;
    },
  };
}
