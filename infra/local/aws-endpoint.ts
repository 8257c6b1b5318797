import { createServer, type IncomingMessage, type Server } from 'node:http';
import { type Json, jsonSchema } from './assembly/json.ts';
import { LOCAL_REGION } from './assembly/resource.ts';
import { type Answer, headersOf, jsonAnswer, readBody, send } from './http-messages.ts';
import type { Mailbox } from './mail/mailbox.ts';
import { answerSesQuery } from './mail/ses-query.ts';
import type { RecordCall } from './recording/call-recorder.ts';
import { callerOf } from './recording/dynamodb-proxy.ts';
import { s3Actions } from './recording/s3-actions.ts';
import { answerS3, type RawRequest, type S3ServerOptions } from './s3/s3-server.ts';

export interface AwsEndpointOptions {
  readonly s3: Omit<S3ServerOptions, 'called'>;
  readonly mailbox: Mailbox;
  /** Takes an asynchronous call of a function. */
  readonly accept: (functionName: string, event: Json) => void;
  readonly record: RecordCall;
  readonly account: string;
}

/**
 * One HTTP server for every AWS service but DynamoDB; the service is read from the signature's scope
 * (presigned links carry it in the query, forms have none and are S3's).
 */
export function createAwsEndpoint(options: AwsEndpointOptions): Server {
  return createServer(async (request, response) => {
    try {
      const raw: RawRequest = {
        method: request.method ?? 'GET',
        url: new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`),
        headers: headersOf(request),
        body: await readBody(request),
      };
      send(response, await answer(serviceOf(request, raw.url), raw, options));
    } catch (error) {
      console.error(error);
      send(response, jsonAnswer(500, { __type: 'InternalFailure', message: String(error) }));
    }
  });
}

async function answer(service: string, raw: RawRequest, options: AwsEndpointOptions): Promise<Answer> {
  switch (service) {
    case 's3':
      return answerS3(raw, {
        ...options.s3,
        called: (request, accessKeyId) => {
          for (const { action, resource } of s3Actions(request))
            options.record({ function: accessKeyId, service: 's3', action, resource });
        },
      });
    case 'ses': {
      const form = new URLSearchParams(raw.body.toString());
      options.record({
        function: callerOf(raw.headers.authorization),
        service: 'ses',
        action: `ses:${form.get('Action')}`,
        resource: `arn:aws:ses:${LOCAL_REGION}:${options.account}:identity/${form.get('Source') ?? '*'}`,
      });
      return answerSesQuery(options.mailbox, raw.body.toString());
    }
    case 'lambda':
      return answerLambda(raw, options);
    default:
      return jsonAnswer(400, { __type: 'UnknownOperationException', message: `${service} is not available locally` });
  }
}

/** Only what hands work over: `Invoke` with InvocationType `Event`. */
function answerLambda(
  { method, url, headers, body }: RawRequest,
  { accept, record, account }: AwsEndpointOptions,
): Answer {
  const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec(url.pathname)?.[1];
  if (method !== 'POST' || name === undefined || headers['x-amz-invocation-type'] !== 'Event') {
    return jsonAnswer(400, {
      __type: 'InvalidParameterValueException',
      message: 'only Invoke with type Event is here',
    });
  }
  record({
    function: callerOf(headers.authorization),
    service: 'lambda',
    action: 'lambda:InvokeFunction',
    resource: `arn:aws:lambda:${LOCAL_REGION}:${account}:function:${decodeURIComponent(name)}`,
  });
  accept(decodeURIComponent(name), jsonSchema.parse(JSON.parse(body.toString() || '{}')));
  return { status: 202, headers: {}, body: Buffer.alloc(0) };
}

function serviceOf(request: IncomingMessage, url: URL): string {
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '');
  const presigned = /^[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(url.searchParams.get('X-Amz-Credential') ?? '');
  return (scope ?? presigned)?.[1] ?? 's3';
}
