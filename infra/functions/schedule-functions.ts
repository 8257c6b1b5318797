import { FIND_IN_REGISTER, POST_TO_LEDGER } from '../grants.ts';
import { type FunctionDefinition, LONGEST_TIMEOUT_SECONDS } from './function-definition.ts';

/** Functions that run at a time of day in Hermosillo. */
export const SCHEDULE_FUNCTIONS: readonly FunctionDefinition[] = [
  {
    name: 'recovery-value-portfolio',
    area: 'recovery',
    entry: 'functions/recovery/schedule-value-portfolio-handler.ts',
    purpose: 'Values every note for the end of the day before; opening and closing balances of the reports.',
    errorImpact: 'Faltan los saldos de cierre del día: el reporte no puede cuadrar saldos contra movimientos.',
    memoryMb: 3538,
    timeoutSeconds: LONGEST_TIMEOUT_SECONDS,
    environmentSchema: 'recoveryValuePortfolioEnvironment',
    triggers: [
      {
        type: 'schedule',
        name: 'value-portfolio',
        expression: 'cron(15 0 * * ? *)',
        input: {},
        purpose: '00:15: valuation of the portfolio at the end of the day before.',
      },
    ],
    tables: [
      { table: 'HEADS_TABLE', actions: ['Scan'] },
      { table: 'ENTRIES_TABLE', actions: ['Query'] },
      { table: 'ROLLUPS_TABLE', actions: ['GetItem', 'PutItem'] },
    ],
    buckets: [{ bucket: 'ROOTS_BUCKET', actions: ['GetObject', 'PutObject', 'ListBucket'] }],
    sendsMail: false,
    readsAssets: false,
    reservedConcurrency: 1,
  },
  {
    name: 'recovery-close-day',
    area: 'recovery',
    entry: 'functions/recovery/schedule-close-day-handler.ts',
    purpose: 'Reconciles the day before (files, postings, entries, rollups) and freezes its figures.',
    errorImpact: 'El día anterior no se concilió ni se congeló: el reporte saldría sin conciliación.',
    memoryMb: 1769,
    timeoutSeconds: LONGEST_TIMEOUT_SECONDS,
    environmentSchema: 'recoveryCloseDayEnvironment',
    triggers: [
      {
        type: 'schedule',
        name: 'close-day',
        expression: 'cron(0 6 * * ? *)',
        input: {},
        purpose: '06:00: reconciliation and freeze of the day before.',
      },
    ],
    tables: [
      // What the stream gave up of the day is read where it was written, and summed.
      { table: 'ENTRIES_TABLE', actions: ['Query'], indexes: ['byRecordedOn'] },
      { table: 'ROLLUPS_TABLE', actions: ['BatchGetItem', 'Query', 'PutItem', 'UpdateItem'] },
      { table: 'SYSTEM_TABLE', actions: ['GetItem', 'Query', 'PutItem'], indexes: ['index1'] },
    ],
    buckets: [{ bucket: 'REPORTS_BUCKET', actions: ['GetObject', 'PutObject', 'ListBucket'] }],
    sendsMail: false,
    readsAssets: false,
    reservedConcurrency: 1,
  },
  {
    name: 'recovery-send-report',
    area: 'recovery',
    entry: 'functions/recovery/schedule-send-report-handler.ts',
    purpose:
      'Mails the recovery report of the business day before, of the month on its first day, and when asked again.',
    errorImpact: 'La Dirección y Contabilidad no reciben el reporte de recuperación.',
    memoryMb: 1769,
    timeoutSeconds: 300,
    environmentSchema: 'recoverySendReportEnvironment',
    triggers: [
      {
        type: 'schedule',
        name: 'send-daily-report',
        expression: 'cron(0 7 * * ? *)',
        input: { report: 'daily' },
        purpose: '07:00: report of the business day before.',
      },
      {
        type: 'schedule',
        name: 'send-monthly-report',
        expression: 'cron(15 7 1 * ? *)',
        input: { report: 'monthly' },
        purpose: '07:15 on the first of the month: report of the month before.',
      },
      { type: 'stream', table: 'SYSTEM_TABLE', sortKeyPrefix: 'RESEND#', batchSize: 1, parallel: 1, mostRetries: 10 },
    ],
    tables: [
      { table: 'ROLLUPS_TABLE', actions: ['BatchGetItem', 'Query'] },
      { table: 'SYSTEM_TABLE', actions: ['GetItem', 'Query', 'PutItem'] },
    ],
    buckets: [{ bucket: 'REPORTS_BUCKET', actions: ['GetObject', 'ListBucket'] }],
    sendsMail: true,
    readsAssets: true,
    reservedConcurrency: 1,
  },
  {
    name: 'recovery-resume-files',
    area: 'recovery',
    entry: 'functions/recovery/schedule-resume-files-handler.ts',
    purpose:
      'Lets stopped files continue, finishes assignments, cancellations, decisions, bounces, returns and uses of credit cut off half way, settles mails cut off, makes cheques firm.',
    errorImpact: 'Un archivo del banco que se detuvo a la mitad no continúa solo.',
    memoryMb: 512,
    timeoutSeconds: 120,
    environmentSchema: 'recoveryResumeFilesEnvironment',
    triggers: [
      {
        type: 'schedule',
        name: 'resume-files',
        expression: 'rate(5 minutes)',
        input: {},
        purpose: 'Every 5 minutes: files that stopped halfway continue.',
      },
    ],
    tables: [
      ...POST_TO_LEDGER,
      ...FIND_IN_REGISTER,
      {
        table: 'SYSTEM_TABLE',
        actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'],
        indexes: ['index1'],
      },
    ],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
    reservedConcurrency: 1,
  },
];
