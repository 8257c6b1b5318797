import * as z from 'zod';
import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { agreementPlanSchema, byComponentSchema, storedDate } from '../../../shared/ledger/event-schema.ts';
import type { AgreementPlan } from '../../../shared/loan-book/agreement-plan.ts';
import type { ByComponent } from '../../../shared/loan-book/component.ts';
import type { AgreementSigned } from '../../../shared/loan-book/event.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { agreementMachine } from './agreement-machine.ts';
import { guaranteeSchema } from './guarantee.ts';
import { BORROWER } from './signatures.ts';

export const agreementStateSchema = stateSchema(agreementMachine);

export const EARNED = ['at-fulfilment', 'by-payment'] as const;
export const WHILE_LIVE = ['ordinaryInterest', 'defaultInterest'] as const;

/** Days after the day of a payment on which it still counts. Por confirmar por el Instituto. */
export const GRACE_DAYS = 5;
/** Days to come for which figures are made. */
export const MOST_DAYS_AHEAD = 30;

/** What is asked and forgiven. Shares are parts per million of what is owed on the day of the signature. */
export interface AgreementTerms {
  readonly fileId: string;
  readonly noteIds: readonly string[];
  readonly share: ByComponent;
  readonly earned: AgreementSigned['earned'];
  readonly whileLive: AgreementSigned['whileLive'];
  /** The day for which its figures were made: it is signed as of it. */
  readonly signsOn: CalendarDate;
  readonly plan: AgreementPlan;
}

const termFields = {
  fileId: z.string(),
  noteIds: z.array(z.string()).min(1),
  share: byComponentSchema,
  earned: z.enum(EARNED),
  whileLive: z.array(z.enum(WHILE_LIVE)),
  signsOn: storedDate,
  plan: agreementPlanSchema,
};

/**
 * An agreement from its proposal on. Stored under PK `AGREEMENT#<agreementId>`, SK `AGREEMENT`. What has become of it is the
 * ledger's to say; `state` follows with the next sweep.
 */
const recordSchema = z.object({
  ...trackedFields,
  ...termFields,
  agreementId: z.string(),
  state: agreementStateSchema,
  /** Office of the file. */
  office: officeSchema,
  proposedOn: storedDate,
  /** The last day on which it can be signed. */
  validUntil: storedDate,
  /** Who is to sign, in their order (signatures.ts); agreements proposed before it was kept here have the borrower only. */
  signers: z.array(z.string()).min(1).default([BORROWER]),
  guarantees: z.array(guaranteeSchema).default([]),
  /** As it was shown to whoever proposed and authorised: centavos. */
  total: z.int(),
  /** Owed on the day of the signature, and of it what would be forgiven: as shown, by component. */
  owed: byComponentSchema,
  forgives: byComponentSchema,
  /** Forgiven in all, if it is kept to the day: as shown, by component. */
  forgivesInAll: byComponentSchema,
  /** The campaign whose terms these are, as it was when the agreement was proposed; `budget` in centavos. */
  campaign: z
    .object({
      ...{ campaignId: z.string(), name: z.string(), version: z.int(), budget: z.int() },
      /** Not of agreements proposed before it was kept here. */
      legalBasis: z.string().optional(),
    })
    .optional(),
});
export type AgreementRecord = Omit<z.infer<typeof recordSchema>, keyof AgreementTerms> & AgreementTerms;
export const agreementSchema: z.ZodType<AgreementRecord> = recordSchema;

/** Short enough to be said on the phone; the whole id is in the QR. */
export const folioOf = ({ agreementId, proposedOn }: Pick<AgreementRecord, 'agreementId' | 'proposedOn'>): string =>
  `CV${proposedOn.slice(2).replaceAll('-', '')}-${agreementId.slice(0, 8).toUpperCase()}`;
