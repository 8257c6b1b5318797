import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { originalStateSchema } from '../originals/original.ts';
import { roundMachine } from './round-machine.ts';

export const roundStateSchema = stateSchema(roundMachine);

/**
 * What a round comes to: expected = found + missing + left. `left` and `arrived` moved while it was counted and are no
 * faults; what was read twice is found once.
 */
export const roundCountsSchema = z.object({
  expected: z.int().nonnegative(),
  found: z.int().nonnegative(),
  missing: z.int().nonnegative(),
  misplaced: z.int().nonnegative(),
  unknown: z.int().nonnegative(),
  readTwice: z.int().nonnegative(),
  left: z.int().nonnegative(),
  arrived: z.int().nonnegative(),
});
export type RoundCounts = z.infer<typeof roundCountsSchema>;

/** A count of a place. Stored under PK `INVENTORYROUND#<roundId>`, SK `ROUND`; its lists lie beside it (round-store.ts). */
export const roundSchema = z.object({
  ...trackedFields,
  roundId: z.string(),
  office: officeSchema,
  placeCode: z.string(),
  placeName: z.string(),
  state: roundStateSchema,
  openedOn: storedDate,
  /** Originals that the records said were there when it was opened. */
  expected: z.int().nonnegative(),
  /** Name of the list of them (round-store.ts). */
  expectedList: z.string(),
  /** Batches of labels, and labels in them. */
  batches: z.int().nonnegative(),
  labelsRead: z.int().nonnegative(),
  /** Null until it is closed: what it came to, and the name of the list of what differs. */
  counts: roundCountsSchema.nullable(),
  findingsList: z.string().nullable(),
});
export type Round = z.infer<typeof roundSchema>;

export const FINDING_KINDS = ['missing', 'misplaced', 'unknown', 'read-twice', 'left', 'arrived'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export const FINDING_NAMES_ES: Readonly<Record<FindingKind, string>> = {
  missing: 'Faltante',
  misplaced: 'Hallado fuera de su lugar',
  unknown: 'Etiqueta desconocida',
  'read-twice': 'Leído más de una vez',
  left: 'Salió durante el conteo',
  arrived: 'Llegó durante el conteo',
};

/** One thing that differs, with what the records said of it when the round was closed. */
export const findingSchema = z.object({
  kind: z.enum(FINDING_KINDS),
  /** Code of the original, or the text of a label that is none. */
  label: z.string(),
  /** Null of an unknown label. */
  recorded: z
    .object({
      name: z.string(),
      state: originalStateSchema,
      placeCode: z.string().nullable(),
      fileId: z.string().nullable(),
    })
    .nullable(),
});
export type Finding = z.infer<typeof findingSchema>;

/** Whom it is noted of that somebody saw these: the round, and every file that it found something of. */
export const recordsFound = (roundId: string, findings: readonly Finding[]): string[] => [
  roundId,
  ...new Set(findings.flatMap(({ recorded }) => recorded?.fileId ?? [])),
];
