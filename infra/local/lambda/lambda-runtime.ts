import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Writable } from 'node:stream';
import type { Json } from '../assembly/json.ts';
import { LOCAL_REGION } from '../assembly/resource.ts';
import { type FunctionDefinition, findFunction } from './function-definition.ts';
import { LambdaError } from './lambda-error.ts';
import { logFile } from './log-file.ts';
import { Sandbox } from './sandbox.ts';
import { SandboxPool } from './sandbox-pool.ts';

/** Lambda refuses larger synchronous payloads, in and out (bytes). */
export const PAYLOAD_LIMIT_BYTES = 6 * 1024 * 1024;

export interface LambdaRuntimeOptions {
  readonly functions: readonly FunctionDefinition[];
  /** Folder for `<function>.log`, what the functions print. */
  readonly logDir: string;
  /** Variables over the template's own: endpoints, credentials' secret, a fixed clock. */
  readonly overrides: Readonly<Record<string, string>>;
  /** Milliseconds after which a call's sandbox is killed; undefined: it may end. */
  readonly killAfterMs?: ((functionName: string, event: Json) => number | undefined) | undefined;
}

/** Runs the deployed bundles: one pool of worker threads per function, started at the first call. */
export class LambdaRuntime {
  readonly #options: LambdaRuntimeOptions;
  readonly #pools = new Map<string, SandboxPool>();
  readonly #later = new Map<string, string>();
  readonly #logs = new Map<string, Writable>();

  constructor(options: LambdaRuntimeOptions) {
    this.#options = options;
    mkdirSync(options.logDir, { recursive: true });
  }

  get functions(): readonly FunctionDefinition[] {
    return this.#options.functions;
  }

  /** By name, ARN, logical id or the end of the name; throws ResourceNotFoundException. */
  find(wanted: string): FunctionDefinition {
    const definition = findFunction(this.#options.functions, wanted);
    if (definition === undefined) throw new LambdaError('ResourceNotFoundException', `Function not found: ${wanted}`);
    return definition;
  }

  /** Calls a function and waits for its answer; throws LambdaError, or RunnerStopping when cut off. */
  async invoke(wanted: string, event: Json): Promise<Json> {
    const definition = this.find(wanted);
    const pool = this.#pools.get(definition.name) ?? this.#open(definition);
    return pool.call(event, this.#options.killAfterMs?.(definition.name, event));
  }

  /** Gives every function another value of a variable from its next call on; undefined: the template's own. */
  async override(variable: string, value: string | undefined): Promise<void> {
    if (value === undefined) this.#later.delete(variable);
    else this.#later.set(variable, value);
    await Promise.all([...this.#pools.values()].map((pool) => pool.retire()));
  }

  /** The variables a function sees, for tests and for reading table names. */
  variablesOf(definition: FunctionDefinition): Readonly<Record<string, string>> {
    return {
      PATH: process.env.PATH ?? '',
      HOME: process.env.HOME ?? '',
      LANG: 'en_US.UTF-8',
      TZ: 'UTC',
      ...definition.variables,
      AWS_REGION: LOCAL_REGION,
      AWS_DEFAULT_REGION: LOCAL_REGION,
      // The access key tells the local endpoints which function calls.
      AWS_ACCESS_KEY_ID: definition.logicalId,
      AWS_LAMBDA_FUNCTION_NAME: definition.name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(definition.memoryMegabytes),
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${definition.name}`,
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      LAMBDA_TASK_ROOT: definition.taskRoot,
      ...this.#options.overrides,
      ...Object.fromEntries(this.#later),
    };
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#pools.values()].map((pool) => pool.stop()));
    for (const log of this.#logs.values()) log.end();
  }

  #open(definition: FunctionDefinition): SandboxPool {
    const log = logFile(path.join(this.#options.logDir, `${definition.name}.log`));
    // Several sandboxes of one function write to one file.
    log.setMaxListeners(64);
    this.#logs.set(definition.name, log);
    const pool = new SandboxPool(() => new Sandbox(definition, this.variablesOf(definition), log));
    this.#pools.set(definition.name, pool);
    return pool;
  }
}
