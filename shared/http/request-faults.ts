import type * as z from 'zod';
import type { RefusalDetail } from '../refusals/refusal.ts';
import { MOST_LEVELS, type Place, requestText } from './request-text.ts';
import { spanishIssue } from './spanish-issues.ts';

/** The part of a request a schema looks at; it begins the pointer of its faults. */
export type RequestPart = 'body' | 'query' | 'path';

/** More faults than a person reads are not sent. */
export const MOST_FAULTS = 50;

export type PartReading = { readonly value: unknown; readonly faults: readonly RefusalDetail[] };

const BROKEN_TEXT =
  'El texto trae un carácter incompleto (como medio emoji) o que no se ve. Bórrelo y escríbalo de nuevo.';
const TOO_DEEP = `El JSON tiene más de ${MOST_LEVELS} niveles. Envíe solo los datos que se piden.`;

/**
 * Parses one part, its texts in NFC, with its schema and gives the value or every fault at once, each with its pointer:
 * "/amount" in the body (RFC 6901), "query/limit", "path/depositId". A part without a schema must be empty.
 */
export function readPart(part: RequestPart, schema: z.ZodType | undefined, given: unknown): PartReading {
  if (schema === undefined) return { value: undefined, faults: [] };
  const text = requestText(given);
  const parsed = schema.safeParse(text.value, { error: spanishIssue });
  const faults = [
    ...(text.tooDeep === undefined ? [] : [faultAt(part, text.tooDeep, TOO_DEEP)]),
    ...text.broken.map((place) => faultAt(part, place, BROKEN_TEXT)),
    ...(parsed.error?.issues ?? []).flatMap((issue) => detailsOf(part, issue)),
  ];
  return faults.length === 0
    ? { value: parsed.data, faults }
    : { value: undefined, faults: faults.slice(0, MOST_FAULTS) };
}

function detailsOf(part: RequestPart, issue: z.core.$ZodIssue): RefusalDetail[] {
  const paths = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path];
  return paths.map((path) => faultAt(part, path, issue.message));
}

const faultAt = (part: RequestPart, place: Place, message: string): RefusalDetail => ({
  pointer: pointerTo(part, place),
  message,
});

function pointerTo(part: RequestPart, path: Place): string {
  const tokens = path.map((key) => String(key).replaceAll('~', '~0').replaceAll('/', '~1').slice(0, 100));
  if (part === 'body') return tokens.map((token) => `/${token}`).join('');
  return [part, ...tokens].join('/');
}
