import { createHash } from 'node:crypto';
import { canonicalJson } from '../canonical/canonical-json.ts';
import type { AgreementHead } from './agreement-head.ts';
import type { Head } from './head-item.ts';

export interface Heads {
  readonly notes: readonly Head[];
  readonly agreements: readonly AgreementHead[];
}

/**
 * Names what the ledger holds of the notes in scope: the same until something is recorded on one of them, on their agreements,
 * or the fold that values them is another. SHA-256, hex.
 */
export function ledgerVersionOf({ notes, agreements }: Heads, noteIds: readonly string[] | null): string {
  const isIn = (noteId: string) => noteIds === null || noteIds.includes(noteId);
  const versions = [
    ...notes.filter(({ noteId }) => isIn(noteId)).map(({ noteId, seq, fold }) => `${noteId} ${seq} ${fold}`),
    ...agreements
      .filter((head) => head.noteIds.some(isIn))
      .map(({ agreementId, version }) => `${agreementId} ${version}`),
  ];
  return createHash('sha256').update(canonicalJson(versions.toSorted())).digest('hex');
}
