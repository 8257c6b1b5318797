import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { byComponentSchema, storedDate, termChangesSchema } from '../../../shared/ledger/event-schema.ts';
import { COMPONENTS } from '../../../shared/loan-book/component.ts';
import type { TermChanges } from '../../../shared/loan-book/term-changes.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { noteActMachine } from './note-act-machine.ts';

export const noteActStateSchema = stateSchema(noteActMachine);

/** Why a debt is given up (catálogo de castigo, domain-facts C1). */
export const LOSS_CAUSES = ['uncollectable', 'immaterial', 'deceased', 'prescribed'] as const;
export const LOSS_CAUSE_NAMES_ES: Record<(typeof LOSS_CAUSES)[number], string> = {
  uncollectable: 'incobrable',
  immaterial: 'cobrarlo cuesta más de lo que se debe',
  deceased: 'falleció el acreditado sin bienes ni aval',
  prescribed: 'prescripción declarada por un juez',
};

/** What can have been tried before a debt is given up. */
export const ATTEMPTS = ['call', 'letter', 'visit', 'agreement', 'mediation', 'lawsuit', 'asset-search'] as const;
export const ATTEMPT_NAMES_ES: Record<(typeof ATTEMPTS)[number], string> = {
  call: 'llamada',
  letter: 'carta o correo',
  visit: 'visita',
  agreement: 'convenio',
  mediation: 'mediación',
  lawsuit: 'demanda',
  'asset-search': 'búsqueda de bienes',
};

const attemptSchema = z.object({ on: storedDate, what: z.enum(ATTEMPTS), result: z.string() });

const changesSchema: z.ZodType<TermChanges> = termChangesSchema;

/** What is done to the note. Dates are value dates, days in Hermosillo; amounts centavos. */
export const actSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('correct-terms'), valueDate: storedDate, changes: changesSchema }),
  z.object({ kind: z.literal('accelerate'), valueDate: storedDate }),
  z.object({ kind: z.literal('cure-acceleration'), valueDate: storedDate }),
  z.object({ kind: z.literal('return-disbursement'), valueDate: storedDate, amount: z.int().positive() }),
  /** All that is owed of these components on the day on which it is authorised. */
  z.object({
    kind: z.literal('write-off'),
    components: z.array(z.enum(COMPONENTS)).min(1),
    cause: z.enum(LOSS_CAUSES),
    attempts: z.array(attemptSchema).min(1),
  }),
]);
export type Act = z.infer<typeof actSchema>;
export type ActKind = Act['kind'];

/** An act on a note, from its proposal on. Stored under PK `NOTEACT#<noteActId>`, SK `NOTEACT`. */
export const noteActSchema = z.object({
  ...trackedFields,
  noteActId: z.string(),
  state: noteActStateSchema,
  act: actSchema,
  fileId: z.string(),
  noteId: z.string(),
  contractNumber: z.string(),
  /** Office of the file. */
  office: officeSchema,
  proposedOn: storedDate,
  /** Of a write-off that was authorised: what is given up, by component. */
  amounts: byComponentSchema.nullable(),
});
export type NoteAct = z.infer<typeof noteActSchema>;
