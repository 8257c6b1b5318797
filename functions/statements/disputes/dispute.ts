import * as z from 'zod';
import { addDays, type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { signatorySchema } from '../../../shared/links/link.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { DISPUTE_CONCEPTS } from './dispute-concepts.ts';
import { type DisputeState, disputeMachine } from './dispute-machine.ts';
import { DISPUTE_TERMS } from './dispute-terms.ts';

export const disputeStateSchema = stateSchema(disputeMachine);

/** It proceeds, in part or not at all. */
export const FINDINGS = ['founded', 'partly', 'unfounded'] as const;
export const FINDING_NAMES_ES: Readonly<Record<(typeof FINDINGS)[number], string>> = {
  founded: 'procede',
  partly: 'procede en parte',
  unfounded: 'no procede',
};

/** What put it right in the ledger, as its entries name their source. */
export const correctionCitedSchema = z.object({ type: z.enum(['correction', 'note-act']), id: z.string() });
export type CorrectionCited = z.infer<typeof correctionCitedSchema>;

const outcomeSchema = z.object({
  finding: z.enum(FINDINGS),
  /** What the person is told. */
  answer: z.string(),
  corrections: z.array(correctionCitedSchema),
});

/** What of a dispute its own person reads; kept in the links table, where the public pages may look. */
const told = {
  disputeId: z.string(),
  /** "ACL-7K2M9QXD": what a person says over the telephone. */
  folio: z.string(),
  fileId: z.string(),
  signatory: signatorySchema,
  /** Null: all that the person may see. */
  noteId: z.string().nullable(),
  contractNumber: z.string().nullable(),
  concept: z.enum(DISPUTE_CONCEPTS),
  /** In the person's own words. */
  facts: z.string(),
  state: disputeStateSchema,
  receivedOn: storedDate,
  /** Last day for the answer, and what it was before it was extended. */
  answerBy: storedDate,
  firstAnswerBy: storedDate,
  /** What was asked of the person, and until when it is waited for. */
  dataAsked: z.string().nullable(),
  dataBy: storedDate.nullable(),
};

/** Days in Hermosillo. Stored under PK `DISPUTE#<disputeId>`, SK `DISPUTE` of the system table. */
export const disputeSchema = z.object({
  ...trackedFields,
  ...told,
  office: officeSchema,
  acknowledgeBy: storedDate,
  outcome: outcomeSchema.nullable(),
});
export type Dispute = z.infer<typeof disputeSchema>;

/** Under PK `FILE#<fileId>`, SK `DISPUTE#<disputeId>` of the links table: written with every change of the dispute. */
export const toldDisputeSchema = z.object({
  ...told,
  /** Nobody is called about its concept meanwhile (contact guard, G5). */
  isHeld: z.boolean(),
  /** Once it was approved. */
  finding: z.enum(FINDINGS).nullable(),
  answer: z.string().nullable(),
  /** Last day to say that one does not agree; null while no term runs. */
  dissentUntil: storedDate.nullable(),
});
export type ToldDispute = z.infer<typeof toldDisputeSchema>;

/** While it is studied and until its answer has arrived; a complaint that follows holds for itself. */
const HELD: Readonly<Record<DisputeState, boolean>> = {
  received: true,
  acknowledged: true,
  waiting: true,
  studying: true,
  proposed: true,
  answered: true,
  closed: false,
  lapsed: false,
  dissented: false,
};

/** Last day to say that one does not agree with the answer; null: it has not been delivered, and no term runs. */
export function dissentUntil({ history }: Pick<Dispute, 'history'>): CalendarDate | null {
  const told = history.findLast(({ step }) => step === 'tell' || step === 'told-by-mail');
  return told === undefined ? null : addDays(calendarDate(told.on), DISPUTE_TERMS.dissent.days);
}

/** Whether its person may say on a day that the answer is not right. */
export const admitsDissent = (
  { state, dissentUntil: until }: Pick<ToldDispute, 'state' | 'dissentUntil'>,
  on: CalendarDate,
): boolean => disputeMachine.steps.dissent.from.some((from) => from === state) && (until === null || on <= until);

const APPROVED: readonly DisputeState[] = ['answered', 'closed', 'dissented'];

export function toldOf(dispute: Dispute): ToldDispute {
  const outcome = APPROVED.includes(dispute.state) ? dispute.outcome : null;
  return toldDisputeSchema.parse({
    ...dispute,
    isHeld: HELD[dispute.state],
    finding: outcome?.finding ?? null,
    answer: outcome?.answer ?? null,
    dissentUntil: dissentUntil(dispute),
  });
}
