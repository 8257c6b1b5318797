import { KNOW_WHO_ASKS, NOTE_ACCESSES } from '../grants.ts';
import { type AreaFunction, HTTP_TIMEOUT_SECONDS } from './function-definition.ts';

/** The papers of the loan book: scans in the vault, letters of release. */
export const CUSTODY_FUNCTIONS: readonly AreaFunction[] = [
  {
    name: 'custody-api',
    entry: 'functions/custody/api-handler.ts',
    purpose: 'Takes scans of papers in, lists them, and opens them to who says why.',
    errorImpact: 'No se pueden subir ni abrir los documentos digitalizados de los expedientes.',
    memoryMb: 1024,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'custodyApiEnvironment',
    triggers: [{ type: 'http' }],
    tables: [
      { table: 'REGISTER_TABLE', actions: ['GetItem', 'Query'] },
      { table: 'HEADS_TABLE', actions: ['Query'] },
      { table: 'ENTRIES_TABLE', actions: ['Query'] },
      // Payments that a bank may take back, and requests for letters.
      { table: 'SYSTEM_TABLE', actions: ['Query', 'PutItem'], indexes: ['index1'] },
      {
        table: 'DOCUMENTS_TABLE',
        actions: ['GetItem', 'Query', 'PutItem'],
        indexes: ['index1', 'index2'],
      },
      { table: 'IDEMPOTENCY_TABLE', actions: ['GetItem', 'PutItem'] },
      ...NOTE_ACCESSES,
      ...KNOW_WHO_ASKS,
    ],
    buckets: [
      { bucket: 'QUARANTINE_BUCKET', actions: ['PutObject'], prefix: 'scans/' },
      { bucket: 'VAULT_BUCKET', actions: ['GetObjectVersion'] },
    ],
    sendsMail: false,
    readsAssets: false,
  },
  {
    name: 'custody-receive-scan',
    entry: 'functions/custody/scan-verdict-handler.ts',
    purpose: 'Takes over into the vault what the malware scan called clean, and refuses the rest.',
    errorImpact: 'Los documentos que se suben se quedan en revisión y no llegan a la bóveda.',
    memoryMb: 1769,
    timeoutSeconds: 60,
    environmentSchema: 'custodyReceiveEnvironment',
    triggers: [
      {
        type: 'bus',
        source: 'aws.guardduty',
        detailTypes: ['GuardDuty Malware Protection Object Scan Result'],
      },
    ],
    tables: [{ table: 'DOCUMENTS_TABLE', actions: ['GetItem', 'PutItem'] }],
    buckets: [
      { bucket: 'QUARANTINE_BUCKET', actions: ['GetObjectVersion'], prefix: 'scans/' },
      { bucket: 'VAULT_BUCKET', actions: ['GetObject', 'PutObject'] },
    ],
    sendsMail: false,
    readsAssets: false,
  },
  {
    name: 'custody-heal-scans',
    entry: 'functions/custody/schedule-heal-scans-handler.ts',
    purpose: 'Looks after scans that stand still: never uploaded, or whose verdict nobody heard.',
    errorImpact: 'Los documentos cuya revisión se perdió no llegan a la bóveda ni se avisa que esperan.',
    memoryMb: 1769,
    timeoutSeconds: 300,
    environmentSchema: 'custodyReceiveEnvironment',
    triggers: [
      {
        type: 'schedule',
        name: 'heal-scans',
        expression: 'rate(5 minutes)',
        input: {},
        purpose: 'Every 5 minutes: scans that stand still are received, or are over.',
      },
    ],
    tables: [{ table: 'DOCUMENTS_TABLE', actions: ['GetItem', 'PutItem'], indexes: ['index1'] }],
    buckets: [
      {
        bucket: 'QUARANTINE_BUCKET',
        actions: ['GetObjectVersion', 'GetObjectTagging', 'ListBucket'],
        prefix: 'scans/',
      },
      { bucket: 'VAULT_BUCKET', actions: ['GetObject', 'PutObject'] },
    ],
    sendsMail: false,
    readsAssets: false,
    reservedConcurrency: 1,
  },
  {
    name: 'custody-letters',
    entry: 'functions/custody/letters-handler.ts',
    purpose: 'Draws the letters of who owes nothing any more, and revokes those of who owes again.',
    errorImpact: 'No se emiten las cartas de no adeudo, ni se revocan las de quien debe de nuevo.',
    memoryMb: 1769,
    timeoutSeconds: 300,
    environmentSchema: 'custodyLettersEnvironment',
    triggers: [
      { type: 'job', task: 'draw-release-letters' },
      {
        type: 'schedule',
        name: 'review-letters',
        expression: 'cron(45 6 * * ? *)',
        input: { work: 'review' },
        purpose: '06:45: letters of files whose ledger moved in the last week and that owe again are revoked.',
      },
    ],
    tables: [
      { table: 'REGISTER_TABLE', actions: ['GetItem', 'Query'] },
      { table: 'HEADS_TABLE', actions: ['Query'] },
      { table: 'ENTRIES_TABLE', actions: ['Query'], indexes: ['byRecordedOn'] },
      { table: 'SYSTEM_TABLE', actions: [], indexes: ['index1'] },
      { table: 'DOCUMENTS_TABLE', actions: ['GetItem', 'PutItem'], indexes: ['index2'] },
      { table: 'LINKS_TABLE', actions: ['GetItem', 'PutItem'] },
    ],
    buckets: [{ bucket: 'VAULT_BUCKET', actions: ['GetObject', 'PutObject'] }],
    sendsMail: false,
    readsAssets: true,
    reservedConcurrency: 2,
  },
];
