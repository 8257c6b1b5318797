import { jsonSchema } from '../assembly/json.ts';
import { LOCAL_REGION } from '../assembly/resource.ts';
import { awsEndpoint } from '../aws-endpoint.ts';
import { jsonAnswer } from '../http-messages.ts';
import { plugIn } from '../plug-in.ts';
import { callerOf } from '../recording/caller.ts';
import { recording } from '../recording/plug-in.ts';
import { lambda } from './plug-in.ts';

/** Of Lambda's own API only what hands work over: `Invoke` with InvocationType `Event`. */
export const lambdaApi = plugIn<undefined>([], (machine) => {
  const { calls } = lambda.of(machine);
  const record = recording.of(machine);
  awsEndpoint.of(machine).serve('lambda', ({ method, url, headers, body }) => {
    const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname)?.[1];
    if (method !== 'POST' || name === undefined || headers['x-amz-invocation-type'] !== 'Event') {
      const message = 'only Invoke with InvocationType Event is available locally';
      return jsonAnswer(400, { __type: 'InvalidParameterValueException', message });
    }
    const functionName = decodeURIComponent(name);
    record({
      function: callerOf(headers.authorization),
      service: 'lambda',
      action: 'lambda:InvokeFunction',
      resource: `arn:aws:lambda:${LOCAL_REGION}:${machine.account}:function:${functionName}`,
    });
    calls.accept(functionName, jsonSchema.parse(JSON.parse(body.toString() || '{}')));
    return { status: 202, headers: {}, body: Buffer.alloc(0) };
  });
  return { gives: undefined };
});
