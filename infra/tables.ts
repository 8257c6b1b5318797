/**
 * The DynamoDB tables as data, split by how they are operated (house.md, Data).
 * The data stack declares them on AWS, and the tests create them on the engine from the same list.
 * Every key attribute is a string; key prefixes are upper case only (local.md 1.2).
 */
export const TABLE_VARIABLES = [
  'HEADS_TABLE',
  'ENTRIES_TABLE',
  'IDEMPOTENCY_TABLE',
  'REGISTER_TABLE',
  'ROLLUPS_TABLE',
  'LINKS_TABLE',
  'DOCUMENTS_TABLE',
  'SYSTEM_TABLE',
] as const;
/** The environment variable in which a function finds a table's name. */
export type TableVariable = (typeof TABLE_VARIABLES)[number];

export interface TableIndex {
  readonly name: string;
  readonly partitionKey: string;
  readonly sortKey: string;
}

export interface TableDefinition {
  /** Short name: end of the physical name and of the logical id. */
  readonly name: string;
  /** Id of the construct; changing it replaces the table, so a test locks the logical ids. */
  readonly constructId: string;
  readonly partitionKey: 'PK';
  readonly sortKey?: 'SK';
  /** Global secondary indexes; all of them project every attribute. */
  readonly indexes: readonly TableIndex[];
  readonly stream?: 'NEW_IMAGE';
  /** Attribute with epoch seconds after which the item may be deleted (readers check it themselves). */
  readonly ttlAttribute?: string;
  /** Days a restore can go back; 35 is the longest that DynamoDB offers. */
  readonly pointInTimeRecoveryDays: 35;
  /** True for tables of money, which shared/ledger alone may write. */
  readonly ledger: boolean;
  readonly purpose: string;
}

const INDEX_1: TableIndex = { name: 'index1', partitionKey: 'index1PK', sortKey: 'index1SK' };
const INDEX_2: TableIndex = { name: 'index2', partitionKey: 'index2PK', sortKey: 'index2SK' };

export const TABLES: Readonly<Record<TableVariable, TableDefinition>> = {
  HEADS_TABLE: {
    name: 'heads',
    constructId: 'HeadsTable',
    partitionKey: 'PK',
    sortKey: 'SK',
    indexes: [],
    pointInTimeRecoveryDays: 35,
    ledger: true,
    purpose:
      'Current state of every note and of every file credit: lock, balances, version. Valued without the entries.',
  },
  ENTRIES_TABLE: {
    name: 'entries',
    constructId: 'EntriesTable',
    partitionKey: 'PK',
    sortKey: 'SK',
    indexes: [{ name: 'byRecordedOn', partitionKey: 'recorded', sortKey: 'recordedSort' }],
    stream: 'NEW_IMAGE',
    pointInTimeRecoveryDays: 35,
    ledger: true,
    purpose: 'The journal, append-only. Its stream feeds the rollups.',
  },
  IDEMPOTENCY_TABLE: {
    name: 'idempotency',
    constructId: 'IdempotencyTable',
    partitionKey: 'PK',
    indexes: [],
    pointInTimeRecoveryDays: 35,
    ledger: true,
    purpose: 'What each key already did, bound to a hash of its input. Kept for years: a bank file can come again.',
  },
  REGISTER_TABLE: {
    name: 'register',
    constructId: 'RegisterTable',
    partitionKey: 'PK',
    sortKey: 'SK',
    indexes: [INDEX_1],
    pointInTimeRecoveryDays: 35,
    ledger: false,
    purpose: 'Borrowers, cosigners, files, terms of notes, references, products. Written by lending.',
  },
  ROLLUPS_TABLE: {
    name: 'rollups',
    constructId: 'RollupsTable',
    partitionKey: 'PK',
    sortKey: 'SK',
    indexes: [],
    pointInTimeRecoveryDays: 35,
    ledger: false,
    purpose: 'Sums by day for the reports, and the nightly valuation. Can be rebuilt from the entries.',
  },
  LINKS_TABLE: {
    name: 'links',
    constructId: 'LinksTable',
    partitionKey: 'PK',
    sortKey: 'SK',
    indexes: [],
    stream: 'NEW_IMAGE',
    ttlAttribute: 'expiresAt',
    pointInTimeRecoveryDays: 35,
    ledger: false,
    purpose: 'Links by mail, their sessions and views, what was asked for: all that the public pages may write.',
  },
  DOCUMENTS_TABLE: {
    name: 'documents',
    constructId: 'DocumentsTable',
    partitionKey: 'PK',
    sortKey: 'SK',
    indexes: [INDEX_1, INDEX_2],
    ttlAttribute: 'expiresAt',
    pointInTimeRecoveryDays: 35,
    ledger: false,
    purpose:
      'Scans in the vault, originals in custody, letters, invoices: what is known of each document, by its file.',
  },
  SYSTEM_TABLE: {
    name: 'system',
    constructId: 'SystemTable',
    partitionKey: 'PK',
    sortKey: 'SK',
    indexes: [INDEX_1],
    stream: 'NEW_IMAGE',
    ttlAttribute: 'expiresAt',
    pointInTimeRecoveryDays: 35,
    ledger: false,
    purpose: 'Intake files and their rows, deposits without owner and their moves, jobs, mails sent, receipts.',
  },
};
