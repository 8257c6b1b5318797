import type { AreaFunction } from './function-definition.ts';

/** Health and the reference of the API. */
export const REFERENCE_FUNCTIONS: readonly AreaFunction[] = [
  {
    name: 'reference-api',
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
