import * as z from 'zod';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { byComponentSchema, storedDate } from '../../../shared/ledger/event-schema.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { EARNED, WHILE_LIVE } from '../agreements/agreement.ts';
import { campaignMachine } from './campaign-machine.ts';
import { eligibilitySchema } from './eligibility.ts';

export const campaignStateSchema = stateSchema(campaignMachine);

/**
 * What a campaign offers, to whom, and until when. Stored under PK `CAMPAIGN#<campaignId>`, SK `CAMPAIGN`; nothing but its
 * state ever changes.
 */
export const campaignSchema = z.object({
  ...trackedFields,
  campaignId: z.string(),
  state: campaignStateSchema,
  name: z.string(),
  /** First and last day on which an agreement of it may be proposed and signed, both included. */
  from: storedDate,
  until: storedDate,
  /** Parts per million of what is owed on the day of the signature. */
  share: byComponentSchema,
  earned: z.enum(EARNED),
  whileLive: z.array(z.enum(WHILE_LIVE)),
  mostPayments: z.int().positive(),
  eligibility: eligibilitySchema,
  legalBasis: z.string(),
  /** What it may forgive in all, of what is owed on the days of the signatures: centavos. */
  budget: z.int().positive(),
  /** The document that says so. */
  source: z.string(),
  proposedOn: storedDate,
});
export type Campaign = z.infer<typeof campaignSchema>;

/** Why a campaign admits no agreement on a day, in Spanish; undefined: it does. */
export function closedBecause({ state, from, until, name }: Campaign, on: CalendarDate): string | undefined {
  if (state !== 'open') return `La campaña «${name}» está: ${campaignMachine.states[state]}.`;
  return on >= from && on <= until
    ? undefined
    : `La campaña «${name}» admite convenios del ${longDate(from)} al ${longDate(until)}, no el ${longDate(on)}.`;
}
