import * as z from 'zod';
import { tallySchema } from './row-outcome.ts';

/**
 * A bank file on its way: where it is stored, what it holds, how far its rows have been posted.
 * Kept in the system table under PK `FILE#<fileId>`, SK `FILE`.
 */
export const INTAKE_STATUSES = ['awaiting-upload', 'reading', 'posting', 'done', 'refused', 'duplicate'] as const;
export type IntakeStatus = (typeof INTAKE_STATUSES)[number];

/**
 * Which status may follow which. `done` and `duplicate` are final; a file refused half way goes on when the same bytes
 * are brought again.
 */
export const NEXT_STATUSES: Readonly<Record<IntakeStatus, readonly IntakeStatus[]>> = {
  'awaiting-upload': ['reading'],
  reading: ['posting', 'refused', 'duplicate'],
  posting: ['done', 'refused'],
  done: [],
  refused: ['posting'],
  duplicate: [],
};

/** The statuses from which `next` may be reached: the condition of a write that changes the status. */
export function statusesBefore(next: IntakeStatus): IntakeStatus[] {
  return INTAKE_STATUSES.filter((status) => NEXT_STATUSES[status].includes(next));
}

export const OPEN_STATUSES: readonly IntakeStatus[] = ['reading', 'posting'];

const refusalDetail = z.object({
  line: z.int().optional(),
  column: z.int().optional(),
  message: z.string(),
});

export const intakeFileSchema = z.object({
  fileId: z.string(),
  fileName: z.string(),
  status: z.enum(INTAKE_STATUSES),
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
  /** The run that works on the file, and until when (real time, ISO) it may be taken to be alive. */
  runId: z.string().nullable(),
  leaseUntil: z.string().nullable(),
  /** The event for which that run was started (arrival of the object, request to continue). */
  delivery: z.string().nullable().default(null),
  runs: z.int().nonnegative(),
  /** Code of what stopped the last run before its end (busy, time limit, failure). */
  stoppedBy: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export type IntakeFile = z.infer<typeof intakeFileSchema>;

/** How long a run is believed alive without a sign. Longer than any single row may take (20 s) and a store pause. */
export const LEASE_MS = 120_000;

/** Derived, never stored: an open file whose run has given no sign of life within its lease. */
export function isStalled(file: Pick<IntakeFile, 'status' | 'leaseUntil'>, now: Date): boolean {
  return OPEN_STATUSES.includes(file.status) && (file.leaseUntil === null || file.leaseUntil < now.toISOString());
}
