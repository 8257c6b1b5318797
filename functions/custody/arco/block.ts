import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { officeSchema } from '../../../shared/institute/offices.ts';
import { storedDate } from '../../../shared/ledger/event-schema.ts';
import { createRecordStore, type RecordStore } from '../../../shared/store/record-store.ts';
import { defineMachine } from '../../../shared/transitions/state-machine.ts';
import { stateSchema, trackedFields } from '../../../shared/transitions/tracked.ts';
import { BLOCKED_READERS } from '../roles-of-custody.ts';
import { refuseScan } from '../scans/scan-refusals.ts';

/** Data that were cancelled and must still be kept (LGPDPPSO arts. 17 and 18). */
export const blockMachine = defineMachine({
  name: 'file-block',
  initial: ['blocked'],
  halfWay: [],
  states: { blocked: 'bloqueado', lifted: 'sin bloqueo' },
  steps: {
    block: { nameEs: 'bloquear', by: 'person', from: ['lifted'], to: 'blocked' },
    lift: { nameEs: 'quitar el bloqueo', by: 'person', from: ['blocked'], to: 'lifted' },
  },
});

/** One a file. */
export const blockSchema = z.object({
  ...trackedFields,
  fileId: z.string(),
  office: officeSchema,
  state: stateSchema(blockMachine),
  blockedFrom: storedDate,
  why: z.string(),
  /** The ARCO request by which it was blocked. */
  requestId: z.string(),
});
export type Block = z.output<typeof blockSchema>;
export type BlockStore = RecordStore<Block>;

/** Blocks in the documents table; those that stand are listed. */
export const createBlockStore = (client: DynamoDBDocumentClient, table: string): BlockStore =>
  createRecordStore(client, table, {
    schema: blockSchema,
    keyOf: (fileId) => ({ PK: `FILEBLOCK#${fileId}`, SK: 'BLOCK' }),
    idOf: ({ fileId }) => fileId,
    index: 'index1',
    partitionOf: (state) => `FILEBLOCKS#${state.toUpperCase()}`,
    sortedBy: ({ blockedFrom }) => blockedFrom,
  });

/** What a document of a blocked file is still opened for. */
const PURPOSES: ReadonlySet<string> = new Set(['judicial', 'audit', 'arco']);
const READERS: ReadonlySet<string> = new Set(BLOCKED_READERS);

/** Whether somebody may open a document of a blocked file for that: by their post and by what for, both. */
export const opensBlocked = ({ roles }: Pick<Caller, 'roles'>, purpose: string): boolean =>
  PURPOSES.has(purpose) && roles.some((role) => READERS.has(role));

export const refusalOfBlock = ({ blockedFrom }: Block) =>
  refuseScan(
    'file-blocked',
    `Los datos del expediente están cancelados y bloqueados desde el ${longDate(calendarDate(blockedFrom))}: sólo la Jefatura de cobranza judicial, la Dirección y Auditoría los abren, para un juicio, una auditoría o derechos ARCO.`,
  );
