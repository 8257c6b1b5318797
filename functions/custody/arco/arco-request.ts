import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { FINDINGS, REFUSAL_REASON_CODES, RIGHTS } from './arco-catalogue.ts';
import { arcoMachine } from './arco-machine.ts';

export const arcoStateSchema = stateSchema(arcoMachine);

/** What is answered. What is refused, or granted in part, has its reasons. */
export const outcomeSchema = z.object({
  finding: z.enum(FINDINGS),
  reasons: z.array(z.enum(REFUSAL_REASON_CODES)),
  /** As the person reads it. */
  answer: z.string(),
});
export type Outcome = z.output<typeof outcomeSchema>;

/** A request of a person about their own data, with its clocks. Days are business days of Hermosillo. */
export const arcoRequestSchema = z.object({
  ...trackedFields,
  requestId: z.string(),
  fileId: z.string(),
  borrowerId: z.string(),
  office: officeSchema,
  state: arcoStateSchema,
  right: z.enum(RIGHTS),
  /** Null: the person themselves. */
  representative: z.object({ name: z.string(), powerDocumentId: z.string() }).nullable(),
  /** In the vault: the request as it was signed, and who signed it. */
  requestDocumentId: z.string(),
  identificationDocumentId: z.string(),
  asks: z.string(),
  receivedOn: storedDate,
  preventBy: storedDate,
  declineBy: storedDate,
  /** Before an extension, and as it runs now: a prevention that is cured lets it begin anew (art. 46). */
  firstAnswerBy: storedDate,
  answerBy: storedDate,
  lacks: z.string().nullable(),
  cureBy: storedDate.nullable(),
  outcome: outcomeSchema.nullable(),
  executeBy: storedDate.nullable(),
});
export type ArcoRequest = z.output<typeof arcoRequestSchema>;

/** "ARCO261128-1A2B3C4D". */
export const folioOfRequest = ({ requestId, receivedOn }: Pick<ArcoRequest, 'requestId' | 'receivedOn'>): string =>
  `ARCO${receivedOn.slice(2).replaceAll('-', '')}-${requestId.slice(0, 8).toUpperCase()}`;

/** The day on which something is due of a request as it is; null: nothing is. */
export function dueOn({ state, answerBy, executeBy, cureBy }: ArcoRequest): string | null {
  switch (state) {
    case 'received':
    case 'studying':
    case 'proposed':
      return answerBy;
    case 'prevented':
      return cureBy;
    case 'granted':
      return executeBy;
    case 'lapsed':
    case 'not-competent':
    case 'refused':
    case 'executed':
      return null;
  }
}
