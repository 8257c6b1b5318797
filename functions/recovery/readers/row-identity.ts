import { createHash } from 'node:crypto';

/** Fields of a row in one canonical text: layout id, then pairs of name and value sorted by name. */
export function canonicalRow(layoutId: string, fields: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return JSON.stringify([layoutId, pairs]);
}

/**
 * What makes a row itself: SHA-256 (hex) of its bank fields. The version of the layout, the encoding and the line
 * do not enter, so the same row in another file or re-exported is the same. Equal rows of one file are told apart
 * by the poster with their occurrence number.
 */
export function rowIdentity(layoutId: string, fields: Readonly<Record<string, string>>): string {
  return createHash('sha256').update(canonicalRow(layoutId, fields)).digest('hex');
}
