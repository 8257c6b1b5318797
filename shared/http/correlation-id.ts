import { randomUUID } from 'node:crypto';

export const CORRELATION_HEADER = 'x-correlation-id';
const SHAPE = /^[A-Za-z0-9._-]{8,64}$/;

/** The caller's id when it has the right shape (8–64 letters, digits, `.`, `_`, `-`), otherwise a new one. */
export function correlationIdOf(headers: Readonly<Record<string, string | undefined>>): string {
  const given = headers[CORRELATION_HEADER];
  return given !== undefined && SHAPE.test(given) ? given : randomUUID();
}
