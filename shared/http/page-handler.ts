import type { Context } from 'aws-lambda';
import type { FunctionFrame } from '../observability/function-frame.ts';
import { withinInvocation } from '../observability/invocation.ts';
import type { Refusal } from '../refusals/refusal.ts';
import { refuse } from '../refusals/shared-refusals.ts';
import { CORRELATION_HEADER } from './correlation-id.ts';
import { refusalOf } from './foreseen-errors.ts';
import { refuseHttp } from './http-refusals.ts';
import { bytesReply, type HttpReply } from './http-reply.ts';
import type { HttpRequest } from './http-request.ts';
import { Passage } from './passage.ts';
import type { Route } from './route.ts';
import { createRouteMatcher } from './route-matcher.ts';

/** What a page is asked with. */
export interface PageRequest {
  /** Values of the `{names}` of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** Fields of a plain form, in NFC; of one that came more than once, the last. */
  readonly form: Readonly<Record<string, string>>;
  readonly cookies: Readonly<Record<string, string>>;
  /** Address of whoever asks. */
  readonly visitor: string;
}

export interface PageReply {
  readonly status: number;
  /** What shared/documents/html-text.ts made; an answer may have none (303). No renderer comes in here. */
  readonly html?: { readonly text: string };
  /** Another kind of text: a style sheet. */
  readonly text?: { readonly contentType: string; readonly body: string };
  /** Bytes to be saved under a name: a PDF. */
  readonly document?: { readonly contentType: string; readonly bytes: Uint8Array; readonly fileName: string };
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
}

export type Page<Deps> = (deps: Deps, request: PageRequest) => Promise<PageReply>;

export interface PageOptions<Deps, Table extends readonly Route[]> extends FunctionFrame {
  readonly routes: Table;
  /** One for each GET and POST of the table; a HEAD is the GET without its body. */
  readonly pages: {
    readonly [R in Table[number] as R['method'] extends 'HEAD' ? never : R['operationId']]: Page<Deps>;
  };
  readonly deps: Deps;
  /** Most bytes of a form, of those pages on which people write; MOST_FORM_BYTES of all others. */
  readonly formBytes?: Readonly<Partial<Record<Table[number]['operationId'], number>>>;
  /** The page of what went wrong; undefined: a fault of ours, to be told by that folio. */
  readonly wrong: (refusal: Refusal | undefined, correlationId: string) => PageReply;
}

/** A plain form of ours has a few short fields. */
export const MOST_FORM_BYTES = 2_048;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/**
 * Headers of every page: nothing is kept, indexed, framed, run or told to other sites. No script at all; forms and style from
 * here only.
 */
export const EVERY_PAGE: Readonly<Record<string, string>> = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex, nofollow',
};

/**
 * The handler of a function that shows pages to anybody: HTML, plain forms, cookies. It logs as an API does (route, status;
 * never a path, a query or a body), and what goes wrong is a page as well. Routes of such a table are all public: who may
 * see what is the page's own matter.
 */
export function createPageHandler<Deps, const Table extends readonly Route[]>(
  options: PageOptions<Deps, Table>,
): (event: unknown, context: Context) => Promise<HttpReply> {
  const guarded = options.routes.find(({ roles }) => roles !== 'public');
  if (guarded !== undefined) throw new Error(`${guarded.operationId} is a page and not public`);
  const pages = new Map(Object.entries(options.pages) as [string, Page<Deps>][]);
  const mostBytes = new Map(Object.entries<number | undefined>(options.formBytes ?? {}));
  const find = createRouteMatcher(options.routes.filter(({ method }) => method !== 'HEAD'));

  async function answer(passage: Passage): Promise<PageReply> {
    try {
      const { request } = passage;
      if (request === undefined) throw new Error('the event is no request of the HTTP API');
      passage.match = find(request.method === 'HEAD' ? 'GET' : request.method, request.path);
      const page = pages.get(passage.match?.route.operationId ?? '');
      if (passage.match === undefined || page === undefined) throw refuse('not-found', 'Esta página no existe.');
      const { cookies, visitor } = request;
      const most = mostBytes.get(passage.match.route.operationId) ?? MOST_FORM_BYTES;
      return await page(options.deps, {
        params: passage.match.params,
        form: readForm(request, most),
        cookies,
        visitor,
      });
    } catch (error) {
      // Logged and counted as every failure is; the body is a page and not a problem document.
      passage.answerTo(error);
      return options.wrong(refusalOf(error), passage.correlationId);
    }
  }

  return (event, context) =>
    withinInvocation(context.awsRequestId, async () => {
      const passage = new Passage(event, options.log, options.metrics);
      const reply = await answer(passage);
      passage.logAnswer(reply.status);
      return replyOf(reply, passage);
    });
}

function replyOf(reply: PageReply, { request, correlationId }: Passage): HttpReply {
  const { status, html, text, document, headers, cookies } = reply;
  if (document !== undefined)
    return bytesReply(status, document, { ...EVERY_PAGE, [CORRELATION_HEADER]: correlationId, ...headers });
  const contentType = text?.contentType ?? 'text/html; charset=utf-8';
  return {
    statusCode: status,
    headers: {
      ...EVERY_PAGE,
      ...((html ?? text) !== undefined && { 'content-type': contentType }),
      [CORRELATION_HEADER]: correlationId,
      ...headers,
    },
    ...(cookies !== undefined && { cookies }),
    body: request?.method === 'HEAD' ? '' : (html?.text ?? text?.body ?? ''),
    isBase64Encoded: false,
  };
}

/** What mail programs send to leave a list (RFC 8058); nothing in it is read: no page of ours has such a form. */
const MULTIPART = /^multipart\/form-data\s*;/i;

/** Throws `body-too-large`, `unsupported-content-type`. */
function readForm({ method, body, headers }: HttpRequest, most: number): Record<string, string> {
  if (method !== 'POST') return {};
  if (body.length > most) throw refuseHttp('body-too-large', 'El formulario lleva más de lo que cabe.');
  if (MULTIPART.test(headers['content-type'] ?? '')) return {};
  if (body.length > 0 && !FORM_TYPE.test(headers['content-type'] ?? ''))
    throw refuseHttp('unsupported-content-type', 'Use el formulario de la página.');
  const fields = new URLSearchParams(body.toString('utf8'));
  return Object.fromEntries([...fields].map(([name, value]) => [name, value.toWellFormed().normalize('NFC')]));
}
