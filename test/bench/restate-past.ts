import { createRestatementStore, RESTATE_PAST } from '../../functions/recovery/portfolio-past/portfolio-restatement.ts';
import { requestRestatement } from '../../functions/recovery/portfolio-past/request-restatement.ts';
import { calendarDate } from '../../shared/calendar/calendar-date.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { openBuckets } from './bench-buckets.ts';
import type { BenchLine, BenchPart } from './bench-line.ts';
import { HISTORY_ENDS } from './demo-notes.ts';
import { startLambdaProcess } from './lambda-process.ts';
import { openWorkingStore } from './working-store.ts';

const FUNCTION = 'recovery-restate-past';
const BUCKET = 'reports';
const PAST_DAY = calendarDate('2026-10-31');
const PORTFOLIO = 250_000;

/**
 * The portfolio of a past day through the deployed bundle, in a process of its own: heads scanned, one Query of its entries a
 * note, replayed, kept as objects and summed. The engine and the bucket need the second core.
 */
export const restatePast: BenchPart = {
  name: 'restate-past',
  title: 'The portfolio of a past day',
  async run(setting) {
    const store = await openWorkingStore(setting);
    const buckets = await openBuckets(BUCKET);
    const documents = store.connect();
    const restatements = createRestatementStore(documents, store.tables.SYSTEM_TABLE);
    const lambda = startLambdaProcess(FUNCTION, {
      ...{ CLOCK: `fixed:${HISTORY_ENDS}`, ...store.tables, REPORTS_BUCKET: BUCKET },
      ...{ AWS_ENDPOINT_URL: buckets.endpoint, AWS_ENDPOINT_URL_DYNAMODB: store.endpoint },
    });
    try {
      const { restatementId } = await requestRestatement(
        {
          restatements,
          jobs: createJobRequests(documents, store.tables.SYSTEM_TABLE),
          objects: {
            portfolio: () => Promise.reject(new Error('not read')),
            segment: () => Promise.reject(new Error('not read')),
          },
          clock: { today: () => HISTORY_ENDS, now: () => new Date(`${HISTORY_ENDS}T19:00:00Z`) },
        },
        { asOf: PAST_DAY },
        { subject: 'bench', roles: ['accountant'], offices: 'all', correlationId: 'bench' },
      );
      setting.say(`replaying the portfolio for ${PAST_DAY}`);
      const job = { task: RESTATE_PAST, id: restatementId, name: 'bench', input: {}, askedAt: '' };
      const answer = await lambda.call({ job });
      const done = await restatements.find(restatementId);
      if (done?.state !== 'done' || done.failed > 0)
        throw new Error(`the restatement ended as ${JSON.stringify(done)}`);
      return linesOf(done.notes, answer);
    } finally {
      await lambda.stop();
      await buckets.stop();
      await store.stop();
    }
  },
};

function linesOf(
  notes: number,
  answer: { readonly milliseconds: number; readonly cpuMilliseconds: number; readonly peakRssKibibytes: number },
): BenchLine[] {
  const rate = (notes * 1_000) / answer.milliseconds;
  return [
    {
      ...{ measure: `${notes.toLocaleString('en-US')} notes replayed for ${PAST_DAY}`, figure: rate, unit: 'notes/s' },
      remark: '128 segments, 2 at a time, one Query a note of some 3 entries; 2 cores with the engine',
    },
    {
      measure: 'own CPU of a note',
      figure: (answer.cpuMilliseconds * 1_000) / notes,
      unit: 'µs',
      remark: 'SDK and decoding too',
    },
    { measure: 'peak RSS of the restatement', figure: answer.peakRssKibibytes / 1_024, unit: 'MiB' },
    {
      measure: `${PORTFOLIO.toLocaleString('en-US')} notes would take`,
      figure: PORTFOLIO / rate / 60,
      unit: 'min',
      remark: 'extrapolated; a run has 15, and the next goes on',
    },
  ];
}
