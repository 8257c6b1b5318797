import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { dispatch } from '../../shared/jobs/dispatch.ts';
import { eventHandler, openFunction } from '../../shared/observability/function-frame.ts';
import { failureFields } from '../../shared/observability/log.ts';
import { systemDispatchEnvironment } from './environment.ts';

const environment = systemDispatchEnvironment.parse(process.env);
const { log, metrics } = openFunction('system-dispatch');
const lambda = new LambdaClient({});

const call: Parameters<typeof dispatch>[1] = async (FunctionName, event) => {
  await lambda.send(
    new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: Buffer.from(JSON.stringify(event)) }),
  );
};

/** Requests for later work become calls of the functions that do it. Holds no area's code. */
export const handler = eventHandler({ log }, async (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  const { response, dispatched, error } = await dispatch(environment.JOB_FUNCTIONS, call, event.Records);
  for (const { task, id, name } of dispatched) log.event('job-dispatched', { task, id, request: name });
  const [failed] = response.batchItemFailures;
  if (failed !== undefined) {
    log.event('record-refused', { sequenceNumber: failed.itemIdentifier, ...failureFields(error) });
    metrics.record('JobsNotDispatched');
  }
  return response;
});
