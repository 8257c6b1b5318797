import { dynamodb } from '../dynamodb/plug-in.ts';
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
  const { options, assembly, ports, inside } = machine;
  const lambdas = new LambdaRuntime({
    functions: functionDefinitions(assembly),
    logDir: inside('logs'),
    overrides: {
      AWS_SECRET_ACCESS_KEY: LOCAL_SECRET,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${ports.aws}`,
      AWS_ENDPOINT_URL_DYNAMODB: dynamodb.of(machine).functionsEndpoint,
    },
  });
  const calls = new AsyncInvocations({ dir: inside('async'), lambdas, deadLetters: queues.of(machine) });
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
