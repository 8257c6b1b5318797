import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { handOverMachine } from './hand-over-machine.ts';

export const handOverStateSchema = stateSchema(handOverMachine);

const signerSchema = z.object({ appointmentId: z.string(), subject: z.string(), name: z.string() });

/** What is handed over, counted when the act was opened. Stored under PK `HANDOVERACT#<actId>`, SK `ACT`. */
export const handOverActSchema = z.object({
  ...trackedFields,
  actId: z.string(),
  office: officeSchema,
  state: handOverStateSchema,
  openedOn: storedDate,
  leaving: signerSchema,
  arriving: signerSchema,
  /** Originals that the records say are at each place of the office. */
  places: z.array(z.object({ placeCode: z.string(), placeName: z.string(), originals: z.int().nonnegative() })),
  /** Of the office and out on loan then. */
  lent: z.int().nonnegative(),
  /** The rounds by which it was counted. */
  rounds: z.array(z.object({ roundId: z.string(), placeCode: z.string(), found: z.int(), missing: z.int() })),
  /** What who leaves tells who arrives. */
  notes: z.string(),
  remarks: z.string().nullable(),
});
export type HandOverAct = z.infer<typeof handOverActSchema>;

export type HandOverStore = RecordStore<HandOverAct>;

/** Acts in the documents table. */
export const createHandOverStore = (client: DynamoDBDocumentClient, table: string): HandOverStore =>
  createRecordStore(client, table, {
    schema: handOverActSchema,
    keyOf: (actId) => ({ PK: `HANDOVERACT#${actId}`, SK: 'ACT' }),
    idOf: ({ actId }) => actId,
    index: 'index1',
    partitionOf: (state) => `HANDOVERACTS#${state.toUpperCase()}`,
    sortedBy: ({ openedOn }) => openedOn,
  });

/** "ER261127-1A2B3C4D". */
export const folioOfAct = ({ actId, openedOn }: Pick<HandOverAct, 'actId' | 'openedOn'>): string =>
  `ER${openedOn.slice(2).replaceAll('-', '')}-${actId.slice(0, 8).toUpperCase()}`;
