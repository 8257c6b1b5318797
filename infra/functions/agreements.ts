import { KNOW_WHO_ASKS, NOTE_ACCESSES, POST_TO_LEDGER, type TableGrant } from '../grants.ts';
import { type AreaFunction, HTTP_TIMEOUT_SECONDS, LONGEST_TIMEOUT_SECONDS } from './function-definition.ts';

/** Agreements and campaigns one by one and by state, and what campaigns have committed. */
const KEEP_AGREEMENTS: TableGrant = {
  table: 'SYSTEM_TABLE',
  actions: ['GetItem', 'PutItem', 'UpdateItem'],
  indexes: ['index1'],
};
/** Contract numbers and references of what a quote is about; which cosigners a file has. */
const PEOPLE_AND_NOTES_OF_FILE: TableGrant = { table: 'REGISTER_TABLE', actions: ['GetItem', 'Query'] };
/** The corrections of the banking calendar, which move what is agreed off closed days. */
const READ_CALENDAR: TableGrant = { table: 'SYSTEM_TABLE', actions: ['Query'] };

/** Of the reports' bucket, where papers for many people lie (functions/agreements/campaigns/papers/paper-objects.ts). */
const PAPERS_PREFIX = 'campaigns/';

/** What is paid and forgiven by agreement. */
export const AGREEMENTS_FUNCTIONS: readonly AreaFunction[] = [
  {
    name: 'agreements-api',
    entry: 'functions/agreements/api-handler.ts',
    purpose: 'Simulates, proposes, authorises and signs agreements; quotes payoffs.',
    errorImpact: 'No se pueden simular, proponer, autorizar ni firmar convenios, ni cotizar lo que liquida un adeudo.',
    memoryMb: 1024,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'agreementsApiEnvironment',
    triggers: [{ type: 'http' }],
    tables: [
      ...POST_TO_LEDGER,
      PEOPLE_AND_NOTES_OF_FILE,
      KEEP_AGREEMENTS,
      READ_CALENDAR,
      ...NOTE_ACCESSES,
      ...KNOW_WHO_ASKS,
    ],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
  },
  {
    name: 'agreements-render',
    entry: 'functions/agreements/render-handler.ts',
    purpose: 'Agreements to be signed and payoff quotes as PDF; links to what is drawn for many. Writes no money.',
    errorImpact:
      'No se imprimen convenios ni cotizaciones para liquidar, ni se descargan cartas de campañas; proponerlos, firmarlos y darlas en el sistema sigue funcionando.',
    memoryMb: 1769,
    timeoutSeconds: HTTP_TIMEOUT_SECONDS,
    environmentSchema: 'agreementsRenderEnvironment',
    triggers: [{ type: 'http' }],
    tables: [PEOPLE_AND_NOTES_OF_FILE, ...NOTE_ACCESSES, ...KNOW_WHO_ASKS],
    // Whoever signs a link must be able to read what it is to.
    buckets: [{ bucket: 'REPORTS_BUCKET', actions: ['GetObject'], prefix: PAPERS_PREFIX }],
    sendsMail: false,
    readsAssets: true,
  },
  {
    name: 'agreements-preview',
    entry: 'functions/agreements/job-preview-handler.ts',
    purpose: 'Plays a campaign over the whole portfolio: who qualifies and what it would forgive. Writes no money.',
    errorImpact: 'No se puede calcular a quién alcanza una campaña ni cuánto perdonaría; los convenios siguen.',
    memoryMb: 1769,
    timeoutSeconds: LONGEST_TIMEOUT_SECONDS,
    environmentSchema: 'agreementsPreviewEnvironment',
    triggers: [{ type: 'job', task: 'preview-campaign' }],
    tables: [
      { table: 'HEADS_TABLE', actions: ['Scan'] },
      { table: 'SYSTEM_TABLE', actions: ['GetItem', 'Query', 'PutItem', 'BatchWriteItem'] },
    ],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
    // Each reads the whole portfolio: one after the other.
    reservedConcurrency: 1,
  },
  {
    name: 'agreements-draw-papers',
    entry: 'functions/agreements/job-draw-papers-handler.ts',
    purpose: "Draws what is for many: a campaign's letters of invitation as PDF, its preview as XLSX. Writes no money.",
    errorImpact: 'No salen las cartas de invitación ni el Excel de una campaña; la campaña y sus convenios siguen.',
    // Measured: a workbook of 31,317 rows 0.84 GB in 9 s, a thousand letters 0.58 GB in 6 s.
    memoryMb: 3008,
    timeoutSeconds: LONGEST_TIMEOUT_SECONDS,
    environmentSchema: 'agreementsDrawPapersEnvironment',
    triggers: [{ type: 'job', task: 'draw-campaign-paper' }],
    tables: [
      { table: 'HEADS_TABLE', actions: ['Query'] },
      { table: 'REGISTER_TABLE', actions: ['BatchGetItem', 'Query'] },
      { table: 'SYSTEM_TABLE', actions: ['GetItem', 'Query', 'PutItem'] },
      ...NOTE_ACCESSES,
    ],
    buckets: [{ bucket: 'REPORTS_BUCKET', actions: ['PutObject'], prefix: PAPERS_PREFIX }],
    sendsMail: false,
    readsAssets: true,
    reservedConcurrency: 2,
  },
  {
    name: 'agreements-sweep',
    entry: 'functions/agreements/schedule-sweep-handler.ts',
    purpose:
      'Breaks agreements that were not kept, lets proposals expire, finishes signatures and resumes previews and papers that were cut off.',
    errorImpact:
      'Un convenio incumplido sigue vigente y lo que perdona no se exige; una firma que se cortó no llega al libro.',
    memoryMb: 1024,
    timeoutSeconds: LONGEST_TIMEOUT_SECONDS,
    environmentSchema: 'agreementsSweepEnvironment',
    triggers: [
      {
        type: 'schedule',
        name: 'sweep-agreements',
        expression: 'cron(15 6 * * ? *)',
        input: { work: 'sweep' },
        purpose: '06:15: agreements that were not kept are broken, and unsigned proposals expire.',
      },
      {
        type: 'schedule',
        name: 'heal-agreements',
        expression: 'rate(5 minutes)',
        input: { work: 'heal' },
        purpose: 'Every five minutes: signatures and cancellations that a crash left half way.',
      },
    ],
    tables: [...POST_TO_LEDGER, KEEP_AGREEMENTS],
    buckets: [],
    sendsMail: false,
    readsAssets: false,
    reservedConcurrency: 1,
  },
  {
    name: 'agreements-remind',
    entry: 'functions/agreements/schedule-remind-handler.ts',
    purpose: 'Reminds borrowers by mail of the payments of their agreements, each once. Writes no money.',
    errorImpact:
      'Los acreditados con convenio no reciben el recordatorio de su pago; lo que deben pagar y cuándo no cambia.',
    memoryMb: 512,
    timeoutSeconds: LONGEST_TIMEOUT_SECONDS,
    environmentSchema: 'agreementsRemindEnvironment',
    triggers: [
      {
        type: 'schedule',
        name: 'remind-of-payments',
        expression: 'cron(0/30 9-11 * * ? *)',
        input: {},
        purpose:
          '09:00 to 11:30, every half hour: reminders of the morning, when the files of the day before are in; a pass goes on where the last one was cut off.',
      },
    ],
    tables: [
      { table: 'HEADS_TABLE', actions: ['Query'] },
      { table: 'REGISTER_TABLE', actions: ['GetItem', 'Query'] },
      // Whether an address is so new that nothing is sent to it.
      { table: 'LINKS_TABLE', actions: ['GetItem'] },
      { table: 'SYSTEM_TABLE', actions: ['GetItem', 'BatchGetItem', 'Query', 'PutItem'], indexes: ['index1'] },
    ],
    buckets: [],
    sendsMail: true,
    readsAssets: false,
    reservedConcurrency: 1,
  },
];
