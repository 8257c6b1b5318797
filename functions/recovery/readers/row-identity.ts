import { createHash } from 'node:crypto';
import type { BankRow } from './bank-row.ts';
import type { LayoutDeclaration } from './layout.ts';

type Fields = Readonly<Record<string, string>>;

/** Fields of a row in one canonical text: layout id, then pairs of name and value sorted by name. */
export function canonicalRow(layoutId: string, fields: Fields): string {
  const pairs = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return JSON.stringify([layoutId, pairs]);
}

export interface RowIdentity {
  /** SHA-256 (hex). */
  readonly identity: string;
  /** Whether the bank gives this key once: the same key again is then no other payment by itself. */
  readonly unique: boolean;
}

/**
 * What makes a row one payment: the hash of the bank's key that its layout declares. Version, encoding, line, and what
 * only describes the payment do not enter, so the same payment in another file, or written anew, is the same. A row
 * whose folio or guide is blank has no key of its own: all its fields name it, as twins.
 */
export function rowIdentity(layout: Pick<LayoutDeclaration, 'id' | 'paymentKey'>, fields: Fields): RowIdentity {
  const { fields: names, numberedBy } = layout.paymentKey;
  const isBlank = numberedBy !== null && /^0*$/.test(fields[numberedBy] ?? '');
  const key = isBlank ? fields : Object.fromEntries(names.map((name) => [name, plain(fields[name] ?? '')]));
  return { identity: sha256(canonicalRow(layout.id, key)), unique: numberedBy !== null && !isBlank };
}

/** What a return and its payment share, hashed; null when the layout has no returns or the row lacks part of the key. */
export function returnIdentity(layout: Pick<LayoutDeclaration, 'id' | 'returnKey'>, row: BankRow): string | null {
  if (layout.returnKey === null) return null;
  const key: Record<string, string> = {};
  for (const name of layout.returnKey.fields) key[name] = plain(row.fields[name] ?? '');
  if (layout.returnKey.reference) key.paymentReference = row.reference ?? '';
  return Object.values(key).includes('') ? null : sha256(canonicalRow(layout.id, key));
}

/** Case and inner spaces are no part of a key: programs change both. */
const plain = (text: string): string => text.toUpperCase().replace(/\s+/g, ' ').trim();

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
