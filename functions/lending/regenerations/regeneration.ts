import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { byComponentSchema, storedDate } from '../../../shared/ledger/event-schema.ts';
import { COMPONENTS } from '../../../shared/loan-book/component.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { termOverridesSchema } from '../note.ts';
import { regenerationMachine } from './regeneration-machine.ts';

export const regenerationStateSchema = stateSchema(regenerationMachine);

export const FORMS = ['novation', 'resolutory-condition'] as const;
export const FORM_NAMES_ES: Record<(typeof FORMS)[number], string> = {
  novation: 'novación: los pagarés anteriores se extinguen',
  'resolutory-condition': 'modificación bajo condición resolutoria: si se incumple, vuelven',
};

/** A regeneration of old notes into a new one, from its proposal on. Stored under PK `REGENERATION#<id>`, SK `REGENERATION`. */
export const regenerationSchema = z.object({
  ...trackedFields,
  regenerationId: z.string(),
  state: regenerationStateSchema,
  fileId: z.string(),
  /** Office of the file. */
  office: officeSchema,
  form: z.enum(FORMS),
  oldNoteIds: z.array(z.string()).min(1),
  /** Interest that the borrower signs for as principal (CCom art. 363). */
  capitalises: z.array(z.enum(COMPONENTS)),
  /** The new note. */
  newNoteId: z.string(),
  contractNumber: z.string(),
  product: z.string(),
  paymentReference: z.string(),
  creditNumber: z.string().nullable(),
  firstDueDate: storedDate,
  instalments: z.int(),
  overrides: termOverridesSchema,
  proposedOn: storedDate,
  /** Owed by the old notes as it was proposed, centavos by component. */
  owed: byComponentSchema,
});
export type Regeneration = z.infer<typeof regenerationSchema>;
