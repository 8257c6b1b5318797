import { KNOW_WHO_ASKS, NOTE_ACCESSES, POST_TO_LEDGER } from '../grants.ts';
import { type AreaFunction, HTTP_TIMEOUT_SECONDS } from './function-definition.ts';

/** Writes the register. */
export const LENDING_FUNCTIONS: readonly AreaFunction[] = [
  {
    name: 'lending-api',
    entry: 'functions/lending/api-handler.ts',
    purpose: 'Writes the register: borrowers, files, notes, disbursements, products.',
    errorImpact: 'No se pueden registrar acreditados, expedientes ni pagarés nuevos.',
    memoryMb: 1024,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'lendingApiEnvironment',
    triggers: [{ type: 'http' }],
    tables: [
      ...POST_TO_LEDGER,
      {
        table: 'REGISTER_TABLE',
        actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      },
      // The corrections of the banking calendar, which move the due dates of what is signed.
      { table: 'SYSTEM_TABLE', actions: ['Query'] },
      ...NOTE_ACCESSES,
      ...KNOW_WHO_ASKS,
    ],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
  },
];
