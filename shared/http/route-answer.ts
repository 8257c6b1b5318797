import { bytesReply, type HttpReply, jsonReply } from './http-reply.ts';
import type { Route, RouteAnswer } from './route.ts';

/** A use case answered something else than its route declares: a fault of ours, never shown to the caller. */
export class AnswerMismatch extends Error {
  override readonly name = 'AnswerMismatch';
  /** Place and kind of each fault, without values: "items.amount:invalid_type". */
  readonly faults: readonly string[];
  constructor(operationId: string, faults: readonly string[]) {
    super(`${operationId} answered something its route does not declare`);
    this.faults = faults;
  }
}

/**
 * Turns what a use case answered into the HTTP answer. The body is parsed with the route's schema, so that only
 * declared fields leave. Throws AnswerMismatch when it does not fit.
 */
export function replyFor(route: Route, answer: RouteAnswer): HttpReply {
  const status = answer.repeated === true ? route.success.repeated : route.success.status;
  if (status === undefined) throw new AnswerMismatch(route.operationId, ['repeated:undeclared']);
  const headers = {
    ...(answer.etag !== undefined && { etag: `"${answer.etag}"` }),
    ...(answer.location !== undefined && { location: answer.location }),
  };
  if (status === 204) return { statusCode: 204, headers, body: '', isBase64Encoded: false };
  const { contentType } = route.success;
  if (contentType !== undefined) {
    if (answer.bytes === undefined) throw new AnswerMismatch(route.operationId, ['bytes:missing']);
    return bytesReply(status, { bytes: answer.bytes, contentType, fileName: answer.fileName }, headers);
  }
  return jsonReply(status, declaredBody(route, answer.body), headers);
}

function declaredBody(route: Route, body: unknown): unknown {
  const parsed = route.success.body?.safeParse(body);
  if (parsed === undefined) throw new AnswerMismatch(route.operationId, ['success.body:missing']);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((issue) => `${issue.path.filter(isName).join('.')}:${issue.code}`);
  throw new AnswerMismatch(route.operationId, faults);
}

const isName = (key: PropertyKey): boolean => typeof key === 'string';
