import type { AreaFunction } from './function-definition.ts';

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
    ],
    tables: [],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
    dispatchesJobs: true,
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
