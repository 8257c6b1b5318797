import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { AwsEndpoints } from '../../infra/local/runner.ts';

/** A runner of the test application in a process of its own. */
export interface KillableRunner {
  readonly endpoints: AwsEndpoints;
  /** SIGKILL; its engine is left an orphan, as `kill -9` does. */
  kill(): Promise<void>;
}

/** Starts it and waits until it is ready. */
export async function killableRunner(assemblyDir: string, dataDir: string, ...more: string[]): Promise<KillableRunner> {
  const script = fileURLToPath(new URL('./local-app-process.ts', import.meta.url));
  const child = spawn(process.execPath, [script, assemblyDir, dataDir, ...more], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('"ready"'))
      return {
        endpoints: JSON.parse(line),
        kill: async () => {
          child.kill('SIGKILL');
          await once(child, 'exit');
        },
      };
  throw new Error('the runner did not start');
}
