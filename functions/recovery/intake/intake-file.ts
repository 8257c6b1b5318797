import * as z from 'zod';
import { isLeaseOver, leaseFields } from '../../../shared/jobs/lease.ts';
import type { StateOf, StepOf } from '../../../shared/transitions/state-machine.ts';
import { takeStep } from '../../../shared/transitions/take-step.ts';
import { SYSTEM, stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { bankFileMachine } from './bank-file-machine.ts';
import { tallySchema } from './row-outcome.ts';

export type IntakeState = StateOf<typeof bankFileMachine>;
export const intakeStateSchema = stateSchema(bankFileMachine);

export const OPEN_STATES: readonly IntakeState[] = ['reading', 'posting'];

const refusalDetail = z.object({
  line: z.int().optional(),
  column: z.int().optional(),
  message: z.string(),
});

/**
 * A bank file on its way: where it is stored, what it holds, how far its rows have been posted.
 * Kept in the system table under PK `FILE#<fileId>`, SK `FILE`.
 */
export const intakeFileSchema = z.object({
  fileId: z.string(),
  fileName: z.string(),
  state: intakeStateSchema,
  /** Where the bytes are. The version pins them: the same key written again is another file. */
  objectKey: z.string(),
  objectVersion: z.string().nullable(),
  /** Which write of the key this is (version, or S3's sequencer); null until something arrived. */
  arrival: z.string().nullable(),
  /** Business day on which the file reached us. */
  recordedOn: z.string(),
  registeredAt: z.string(),
  registeredBy: z.string(),
  /** Stated at registration, else found by the recogniser. */
  layout: z.string().nullable(),
  sizeBytes: z.int().nullable(),
  sha256: z.string().nullable(),
  rowsTotal: z.int().nullable(),
  sumTotal: z.int().nullable(),
  /** Rows 1…rowsDone have ended and are stored: the checkpoint. */
  rowsDone: z.int().nonnegative(),
  tally: tallySchema,
  /** The first file with these bytes, for a duplicate. */
  duplicateOf: z.string().nullable(),
  refusal: z.object({ code: z.string(), detail: z.string(), details: z.array(refusalDetail) }).nullable(),
  /** Of a file refused unread: lines that hold something and the money they most likely tell, a guess. */
  unread: z.object({ lines: z.int(), sum: z.int() }).nullable().default(null),
  /** At the end: rows and sum equal the totals over outcomes. */
  balanced: z.boolean().nullable(),
  ...leaseFields,
  ...trackedFields,
  endedAt: z.string().nullable(),
});
export type IntakeFile = z.infer<typeof intakeFileSchema>;

/**
 * The file one step on, with `change` in its own fields. `key` names what brought the step about (a run, an arrival).
 * Undefined: its state does not allow the step.
 */
export function stepped(
  file: IntakeFile,
  step: StepOf<typeof bankFileMachine>,
  { key, on, change }: { readonly key: string; readonly on: string; readonly change: Partial<IntakeFile> },
): IntakeFile | undefined {
  const stamp = { by: SYSTEM, on, key, reason: null };
  const taking = takeStep(bankFileMachine, file, step, stamp, change);
  return taking.outcome === 'taken' ? taking.next : undefined;
}

/** Derived, never stored: an open file whose run has given no sign of life within its lease. */
export function isStalled(file: Pick<IntakeFile, 'state' | 'leaseUntil'>, now: Date): boolean {
  return OPEN_STATES.includes(file.state) && isLeaseOver(file, now);
}
