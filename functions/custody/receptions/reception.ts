import * as z from 'zod';
import { OFFICES, officeSchema } from '../../../shared/institute/offices.ts';
import { workFields } from '../../../shared/jobs/long-work.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';

/** The task of custody-receive: one more run over a reception. */
export const RECEIVE_ORIGINALS = 'receive-originals';

export const ROW_KINDS = ['contract', 'note', 'guarantee'] as const;

/** What becomes of a row; `received` of a trial: would be. */
export const ROW_OUTCOMES = [
  'received',
  'already-here',
  'twice-in-list',
  'contract-unknown',
  'place-unknown',
  'place-closed',
] as const;
export type RowOutcome = (typeof ROW_OUTCOMES)[number];

export const ROW_OUTCOMES_ES: Readonly<Record<RowOutcome, string>> = {
  received: 'Recibido',
  'already-here': 'Ya estaba registrado',
  'twice-in-list': 'Repetido en la lista',
  'contract-unknown': 'El contrato no existe o no es de su oficina',
  'place-unknown': 'El lugar no existe o no es de su oficina',
  'place-closed': 'El lugar está cerrado',
};

export const rowSchema = z.object({
  /** Of the text or the list as it was sent, from 1 on. */
  line: z.int().positive(),
  contractNumber: z.string(),
  placeCode: z.string(),
  kind: z.enum(ROW_KINDS),
  /** An earlier line asks for the same paper. */
  isRepeat: z.boolean(),
});
export type ReceptionRow = z.infer<typeof rowSchema>;

export const endedRowSchema = rowSchema.omit({ isRepeat: true }).extend({
  /** Of its place: who sees the row; null of a place that the one who asked does not know. */
  office: officeSchema.nullable(),
  outcome: z.enum(ROW_OUTCOMES),
  labelCode: z.string().nullable(),
});
export type EndedRow = z.infer<typeof endedRowSchema>;

/**
 * Many originals received by a list, by runs (shared/jobs). Stored under PK `ORIGINALRECEPTION#<receptionId>`, SK
 * `RECEPTION`; its rows and what became of them lie beside it (reception-store.ts).
 */
export const receptionSchema = z.object({
  ...workFields,
  receptionId: z.string(),
  /** Of the place where most of it goes: who sees it. */
  office: officeSchema,
  /** Of whoever asked: rows of other offices are unknown to them. */
  offices: z.union([z.literal('all'), z.array(z.enum(OFFICES))]),
  receivedOn: storedDate,
  /** Only looks: nothing is received. */
  isTrial: z.boolean(),
  rows: z.int().positive(),
  /** The checkpoint. */
  rowsDone: z.int().nonnegative(),
  counts: z.record(z.enum(ROW_OUTCOMES), z.int().nonnegative()),
});
export type Reception = z.infer<typeof receptionSchema>;
