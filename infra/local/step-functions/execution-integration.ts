import { createHash } from 'node:crypto';
import * as z from 'zod';
import { jsonSchema } from '../assembly/json.ts';
import { RunnerStopping } from '../lambda/lambda-error.ts';
import { StatesApiError } from './api-error.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { Executions } from './executions.ts';
import type { Integration } from './integration.ts';
import { StatesError } from './states-error.ts';

const startSchema = z.object({
  StateMachineArn: z.string(),
  Input: jsonSchema.default({}),
  Name: z.string().optional(),
});

/**
 * `states:startExecution`, and with `.sync:2` until that execution ended. Without a name of its own the execution gets
 * one that is the same when a crash makes this call come twice, so that it is started once.
 */
export function startExecution(executions: () => Executions): Integration {
  return async ({ arguments: given, idempotencyName, sync }) => {
    const read = startSchema.safeParse(given);
    if (!read.success) throw new StatesError('States.Runtime', z.prettifyError(read.error));
    const { StateMachineArn, Input, Name } = read.data;
    const name = Name ?? createHash('sha256').update(idempotencyName).digest('hex').slice(0, 36);
    const record = await started(executions(), StateMachineArn, JSON.stringify(Input), name, Name === undefined);
    const { arn, time } = record.started;
    if (!sync) return { ExecutionArn: arn, StartDate: new Date(time).toISOString() };
    const { started: child, ended } = await executions().whenOver(arn);
    // It stands still until the next start, and so does whoever waits for it.
    if (ended === undefined) throw new RunnerStopping();
    const described = {
      ExecutionArn: arn,
      StateMachineArn,
      Name: child.name,
      Input,
      StartDate: new Date(time).toISOString(),
      StopDate: new Date(ended.time).toISOString(),
      Status: ended.status,
      Output: ended.output ?? null,
      ...(ended.error === undefined ? {} : { Error: ended.error }),
      ...(ended.cause === undefined ? {} : { Cause: ended.cause }),
    };
    if (ended.status !== 'SUCCEEDED') throw new StatesError('States.TaskFailed', JSON.stringify(described));
    return described;
  };
}

async function started(
  executions: Executions,
  machineArn: string,
  input: string,
  name: string,
  ours: boolean,
): Promise<ExecutionRecord> {
  try {
    return await executions.start(machineArn, input, name);
  } catch (error) {
    if (!(error instanceof StatesApiError)) throw error;
    // A name that we made is taken by this very call, before a crash.
    if (ours && error.name === 'ExecutionAlreadyExists') return executions.find(executions.arnOf(machineArn, name));
    throw new StatesError(`StepFunctions.${error.name}`, error.message);
  }
}
