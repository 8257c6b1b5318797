/**
 * A refusal is an answer, not an accident: what was asked cannot be done, nothing was written, and the person
 * who asked is told where, which rule, and what to do. Use cases throw it; the HTTP room turns it into
 * problem+json, the file poster into a row outcome. Codes are stable; texts are Spanish (es-MX).
 */
export interface RefusalRule {
  /** Short name of the problem in Spanish. */
  readonly title: string;
  /** HTTP status the code maps to: 400 shape, 403 role, 404 unknown or out of scope, 409 conflict, 412/428 ETag, 422 rule, 503 retry. */
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 428 | 429 | 503;
}

export interface RefusalDetail {
  /** JSON pointer into the request body ("/amount"), or "query/…", "header/…", "path/…". */
  readonly pointer?: string;
  /** Line and column (1-based) of a file. */
  readonly line?: number;
  readonly column?: number;
  /** What is wrong and what to do, in Spanish, without personal data. */
  readonly message: string;
}

export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: string;
  readonly rule: RefusalRule;
  readonly detail: string;
  readonly details: readonly RefusalDetail[];
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: string,
    rule: RefusalRule,
    detail: string,
    options: { details?: readonly RefusalDetail[]; retryAfterSeconds?: number } = {},
  ) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.rule = rule;
    this.detail = detail;
    this.details = options.details ?? [];
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

/** Whether what was asked can never be done as it was asked; a busy store (503) only says: again later. */
export function isRefusedForGood(error: unknown): error is Refusal {
  return error instanceof Refusal && error.rule.status !== 503;
}

/**
 * Declares an area's refusal codes and gives one maker per code:
 * `const refuse = defineRefusals({ 'paid-in-future': { title: 'Fecha futura', status: 422 } })`
 * then `throw refuse('paid-in-future', 'La fecha valor 2026-12-01 es posterior a hoy.')`.
 * The table stays readable as `refuse.rules`, from which the OpenAPI document lists the codes.
 */
export function defineRefusals<Code extends string>(rules: Readonly<Record<Code, RefusalRule>>) {
  const make = (
    code: Code,
    detail: string,
    options?: { details?: readonly RefusalDetail[]; retryAfterSeconds?: number },
  ): Refusal => new Refusal(code, rules[code], detail, options);
  return Object.assign(make, { rules });
}
