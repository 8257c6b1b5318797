import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { STAGES } from '../../../shared/loan-book/event.ts';

/** Maturity class of a note: overdue (vencida) when something fell due before the date and is unpaid. */
export const NOTE_CLASSES = ['notDue', 'overdue'] as const;

const byComponentSchema = z.strictObject({
  principal: z.int(),
  ordinaryInterest: z.int(),
  defaultInterest: z.int(),
  collectionCosts: z.int(),
});

/** Sums over notes, whole centavos. */
const figuresSchema = z.strictObject({
  /** Notes opened by the date, paid ones included. */
  notes: z.int(),
  openNotes: z.int(),
  /** Balances as the journal holds them. */
  ledger: byComponentSchema,
  /** Accrued and not yet in the journal (devengado). */
  unrecognised: z.strictObject({ ordinaryInterest: z.int(), defaultInterest: z.int() }),
  /** Everything owed on the date, accrual included. */
  owed: byComponentSchema,
  /** Of it, fallen due. */
  due: byComponentSchema,
  /** Principal whose due date is before the date (cartera vencida). */
  principalOverdue: z.int(),
});
export type PortfolioFigures = z.infer<typeof figuresSchema>;

export const snapshotRowSchema = z.strictObject({
  office: officeSchema,
  noteClass: z.enum(NOTE_CLASSES),
  stage: z.enum(STAGES),
  figures: figuresSchema,
});
export type SnapshotRow = z.infer<typeof snapshotRowSchema>;

/** Days past due of the arrears table, both ends included; the last has no end. */
export const ARREARS_BUCKETS = [
  { key: '1-30', from: 1, to: 30, label: '1 a 30 días' },
  { key: '31-60', from: 31, to: 60, label: '31 a 60 días' },
  { key: '61-90', from: 61, to: 90, label: '61 a 90 días' },
  { key: '91-180', from: 91, to: 180, label: '91 a 180 días' },
  { key: '181-365', from: 181, to: 365, label: '181 a 365 días' },
  { key: '366+', from: 366, to: Number.POSITIVE_INFINITY, label: 'Más de 365 días' },
] as const;

const arrearsSchema = z.strictObject({ key: z.string(), notes: z.int(), overdue: z.int() });

/** The valuation of all heads at the end of a business date: what a report opens and closes with. */
export const snapshotSchema = z.strictObject({
  date: z.string(),
  /** UTC instant at which the run ended. */
  valuedAt: z.string(),
  /** Heads read, notes valued, notes that did not exist yet on the date, heads that could not be valued. */
  headsRead: z.int(),
  notesValued: z.int(),
  notesLater: z.int(),
  failures: z.int(),
  total: figuresSchema,
  /** By office × note class × stage; only combinations that occur. */
  rows: z.array(snapshotRowSchema),
  arrears: z.array(arrearsSchema),
  notesInArrears: z.int(),
  /** What is due on notes in arrears. */
  overdue: z.int(),
  /** SHA-256 (hex) over all heads, notes and credits: `<owner>:<seq>:<hash>` sorted, one a line. */
  ledgerRoot: z.string(),
});
export type Snapshot = z.infer<typeof snapshotSchema>;
