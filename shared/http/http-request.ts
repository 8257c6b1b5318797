import * as z from 'zod';

/** The parts of an HTTP API event (payload format 2.0) that the product reads; whatever else it holds is ignored. */
const eventSchema = z.object({
  rawPath: z.string(),
  rawQueryString: z.string().default(''),
  headers: z.record(z.string(), z.string().optional()).default({}),
  cookies: z.array(z.string()).default([]),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().default(false),
  requestContext: z.object({
    stage: z.string().default('$default'),
    http: z.object({ method: z.string(), sourceIp: z.string().default('') }),
    authorizer: z.object({ jwt: z.object({ claims: z.record(z.string(), z.unknown()) }).optional() }).nullish(),
  }),
});

export interface HttpRequest {
  readonly method: string;
  /** Path without the stage: "/v1/deposits/7". */
  readonly path: string;
  /** A parameter that came more than once has all its values, and no schema of ours accepts that. */
  readonly query: Readonly<Record<string, string | readonly string[]>>;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly cookies: Readonly<Record<string, string>>;
  /** Address of whoever asks, as the gateway saw it. */
  readonly visitor: string;
  readonly body: Buffer;
  /** Claims of the verified token; undefined on a public route without one. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
}

/** Reads the event that the HTTP API gives. Throws a ZodError when it is no such event (a wiring fault). */
export function readHttpRequest(event: unknown): HttpRequest {
  const { rawPath, rawQueryString, headers, cookies, body, isBase64Encoded, requestContext } = eventSchema.parse(event);
  const stage = `/${requestContext.stage}`;
  return {
    method: requestContext.http.method.toUpperCase(),
    path: rawPath.startsWith(`${stage}/`) ? rawPath.slice(stage.length) : rawPath,
    query: readQuery(rawQueryString),
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    cookies: Object.fromEntries(cookies.map((cookie) => splitAt(cookie, '='))),
    visitor: requestContext.http.sourceIp,
    body: Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8'),
    claims: requestContext.authorizer?.jwt?.claims,
  };
}

function splitAt(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at === -1 ? [text.trim(), ''] : [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function readQuery(text: string): Record<string, string | readonly string[]> {
  const parameters = new URLSearchParams(text);
  const entries = [...new Set(parameters.keys())].map((name): [string, string | readonly string[]] => {
    const values = parameters.getAll(name);
    return [name, values.length === 1 ? (values[0] ?? '') : values];
  });
  return Object.fromEntries(entries);
}
