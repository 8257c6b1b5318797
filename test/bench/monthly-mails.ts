import { randomUUID } from 'node:crypto';
import { MONTHLY_TASK } from '../../functions/statements/monthly/carry-out-month.ts';
import { decideMonth, type MonthDeps, proposeMonth } from '../../functions/statements/monthly/decide-month.ts';
import { isBalanced, type MonthlyRun } from '../../functions/statements/monthly/monthly-run.ts';
import { createMonthlyStore } from '../../functions/statements/monthly/monthly-store.ts';
import { clockFrom } from '../../shared/calendar/clock.ts';
import type { Caller } from '../../shared/http/route.ts';
import { createJobRequests } from '../../shared/jobs/job-request.ts';
import { nextRun } from '../../shared/jobs/long-work.ts';
import { createRequestClaims } from '../../shared/ledger/request-claim.ts';
import type { BenchLine, BenchPart, BenchSetting } from './bench-line.ts';
import type { BenchStore } from './bench-store.ts';
import { openFilledStore } from './cached-store.ts';
import { type CountingSes, openCountingSes } from './counting-ses.ts';
import { BENCH_DAY } from './demo-notes.ts';
import { fillWithSubscribers, SKIPPED_AT, skippedOf } from './fill-subscribers.ts';
import { startLambdaProcess } from './lambda-process.ts';

/** As many as the institute has; all of them asked for the mail. */
const SUBSCRIBERS = 31_317;
const MONTH = BENCH_DAY.slice(0, 7);
/** More runs of 15 minutes than the month can need. */
const MOST_RUNS = 6;

interface Carried {
  readonly run: MonthlyRun;
  readonly seconds: number;
  readonly runs: number;
  readonly cpuMilliseconds: number;
  readonly peakRssMebibytes: number;
}

/**
 * The month's statements to everybody through the deployed bundle of `statements-monthly`, killed in the middle (SIGKILL) and called
 * again for the same request, as Lambda does. Nothing paces it: in production its part of the account's rate does. Counts that
 * do not tie, or a mail too many, fail the measure.
 */
export const monthlyMails: BenchPart = {
  name: 'month',
  title: 'The month’s statements to everybody',
  async run(setting) {
    const subscribers = setting.quick ? 500 : SUBSCRIBERS;
    const store = await openFilledStore(`subscribers-${subscribers}`, (filled) => {
      setting.say(`filling a store with ${subscribers} subscribers, once`);
      return fillWithSubscribers(filled, subscribers);
    });
    const ses = await openCountingSes();
    try {
      const carried = await carryOut(setting, { store, ses, subscribers });
      demandTied(carried.run, ses, subscribers);
      return linesOf(carried, ses, subscribers);
    } finally {
      await ses.stop();
      await store.stop();
    }
  },
};

async function carryOut(
  { say }: BenchSetting,
  { store, ses, subscribers }: { readonly store: BenchStore; readonly ses: CountingSes; readonly subscribers: number },
): Promise<Carried> {
  const months = await started(store);
  const find = async (): Promise<MonthlyRun> => {
    const run = await months.find(MONTH);
    if (run === undefined) throw new Error('the month is gone');
    return run;
  };
  const start = () =>
    startLambdaProcess('statements-monthly', {
      CLOCK: `fixed:${BENCH_DAY}`,
      ...store.tables,
      PUBLIC_URL: 'https://cartera.example',
      MAIL_FROM: 'recuperacion@cartera.example',
      MAIL_CONFIGURATION_SET: 'bench',
      MAIL_PER_SECOND: '1000000',
      AWS_ENDPOINT_URL_SES: ses.endpoint,
      AWS_ENDPOINT_URL_DYNAMODB: store.endpoint,
    });
  let lambda = start();
  const killAt = Math.floor(subscribers / 2);
  let isKilled = false;
  ses.onMail = (taken) => {
    if (taken % 5_000 === 0) say(`month: ${taken} mails`);
    if (taken !== killAt) return;
    isKilled = true;
    void lambda.stop();
  };
  const began = performance.now();
  let event = { job: nextRun(MONTHLY_TASK, MONTH, await find(), new Date()) };
  let [cpuMilliseconds, peakRssKibibytes, runs] = [0, 0, 0];
  try {
    for (; runs < MOST_RUNS; runs += 1) {
      const answer = await lambda.call(event).catch((error: unknown) => {
        if (!isKilled) throw error;
        return undefined;
      });
      if (answer === undefined) {
        isKilled = false;
        say(`month: killed after ${killAt} mails at ${(await find()).decided} decided; called again`);
        lambda = start();
        continue;
      }
      cpuMilliseconds += answer.cpuMilliseconds;
      peakRssKibibytes = Math.max(peakRssKibibytes, answer.peakRssKibibytes);
      const run = await find();
      if (run.state === 'done') {
        const seconds = (performance.now() - began) / 1_000;
        return { run, seconds, runs: runs + 1, cpuMilliseconds, peakRssMebibytes: peakRssKibibytes / 1_024 };
      }
      event = { job: nextRun(MONTHLY_TASK, MONTH, run, new Date()) };
    }
    throw new Error(`the month was not done after ${MOST_RUNS} runs`);
  } finally {
    await lambda.stop();
  }
}

