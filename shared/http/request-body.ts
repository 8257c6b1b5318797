import type * as z from 'zod';
import { refuse } from '../refusals/shared-refusals.ts';
import { refuseHttp } from './http-refusals.ts';
import type { HttpRequest } from './http-request.ts';
import type { Route } from './route.ts';

/** Files go straight to the intake bucket; what comes through the API is JSON of a screen. */
export const MAX_BODY_BYTES = 256 * 1024;
const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * The body as JSON, before its schema; undefined when there is none and the route may go without. Throws `body-too-large`, `unsupported-content-type`, or `malformed-request`
 * with line and column of the fault; a body on a route that takes none is refused too.
 */
export function readJsonBody(route: Route, request: HttpRequest): unknown {
  const { body } = request;
  if (body.length > MAX_BODY_BYTES) {
    throw refuseHttp('body-too-large', `La solicitud puede medir hasta ${MAX_BODY_BYTES / 1024} KB.`);
  }
  if (route.body === undefined) {
    if (body.length > 0) throw refuse('malformed-request', 'Esta operación no lleva cuerpo; envíela sin él.');
    return undefined;
  }
  if (body.length === 0 && mayBeLeftOut(route.body)) return undefined;
  if (body.length === 0) throw refuse('malformed-request', 'Falta el cuerpo de la solicitud, en JSON.');
  if (!JSON_TYPE.test(request.headers['content-type'] ?? '')) {
    throw refuseHttp('unsupported-content-type', 'Envíe el cuerpo como «application/json».');
  }
  return parseJson(body);
}

/** Whether a schema of a body takes none. */
export const mayBeLeftOut = (body: z.ZodType): boolean => body.safeParse(undefined).success;

function parseJson(body: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw refuse('malformed-request', 'El cuerpo no está en UTF-8.');
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refuse('malformed-request', 'El cuerpo no es JSON válido.', { details: [jsonFault(text, error)] });
  }
}

/** Where JSON.parse stopped. Its own message quotes the text, so only the position is taken from it. */
function jsonFault(text: string, error: unknown) {
  const position = error instanceof Error ? /at position (\d+)/.exec(error.message)?.[1] : undefined;
  const before = text.slice(0, position === undefined ? text.length : Number(position)).split('\n');
  const line = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  return { line, column, message: `El JSON se interrumpe en la línea ${line}, columna ${column}.` };
}
