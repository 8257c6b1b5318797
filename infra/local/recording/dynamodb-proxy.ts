import { Agent, createServer, request as httpRequest, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseJson } from '../assembly/json.ts';
import { LOCAL_REGION } from '../assembly/resource.ts';
import { readBody } from '../http-messages.ts';
import type { RecordCall } from './call-recorder.ts';
import { dynamodbActions } from './dynamodb-actions.ts';

/**
 * Stands between the functions and the engine and notes who calls what, and holds calls back by `delay` milliseconds;
 * only when one of them is asked for, because it costs a hop. The caller is the access key in the request's signature.
 */
export function startDynamoProxy(
  engineEndpoint: string,
  account: string,
  record: RecordCall,
  delay: () => number = () => 0,
): Server {
  const engine = new URL(engineEndpoint);
  const agent = new Agent({ keepAlive: true });
  const server = createServer(async (request, response) => {
    const body = await readBody(request);
    const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
    const caller = callerOf(request.headers.authorization);
    for (const { action, table, index } of dynamodbActions(
      operation,
      body.length === 0 ? null : parseJson(body.toString()),
    )) {
      const arn = `arn:aws:dynamodb:${LOCAL_REGION}:${account}:table/${table}`;
      const resource = index === undefined ? arn : `${arn}/index/${index}`;
      record({ function: caller, service: 'dynamodb', action: `dynamodb:${action}`, resource });
    }
    const held = delay();
    if (held > 0) await sleep(held);
    const onward = httpRequest(
      {
        agent,
        host: engine.hostname,
        port: engine.port,
        method: request.method,
        path: request.url,
        headers: request.headers,
      },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    onward.on('error', (error) => response.destroy(error));
    onward.end(body);
  });
  server.on('close', () => agent.destroy());
  return server;
}

/** The access key id of a SigV4 header: the function's logical id. */
export function callerOf(authorization: string | undefined): string {
  return /Credential=([^/]+)\//.exec(authorization ?? '')?.[1] ?? '';
}
