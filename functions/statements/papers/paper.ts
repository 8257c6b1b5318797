import * as z from 'zod';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { canonicalJson } from '../../../shared/canonical/canonical-json.ts';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { folioFrom, folioPattern } from '../../../shared/links/folio.ts';
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

/**
 * The folio of a scope, version and day: asked for again it is the same paper. `times` counts those of it that were revoked.
 * Made of ids that nobody outside has, so that it says nothing.
 */
export function folioOf({ kind, fileId, signatory, noteIds, ledgerVersion, on }: PaperScope, times: number): string {
  const scope = [PAPER_LAYOUT, kind, fileId, signatory, noteIds?.toSorted() ?? null, ledgerVersion, on, times];
  return folioFrom('E', `statement-paper|${canonicalJson(scope)}`);
}

export const FOLIO = folioPattern('E');
