import type * as z from 'zod';
import type { RefusalDetail } from '../refusals/refusal.ts';
import { spanishIssue } from './spanish-issues.ts';

/** The part of a request a schema looks at; it begins the pointer of its faults. */
export type RequestPart = 'body' | 'query' | 'path';

/** More faults than a person reads are not sent. */
export const MOST_FAULTS = 50;

export type PartReading = { readonly value: unknown; readonly faults: readonly RefusalDetail[] };

/**
 * Parses one part with its schema and gives the value or every fault at once, each with its pointer: "/amount" in the
 * body (RFC 6901), "query/limit", "path/depositId". A part without a schema must be empty.
 */
export function readPart(part: RequestPart, schema: z.ZodType | undefined, given: unknown): PartReading {
  if (schema === undefined) return { value: undefined, faults: [] };
  const parsed = schema.safeParse(given, { error: spanishIssue });
  if (parsed.success) return { value: parsed.data, faults: [] };
  const faults = parsed.error.issues.flatMap((issue) => detailsOf(part, issue));
  return { value: undefined, faults: faults.slice(0, MOST_FAULTS) };
}

function detailsOf(part: RequestPart, issue: z.core.$ZodIssue): RefusalDetail[] {
  const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => ({ pointer: pointerTo(part, path), message: issue.message }));
}

function pointerTo(part: RequestPart, path: readonly PropertyKey[]): string {
  const tokens = path.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100));
  if (part === 'body') return tokens.map((token) => `/${token}`).join('');
  return [part, ...tokens].join('/');
}
