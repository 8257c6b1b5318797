import * as z from 'zod';
import { type CalendarDate, dayNumber, fromDayNumber } from '../calendar/calendar-date.ts';
import type { AgreementPlan } from '../loan-book/agreement-plan.ts';
import type { CountedMoney } from '../loan-book/agreement-standing.ts';
import { ARRIVAL, type Arrival } from '../loan-book/arrival.ts';
import { agreementPlanSchema, storedDate } from './event-schema.ts';
import type { MoneyIn } from './money-in.ts';
import { pairsOf } from './packed-values.ts';
import { agreementHeadKey } from './table-keys.ts';

/** Notes of one agreement at most: its end is one transaction with the payment that brings it about. */
export const MOST_AGREED_NOTES = 12;

/**
 * What the ledger keeps of an agreement besides the events on its notes: the money that came in on them, by day, from
 * which its standing follows (agreement-standing.ts), and the standing that the notes were last told of. All of it can be
 * made again from the entries of its notes.
 */
export interface AgreementHead {
  readonly agreementId: string;
  readonly fileId: string;
  readonly version: number;
  readonly plan: AgreementPlan;
  readonly noteIds: readonly string[];
  /** The event of its signature, the same on every note, and its place: money counts from there on. */
  readonly eventId: string;
  readonly signedOn: CalendarDate;
  readonly arrival: Arrival;
  /** One a day, oldest first, none of zero. */
  readonly counted: readonly CountedMoney[];
  /** The end that the notes were told of, the same event on each; null while it lives. */
  readonly end: { readonly kind: 'broken' | 'fulfilled'; readonly on: CalendarDate; readonly eventId: string } | null;
  /** Ends told so far, those taken back too: part of their ids. */
  readonly ends: number;
  /** A later agreement took one of its notes over, or its signature was taken back: what it became stays. */
  readonly closed: boolean;
}

/** What a posting will write on an agreement. */
export interface AgreementDraft {
  readonly before: Pick<AgreementHead, 'version'> | null;
  readonly after: AgreementHead;
}

const agreementItemSchema = z.object({
  agreementId: z.string(),
  fileId: z.string(),
  version: z.int(),
  plan: agreementPlanSchema,
  noteIds: z.array(z.string()).min(1),
  eventId: z.string(),
  signedOn: storedDate,
  arrival: z.string().regex(ARRIVAL),
  /** Days since the one before and centavos, in base 36, as maturities in a note's head. */
  counted: z.string(),
  end: z.strictObject({ kind: z.enum(['broken', 'fulfilled']), on: storedDate, eventId: z.string() }).nullable(),
  ends: z.int(),
  closed: z.boolean(),
});

export function encodeAgreementHead(head: AgreementHead) {
  let before = 0;
  const counted = head.counted.map(({ on, amount }) => {
    const day = dayNumber(on);
    const text = `${(day - before).toString(36)}.${amount.toString(36)}`;
    before = day;
    return text;
  });
  return { ...agreementHeadKey(head.fileId, head.agreementId), ...head, counted: counted.join(',') };
}

export function decodeAgreementHead(item: unknown): AgreementHead {
  const { counted, ...head } = agreementItemSchema.parse(item);
  let day = 0;
  const money = pairsOf(counted).map(([days, amount]) => {
    day += days;
    return { on: fromDayNumber(day), amount };
  });
  return { ...head, counted: money };
}

export const isAgreementHead = (item: Record<string, unknown>): boolean => String(item.SK).startsWith('AGREEMENT#');

/** The agreement with money of its notes counted that came in since it was signed. */
export function withCounted(head: AgreementHead, money: readonly MoneyIn[]): AgreementHead {
  const byDay = new Map(head.counted.map(({ on, amount }) => [on, amount]));
  for (const { on, arrival, amount } of money)
    if (on > head.signedOn || (on === head.signedOn && arrival > head.arrival))
      byDay.set(on, (byDay.get(on) ?? 0) + amount);
  const counted = [...byDay]
    .filter(([, amount]) => amount !== 0)
    .map(([on, amount]) => ({ on, amount }))
    .sort((a, b) => (a.on < b.on ? -1 : 1));
  return { ...head, counted };
}
