import { KNOW_WHO_ASKS, NOTE_ACCESSES, type TableGrant } from '../grants.ts';
import { type AreaFunction, HTTP_TIMEOUT_SECONDS } from './function-definition.ts';

/** A file with its people and notes (shared/register, wholeFile). */
const READ_WHOLE_FILE: TableGrant = { table: 'REGISTER_TABLE', actions: ['GetItem', 'Query'] };
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
    tables: [
      READ_WHOLE_FILE,
      { table: 'HEADS_TABLE', actions: ['Query'] },
      { table: 'ENTRIES_TABLE', actions: ['Query'] },
      MOVE_LINKS,
      { table: 'LINKS_TABLE', actions: ['UpdateItem', 'DeleteItem'] },
    ],
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
    tables: [
      READ_WHOLE_FILE,
      { table: 'HEADS_TABLE', actions: ['Query'] },
      { table: 'ENTRIES_TABLE', actions: ['Query'] },
      { table: 'LINKS_TABLE', actions: ['GetItem', 'PutItem'] },
    ],
    buckets: [{ bucket: 'DOCUMENTS_BUCKET', actions: ['GetObject', 'PutObject'] }],
    sendsMail: false,
    readsAssets: true,
  },
  {
    name: 'statements-api',
    entry: 'functions/statements/api-handler.ts',
    purpose: 'Asks for links on behalf of others; tells what became of them, revokes and unblocks.',
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
      { table: 'IDEMPOTENCY_TABLE', actions: ['GetItem', 'PutItem'] },
      ...NOTE_ACCESSES,
      ...KNOW_WHO_ASKS,
    ],
    buckets: [],
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
    triggers: [{ type: 'job', task: 'send-statement-link' }],
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
    name: 'statements-mail-feedback',
    entry: 'functions/statements/mail-feedback-handler.ts',
    purpose: 'Notes on a link what became of its mail.',
    errorImpact: 'No se sabe si las ligas del estado de cuenta llegaron o volvieron.',
    memoryMb: 512,
    timeoutSeconds: 60,
    environmentSchema: 'statementsMailFeedbackEnvironment',
    triggers: [{ type: 'bus', source: 'aws.ses', detailTypes: ['Email Delivered', 'Email Bounced', 'Email Rejected'] }],
    tables: [{ table: 'LINKS_TABLE', actions: ['GetItem', 'PutItem'] }],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
  },
];
