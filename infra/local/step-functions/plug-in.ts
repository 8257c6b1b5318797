import { awsEndpoint } from '../aws-endpoint.ts';
import { dynamodb } from '../dynamodb/plug-in.ts';
import { lambda } from '../lambda/plug-in.ts';
import { plugIn } from '../plug-in.ts';
import { callerOf } from '../recording/caller.ts';
import { recording } from '../recording/plug-in.ts';
import { s3 } from '../s3/plug-in.ts';
import { answerStates } from './api.ts';
import { dynamodbIntegration } from './dynamodb-integration.ts';
import { ExecutionFiles } from './execution-files.ts';
import { startExecution } from './execution-integration.ts';
import { Executions } from './executions.ts';
import type { Integration, Integrations } from './integration.ts';
import { functionItself, lambdaInvoke } from './lambda-integration.ts';
import { stateMachines } from './machines.ts';
import { placeOf } from './task-token.ts';

/** Step Functions: the template's state machines, their executions in the data folder. */
export const stepFunctions = plugIn<Executions>(['AWS::StepFunctions::StateMachine'], (machine) => {
  const lambdas = lambda.of(machine);
  const { functionsEndpoint } = dynamodb.of(machine);
  const fixed = new Map<string, Integration>([
    ['lambda:invoke', lambdaInvoke(lambdas)],
    ['states:startExecution', startExecution(() => executions)],
  ]);
  const integrations: Integrations = {
    find: (resource) =>
      fixed.get(resource) ??
      dynamodbIntegration(functionsEndpoint, resource) ??
      (resource.startsWith('arn:aws:lambda:') ? functionItself(lambdas, resource) : undefined),
    buckets: s3.of(machine),
  };
  const files = new ExecutionFiles(machine.inside('step-functions'));
  const executions: Executions = new Executions(stateMachines(machine.assembly), files, integrations);
  const record = recording.of(machine);
  awsEndpoint.of(machine).serve('states', ({ headers, body }) => {
    const operation = headers['x-amz-target']?.split('.')[1] ?? '';
    const caller = callerOf(headers.authorization);
    record({
      function: caller,
      service: 'states',
      action: `states:${operation}`,
      resource: resourceIn(body.toString()),
    });
    return answerStates(operation, body.toString(), executions);
  });
  return { gives: executions, begin: () => executions.resume(), drain: () => executions.stop() };
});

/** What IAM would be asked about: the machine or the execution that a request names, or the machine of its token. */
function resourceIn(body: string): string {
  const named = /"(?:stateMachineArn|executionArn)"\s*:\s*"([^"]+)"/.exec(body)?.[1];
  const token = /"taskToken"\s*:\s*"([^"]+)"/.exec(body)?.[1];
  const holder = token === undefined ? undefined : placeOf(token)?.execution;
  return named ?? holder?.replace(/:execution:([^:]+):.*$/, ':stateMachine:$1') ?? '*';
}
