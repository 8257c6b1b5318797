import type * as z from 'zod';
import type { Office } from '../institute/offices.ts';
import type { Role } from '../institute/posts.ts';
import type { PortalScope } from './groups-and-scopes.ts';

/** Who asks: taken from the verified token only. */
export interface Caller {
  /** Subject of the token: a person's id, or the client id of the portal. */
  readonly subject: string;
  /** As Sistemas registered the person; none of the portal. */
  readonly name?: string | undefined;
  readonly roles: readonly Role[];
  /** Offices whose records the caller may see; `all` for central posts. */
  readonly offices: 'all' | readonly Office[];
  readonly correlationId: string;
}

/**
 * One HTTP route as data. The router, the OpenAPI document and the CDK stack read the same table;
 * a route without `roles` cannot exist (deny by default), `roles: 'public'` must be said.
 */
export interface Route {
  /** camelCase, unique: the key of its use case and its OpenAPI operationId. */
  readonly operationId: string;
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** "/v1/deposits/{depositId}" */
  readonly path: `/${string}`;
  /** Which Lambda of the area serves it: JSON, split so that each bundle stays small; `render` (PDF, XLSX); `page` (HTML for anybody). */
  readonly servedBy: 'api' | 'desk' | 'reports' | 'render' | 'page';
  /** Spanish, one line, for the reference page. */
  readonly summary: string;
  readonly tag: string;
  readonly roles: 'public' | readonly Role[];
  /** What a machine client needs instead of the scope of the method. */
  readonly scope?: PortalScope;
  /** Money moves: the request must carry Idempotency-Key. */
  readonly idempotent?: true;
  /** Shows or changes personal data: every access is noted (shared/audit), and told in the log when it is an outsider's. */
  readonly personalData?: true;
  /** Writes nothing although it is no GET: a look that needs a body. */
  readonly readsOnly?: true;
  /** The request must carry If-Match with the ETag last read. */
  readonly ifMatch?: true;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly success: {
    readonly status: 200 | 201 | 202 | 204;
    /** Answered instead of `status`, with the same body, when the request repeats one that was already carried out. */
    readonly repeated?: 200;
    /** What leaves: parsed with this schema on the way out, so only declared fields leave. */
    readonly body?: z.ZodType;
    /** For documents: "application/pdf" … ; the use case answers bytes. */
    readonly contentType?: string;
  };
  /** Refusal codes a caller should expect besides the shared ones. */
  readonly refusals?: readonly string[];
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/** What a use case receives from the router: parsed, never raw. */
export interface RouteInput<R extends Route> {
  readonly params: Parsed<R['params']>;
  readonly query: Parsed<R['query']>;
  readonly body: Parsed<R['body']>;
  /** Present on `idempotent` routes; the caller's own (key-of-caller.ts): two callers never share one. */
  readonly idempotencyKey: R['idempotent'] extends true ? string : undefined;
  /** Present on `ifMatch` routes: the version the caller last saw. */
  readonly ifMatch: R['ifMatch'] extends true ? string : undefined;
}

export interface RouteAnswer<Body = unknown> {
  readonly body?: Body;
  readonly bytes?: Uint8Array;
  readonly fileName?: string;
  readonly etag?: string;
  readonly location?: string;
  /** What was searched for: noted with the access, never in the log. */
  readonly searched?: string;
  /** Records that `bytes` are about; of a body they are read out of it. */
  readonly records?: readonly string[];
  /** The request repeats one already carried out: `success.repeated` instead of `success.status`. */
  readonly repeated?: boolean;
}

/** Use cases of a route table, by operationId: the compiler demands one for each route and no other. */
export type UseCases<Deps, Table extends readonly Route[]> = {
  readonly [R in Table[number] as R['operationId']]: (
    deps: Deps,
    input: RouteInput<R>,
    caller: Caller,
  ) => Promise<RouteAnswer<R['success']['body'] extends z.ZodType ? z.input<R['success']['body']> : never>>;
};
