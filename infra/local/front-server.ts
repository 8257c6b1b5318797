import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type Answer, headersOf, jsonAnswer, readBody, send } from './http-messages.ts';
import { plugIn } from './plug-in.ts';
import { close, listen } from './ports.ts';

export interface FrontRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A request under /_local; `path` has no slash at its end. */
export interface LocalRequest extends FrontRequest {
  readonly path: string;
}

/** Answers what is under one place of /_local; undefined: no such page. */
export type AnswerPage = (request: LocalRequest) => Answer | undefined | Promise<Answer | undefined>;

/** Answers by itself, as a framework does. */
export type Mounted = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export interface FrontServer {
  /** Who answers what is under `place`, before the body is read. */
  mount(place: string, mounted: Mounted): void;
  /** Who answers `place` and everything under it. */
  page(place: string, answer: AnswerPage): void;
  /** Who answers everything that is not under /_local. */
  api(answer: (request: FrontRequest) => Promise<Answer>): void;
}

/** The address people open: the HTTP API, and what only this machine has under /_local. */
export const frontServer = plugIn<FrontServer>([], ({ options, ports }) => {
  const pages = new Map<string, AnswerPage>();
  const mounts = new Map<string, Mounted>();
  let api: (request: FrontRequest) => Promise<Answer> = async () => jsonAnswer(404, { message: 'Not Found' });
  const server = createFrontServer({ pages, mounts }, (request) => api(request), options.quiet === true);
  return {
    gives: {
      mount: (place, mounted) => void mounts.set(place, mounted),
      page: (place, answer) => void pages.set(place, answer),
      api: (answer) => {
        api = answer;
      },
    },
    begin: () => listen(server, ports.api),
    stop: () => close(server),
  };
});

/** `quiet` leaves out the line per request of the API. */
function createFrontServer(
  { pages, mounts }: { readonly pages: ReadonlyMap<string, AnswerPage>; readonly mounts: ReadonlyMap<string, Mounted> },
  api: (request: FrontRequest) => Promise<Answer>,
  quiet: boolean,
): Server {
  return createServer(async (request, response) => {
    const started = performance.now();
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    const { method = 'GET' } = request;
    try {
      const mounted = [...mounts].find(([place]) => url.pathname.startsWith(`${place}/`))?.[1];
      if (mounted !== undefined) return await mounted(request, response);
      const headers = headersOf(request);
      const body = await readBody(request);
      const local = url.pathname === '/_local' || url.pathname.startsWith('/_local/');
      const answer = await (local ? answerPage : api)({ method, url, headers, body });
      send(response, answer);
      if (!quiet && !local)
        console.log(`${method} ${url.pathname} ${answer.status} ${Math.round(performance.now() - started)} ms`);
    } catch (error) {
      console.error(error);
      send(response, jsonAnswer(500, { message: 'Internal Server Error' }));
    }
  });

  async function answerPage(request: FrontRequest): Promise<Answer> {
    const path = request.url.pathname.replace(/\/$/, '');
    const answers = [...pages].find(([place]) => path === place || path.startsWith(`${place}/`))?.[1];
    const notFound = jsonAnswer(404, { message: 'No existe esa página local' });
    return (await answers?.({ ...request, path })) ?? notFound;
  }
}
