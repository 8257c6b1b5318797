import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { RELEASE_LETTER_KINDS } from '../../../shared/links/release-letter.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { IDENTIFICATIONS } from '../originals/deliver-original.ts';
import { ENDED_AS } from './debt-of-file.ts';
import { releaseMachine } from './release-machine.ts';

export const releaseStateSchema = stateSchema(releaseMachine);

/** When and where somebody comes for their papers. */
export const appointmentSchema = z.object({
  office: officeSchema,
  on: storedDate,
  /** In Hermosillo: "10:30". */
  at: z.string(),
});

/** Letters and originals that a person who owes nothing gets. One for what the ledger holds of a file. */
export const releaseSchema = z.object({
  ...trackedFields,
  releaseId: z.string(),
  fileId: z.string(),
  office: officeSchema,
  state: releaseStateSchema,
  /** What the ledger held of the file when it was asked for (shared/ledger/ledger-version.ts). */
  ledgerVersion: z.string(),
  requestedOn: storedDate,
  letters: z.array(z.object({ kind: z.enum(RELEASE_LETTER_KINDS), folio: z.string(), documentId: z.string() })),
  /** What its letters say, to print them again with others; null until they are drawn. */
  said: z
    .object({
      borrowerName: z.string(),
      notes: z.array(
        z.object({
          noteId: z.string(),
          contractNumber: z.string(),
          endedAs: z.enum(ENDED_AS),
          lastPayment: z.object({ on: storedDate, amount: z.int() }).nullable(),
        }),
      ),
    })
    .nullable(),
  appointment: appointmentSchema.nullable(),
  delivery: z
    .object({
      on: storedDate,
      identification: z.enum(IDENTIFICATIONS),
      /** Signed receipt in the vault. */
      receiptDocumentId: z.string(),
      /** Labels of the originals that were handed over. */
      originals: z.array(z.string()),
    })
    .nullable(),
});
export type Release = z.output<typeof releaseSchema>;
export type Appointment = z.output<typeof appointmentSchema>;
