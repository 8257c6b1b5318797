import { ignoredTypes } from '../assembly/ignored-types.ts';
import { streams } from '../dynamodb/streams-plug-in.ts';
import { frontServer } from '../front-server.ts';
import { httpApi } from '../http-api/plug-in.ts';
import { htmlAnswer, jsonAnswer } from '../http-messages.ts';
import { lambda } from '../lambda/plug-in.ts';
import { type Machine, plugIn } from '../plug-in.ts';
import { queues } from '../queues/plug-in.ts';
import { schedules } from '../schedules/plug-in.ts';
import { stepFunctions } from '../step-functions/plug-in.ts';
import { overviewPage } from './overview-page.ts';

/** /_local itself, and what it links to that belongs to no single service. */
export const pages = plugIn<undefined>([], (machine) => {
  const front = frontServer.of(machine);
  front.page('/_local/dlq.json', () => jsonAnswer(200, queues.of(machine).deadLetters.all()));
  // For commands beside the product that record on its business date: the variable CLOCK of its functions.
  front.page('/_local/clock.json', () => {
    const today = lambda.of(machine).today();
    return jsonAnswer(200, { clock: today === undefined ? 'system' : `fixed:${today}` });
  });
  // Last, because every other page is under it.
  front.page('/_local', ({ path }) => (path === '/_local' ? htmlAnswer(overview(machine)) : undefined));
  return { gives: undefined };
});

function overview(machine: Machine): string {
  const { assembly, options, servedTypes } = machine;
  const names = (...types: string[]): readonly string[] => assembly.of(...types).map(({ name }) => name);
  const { lambdas, calls, today } = lambda.of(machine);
  const executions = stepFunctions.of(machine);
  return overviewPage({
    today: today(),
    dataDir: options.dataDir,
    routes: httpApi.of(machine).map(({ key }) => key),
    functions: lambdas.functions.map(({ name }) => name),
    tables: names('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'),
    buckets: names('AWS::S3::Bucket'),
    consumers: streams.of(machine).states(),
    pendingCalls: calls.pendingCount,
    schedules: schedules.of(machine),
    machines: executions.machines.map((one) => ({ name: one.name, open: executions.openOf(one) })),
    queues: queues
      .of(machine)
      .all()
      .map(({ shape, size }) => ({ name: shape.name, messages: size })),
    deadLetters: queues.of(machine).deadLetters.all(),
    unresolved: [...assembly.unresolved],
    ignored: ignoredTypes(assembly, servedTypes),
  });
}
