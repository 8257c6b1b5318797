import { Agent, createServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseJson } from '../assembly/json.ts';
import { LOCAL_REGION } from '../assembly/resource.ts';
import type { DynamoFaults } from '../faults/dynamodb-faults.ts';
import { type Answer, headersOf, readBody, send } from '../http-messages.ts';
import type { RecordCall } from './call-recorder.ts';
import { callerOf } from './caller.ts';
import { dynamodbActions } from './dynamodb-actions.ts';

export interface DynamoProxyOptions {
  readonly record: RecordCall;
  /** Milliseconds by which a call is held back, asked anew for each. */
  readonly delay?: (() => number) | undefined;
  readonly faults?: DynamoFaults | undefined;
}

/**
 * Stands between the functions and the engine: notes who calls what, holds calls back and lets them fail; only when one
 * of these is asked for, because it costs a hop. The caller is the access key in the request's signature.
 */
export function startDynamoProxy(engineEndpoint: string, account: string, options: DynamoProxyOptions): Server {
  const { record, delay = () => 0, faults } = options;
  const engine = new URL(engineEndpoint);
  const agent = new Agent({ keepAlive: true });
  const onward = (request: IncomingMessage, body: Buffer): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const { method, url: path, headers } = request;
      const call = httpRequest({ agent, host: engine.hostname, port: engine.port, method, path, headers }, (answer) => {
        readBody(answer).then(
          (answered) => resolve({ status: answer.statusCode ?? 502, headers: headersOf(answer), body: answered }),
          reject,
        );
      });
      call.on('error', reject);
      call.end(body);
    });
  const server = createServer(async (request, response) => {
    try {
      const bytes = await readBody(request);
      const text = bytes.toString();
      const operation = String(request.headers['x-amz-target'] ?? '').split('.')[1] ?? '';
      const body = text === '' ? null : parseJson(text);
      const caller = callerOf(request.headers.authorization);
      for (const { action, table, index } of dynamodbActions(operation, body)) {
        const arn = `arn:aws:dynamodb:${LOCAL_REGION}:${account}:table/${table}`;
        const resource = index === undefined ? arn : `${arn}/index/${index}`;
        record({ function: caller, service: 'dynamodb', action: `dynamodb:${action}`, resource });
      }
      const held = delay();
      if (held > 0) await sleep(held);
      const call = () => onward(request, bytes);
      send(response, await (faults === undefined ? call() : faults.pass({ operation, text, body }, call)));
    } catch (error) {
      response.destroy(error instanceof Error ? error : undefined);
    }
  });
  server.on('close', () => agent.destroy());
  return server;
}
