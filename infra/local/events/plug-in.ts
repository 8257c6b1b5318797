import { LOCAL_REGION } from '../assembly/resource.ts';
import { awsEndpoint } from '../aws-endpoint.ts';
import { lambda } from '../lambda/plug-in.ts';
import { type Machine, plugIn } from '../plug-in.ts';
import { queues } from '../queues/plug-in.ts';
import { callerOf } from '../recording/caller.ts';
import { recording } from '../recording/plug-in.ts';
import { stepFunctions } from '../step-functions/plug-in.ts';
import { type Deliver, EventBus } from './event-bus.ts';
import { eventRules } from './event-rules.ts';
import { answerEvents } from './events-api.ts';

/** EventBridge: the default bus and the template's own, their rules with a pattern. */
export const events = plugIn<EventBus>(['AWS::Events::Rule', 'AWS::Events::EventBus'], (machine) => {
  const { assembly, account } = machine;
  const rules = eventRules(assembly);
  const delivery = deliveryIn(machine);
  for (const { Arn } of rules.flatMap(({ targets }) => targets)) delivery(Arn);
  const deliver: Deliver = (arn, input) => delivery(arn)(arn, input);
  const bus = new EventBus({ account, rules, deliver, deadLetters: queues.of(machine).deadLetters });
  const known = new Set(['default', ...assembly.of('AWS::Events::EventBus').map(({ name }) => name)]);
  const record = recording.of(machine);
  awsEndpoint.of(machine).serve('events', ({ headers, body }) => {
    const operation = headers['x-amz-target']?.split('.')[1] ?? '';
    const resource = `arn:aws:events:${LOCAL_REGION}:${account}:event-bus/default`;
    record({ function: callerOf(headers.authorization), service: 'events', action: `events:${operation}`, resource });
    return answerEvents(operation, body.toString(), bus, known);
  });
  return { gives: bus };
});

/** How a target of an ARN is reached. Throws, by the ARN, for a kind of target that is not here. */
function deliveryIn(machine: Machine): (arn: string) => Deliver {
  const { calls } = lambda.of(machine);
  const executions = stepFunctions.of(machine);
  return (arn) => {
    const queue = queues.of(machine).byArn(arn);
    if (queue !== undefined) return async (_arn, input) => queue.send(JSON.stringify(input));
    if (arn.startsWith('arn:aws:lambda:')) return async (_arn, input) => calls.accept(arn, input);
    if (arn.startsWith('arn:aws:states:')) return (_arn, input) => executions.start(arn, JSON.stringify(input));
    throw new Error(`${arn}: a rule's target of this kind is not available locally`);
  };
}
