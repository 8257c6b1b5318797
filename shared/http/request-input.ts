import * as z from 'zod';
import type { RefusalDetail } from '../refusals/refusal.ts';
import { refuse } from '../refusals/shared-refusals.ts';
import type { HttpRequest } from './http-request.ts';
import { readJsonBody } from './request-body.ts';
import { MOST_FAULTS, readPart } from './request-faults.ts';
import type { RouteMatch } from './route-matcher.ts';

/** What a use case gets, before the compiler knows which route it is. */
export interface ReadInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly idempotencyKey: string | undefined;
  readonly ifMatch: string | undefined;
}

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{8,128}$/;
/** A strong entity tag. Weak tags and `*` say nothing about the version last seen. */
const ENTITY_TAG = /^"([\x21\x23-\x7e]{1,128})"$/;
const NOTHING = z.strictObject({});

/**
 * Reads path, query, headers and body of a request and refuses it with every fault at once. The code is
 * `malformed-request` when any shape is wrong, else `idempotency-key-required` or `version-required`.
 */
export function readInput({ route, params }: RouteMatch, request: HttpRequest): ReadInput {
  const json = readJsonBody(route, request);
  const path = readPart('path', route.params, params);
  const query = readPart('query', route.query ?? NOTHING, request.query);
  const body = readPart('body', route.body, json);
  const key = readHeader(request, 'idempotency-key', IDEMPOTENCY_KEY);
  const version = readHeader(request, 'if-match', ENTITY_TAG);

  const shape = [...path.faults, ...query.faults, ...body.faults];
  const keyFaults: RefusalDetail[] = route.idempotent === true && key === undefined ? [KEY_FAULT] : [];
  const versionFaults: RefusalDetail[] = route.ifMatch === true && version === undefined ? [VERSION_FAULT] : [];
  refuseFaults(shape, keyFaults, versionFaults);
  return {
    params: path.value,
    query: route.query === undefined ? undefined : query.value,
    body: body.value,
    idempotencyKey: route.idempotent === true ? key : undefined,
    ifMatch: route.ifMatch === true ? version : undefined,
  };
}

const KEY_FAULT: RefusalDetail = {
  pointer: 'header/Idempotency-Key',
  message: 'Envíe una clave única de la operación, de 8 a 128 caracteres ASCII sin espacios.',
};
const VERSION_FAULT: RefusalDetail = {
  pointer: 'header/If-Match',
  message: 'Envíe la versión que leyó, entre comillas, como llegó en el encabezado ETag.',
};

function refuseFaults(
  shape: readonly RefusalDetail[],
  key: readonly RefusalDetail[],
  version: readonly RefusalDetail[],
) {
  const details = [...shape, ...key, ...version].slice(0, MOST_FAULTS);
  if (shape.length > 0) {
    const count = details.length === 1 ? 'un dato' : `${details.length} datos`;
    throw refuse('malformed-request', `La solicitud tiene ${count} por corregir.`, { details });
  }
  if (key.length > 0) throw refuse('idempotency-key-required', KEY_FAULT.message, { details });
  if (version.length > 0) throw refuse('version-required', VERSION_FAULT.message, { details });
}

function readHeader(request: HttpRequest, name: string, shape: RegExp): string | undefined {
  const match = shape.exec(request.headers[name]?.trim() ?? '');
  return match?.[1] ?? match?.[0];
}
