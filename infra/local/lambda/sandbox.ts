import { randomUUID } from 'node:crypto';
import type { Writable } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { Json } from '../assembly/json.ts';
import type { FunctionDefinition } from './function-definition.ts';
import { LambdaError } from './lambda-error.ts';
import type { SandboxAnswer, SandboxCall, SandboxStart } from './sandbox-protocol.ts';

/** Loading a bundle may take this long on a busy machine before the call counts as failed. */
const LOAD_LIMIT_MS = 60_000;

/** One warm environment of a function: a worker thread that takes one call at a time, as Lambda does. */
export class Sandbox {
  readonly #definition: FunctionDefinition;
  readonly #worker: Worker;
  readonly #ready: Promise<void>;
  #current: { resolve: (value: Json) => void; reject: (error: Error) => void } | undefined;
  #dead = false;

  constructor(definition: FunctionDefinition, variables: Readonly<Record<string, string>>, log: Writable) {
    this.#definition = definition;
    const start: SandboxStart = { moduleFile: definition.moduleFile, exportName: definition.exportName };
    this.#worker = new Worker(new URL('./sandbox-thread.ts', import.meta.url), {
      workerData: start,
      // From nothing: a developer's real AWS_* variables must never reach a handler.
      env: { ...variables },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: definition.memoryMegabytes },
    });
    this.#worker.stdout.pipe(log, { end: false });
    this.#worker.stderr.pipe(log, { end: false });
    this.#worker.unref();
    this.#ready = new Promise((resolve, reject) => {
      const limit = setTimeout(() => {
        reject(new LambdaError('Runtime.InitTimedout', 'the bundle did not load'));
        void this.stop();
      }, LOAD_LIMIT_MS);
      limit.unref();
      this.#worker.on('message', (answer: SandboxAnswer) => {
        clearTimeout(limit);
        if (answer.kind === 'ready') resolve();
        else this.#settle(answer);
      });
      const die = (error: Error): void => {
        clearTimeout(limit);
        this.#dead = true;
        reject(error);
        this.#current?.reject(error);
        this.#current = undefined;
      };
      this.#worker.on('error', (error) => die(exitError(error)));
      this.#worker.on('exit', (code) => die(new LambdaError('Runtime.ExitError', `the sandbox ended (exit ${code})`)));
    });
    this.#ready.catch(() => undefined);
  }

  /** False once the thread ended: it must not be used again. */
  get alive(): boolean {
    return !this.#dead;
  }

  /**
   * Calls the handler. The function's timeout counts from the moment its bundle is loaded, as on Lambda.
   * `killAfterMs` ends the sandbox in the middle of the call, unless that is over by then.
   */
  async call(event: Json, killAfterMs?: number): Promise<Json> {
    await this.#ready;
    const { name, arn, memoryMegabytes, timeoutSeconds } = this.#definition;
    const message: SandboxCall = {
      event,
      deadline: Date.now() + timeoutSeconds * 1000,
      context: {
        functionName: name,
        functionVersion: '$LATEST',
        invokedFunctionArn: arn,
        awsRequestId: randomUUID(),
        memoryLimitInMB: String(memoryMegabytes),
        logGroupName: `/aws/lambda/${name}`,
        logStreamName: 'local',
      },
    };
    return new Promise<Json>((resolve, reject) => {
      const limit = setTimeout(() => {
        void this.stop();
        reject(new LambdaError('Sandbox.Timedout', `Task timed out after ${timeoutSeconds} seconds`));
      }, timeoutSeconds * 1000);
      const kill = killAfterMs === undefined ? undefined : setTimeout(() => void this.stop(), killAfterMs);
      const finish =
        <T>(settle: (value: T) => void) =>
        (value: T) => {
          clearTimeout(limit);
          clearTimeout(kill);
          settle(value);
        };
      this.#current = { resolve: finish(resolve), reject: finish(reject) };
      this.#worker.postMessage(message);
    });
  }

  stop(): Promise<unknown> {
    this.#dead = true;
    return this.#worker.terminate();
  }

  #settle(answer: Exclude<SandboxAnswer, { kind: 'ready' }>): void {
    const current = this.#current;
    this.#current = undefined;
    if (answer.kind === 'result') current?.resolve(answer.result);
    else current?.reject(new LambdaError(answer.errorType, answer.message, answer.trace));
  }
}

function exitError(error: unknown): LambdaError {
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return new LambdaError('Runtime.OutOfMemory', 'the function used more memory than it has');
  return new LambdaError('Runtime.ExitError', error instanceof Error ? (error.stack ?? error.message) : String(error));
}
