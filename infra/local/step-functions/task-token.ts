import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { parseJson } from '../assembly/json.ts';

const placeSchema = z.object({ execution: z.string(), at: z.string(), attempt: z.int() });
/** The task that a token belongs to. */
export type TokenPlace = z.output<typeof placeSchema>;

/** A token that nobody guesses and that says itself where it belongs. */
export function newToken(place: TokenPlace): string {
  return Buffer.from(JSON.stringify({ ...place, secret: randomUUID() })).toString('base64url');
}

/** Undefined for a text that is no token of ours. */
export function placeOf(token: string): TokenPlace | undefined {
  try {
    return placeSchema.safeParse(parseJson(Buffer.from(token, 'base64url').toString())).data;
  } catch {
    return undefined;
  }
}
