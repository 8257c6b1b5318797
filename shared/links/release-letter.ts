import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { officeSchema } from '../institute/offices.ts';
import { calendarDateSchema } from '../register/person-fields.ts';
import { createRecordStore, type RecordStore } from '../store/record-store.ts';
import { defineMachine } from '../transitions/state-machine.ts';
import { stateSchema, trackedFields } from '../transitions/tracked.ts';

/** A letter that says that nothing is owed. It stands until a payment is taken back. */
export const releaseLetterMachine = defineMachine({
  name: 'release-letter',
  initial: ['valid'],
  halfWay: [],
  states: { valid: 'vigente', revoked: 'revocada' },
  steps: { revoke: { nameEs: 'revocar', by: 'system', from: ['valid'], to: 'revoked' } },
});

export const RELEASE_LETTER_KINDS = ['no-debt-letter', 'zero-statement'] as const;
export type ReleaseLetterKind = (typeof RELEASE_LETTER_KINDS)[number];
export const RELEASE_LETTER_NAMES_ES: Readonly<Record<ReleaseLetterKind, string>> = {
  'no-debt-letter': 'Carta de No Adeudo',
  'zero-statement': 'Estado de Cuenta en Ceros',
};

/** What is kept of a letter for whoever compares it: nothing of whom. Its bytes are in the vault. */
export const releaseLetterSchema = z.object({
  folio: z.string(),
  check: z.string(),
  kind: z.enum(RELEASE_LETTER_KINDS),
  fileId: z.string(),
  office: officeSchema,
  /** Business day of what it says. */
  on: calendarDateSchema,
  /** UTC instant, ISO. */
  issuedAt: z.string(),
  pages: z.int().positive(),
  /** What the ledger held of the file then (shared/ledger/ledger-version.ts). */
  ledgerVersion: z.string(),
  state: stateSchema(releaseLetterMachine),
  ...trackedFields,
});
export type ReleaseLetter = z.output<typeof releaseLetterSchema>;

export type ReleaseLetterStore = Pick<RecordStore<ReleaseLetter>, 'find' | 'write' | 'put'>;

/** Letters in the links table, where the public page of verification finds them beside the statements. */
export const createReleaseLetterStore = (client: DynamoDBDocumentClient, TableName: string): ReleaseLetterStore =>
  createRecordStore<ReleaseLetter>(client, TableName, {
    schema: releaseLetterSchema,
    keyOf: (folio) => ({ PK: `FOLIO#${folio}`, SK: 'LETTER' }),
    idOf: ({ folio }) => folio,
    index: 'none',
    partitionOf: () => undefined,
    sortedBy: ({ on }) => on,
  });
