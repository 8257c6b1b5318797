import * as z from 'zod';
import { sourceSchema } from '../../../shared/ledger/ledger-items.ts';
import { CHANNELS } from '../../../shared/loan-book/event.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { provisionalMachine } from './provisional-machine.ts';

export const provisionalStateSchema = stateSchema(provisionalMachine);

export const provisionalPaymentSchema = z.object({
  ...trackedFields,
  eventId: z.string(),
  fileId: z.string(),
  noteIds: z.array(z.string()),
  amount: z.int().positive(),
  channel: z.enum(CHANNELS),
  valueDate: z.string(),
  recordedOn: z.string(),
  source: sourceSchema,
  state: provisionalStateSchema,
  /** First business day on which it counts as firm, if it has not bounced. */
  firmOn: z.string(),
});
export type ProvisionalPayment = z.infer<typeof provisionalPaymentSchema>;
export type NewProvisionalPayment = Omit<ProvisionalPayment, 'state' | 'firmOn' | 'history' | 'version'>;

/** Day on which the wait ended; null while it lasts. */
export function settledOn({ state, history }: ProvisionalPayment): string | null {
  return state === 'provisional' || state === 'bouncing' ? null : (history.at(-1)?.on ?? null);
}
