import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { functionNamed } from '../../infra/functions.ts';
import { BENCH_CREDENTIALS, BENCH_REGION } from './bench-store.ts';
import { ROOT } from './cached-store.ts';

const answerSchema = z.object({
  milliseconds: z.number(),
  /** User and system, all threads, of the call alone. */
  cpuMilliseconds: z.number(),
  /** Highest resident set of the process since its start. */
  peakRssKibibytes: z.number(),
  result: z.unknown(),
  error: z.string().optional(),
});
export type LambdaAnswer = z.infer<typeof answerSchema>;

/** A function's bundle in a process of its own, with the heap of its deployed memory and its deployed time limit. */
export interface LambdaProcess {
  readonly memoryMb: number;
  /** Throws an Error with the handler's message when the handler fails. */
  call(event: unknown): Promise<LambdaAnswer>;
  stop(): Promise<void>;
}

/** `variables`: tables, buckets and endpoints. The rest of the environment is built from nothing. */
export function startLambdaProcess(name: string, variables: Readonly<Record<string, string>>): LambdaProcess {
  const { memoryMb, timeoutSeconds } = functionNamed(name);
  const child = fork(
    fileURLToPath(new URL('./lambda-child.ts', import.meta.url)),
    [join(ROOT, 'dist', name, 'index.mjs')],
    {
      env: {
        TZ: 'UTC',
        AWS_REGION: BENCH_REGION,
        AWS_ACCESS_KEY_ID: BENCH_CREDENTIALS.accessKeyId,
        AWS_SECRET_ACCESS_KEY: BENCH_CREDENTIALS.secretAccessKey,
        ...variables,
      },
      execArgv: [`--max-old-space-size=${memoryMb}`],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  return {
    memoryMb,
    async call(event) {
      const answering = answerOf(child);
      child.send({ event, timeoutMs: timeoutSeconds * 1_000 });
      const answer = await answering;
      if (answer.error !== undefined) throw new Error(`${name} failed: ${answer.error}`);
      return answer;
    },
    stop() {
      if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      child.kill('SIGKILL');
      return gone;
    },
  };
}

function answerOf(child: ChildProcess): Promise<LambdaAnswer> {
  return new Promise((resolve, reject) => {
    const died = (code: number | null) => reject(new Error(`the function's process ended with code ${code}`));
    child.once('exit', died);
    child.once('message', (message) => {
      child.off('exit', died);
      resolve(answerSchema.parse(message));
    });
  });
}
