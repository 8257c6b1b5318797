import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { workFieldsOf } from '../../../shared/jobs/long-work.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { disposalMachine } from './disposal-machine.ts';

/** The task of custody-dispose: one more run over a disposal. */
export const CARRY_OUT_DISPOSAL = 'carry-out-disposal';

/** Files of one act: its record stays far under 400 KB, and its check within a request. */
export const MOST_FILES = 200;

/** Why the papers of a file stay. */
export const DISPOSAL_FAULTS_ES = {
  'file-unknown': 'El expediente no existe o no es de su oficina',
  'debt-open': 'Hay adeudo o pagos que no son firmes',
  'term-running': 'El plazo de conservación no ha terminado',
  held: 'Hay documentos retenidos por un juicio, aclaración, corrección o derecho ARCO',
  'arco-open': 'Hay una solicitud ARCO en trámite',
  'release-open': 'Hay una liberación con cartas vigentes por entregar',
  'originals-out': 'Hay originales que no están en resguardo',
  'upload-open': 'Hay documentos en camino a la bóveda',
  locked: 'La bóveda todavía no permite borrar sus documentos',
  'nothing-kept': 'No guarda documentos ni originales',
  failed: 'No se pudo: consulte el expediente y propóngalo de nuevo',
} as const;
export type DisposalFault = keyof typeof DISPOSAL_FAULTS_ES;
export const DISPOSAL_FAULT_CODES = Object.keys(DISPOSAL_FAULTS_ES).filter(
  (key): key is DisposalFault => key in DISPOSAL_FAULTS_ES,
);

/** `due`: may go; `stopped`: was due, and stood in the way of itself when it was to go. */
export const DISPOSAL_OUTCOMES_ES = {
  due: 'Procede la baja',
  'not-due': 'No procede',
  disposed: 'Dado de baja',
  stopped: 'No se dio de baja',
} as const;
export type DisposalOutcome = keyof typeof DISPOSAL_OUTCOMES_ES;
const OUTCOMES = Object.keys(DISPOSAL_OUTCOMES_ES).filter((key): key is DisposalOutcome => key in DISPOSAL_OUTCOMES_ES);

export const disposalRowSchema = z.object({
  fileId: z.string(),
  office: officeSchema.nullable(),
  outcome: z.enum(OUTCOMES),
  faults: z.array(z.object({ code: z.enum(DISPOSAL_FAULT_CODES), detail: z.string().nullable() })),
  contracts: z.array(z.string()),
  documents: z.int().nonnegative(),
  originals: z.int().nonnegative(),
  /** Of the ledger; null: it never held a debt of this file. */
  lastMovementOn: storedDate.nullable(),
  /** Last day on which all of it must be kept. */
  keptUntil: storedDate.nullable(),
});
export type DisposalRow = z.output<typeof disposalRowSchema>;

/** A proposal to dispose of the papers of files, and what became of each. Never anything of the ledger or the register. */
export const disposalSchema = z.object({
  ...workFieldsOf(disposalMachine),
  disposalId: z.string(),
  proposedOn: storedDate,
  reason: z.string(),
  rows: z.array(disposalRowSchema).min(1).max(MOST_FILES),
  /** In the vault, once it is drawn. */
  actDocumentId: z.string().nullable(),
  /** The checkpoint: rows that have ended. */
  rowsDone: z.int().nonnegative(),
});
export type Disposal = z.output<typeof disposalSchema>;

/** "BD261128-1A2B3C4D". */
export const folioOfDisposal = ({ disposalId, proposedOn }: Pick<Disposal, 'disposalId' | 'proposedOn'>): string =>
  `BD${proposedOn.slice(2).replaceAll('-', '')}-${disposalId.slice(0, 8).toUpperCase()}`;
