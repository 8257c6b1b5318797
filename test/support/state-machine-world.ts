import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import aslValidator from 'asl-validator';
import type { Json } from '../../infra/local/assembly/json.ts';
import { ExecutionFiles } from '../../infra/local/step-functions/execution-files.ts';
import type { ExecutionRecord } from '../../infra/local/step-functions/execution-record.ts';
import { Executions } from '../../infra/local/step-functions/executions.ts';
import { historyOf } from '../../infra/local/step-functions/history.ts';
import type { Integration } from '../../infra/local/step-functions/integration.ts';

const MACHINE_ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:trial';

/** State machines over a folder of their own, with Tasks that the test answers and objects that it put there. */
export interface StateMachineWorld {
  readonly objects: Map<string, Buffer>;
  /** Resources of Tasks, without "arn:aws:states:::". */
  readonly tasks: Map<string, Integration>;
  /** Checks a definition with asl-validator and starts its machines anew on the same folder. */
  open(definition: object): Promise<Executions>;
  /** Those that are open now. */
  executions(): Executions;
  /** Runs a definition to its end. */
  run(definition: object, input?: Json, name?: string): Promise<ExecutionRecord>;
  /** Types of the events of an execution, in order. */
  history(record: Pick<ExecutionRecord, 'started'>): Promise<readonly string[]>;
  readonly machineArn: string;
  readonly folder: string;
  /** Stops the machines, as an end of the runner does. */
  stop(): Promise<void>;
  close(): Promise<void>;
}

export function stateMachineWorld(): StateMachineWorld {
  const folder = mkdtempSync(path.join(tmpdir(), 'cartera-states-'));
  const objects = new Map<string, Buffer>();
  const tasks = new Map<string, Integration>();
  let current: Executions | undefined;
  const integrations = {
    find: (resource: string) => tasks.get(resource),
    buckets: {
      read: (bucket: string, key: string) => {
        const bytes = objects.get(`${bucket}/${key}`);
        if (bytes === undefined) throw new Error('The specified key does not exist.');
        return bytes;
      },
      list: (bucket: string, prefix: string) =>
        [...objects.keys()]
          .filter((place) => place.startsWith(`${bucket}/${prefix}`))
          .map((place) => ({ Key: place.slice(bucket.length + 1) })),
      put: (bucket: string, key: string, bytes: Buffer) => objects.set(`${bucket}/${key}`, bytes),
    },
  };
  const open = async (definition: object): Promise<Executions> => {
    const { isValid, errorsText } = aslValidator(definition);
    if (!isValid) throw new Error(errorsText('\n'));
    await current?.stop();
    const machine = { arn: MACHINE_ARN, name: 'trial', roleArn: '', definition: JSON.stringify(definition) };
    current = new Executions([machine], new ExecutionFiles(folder), integrations);
    await current.resume();
    return current;
  };
  const executions = (): Executions => {
    if (current === undefined) throw new Error('no machines are open');
    return current;
  };
  return {
    objects,
    tasks,
    open,
    executions,
    machineArn: MACHINE_ARN,
    folder,
    stop: async () => current?.stop(),
    async run(definition, input = {}, name) {
      const opened = await open(definition);
      const { started } = await opened.start(MACHINE_ARN, JSON.stringify(input), name);
      return opened.whenOver(started.arn);
    },
    async history({ started }) {
      return historyOf(await executions().journal(started.arn)).map(({ type }) => type);
    },
    async close() {
      await current?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
