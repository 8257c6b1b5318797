import { KNOW_WHO_ASKS, NOTE_ACCESSES, POST_TO_LEDGER, type TableGrant } from '../grants.ts';
import { type AreaFunction, HTTP_TIMEOUT_SECONDS } from './function-definition.ts';

/** Acts on notes and regenerations, one by one and by state. */
const KEEP_DECIDED: TableGrant = { table: 'SYSTEM_TABLE', actions: ['GetItem', 'PutItem'], indexes: ['index1'] };

/** The corrections of the banking calendar, which move the due dates of what is signed. */
const READ_CALENDAR: TableGrant = { table: 'SYSTEM_TABLE', actions: ['Query'] };

/** Writes the register, and moves what people decide on a note. */
export const LENDING_FUNCTIONS: readonly AreaFunction[] = [
  {
    name: 'lending-api',
    entry: 'functions/lending/api-handler.ts',
    purpose:
      'Writes the register: borrowers, files, notes, disbursements, products; acts on notes that two people decide.',
    errorImpact:
      'No se pueden registrar acreditados, expedientes ni pagarés nuevos, ni corregir, castigar o vencer anticipadamente un contrato.',
    memoryMb: 1024,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'lendingEnvironment',
    triggers: [{ type: 'http' }],
    tables: [
      ...POST_TO_LEDGER,
      {
        table: 'REGISTER_TABLE',
        actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      },
      READ_CALENDAR,
      KEEP_DECIDED,
      ...NOTE_ACCESSES,
      ...KNOW_WHO_ASKS,
    ],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
  },
  {
    name: 'lending-heal',
    entry: 'functions/lending/schedule-heal-handler.ts',
    purpose: 'Finishes acts on notes and regenerations that a crash left between the decision and the ledger.',
    errorImpact: 'Una corrección, un castigo o una regeneración que se cortaron no llegan al libro.',
    memoryMb: 1024,
    timeoutSeconds: 300,
    environmentSchema: 'lendingEnvironment',
    triggers: [
      {
        type: 'schedule',
        name: 'heal-lending',
        expression: 'rate(5 minutes)',
        input: {},
        purpose: 'Every five minutes: acts on notes and regenerations that a crash left half way.',
      },
    ],
    tables: [
      ...POST_TO_LEDGER,
      KEEP_DECIDED,
      READ_CALENDAR,
      { table: 'REGISTER_TABLE', actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'ConditionCheckItem'] },
    ],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
    reservedConcurrency: 1,
  },
];