/** Proposed by one person and started by another, as by the API. */
async function started({ connect, tables }: BenchStore) {
  const documents = connect();
  const runs = createMonthlyStore(documents, tables.SYSTEM_TABLE);
  const deps: MonthDeps = {
    clock: clockFrom(`fixed:${BENCH_DAY}`, () => new Date()),
    runs,
    jobs: createJobRequests(documents, tables.SYSTEM_TABLE),
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
  };
  const person = (subject: string): Caller => ({
    ...{ subject, roles: ['portfolio-coordinator'], offices: 'all', correlationId: 'bench' },
  });
  await proposeMonth(deps, { idempotencyKey: randomUUID(), reason: 'Medición' }, person('ana'));
  const authorised = { month: MONTH, idempotencyKey: randomUUID(), reason: null };
  await decideMonth(deps, 'authorise', authorised, person('luis'));
  return runs;
}

/** Throws when somebody is missing from the counts, was skipped for another reason, or got two mails. */
function demandTied(run: MonthlyRun, { taken }: CountingSes, subscribers: number): void {
  const expected = Object.keys(SKIPPED_AT).map((reason) => {
    const known = reason as keyof typeof SKIPPED_AT;
    return [known, skippedOf(subscribers, known)] as const;
  });
  const isRight = expected.every(([reason, count]) => run.skipped[reason] === count);
  if (!isBalanced(run) || run.expected !== subscribers || !isRight)
    throw new Error(`the counts do not tie: ${JSON.stringify({ ...run, history: [] })}`);
  const mails = [...taken.values()];
  const twice = mails.filter((count) => count !== 1).length;
  // What was leaving when it was killed may have left or not.
  const isAll = mails.length >= run.sent && mails.length <= run.sent + run.uncertain;
  if (twice > 0 || !isAll) throw new Error(`${mails.length} got mail of ${run.sent} sent, ${twice} of them twice`);
}

function linesOf(
  { run, seconds, runs, cpuMilliseconds, peakRssMebibytes }: Carried,
  { taken }: CountingSes,
  subscribers: number,
): BenchLine[] {
  const skipped = Object.values(run.skipped).reduce((sum, count) => sum + count, 0);
  const whole = (count: number) => count.toLocaleString('en-US');
  return [
    {
      measure: `the month’s statements to ${whole(subscribers)}`,
      figure: taken.size / seconds,
      unit: 'mails/s',
      remark: `${seconds.toFixed(0)} s in ${runs} runs, one killed in the middle; nothing paces it`,
    },
    {
      measure: 'expected − sent − uncertain − skipped by reason',
      figure: (run.expected ?? 0) - run.sent - run.uncertain - skipped,
      unit: 'people',
      target: { atMost: 0 },
      remark: `${whole(run.sent)} sent, ${run.uncertain} uncertain, ${whole(skipped)} skipped for ${Object.keys(run.skipped).length} reasons; nobody got two`,
    },
    {
      measure: 'CPU of a mail of the month',
      figure: cpuMilliseconds / (taken.size - Math.floor(subscribers / 2)),
      unit: 'ms',
      remark: 'of the runs that ended; that of the one killed is not known',
    },
    { measure: 'peak RSS of the month', figure: peakRssMebibytes, unit: 'MiB' },
  ];
}
