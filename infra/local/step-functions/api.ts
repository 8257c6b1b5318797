import * as z from 'zod';
import { type Json, type JsonObject, parseJson } from '../assembly/json.ts';
import { type Answer, jsonAnswer } from '../http-messages.ts';
import { StatesApiError } from './api-error.ts';
import type { ExecutionRecord } from './execution-record.ts';
import type { Executions } from './executions.ts';
import { historyOf } from './history.ts';
import { STATUSES } from './journal-record.ts';

const ofExecution = z.object({ executionArn: z.string() });
const page = { maxResults: z.int().nonnegative().default(0), nextToken: z.string().optional() };
const MOST_ON_A_PAGE = 1_000;

type Operation = (body: Json, executions: Executions) => Promise<JsonObject>;

/** The Step Functions API in its JSON protocol; an operation that is not here is refused by name. */
export async function answerStates(operation: string, body: string, executions: Executions): Promise<Answer> {
  try {
    const run = OPERATIONS[operation];
    if (run === undefined)
      throw new StatesApiError('UnknownOperationException', `${operation} is not available locally`);
    return jsonAnswer(200, await run(parseJson(body === '' ? '{}' : body), executions), 'application/x-amz-json-1.0');
  } catch (error) {
    const refusal =
      error instanceof z.ZodError ? new StatesApiError('ValidationException', z.prettifyError(error)) : error;
    if (!(refusal instanceof StatesApiError)) throw error;
    const told = { __type: refusal.name, message: refusal.message };
    return jsonAnswer(refusal.name === 'ServiceUnavailable' ? 503 : 400, told, 'application/x-amz-json-1.0');
  }
}

/** An operation with the shape of its request. */
function operation<T>(
  shape: z.ZodType<T>,
  run: (request: T, executions: Executions) => Promise<JsonObject>,
): Operation {
  return (body, executions) => run(shape.parse(body), executions);
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  StartExecution: operation(
    z.object({ stateMachineArn: z.string(), input: z.string().default('{}'), name: z.string().optional() }),
    async ({ stateMachineArn, input, name }, executions) => {
      const { started } = await executions.start(stateMachineArn, input, name);
      return { executionArn: started.arn, startDate: started.time / 1000 };
    },
  ),
  DescribeExecution: operation(ofExecution, async ({ executionArn }, executions) => {
    const record = await executions.find(executionArn);
    const { input } = record.started;
    const { output, error, cause } = record.ended ?? {};
    return {
      ...summary(record),
      input,
      inputDetails: { included: true },
      ...(output === undefined ? {} : { output: JSON.stringify(output), outputDetails: { included: true } }),
      ...(error === undefined ? {} : { error }),
      ...(cause === undefined ? {} : { cause }),
    };
  }),
  ListExecutions: operation(
    z.object({ stateMachineArn: z.string(), statusFilter: z.enum(STATUSES).optional(), ...page }),
    async ({ stateMachineArn, statusFilter, ...wanted }, executions) => {
      const all = executions.list(stateMachineArn).map(summary);
      const some = all.filter(({ status }) => statusFilter === undefined || status === statusFilter);
      return onePage('executions', some, wanted);
    },
  ),
  StopExecution: operation(
    ofExecution.extend({ error: z.string().optional(), cause: z.string().optional() }),
    async ({ executionArn, error, cause }, executions) => {
      const { ended } = await executions.abort(executionArn, error, cause);
      return { stopDate: (ended?.time ?? Date.now()) / 1000 };
    },
  ),
  GetExecutionHistory: operation(
    ofExecution.extend({ reverseOrder: z.boolean().default(false), ...page }),
    async ({ executionArn, reverseOrder, ...wanted }, executions) => {
      const events = historyOf(await executions.journal(executionArn));
      return onePage('events', reverseOrder ? events.toReversed() : events, wanted);
    },
  ),
  RedriveExecution: operation(ofExecution, async ({ executionArn }, executions) => ({
    redriveDate: (await executions.redrive(executionArn)) / 1000,
  })),
  SendTaskSuccess: operation(
    z.object({ taskToken: z.string(), output: z.string() }),
    async ({ taskToken, output }, executions) => {
      await executions.answerTask(taskToken, { output: outputFrom(output) });
      return {};
    },
  ),
  SendTaskFailure: operation(
    z.object({ taskToken: z.string(), error: z.string().default(''), cause: z.string().default('') }),
    async ({ taskToken, error, cause }, executions) => {
      await executions.answerTask(taskToken, { error, cause });
      return {};
    },
  ),
  SendTaskHeartbeat: operation(z.object({ taskToken: z.string() }), async ({ taskToken }, executions) => {
    await executions.heartbeat(taskToken);
    return {};
  }),
  ListStateMachines: operation(z.object(page), async (wanted, { machines }) =>
    onePage(
      'stateMachines',
      machines.map(({ arn, name }) => ({ stateMachineArn: arn, name, type: 'STANDARD', creationDate: 0 })),
      wanted,
    ),
  ),
  DescribeStateMachine: operation(
    z.object({ stateMachineArn: z.string() }),
    async ({ stateMachineArn }, executions) => {
      const { arn, name, definition, roleArn } = executions.machine(stateMachineArn);
      const kind = { type: 'STANDARD', status: 'ACTIVE', creationDate: 0 };
      return { stateMachineArn: arn, name, definition, roleArn, ...kind };
    },
  ),
};

function summary({ started, ended, redrives }: ExecutionRecord) {
  return {
    executionArn: started.arn,
    stateMachineArn: started.machineArn,
    name: started.name,
    status: ended?.status ?? 'RUNNING',
    /** Epoch seconds, as all dates of this protocol. */
    startDate: started.time / 1000,
    ...(ended === undefined ? {} : { stopDate: ended.time / 1000 }),
    redriveCount: redrives,
  };
}

function onePage(
  name: string,
  all: readonly JsonObject[],
  { maxResults, nextToken = '0' }: { readonly maxResults: number; readonly nextToken?: string | undefined },
): JsonObject {
  const from = Number(nextToken);
  if (!Number.isInteger(from)) throw new StatesApiError('InvalidToken', `Invalid Token: '${nextToken}'`);
  const to = from + (maxResults || MOST_ON_A_PAGE);
  return { [name]: all.slice(from, to), ...(to < all.length ? { nextToken: String(to) } : {}) };
}

function outputFrom(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    throw new StatesApiError('InvalidOutput', 'the output is no JSON');
  }
}
