import { POST_TO_LEDGER } from '../grants.ts';
import { type FunctionDefinition, LONGEST_TIMEOUT_SECONDS } from './function-definition.ts';

/** Functions that run because something happened: a file arrived, an entry was written. */
export const EVENT_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: 'recovery-post-file',
    area: 'recovery',
    entry: 'functions/recovery/file-handler.ts',
    purpose: 'Reads a bank file and posts its rows; long files stop at a checkpoint and continue.',
    errorImpact: 'Los pagos de los archivos del banco no se están aplicando a los créditos.',
    memoryMb: 1769,
    timeoutSeconds: LONGEST_TIMEOUT_SECONDS,
    environmentSchema: 'recoveryPostFileEnvironment',
    triggers: [
      { type: 'intake-file' },
      { type: 'stream', table: 'SYSTEM_TABLE', sortKeyPrefix: 'CONTINUE#', batchSize: 1, parallel: 5, mostRetries: 10 },
    ],
    tables: [
      ...POST_TO_LEDGER,
      // Whom a hundred rows pay, and what other sources told of them, at once.
      { table: 'REGISTER_TABLE', actions: ['BatchGetItem'] },
      { table: 'SYSTEM_TABLE', actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'BatchWriteItem'] },
    ],
    buckets: [{ bucket: 'INTAKE_BUCKET', actions: ['GetObject', 'GetObjectVersion', 'ListBucket'] }],
    sendsMail: false,
    readsAssets: false,
    reservedConcurrency: 10,
  },
  {
    name: 'recovery-rollup',
    area: 'recovery',
    entry: 'functions/recovery/stream-handler.ts',
    purpose: 'Adds every entry and every deposit move to the sums of its day, once.',
    errorImpact: 'El reporte de recuperación del día no avanza: los pagos ya aplicados aún no aparecen en él.',
    memoryMb: 1024,
    timeoutSeconds: 120,
    environmentSchema: 'recoveryRollupEnvironment',
    triggers: [
      { type: 'stream', table: 'ENTRIES_TABLE', batchSize: 100, parallel: 1, mostRetries: 10 },
      { type: 'stream', table: 'SYSTEM_TABLE', sortKeyPrefix: 'MOVE#', batchSize: 100, parallel: 1, mostRetries: 10 },
    ],
    tables: [
      { table: 'ROLLUPS_TABLE', actions: ['BatchGetItem', 'UpdateItem'] },
      // What the stream lost of a note or a deposit is read where it was written.
      { table: 'ENTRIES_TABLE', actions: ['Query'] },
      { table: 'SYSTEM_TABLE', actions: ['Query'] },
    ],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
  },
];
