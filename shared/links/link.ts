import { createHash } from 'node:crypto';
import * as z from 'zod';
import { officeSchema } from '../institute/offices.ts';
import { mailboxOf } from '../mail/mail-address.ts';
import { stateSchema, trackedFields } from '../transitions/tracked.ts';
import { LIVE, linkMachine } from './link-machine.ts';

/** `borrower`, or the file's cosigner of that number. */
export const signatorySchema = z.string().regex(/^(borrower|cosigner-\d{1,2})$/);

export const linkSchema = z.object({
  /** Names the link towards people and towards the mail; never in its address. */
  linkId: z.string(),
  /** Of its token: the key. */
  hash: z.string(),
  purpose: z.enum(['statement']),
  fileId: z.string(),
  office: officeSchema,
  signatory: signatorySchema,
  /** Notes that it may show; null: all that the signatory answers for. Read again at each view. */
  noteIds: z.array(z.string()).nullable(),
  bornBy: z.enum(['request', 'staff', 'monthly']),
  /** Subject of the person who sent it; `public`, the portal's, or the month of a run. */
  askedBy: z.string(),
  /** Of the address that it was mailed to (`addressHashOf`): corrected in the register, the link is dead. None fits the empty one. */
  addressHash: z.string().default(''),
  /** UTC instants, ISO. */
  bornAt: z.string(),
  validUntil: z.string(),
  /** SES's id of its mail. */
  messageId: z.string().nullable(),
  state: stateSchema(linkMachine),
  ...trackedFields,
  /** Epoch seconds after which TTL clears it away, long after its end. */
  expiresAt: z.int(),
});
export type Link = z.output<typeof linkSchema>;

/** How long a link that somebody asked for lasts (parameter: design of the statement, §3). */
export const REQUESTED_HOURS = 72;
/** How long one of the monthly mail lasts (same source). */
export const MONTHLY_HOURS = 30 * 24;
/** Live links of one signatory: one more revokes the oldest (same source). */
export const MOST_LIVE = 3;
/** What became of a link stays readable so long after its end. */
const KEPT_DAYS = 90;

/** Salted with the link: two links to one address do not show that they are. */
export const addressHashOf = (linkId: string, address: string): string =>
  createHash('sha256')
    .update(`${linkId}|${mailboxOf(address.trim())}`)
    .digest('hex');

export const epochSeconds = (instant: Date): number => Math.floor(instant.getTime() / 1_000);

/** Valid from an instant for so many hours, and cleared away long after. */
export function lastsFrom(now: Date, hours: number): Pick<Link, 'bornAt' | 'validUntil' | 'expiresAt'> {
  const end = new Date(now.getTime() + hours * 3_600_000);
  return {
    bornAt: now.toISOString(),
    validUntil: end.toISOString(),
    expiresAt: epochSeconds(end) + KEPT_DAYS * 86_400,
  };
}

/** Whether it lets somebody in at an instant: TTL only cleans, the clock decides. */
export const isLive = ({ state, validUntil }: Pick<Link, 'state' | 'validUntil'>, now: Date): boolean =>
  LIVE.includes(state) && now.toISOString() < validUntil;
