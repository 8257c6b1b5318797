import { type AreaFunction, HTTP_TIMEOUT_SECONDS } from './function-definition.ts';

/** Who may do what, and who looked at whom. */
export const ACCESS_FUNCTIONS: readonly AreaFunction[] = [
  {
    name: 'access-api',
    entry: 'functions/access/api-handler.ts',
    purpose: 'Who looked at whom.',
    errorImpact: 'Auditoría no puede consultar quién vio los datos de una persona; lo demás sigue funcionando.',
    memoryMb: 512,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'accessApiEnvironment',
    triggers: [{ type: 'http' }],
    tables: [
      { table: 'REGISTER_TABLE', actions: ['GetItem', 'Query'] },
      { table: 'SYSTEM_TABLE', actions: ['Query'], indexes: ['index1'] },
    ],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
  },
];
