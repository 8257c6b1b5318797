import { KNOW_WHO_ASKS, NOTE_ACCESSES } from '../grants.ts';
import { type AreaFunction, HTTP_TIMEOUT_SECONDS } from './function-definition.ts';

/** What runs by itself for every area. */
export const SYSTEM_FUNCTIONS: readonly AreaFunction[] = [
  {
    name: 'system-dispatch',
    entry: 'functions/system/stream-handler.ts',
    purpose: 'Calls the function of every request for later work: files that go on, reports sent again.',
    errorImpact: 'Lo que se pidió para después (continuar un archivo largo, reenviar un reporte) no empieza.',
    memoryMb: 512,
    timeoutSeconds: 60,
    environmentSchema: 'systemDispatchEnvironment',
    triggers: [
      { type: 'stream', table: 'SYSTEM_TABLE', sortKeyPrefix: 'RUN#', batchSize: 10, parallel: 1, mostRetries: 10 },
      // What the public pages ask for: they may write in no other table.
      { type: 'stream', table: 'LINKS_TABLE', sortKeyPrefix: 'RUN#', batchSize: 10, parallel: 1, mostRetries: 10 },
    ],
    tables: [],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
    dispatchesJobs: true,
  },
  {
    name: 'system-api',
    entry: 'functions/system/api-handler.ts',
    purpose: 'Tells to which addresses no mail goes any more, and lets it go again.',
    errorImpact: 'No se puede volver a escribir a una dirección que devolvió un correo y ya está corregida.',
    memoryMb: 1024,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'systemApiEnvironment',
    triggers: [{ type: 'http' }],
    tables: [
      { table: 'IDEMPOTENCY_TABLE', actions: ['GetItem', 'PutItem'] },
      { table: 'SYSTEM_TABLE', actions: ['PutItem'] },
      ...NOTE_ACCESSES,
      ...KNOW_WHO_ASKS,
    ],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
  },
  {
    name: 'system-mail-feedback',
    entry: 'functions/system/mail-feedback-handler.ts',
    purpose: 'Notes mails that came back and sends nothing more to those addresses.',
    errorImpact: 'Se sigue escribiendo a direcciones que devuelven los correos, y Amazon puede suspender los envíos.',
    memoryMb: 512,
    timeoutSeconds: 60,
    environmentSchema: 'systemMailFeedbackEnvironment',
    triggers: [{ type: 'bus', source: 'aws.ses', detailTypes: ['Email Bounced', 'Email Complaint Received'] }],
    tables: [{ table: 'SYSTEM_TABLE', actions: ['GetItem', 'PutItem'] }],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
  },
];
