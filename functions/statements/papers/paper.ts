import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { canonicalJson } from '../../../shared/canonical/canonical-json.ts';
import { SPOKEN_ALPHABET, spokenDigits } from '../../../shared/canonical/spoken-digits.ts';
import { officeSchema } from '../../../shared/institute/offices.ts';
import type { AgreementHead } from '../../../shared/ledger/agreement-head.ts';
import type { Head } from '../../../shared/ledger/head-item.ts';
import type { Link } from '../../../shared/links/link.ts';
import { signatorySchema } from '../../../shared/links/link.ts';
import { calendarDateSchema } from '../../../shared/register/person-fields.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { paperMachine } from './paper-machine.ts';

/** Of what is drawn and how: another one makes another paper of the same figures. Part of the bytes' key. */
export const PAPER_LAYOUT = 'v1';

/** The borrower's own, or the institute's copy, handed over at a desk. */
export const PAPER_KINDS = ['own', 'copy'] as const;
export type PaperKind = (typeof PAPER_KINDS)[number];
export const PAPER_KINDS_ES: Readonly<Record<PaperKind, string>> = {
  own: 'Estado de cuenta',
  copy: 'Estado de cuenta, copia del Instituto',
};

/** What is kept of a statement on paper besides its bytes. */
export const paperSchema = z.object({
  folio: z.string(),
  kind: z.enum(PAPER_KINDS),
  /** Proves that whoever asks for a folio has the paper: random, printed on it and nowhere else. */
  check: z.string(),
  fileId: z.string(),
  office: officeSchema,
  signatory: signatorySchema,
  /** Notes that it may show; null: all of the file. As on its link. */
  noteIds: z.array(z.string()).nullable(),
  ledgerVersion: z.string(),
  /** Business day of its figures. */
  on: calendarDateSchema,
  /** UTC instant, ISO. */
  issuedAt: z.string(),
  /** Of its bytes; null until they are kept. */
  sha256: z.string().nullable(),
  pages: z.int().positive().nullable(),
  state: stateSchema(paperMachine),
  ...trackedFields,
});
export type Paper = z.output<typeof paperSchema>;

/** Whose statement of which day. */
export type PaperScope = Pick<Link, 'fileId' | 'signatory' | 'noteIds'> & {
  readonly kind: PaperKind;
  readonly ledgerVersion: string;
  readonly on: CalendarDate;
};

export interface Heads {
  readonly notes: readonly Head[];
  readonly agreements: readonly AgreementHead[];
}

/**
 * Names what the ledger holds of the notes in scope: the same until something is recorded on one of them, on their agreements,
 * or the fold that values them is another. SHA-256, hex.
 */
export function ledgerVersionOf({ notes, agreements }: Heads, noteIds: Link['noteIds']): string {
  const isIn = (noteId: string) => noteIds === null || noteIds.includes(noteId);
  const versions = [
    ...notes.filter(({ noteId }) => isIn(noteId)).map(({ noteId, seq, fold }) => `${noteId} ${seq} ${fold}`),
    ...agreements
      .filter((head) => head.noteIds.some(isIn))
      .map(({ agreementId, version }) => `${agreementId} ${version}`),
  ];
  return createHash('sha256').update(canonicalJson(versions.toSorted())).digest('hex');
}

/**
 * The folio of a scope, version and day: asked for again it is the same paper. `times` counts those of it that were revoked.
 * Made of ids that nobody outside has, so that it says nothing.
 */
export function folioOf({ kind, fileId, signatory, noteIds, ledgerVersion, on }: PaperScope, times: number): string {
  const scope = [PAPER_LAYOUT, kind, fileId, signatory, noteIds?.toSorted() ?? null, ledgerVersion, on, times];
  return `E-${spokenDigits(`statement-paper|${canonicalJson(scope)}`, FOLIO_DIGITS)}`;
}

const FOLIO_DIGITS = 12;
const CHECK_DIGITS = 8;
export const FOLIO = new RegExp(`^E-[${SPOKEN_ALPHABET}]{${FOLIO_DIGITS}}$`);
const CODE = new RegExp(`^(E-[${SPOKEN_ALPHABET}]{${FOLIO_DIGITS}})-([${SPOKEN_ALPHABET}]{${CHECK_DIGITS}})$`);

/** Forty random bits: with a folio at hand, one guess in a million million is right. */
export const newCheck = (): string =>
  Array.from(randomBytes(CHECK_DIGITS), (byte) => SPOKEN_ALPHABET[byte % SPOKEN_ALPHABET.length]).join('');

/** As printed, scanned and typed. */
export const codeOf = ({ folio, check }: Pick<Paper, 'folio' | 'check'>): string => `${folio}-${check}`;

/** Undefined: no paper of ours says that. */
export function readCode(typed: string): { readonly folio: string; readonly check: string } | undefined {
  const [, folio, check] = CODE.exec(typed.trim().toUpperCase()) ?? [];
  return folio === undefined || check === undefined ? undefined : { folio, check };
}

export const hasCheck = (paper: Pick<Paper, 'check'>, check: string): boolean =>
  timingSafeEqual(Buffer.from(paper.check), Buffer.from(check));
