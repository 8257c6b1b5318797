import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AnswerAws } from './answer-aws.ts';
import { failingNowAndThen } from './faults/aws-faults.ts';
import { faults } from './faults/plug-in.ts';
import { type Answer, headersOf, jsonAnswer, readBody, send } from './http-messages.ts';
import { plugIn } from './plug-in.ts';
import { close, listen } from './ports.ts';
import type { RawRequest } from './s3/s3-server.ts';

export interface AwsEndpoint {
  readonly url: string;
  /** Sends the requests that are signed for a service ("s3", "ses") to its plug-in. */
  serve(service: string, answer: AnswerAws): void;
}

/** The address of every AWS service but DynamoDB. */
export const awsEndpoint = plugIn<AwsEndpoint>([], (machine) => {
  const { ports, assembly } = machine;
  const services = new Map<string, AnswerAws>();
  const server = createAwsEndpoint(services);
  const plan = faults.of(machine);
  const functionIds = new Set(assembly.of('AWS::Lambda::Function').map(({ logicalId }) => logicalId));
  return {
    gives: {
      url: `http://127.0.0.1:${ports.aws}`,
      serve: (service, answer) =>
        void services.set(service, plan === undefined ? answer : failingNowAndThen(service, answer, plan, functionIds)),
    },
    begin: () => listen(server, ports.aws),
    stop: () => close(server),
  };
});

/**
 * One HTTP server for several services; the service is read from the signature's scope
 * (presigned links carry it in the query, forms have none and are S3's).
 */
export function createAwsEndpoint(services: ReadonlyMap<string, AnswerAws>): Server {
  return createServer(async (request, response) => {
    try {
      const raw: RawRequest = {
        method: request.method ?? 'GET',
        url: new URL(request.url ?? '/', `http://${request.headers.host ?? '127.0.0.1'}`),
        headers: headersOf(request),
        body: await readBody(request),
      };
      const service = serviceOf(request, raw.url);
      const answer = services.get(service) ?? (() => notHere(service));
      send(response, await answer(raw));
    } catch (error) {
      console.error(error);
      send(response, jsonAnswer(500, { __type: 'InternalFailure', message: String(error) }));
    }
  });
}

function notHere(service: string): Answer {
  return jsonAnswer(400, { __type: 'UnknownOperationException', message: `${service} is not available locally` });
}

function serviceOf(request: IncomingMessage, url: URL): string {
  const scope = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '');
  const presigned = /^[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(url.searchParams.get('X-Amz-Credential') ?? '');
  return (scope ?? presigned)?.[1] ?? 's3';
}
