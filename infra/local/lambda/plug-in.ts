import { awsEndpoint } from '../aws-endpoint.ts';
import { dynamodb } from '../dynamodb/plug-in.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import { faults } from '../faults/plug-in.ts';
import { PAC_PLACE } from '../pac/local-issuer.ts';
import { LOCAL_SECRET, plugIn } from '../plug-in.ts';
import { queues } from '../queues/plug-in.ts';
import { AsyncInvocations } from './async-invocations.ts';
import { functionDefinitions } from './function-definition.ts';
import { LambdaRuntime } from './lambda-runtime.ts';

export interface LocalLambda {
  readonly lambdas: LambdaRuntime;
  readonly calls: AsyncInvocations;
  /** The business date of every function; undefined: the machine's. */
  today(): string | undefined;
  setToday(date: string | undefined): Promise<void>;
}

const TYPES = ['AWS::Lambda::Function', 'AWS::Lambda::LayerVersion', 'AWS::Lambda::EventInvokeConfig'];

/** The deployed bundles in sandboxes, called synchronously or from the queue of asynchronous calls. */
export const lambda = plugIn<LocalLambda>(TYPES, async (machine) => {
  const { options, assembly, inside } = machine;
  const plan = faults.of(machine);
  const endpoint = awsEndpoint.of(machine).url;
  const lambdas = new LambdaRuntime({
    functions: functionDefinitions(assembly).map((definition) => ({
      ...definition,
      variables: withLocalQueues(definition.variables, endpoint),
    })),
    logDir: inside('logs'),
    overrides: {
      // Links in mails lead to this machine, whatever port it got.
      PUBLIC_URL: `http://localhost:${machine.ports.api}`,
      // The PAC is this machine's stand-in.
      PAC_URL: `http://localhost:${machine.ports.api}${PAC_PLACE}`,
      SAT_STATUS_URL: `http://localhost:${machine.ports.api}${PAC_PLACE}/sat`,
      AWS_SECRET_ACCESS_KEY: LOCAL_SECRET,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.of(machine).functionsEndpoint,
    },
    killAfterMs: plan && ((name, event) => killAfter(plan, name, JSON.stringify(event))),
  });
  const calls = new AsyncInvocations({ dir: inside('async'), lambdas, deadLetters: queues.of(machine).deadLetters });
  let today: string | undefined;
  const setToday = (date: string | undefined): Promise<void> => {
    today = date;
    return lambdas.override('CLOCK', date === undefined ? undefined : `fixed:${date}`);
  };
  await setToday(options.today);
  return {
    gives: { lambdas, calls, today: () => today, setToday },
    drain: () => calls.stop(),
    cutOff: () => lambdas.stop(),
  };
});

/** The SDK calls the host that a queue's URL names, whatever AWS_ENDPOINT_URL says. */
function withLocalQueues(variables: Readonly<Record<string, string>>, endpoint: string): Record<string, string> {
  const local = (value: string): string => value.replace(/^https:\/\/sqs\.[a-z0-9-]+\.amazonaws\.com(?=\/)/, endpoint);
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, local(value)]));
}

/** In the middle of a call: most take less than this. */
const LATEST_KILL_MS = 120;

function killAfter(plan: FaultPlan, functionName: string, event: string): number | undefined {
  if (!plan.strikes('sandbox-killed', functionName, event)) return undefined;
  return Math.ceil(plan.share(`${functionName}|${event}`) * LATEST_KILL_MS);
}
