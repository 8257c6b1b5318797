import * as z from 'zod';
import { CHANNELS } from '../../../shared/loan-book/event.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';

/**
 * How a row of a bank file can end. `duplicate` is only ever a person's decision on a `possible-duplicate`.
 * `rejected`: the bank says that no money came; `unreadable`: we could not tell, so the report says so.
 * `returned`: the bank takes a payment back, and a person is asked (returns/bank-return.ts).
 * Money of `unidentified` rows waits in a deposit; of `possible-duplicate` rows nothing is posted until decided.
 */
export const OUTCOMES = [
  'applied',
  'provisional',
  'unidentified',
  'possible-duplicate',
  'duplicate',
  'returned',
  'rejected',
  'unreadable',
] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

export const OUTCOME_NAMES_ES: Record<Outcome, string> = {
  applied: 'aplicado',
  provisional: 'salvo buen fin',
  unidentified: 'sin identificar',
  'possible-duplicate': 'posible duplicado',
  duplicate: 'duplicado',
  returned: 'devuelto por el banco',
  rejected: 'rechazado',
  unreadable: 'no leído',
};

/** Number of rows and sum of their amounts. */
const countAndSum = z.object({ count: z.int().nonnegative(), sum: z.int() });
export type CountAndSum = z.infer<typeof countAndSum>;

/** A tally written before an ending existed has none of it. */
export const tallySchema = z
  .partialRecord(outcomeSchema, countAndSum)
  .transform((tally) => ({ ...emptyTally(), ...tally }));
/** Counts and sums of a file's rows by outcome. */
export type Tally = Record<Outcome, CountAndSum>;

export function emptyTally(): Tally {
  const none = { count: 0, sum: 0 };
  return {
    applied: none,
    provisional: none,
    unidentified: none,
    'possible-duplicate': none,
    duplicate: none,
    returned: none,
    rejected: none,
    unreadable: none,
  };
}

/** The tally with one row more. `amount` null (a row whose amount could not be read) counts with sum 0. */
export function withRow(tally: Tally, outcome: Outcome, amount: Centavos | null): Tally {
  const { count, sum } = tally[outcome];
  return { ...tally, [outcome]: { count: count + 1, sum: sum + (amount ?? 0) } };
}

/** The tally after a person moved one row from an outcome to another. The totals stay. */
export function movedRow(tally: Tally, from: Outcome, to: Outcome, amount: Centavos): Tally {
  const taken = { ...tally, [from]: { count: tally[from].count - 1, sum: tally[from].sum - amount } };
  return withRow(taken, to, amount);
}

export function totalOf(tally: Tally): CountAndSum {
  return OUTCOMES.reduce(
    (total, outcome) => ({ count: total.count + tally[outcome].count, sum: total.sum + tally[outcome].sum }),
    { count: 0, sum: 0 },
  );
}

/** Why a row ended as it did: stable code and the Spanish sentence a technician reads. */
export const rowReasonSchema = z.object({ code: z.string(), text: z.string() });
export type RowReason = z.infer<typeof rowReasonSchema>;

/** One row's ending, as stored under its file (PK `FILE#<fileId>`, SK `ROW#<line>`). */
export const rowEndingSchema = z.object({
  line: z.int().positive(),
  outcome: outcomeSchema,
  reason: rowReasonSchema.nullable(),
  amount: z.int().nullable(),
  reference: z.string().nullable(),
  valueDate: z.string().nullable(),
  /** Identity and occurrence (readers/row-identity.ts); null for a row that could not be read. */
  identity: z.string().nullable(),
  occurrence: z.int().positive().nullable(),
  eventId: z.string().nullable(),
  depositId: z.string().nullable(),
  /** Portfolio file and note that got the money; note null when the whole file was paid. */
  target: z.object({ fileId: z.string(), noteId: z.string().nullable() }).nullable(),
  /** What the bank wrote where references go, when it is not the reference itself. */
  referenceText: z.string().nullable().default(null),
  /** For a row with which the bank takes a payment back: the return that a person decides. */
  returnId: z.string().nullable().default(null),
  /** For a possible duplicate (or a return told twice): where the first row with the same key came from. */
  firstSeen: z.object({ intakeFileId: z.string(), line: z.int().nullable(), recordedOn: z.string() }).nullable(),
  /** For a possible duplicate: the rest of what posting it needs, should a person decide that it is another payment. */
  pending: z
    .object({
      channel: z.enum(CHANNELS),
      finality: z.enum(['final', 'provisional']),
      creditNumber: z.string().nullable(),
      concept: z.string(),
      payerText: z.string().default(''),
      /** Layout and day at the bank, for the match with other sources. */
      layoutId: z.string().nullable().default(null),
      operationDate: z.string().nullable().default(null),
      /** Why nobody was found to pay, when nobody was. */
      unknown: rowReasonSchema.nullable(),
    })
    .nullable(),
  /** Written before the decision takes effect, so that two persons cannot decide differently. */
  decision: z
    .object({ decision: z.enum(['apply', 'discard']), reason: z.string(), by: z.string(), requestKey: z.string() })
    .nullable(),
});
export type RowEnding = z.infer<typeof rowEndingSchema>;

/** Added to a row's key in the ledger when a person decided that it is another payment. */
export const decidedSuffix = (intakeFileId: string): string => `#decided-${intakeFileId}`;

/** Key in scope BANKROW under which a row of a file ended, as payment or as deposit. */
export function postedKey({ identity, occurrence, decision }: RowEnding, intakeFileId: string): string {
  return `${identity}#${occurrence}${decision?.decision === 'apply' ? decidedSuffix(intakeFileId) : ''}`;
}
