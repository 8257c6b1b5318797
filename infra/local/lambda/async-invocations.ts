import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { type Json, jsonSchema, readJsonFile } from '../assembly/json.ts';
import { writeFileAtomically } from '../files.ts';
import type { DeadLetters } from '../queues/dead-letters.ts';
import { RunnerStopping } from './lambda-error.ts';
import type { LambdaRuntime } from './lambda-runtime.ts';

const pendingSchema = z.object({
  id: z.string(),
  function: z.string(),
  event: jsonSchema,
  /** Calls that already failed. */
  failures: z.int().nonnegative(),
  /** The S3 object whose arrival this tells of; absent for other callers. */
  object: z.object({ bucket: z.string(), key: z.string(), versionId: z.string() }).optional(),
});
type Pending = z.output<typeof pendingSchema>;
export type NotifiedObject = NonNullable<Pending['object']>;

/** Waits before the first and the second retry. AWS waits one minute, then two; nobody here wants to. */
const RETRY_WAITS_MS = [1_000, 2_000];

export interface AsyncInvocationsOptions {
  readonly dir: string;
  readonly lambdas: LambdaRuntime;
  readonly deadLetters: DeadLetters;
  readonly retryWaitsMs?: readonly number[];
}

/**
 * Asynchronous calls ("Event" invocations): each is a file in the data folder until its function
 * answered, so a `kill -9` delivers it again at the next start. At-least-once, like Lambda's own queue.
 * After the retries of the template the event goes to the function's failure queue.
 */
export class AsyncInvocations {
  readonly #options: AsyncInvocationsOptions;
  readonly #running = new Map<string, Promise<void>>();
  readonly #stop = new AbortController();

  constructor(options: AsyncInvocationsOptions) {
    this.#options = options;
    mkdirSync(options.dir, { recursive: true });
  }

  /** Takes a call: it is on disk when this returns, and runs at once. */
  accept(functionName: string, event: Json): void {
    this.release(this.hold(functionName, event));
  }

  /**
   * Writes a call down without running it, for a caller that must first finish its own write
   * (an S3 object and its notification stand or fall together). `release` runs it.
   */
  hold(functionName: string, event: Json, object?: NotifiedObject): string {
    const pending: Pending = {
      id: `${Date.now()}-${randomUUID()}`,
      function: this.#options.lambdas.find(functionName).name,
      event,
      failures: 0,
      ...(object === undefined ? {} : { object }),
    };
    this.#save(pending);
    return pending.id;
  }

  release(id: string): void {
    const run = this.#deliver(readJsonFile(this.#file(id), pendingSchema)).finally(() => this.#running.delete(id));
    this.#running.set(id, run);
  }

  /** Forgets a held call whose cause did not happen. */
  drop(id: string): void {
    rmSync(this.#file(id), { force: true });
  }

  /**
   * Runs what an earlier process left behind. A held notification whose object was never stored
   * (`happened` says so) is dropped: its upload was not acknowledged.
   */
  resume(happened: (object: NotifiedObject) => boolean): void {
    for (const file of readdirSync(this.#options.dir).sort()) {
      if (!file.endsWith('.json')) continue;
      const pending = readJsonFile(path.join(this.#options.dir, file), pendingSchema);
      if (pending.object !== undefined && !happened(pending.object)) this.drop(pending.id);
      else this.release(pending.id);
    }
  }

  get pendingCount(): number {
    return this.#running.size;
  }

  get caughtUp(): boolean {
    return this.#running.size === 0;
  }

  /** Resolves when no call is waiting or running. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running.values());
  }

  /** Stops without losing anything: unfinished calls stay on disk for the next start. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.settled();
  }

  async #deliver(pending: Pending): Promise<void> {
    const { lambdas, deadLetters } = this.#options;
    const { asyncRetries, onFailureArn, arn, name } = lambdas.find(pending.function);
    for (let failures = pending.failures; ; ) {
      if (this.#stop.signal.aborted) return;
      try {
        await lambdas.invoke(pending.function, pending.event);
        return this.drop(pending.id);
      } catch (error) {
        if (error instanceof RunnerStopping || this.#stop.signal.aborted) return;
        const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
        console.error(`${name} falló con un evento (intento ${failures + 1}): ${reason}`);
        failures += 1;
        if (failures > asyncRetries) {
          const message = asyncFailureMessage(arn, pending, failures, reason);
          deadLetters.add(onFailureArn, { function: name, reason, message, payload: pending.event });
          return this.drop(pending.id);
        }
        this.#save({ ...pending, failures });
        await this.#wait(failures);
      }
    }
  }

  async #wait(failures: number): Promise<void> {
    const waits = this.#options.retryWaitsMs ?? RETRY_WAITS_MS;
    const milliseconds = waits[Math.min(failures, waits.length) - 1] ?? 0;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.#stop.signal.addEventListener('abort', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #save(pending: Pending): void {
    if (!existsSync(this.#options.dir)) mkdirSync(this.#options.dir, { recursive: true });
    writeFileAtomically(this.#file(pending.id), JSON.stringify(pending));
  }

  #file(id: string): string {
    return path.join(this.#options.dir, `${id}.json`);
  }
}

/** The record that Lambda sends to an on-failure destination. */
function asyncFailureMessage(arn: string, pending: Pending, calls: number, reason: string) {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId: pending.id,
      functionArn: `${arn}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: calls,
    },
    requestPayload: pending.event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorMessage: reason },
  } as const;
}
