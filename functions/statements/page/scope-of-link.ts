import { addressHashOf, type Link } from '../../../shared/links/link.ts';
import type { NoteSummary, Signatory, WholeFile } from '../../../shared/register/register-port.ts';

/**
 * Who reads through a link, and which notes: read again at each view, so that a cosigner who was taken off the file, or a
 * note that was, disappears at once, and so does all of it when the link went to an address that is no longer the
 * reader's. Undefined: nothing is left to show.
 */
export function scopeOf(
  { linkId, signatory, noteIds, addressHash }: Pick<Link, 'linkId' | 'signatory' | 'noteIds' | 'addressHash'>,
  file: WholeFile,
): { readonly reader: Signatory; readonly notes: readonly NoteSummary[] } | undefined {
  const reader = file.signatories.find((one) => one.signatory === signatory);
  const notes = file.notes.filter(({ noteId }) => noteIds === null || noteIds.includes(noteId));
  const isTheirs = reader?.emails.some((address) => addressHashOf(linkId, address) === addressHash) === true;
  return reader === undefined || !isTheirs || notes.length === 0 ? undefined : { reader, notes };
}

/** Letters and digits of what was typed or printed: spaces, dashes and lower case are no mistake. */
const plain = (text: string): string => text.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Whether a datum is the end of a contract in scope or of the reader's CURP; the whole of it, pasted, is as good. */
export function isRightDatum(typed: string, curp: string | null, notes: readonly NoteSummary[]): boolean {
  const given = plain(typed);
  const known = [...notes.map(({ contractNumber }) => plain(contractNumber)), ...(curp === null ? [] : [plain(curp)])];
  return given.length >= 4 && known.some((whole) => given === whole || given === whole.slice(-4));
}
