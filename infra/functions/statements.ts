import { KNOW_WHO_ASKS, NOTE_ACCESSES, type TableGrant } from '../grants.ts';
import { type AreaFunction, HTTP_TIMEOUT_SECONDS, LONGEST_TIMEOUT_SECONDS } from './function-definition.ts';

/** A file with its people and notes (shared/register, wholeFile). */
const READ_WHOLE_FILE: TableGrant = { table: 'REGISTER_TABLE', actions: ['GetItem', 'Query'] };
/** What a file owes, and how it came about. */
const READ_STATEMENT: readonly TableGrant[] = [
  READ_WHOLE_FILE,
  { table: 'HEADS_TABLE', actions: ['Query'] },
  { table: 'ENTRIES_TABLE', actions: ['Query'] },
];
/** Links by their token, their file and their mail, and their steps. */
const MOVE_LINKS: TableGrant = { table: 'LINKS_TABLE', actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem'] };

/** What borrowers see without an account. */
export const STATEMENTS_FUNCTIONS: readonly AreaFunction[] = [
  {
    name: 'statements-page',
    entry: 'functions/statements/page-handler.ts',
    purpose: 'The public pages: asks for a link, shows the statement behind one. Writes the links table alone.',
    errorImpact: 'Los acreditados no pueden pedir ni consultar su estado de cuenta por internet.',
    memoryMb: 1024,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'statementsPageEnvironment',
    triggers: [{ type: 'http' }],
    tables: [...READ_STATEMENT, MOVE_LINKS, { table: 'LINKS_TABLE', actions: ['UpdateItem', 'DeleteItem'] }],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
  },
  {
    name: 'statements-render',
    entry: 'functions/statements/render-handler.ts',
    purpose: 'The statement behind a session as PDF, kept with its folio. Writes the links table and documents alone.',
    errorImpact: 'Los acreditados no pueden descargar su estado de cuenta en PDF; consultarlo sigue funcionando.',
    memoryMb: 1769,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'statementsRenderEnvironment',
    triggers: [{ type: 'http' }],
    tables: [...READ_STATEMENT, { table: 'LINKS_TABLE', actions: ['GetItem', 'PutItem'] }],
    buckets: [
      { bucket: 'DOCUMENTS_BUCKET', actions: ['GetObject', 'PutObject', 'ListBucket'] },
      { bucket: 'DOCUMENTS_BUCKET', actions: ['GetObjectTagging'], prefix: 'quarantine/' },
    ],
    sendsMail: false,
    readsAssets: true,
  },
  {
    name: 'statements-desk',
    entry: 'functions/statements/desk-handler.ts',
    purpose: 'The borrower’s statement printed at a desk, marked as the institute’s copy, kept with its folio.',
    errorImpact:
      'Las oficinas no pueden imprimir el estado de cuenta a quien lo pide en persona; la liga por correo sigue funcionando.',
    memoryMb: 1769,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'statementsDeskEnvironment',
    triggers: [{ type: 'http' }],
    tables: [
      ...READ_STATEMENT,
      { table: 'LINKS_TABLE', actions: ['GetItem', 'PutItem'] },
      ...NOTE_ACCESSES,
      ...KNOW_WHO_ASKS,
    ],
    buckets: [{ bucket: 'DOCUMENTS_BUCKET', actions: ['GetObject', 'PutObject'], prefix: 'statements/' }],
    sendsMail: false,
    readsAssets: true,
  },
  {
    name: 'statements-api',
    entry: 'functions/statements/api-handler.ts',
    purpose:
      'Asks for links on behalf of others; tells what became of them, revokes and unblocks; starts the month; answers disputes.',
    errorImpact:
      'No se pueden enviar, revocar ni desbloquear las ligas del estado de cuenta; consultarlas sigue funcionando.',
    memoryMb: 1024,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'statementsApiEnvironment',
    triggers: [{ type: 'http' }],
    tables: [
      READ_WHOLE_FILE,
      { table: 'HEADS_TABLE', actions: ['Query'] },
      MOVE_LINKS,
      { table: 'LINKS_TABLE', actions: ['UpdateItem', 'DeleteItem'] },
      { table: 'ENTRIES_TABLE', actions: ['Query'] },
      // Disputes, and the calendar of their terms.
      { table: 'SYSTEM_TABLE', actions: ['GetItem', 'Query', 'PutItem'], indexes: ['index1'] },
      { table: 'IDEMPOTENCY_TABLE', actions: ['GetItem', 'PutItem'] },
      // Whether what was brought to a dispute is in the vault.
      { table: 'DOCUMENTS_TABLE', actions: ['GetItem'] },
      ...NOTE_ACCESSES,
      ...KNOW_WHO_ASKS,
    ],
    buckets: [
      { bucket: 'DOCUMENTS_BUCKET', actions: ['GetObject', 'GetObjectTagging', 'ListBucket'], prefix: 'quarantine/' },
    ],
    sendsMail: false,
    readsAssets: false,
  },
  {
    name: 'statements-keep-evidence',
    entry: 'functions/statements/evidence-verdict-handler.ts',
    purpose: 'Takes over into the vault what borrowers bring to a dispute, once the malware scan called it clean.',
    errorImpact: 'Los documentos que suben los acreditados a una aclaración no llegan a la bóveda y nadie los abre.',
    memoryMb: 1024,
    timeoutSeconds: 60,
    environmentSchema: 'statementsEvidenceEnvironment',
    triggers: [
      {
        type: 'bus',
        source: 'aws.guardduty',
        detailTypes: ['GuardDuty Malware Protection Object Scan Result'],
      },
    ],
    tables: [
      { table: 'SYSTEM_TABLE', actions: ['GetItem'] },
      { table: 'DOCUMENTS_TABLE', actions: ['GetItem', 'PutItem'] },
    ],
    buckets: [
      {
        bucket: 'DOCUMENTS_BUCKET',
        actions: ['GetObject', 'GetObjectVersion', 'GetObjectTagging', 'ListBucket'],
        prefix: 'quarantine/',
      },
      { bucket: 'VAULT_BUCKET', actions: ['GetObject', 'PutObject'] },
    ],
    sendsMail: false,
    readsAssets: false,
  },
  {
    name: 'statements-deliver',
    entry: 'functions/statements/job-deliver-handler.ts',
    purpose: 'Finds the file that a request is about and mails the link to the address on it.',
    errorImpact: 'Quien pide su estado de cuenta no recibe la liga.',
    memoryMb: 512,
    timeoutSeconds: 60,
    environmentSchema: 'statementsDeliverEnvironment',
    triggers: [
      { type: 'job', task: 'send-statement-link' },
      { type: 'job', task: 'tell-old-address' },
    ],
    tables: [
      { table: 'REGISTER_TABLE', actions: ['GetItem', 'BatchGetItem', 'Query'] },
      MOVE_LINKS,
      { table: 'SYSTEM_TABLE', actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem'] },
    ],
    buckets: [],
    sendsMail: true,
    readsAssets: false,
    reservedConcurrency: 2,
  },
  {
    name: 'statements-monthly',
    entry: 'functions/statements/job-monthly-handler.ts',
    purpose: 'Mails the month’s statements to whoever asked for them, piece by piece, each once.',
    errorImpact:
      'Quienes pidieron su estado de cuenta cada mes no lo reciben; pedirlo cuando se quiera sigue funcionando.',
    memoryMb: 512,
    timeoutSeconds: LONGEST_TIMEOUT_SECONDS,
    environmentSchema: 'statementsMonthlyEnvironment',
    triggers: [
      { type: 'job', task: 'send-monthly-statements' },
      {
        type: 'schedule',
        name: 'resume-monthly-statements',
        expression: 'rate(5 minutes)',
        input: { work: 'resume' },
        purpose: 'Every 5 minutes: a month that stands still goes on.',
      },
    ],
    tables: [
      READ_WHOLE_FILE,
      MOVE_LINKS,
      {
        table: 'SYSTEM_TABLE',
        actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem'],
        indexes: ['index1'],
      },
    ],
    buckets: [],
    sendsMail: true,
    readsAssets: false,
    // One sends, by its lease; the other is the schedule's look, or the next run while the last one ends.
    reservedConcurrency: 2,
  },
  {
    name: 'statements-disputes',
    entry: 'functions/statements/job-disputes-handler.ts',
    purpose: 'Keeps the disputes that people present, and mails what becomes of them.',
    errorImpact: 'Las aclaraciones que se presentan por internet no se registran, ni se avisa qué fue de ellas.',
    memoryMb: 512,
    timeoutSeconds: 60,
    environmentSchema: 'statementsDeliverEnvironment',
    triggers: [
      { type: 'job', task: 'receive-dispute' },
      { type: 'job', task: 'tell-dispute' },
      { type: 'job', task: 'dissent-from-dispute' },
    ],
    tables: [
      READ_WHOLE_FILE,
      { table: 'LINKS_TABLE', actions: ['GetItem', 'PutItem'] },
      { table: 'SYSTEM_TABLE', actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem'] },
    ],
    buckets: [],
    sendsMail: true,
    readsAssets: false,
    reservedConcurrency: 2,
  },
  {
    name: 'statements-tick',
    entry: 'functions/statements/schedule-disputes-handler.ts',
    purpose: 'Ends the terms of disputes, tells which are late, and counts the day before for the indicators.',
    errorImpact:
      'Las aclaraciones vencidas no se señalan ni se cierran las que esperan datos; los indicadores no tienen el día de ayer.',
    memoryMb: 512,
    timeoutSeconds: LONGEST_TIMEOUT_SECONDS,
    environmentSchema: 'statementsDailyEnvironment',
    triggers: [
      {
        type: 'schedule',
        name: 'tick-disputes',
        expression: 'cron(30 6 * * ? *)',
        input: {},
        purpose:
          '06:30: disputes that waited too long for data are closed, those past their term told, the day before counted.',
      },
    ],
    tables: [
      { table: 'LINKS_TABLE', actions: ['PutItem', 'Scan'] },
      { table: 'SYSTEM_TABLE', actions: ['GetItem', 'Query', 'PutItem'], indexes: ['index1'] },
      { table: 'ENTRIES_TABLE', actions: [], indexes: ['byRecordedOn'] },
    ],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
    reservedConcurrency: 1,
  },
  {
    name: 'statements-mail-feedback',
    entry: 'functions/statements/mail-feedback-handler.ts',
    purpose: 'Notes on a link, or a dispute, what became of its mail, and tells which address has to be corrected.',
    errorImpact: 'No se sabe si las ligas del estado de cuenta llegaron o volvieron, ni qué correos hay que corregir.',
    memoryMb: 512,
    timeoutSeconds: 60,
    environmentSchema: 'statementsTickEnvironment',
    triggers: [{ type: 'bus', source: 'aws.ses', detailTypes: ['Email Delivered', 'Email Bounced', 'Email Rejected'] }],
    tables: [
      { table: 'LINKS_TABLE', actions: ['GetItem', 'PutItem', 'DeleteItem'] },
      { table: 'SYSTEM_TABLE', actions: ['GetItem', 'PutItem'] },
    ],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
  },
];
