import { FIND_IN_REGISTER, POST_TO_LEDGER, READ_REGISTER } from '../grants.ts';
import type { FunctionDefinition } from './function-definition.ts';

/** Under the 29 seconds that API Gateway waits, so that our own answer arrives and not its. */
const HTTP_TIMEOUT_SECONDS = 25;

/** Functions that answer requests of people and of the portal. */
export const API_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: 'lending-api',
    area: 'lending',
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
        actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'],
      },
      // The corrections of the banking calendar, which move the due dates of what is signed.
      { table: 'SYSTEM_TABLE', actions: ['Query'] },
    ],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
  },
  {
    name: 'recovery-api',
    area: 'recovery',
    entry: 'functions/recovery/api-handler.ts',
    purpose: 'Window payments, reports as JSON.',
    errorImpact: 'Ventanilla no puede cobrar ni cancelar, y no se pueden consultar los reportes.',
    memoryMb: 1024,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'recoveryApiEnvironment',
    triggers: [{ type: 'http' }],
    tables: [
      ...POST_TO_LEDGER,
      { table: 'REGISTER_TABLE', actions: ['GetItem', 'Query'] },
      { table: 'ROLLUPS_TABLE', actions: ['BatchGetItem', 'Query'] },
      { table: 'SYSTEM_TABLE', actions: ['GetItem', 'Query', 'PutItem'], indexes: ['index1'] },
    ],
    buckets: [{ bucket: 'REPORTS_BUCKET', actions: ['GetObject', 'PutObject', 'ListBucket'] }],
    sendsMail: false,
    readsAssets: false,
  },
  {
    name: 'recovery-desk',
    area: 'recovery',
    entry: 'functions/recovery/desk-handler.ts',
    purpose:
      'Bank files, deposits without owner, cheques, returns and credits that wait for a person, and the uses of credit.',
    errorImpact: 'No se pueden subir ni consultar archivos del banco, ni asignar depósitos.',
    memoryMb: 1024,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'recoveryDeskEnvironment',
    triggers: [{ type: 'http' }],
    tables: [
      ...POST_TO_LEDGER,
      // The credit that files in the queue have now.
      { table: 'HEADS_TABLE', actions: ['BatchGetItem'] },
      ...READ_REGISTER,
      {
        table: 'SYSTEM_TABLE',
        actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'],
        indexes: ['index1'],
      },
    ],
    buckets: [{ bucket: 'INTAKE_BUCKET', actions: ['PutObject'] }],
    sendsMail: false,
    readsAssets: false,
  },
  {
    name: 'recovery-render',
    area: 'recovery',
    entry: 'functions/recovery/render-handler.ts',
    purpose: 'Receipts as PDF; reports as PDF and XLSX. Writes no money.',
    errorImpact: 'No se pueden imprimir recibos ni descargar reportes en PDF o Excel; el cobro sigue funcionando.',
    memoryMb: 1769,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'recoveryRenderEnvironment',
    triggers: [{ type: 'http' }],
    tables: [
      { table: 'HEADS_TABLE', actions: ['GetItem'] },
      { table: 'ENTRIES_TABLE', actions: ['Query'] },
      { table: 'IDEMPOTENCY_TABLE', actions: ['GetItem'] },
      ...FIND_IN_REGISTER,
      { table: 'ROLLUPS_TABLE', actions: ['BatchGetItem', 'Query'] },
      { table: 'SYSTEM_TABLE', actions: ['GetItem'] },
    ],
    buckets: [{ bucket: 'REPORTS_BUCKET', actions: ['GetObject', 'ListBucket'] }],
    sendsMail: false,
    readsAssets: true,
  },
  {
    name: 'reference-api',
    area: 'reference',
    entry: 'functions/reference/api-handler.ts',
    purpose: 'Health, OpenAPI document and reference page.',
    errorImpact: 'El portal no encuentra la referencia de la API ni puede comprobar que el sistema responde.',
    memoryMb: 512,
    timeoutSeconds: 10,
    environmentSchema: 'referenceApiEnvironment',
    triggers: [{ type: 'http' }],
    tables: [],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
  },
];
