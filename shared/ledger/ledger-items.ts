import * as z from 'zod';
import { officeSchema } from '../institute/offices.ts';
import { CHANNELS, STAGES } from '../loan-book/event.ts';

/**
 * The items of the ledger's tables as readers may see them (streams, reports, valuation).
 * Writing is `commit-posting.ts` alone. Amounts are whole centavos; dates are days in Hermosillo.
 */
export const dimensionsSchema = z.strictObject({
  /** Office of the file. */
  office: officeSchema,
  stage: z.enum(STAGES),
  /** External lawyer or agent in charge, or null. */
  agent: z.string().nullable(),
  product: z.string(),
});
export type Dimensions = z.infer<typeof dimensionsSchema>;

export const applicationSchema = z.strictObject({
  amount: z.int(),
  principalOverdue: z.int(),
  principalNotDue: z.int(),
  ordinaryInterest: z.int(),
  defaultInterest: z.int(),
  collectionCosts: z.int(),
  credit: z.int(),
  overdue: z.boolean(),
});

/** Where a fact came from: bank file row, request of a person, deposit, seed … never personal data. */
export const sourceSchema = z.strictObject({
  type: z.enum([
    'bank-file',
    'window',
    'deposit',
    'credit-use',
    'cut-over',
    'correction',
    'note-act',
    'agreement',
    'campaign',
    'invoice',
    'system',
  ]),
  /** Intake file id, request id, deposit id … */
  id: z.string(),
  /** Row of the file, when there is one. */
  line: z.int().optional(),
});
export type Source = z.infer<typeof sourceSchema>;

export const ENTRY_KINDS = [
  'brought-forward',
  'terms-corrected',
  'average-recorded',
  'placement-changed',
  'disbursed',
  'disbursement-returned',
  'charged',
  'accelerated',
  'acceleration-cured',
  'waived',
  'agreement-signed',
  'agreement-broken',
  'agreement-fulfilled',
  'regenerated-out',
  'regenerated-in',
  'paid',
  'credit-received',
  'credit-applied',
  'credit-transferred',
  'credit-refunded',
  'written-off',
  'reversed',
  /** Derived: the net effect of replaying a note because of an event in its past. */
  'adjustment',
  /** Derived: what a mended rule (a new version of the fold) changes in the note's debt, apart from any event. */
  'restated',
] as const;

/** What each kind of entry is called in the institute. */
export const ENTRY_NAMES_ES: Readonly<Record<(typeof ENTRY_KINDS)[number], string>> = {
  'brought-forward': 'Saldo inicial',
  'terms-corrected': 'Corrección de condiciones',
  'average-recorded': 'Promedio escolar',
  'placement-changed': 'Cambio de etapa o gestor',
  'disbursement-returned': 'Devolución de ministración',
  'acceleration-cured': 'Vencimiento anticipado sin efecto',
  'credit-received': 'Saldo a favor recibido de otro pagaré',
  'credit-transferred': 'Saldo a favor pasado a otro pagaré',
  'credit-refunded': 'Devolución de saldo a favor',
  restated: 'Reexpresión por cambio de regla',
  disbursed: 'Ministración',
  charged: 'Gasto de cobranza',
  accelerated: 'Vencimiento anticipado',
  waived: 'Quita',
  'regenerated-out': 'Adeudo pasado a un pagaré nuevo',
  'regenerated-in': 'Adeudo de pagarés regenerados',
  'agreement-signed': 'Firma de convenio',
  'agreement-broken': 'Convenio incumplido',
  'agreement-fulfilled': 'Convenio cumplido',
  paid: 'Pago',
  'credit-applied': 'Aplicación de saldo a favor',
  'written-off': 'Castigo',
  reversed: 'Cancelación de aplicación',
  adjustment: 'Ajuste por movimiento de fecha anterior',
};

/**
 * One journal entry of a note (PK `NOTE#<noteId>`) or of a file's credit head (PK `CREDIT#<fileId>`).
 * SK is the seq, ten digits. `recorded` + `recordedSort` are the index by day (see table-keys.ts).
 */
export const entrySchema = z.object({
  /** noteId for a note, fileId for a credit head. */
  ownerType: z.enum(['note', 'credit']),
  noteId: z.string(),
  fileId: z.string(),
  /** 1, 2, 3 … per owner without gaps. */
  seq: z.int().positive(),
  kind: z.enum(ENTRY_KINDS),
  eventId: z.string(),
  /** For `reversed`: the event taken back. For `adjustment`: the event that caused the replay. */
  cause: z.string().optional(),
  /** Kind of the reversed event, so that reports can tell a bounced payment from a taken-back waiver. */
  targetKind: z.enum(ENTRY_KINDS).optional(),
  channel: z.enum(CHANNELS).optional(),
  provisional: z.boolean().optional(),
  valueDate: z.string(),
  recordedOn: z.string(),
  /** UTC instant, ISO, for audit. */
  recordedAt: z.string(),
  /** Debit positive, credit negative, sums to 0 (`Lines`). */
  lines: z.record(z.string(), z.int()),
  /** Present on payments, applied credit and their reversals (then negative). */
  application: applicationSchema.optional(),
  /** Present when one payment became entries on several notes: its place among them, from 0. Payments are counted at 0. */
  part: z.strictObject({ index: z.int().min(0), of: z.int().positive() }).optional(),
  /** Only on entries of a credit head: what its balance changed by (lines is then empty). */
  creditChange: z.int().optional(),
  /** The note as this entry left it, packed (compact-note.ts); on every sixteenth or so. */
  checkpoint: z.string().optional(),
  /** Version of the fold that made the entry; absent on credit heads. */
  fold: z.int().optional(),
  /** The event beyond its common fields, as JSON, so that the note can be folded again; '' on adjustments. */
  payload: z.string(),
  dimensions: dimensionsSchema,
  /** Office of the window that took the money, when it is not the file's. */
  officeOfPayment: officeSchema.optional(),
  actor: z.string(),
  reason: z.string(),
  source: sourceSchema,
  previousHash: z.string(),
  hash: z.string(),
});
export type Entry = z.infer<typeof entrySchema>;
