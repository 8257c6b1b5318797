import { createServer, type Server } from 'node:http';
import type { Assembly } from './assembly/assembly.ts';
import { ignoredTypes } from './assembly/ignored-types.ts';
import type { StreamConsumers } from './dynamodb/stream-consumers.ts';
import { type ApiServerOptions, answerApi } from './http-api/api-server.ts';
import { type Answer, headersOf, htmlAnswer, jsonAnswer, readBody, send } from './http-messages.ts';
import { answerIdentity } from './identity/identity-endpoint.ts';
import type { AsyncInvocations } from './lambda/async-invocations.ts';
import type { LambdaRuntime } from './lambda/lambda-runtime.ts';
import { answerMail } from './mail/mail-pages.ts';
import type { Mailbox } from './mail/mailbox.ts';
import { overviewPage } from './pages/overview-page.ts';
import type { DeadLetters } from './queues/dead-letters.ts';
import type { Scheduler } from './schedules/scheduler.ts';

export interface FrontServerOptions {
  readonly api: ApiServerOptions;
  readonly assembly: Assembly;
  readonly lambdas: LambdaRuntime;
  readonly consumers: StreamConsumers;
  readonly calls: AsyncInvocations;
  readonly scheduler: Scheduler;
  readonly mailbox: Mailbox;
  readonly deadLetters: DeadLetters;
  readonly dataDir: string;
  /** The business date now; undefined: the machine's. */
  readonly today: () => string | undefined;
  /** Leaves out the line per request. */
  readonly quiet: boolean;
}

interface LocalRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** The address people open: the HTTP API, and what only this machine has under /_local. */
export function createFrontServer(options: FrontServerOptions): Server {
  return createServer(async (request, response) => {
    const started = performance.now();
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    const { method = 'GET' } = request;
    try {
      const headers = headersOf(request);
      const body = await readBody(request);
      const local = url.pathname === '/_local' || url.pathname.startsWith('/_local/');
      const answer = local
        ? await answerLocal({ method, url, headers, body }, options)
        : await answerApi(
            { method, url, path: decoded(url.pathname), headers, body, sourceIp: '127.0.0.1' },
            options.api,
          );
      send(response, answer);
      if (!options.quiet && !local)
        console.log(`${method} ${url.pathname} ${answer.status} ${Math.round(performance.now() - started)} ms`);
    } catch (error) {
      console.error(error);
      send(response, jsonAnswer(500, { message: 'Internal Server Error' }));
    }
  });
}

async function answerLocal({ method, url, headers, body }: LocalRequest, options: FrontServerOptions): Promise<Answer> {
  const path = url.pathname.length > 1 ? url.pathname.replace(/\/$/, '') : url.pathname;
  const notFound = jsonAnswer(404, { message: 'No existe esa página local' });
  if (path === '/_local') return htmlAnswer(overview(options));
  if (path === '/_local/dlq.json') return jsonAnswer(200, options.deadLetters.all());
  // For commands beside the product that record on its business date: the variable CLOCK of its functions.
  const today = options.today();
  if (path === '/_local/clock.json')
    return jsonAnswer(200, { clock: today === undefined ? 'system' : `fixed:${today}` });
  if (path === '/_local/streams.json') return jsonAnswer(200, options.consumers.states());
  if (path.startsWith('/_local/mail')) return (await answerMail(options.mailbox, path)) ?? notFound;
  if (path.startsWith('/_local/identity') && options.api.identity !== undefined) {
    const inside = { method, path: path.slice('/_local/identity'.length), headers, body: body.toString() };
    return (await answerIdentity(options.api.identity, `${url.origin}/_local/identity`, inside)) ?? notFound;
  }
  const schedule = /^\/_local\/schedules\/([^/]+)\/run$/.exec(path)?.[1];
  if (schedule !== undefined && method === 'POST') return runSchedule(decodeURIComponent(schedule), url, options);
  return notFound;
}

/** POST /_local/schedules/<name>/run?at=2026-11-20T14:00:00Z: fires a schedule by hand, as if at that instant. */
async function runSchedule(name: string, url: URL, { scheduler, lambdas, today }: FrontServerOptions): Promise<Answer> {
  const schedule = scheduler.schedules.find((one) => one.name === name || one.name.endsWith(`-${name}`));
  if (schedule === undefined) return jsonAnswer(404, { message: `No existe el horario ${name}` });
  const at = new Date(url.searchParams.get('at') ?? nowOn(today()));
  if (Number.isNaN(at.getTime())) return jsonAnswer(400, { message: 'El parámetro «at» no es una fecha' });
  try {
    return jsonAnswer(200, { result: await lambdas.invoke(schedule.functionArn, schedule.eventAt(at)) });
  } catch (error) {
    return jsonAnswer(500, { message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  }
}

/** This moment; with a fixed business date, its noon (UTC−7): jobs take their day from the event. */
const nowOn = (today: string | undefined): string | number => (today === undefined ? Date.now() : `${today}T19:00:00Z`);

function overview(options: FrontServerOptions): string {
  const { assembly } = options;
  const names = (...types: string[]): readonly string[] => assembly.of(...types).map(({ name }) => name);
  return overviewPage({
    today: options.today(),
    dataDir: options.dataDir,
    routes: options.api.routes.map(({ key }) => key),
    functions: options.lambdas.functions.map(({ name }) => name),
    tables: names('AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'),
    buckets: names('AWS::S3::Bucket'),
    consumers: options.consumers.states(),
    pendingCalls: options.calls.pendingCount,
    schedules: options.scheduler.schedules,
    deadLetters: options.deadLetters.all(),
    unresolved: [...assembly.unresolved],
    ignored: ignoredTypes(assembly),
  });
}

/** The path as routes see it; one that is not valid UTF-8 stays as it came. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
