import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { STANDINGS } from '../../../functions/recovery/portfolio-past/arrears-buckets.ts';
import {
  createRestatementStore,
  RESTATE_PAST,
} from '../../../functions/recovery/portfolio-past/portfolio-restatement.ts';
import { rowsOf, totalOf, totalsByStanding } from '../../../functions/recovery/portfolio-past/portfolio-rows.ts';
import {
  type RestatementDeps,
  requestRestatement,
} from '../../../functions/recovery/portfolio-past/request-restatement.ts';
import { createRestatementObjects } from '../../../functions/recovery/portfolio-past/restatement-objects.ts';
import {
  cohortsAnswer,
  forecastAnswer,
  restatedPortfolioAnswer,
  restatementAnswer,
  rollRatesAnswer,
} from '../../../functions/recovery/portfolio-past/restatement-routes.ts';
import { restatementUseCases } from '../../../functions/recovery/portfolio-past/restatement-use-cases.ts';
import { type RunRestatementDeps, runRestatement } from '../../../functions/recovery/portfolio-past/run-restatement.ts';
import { createLedgerReader } from '../../../functions/recovery/valuation/ledger-reader.ts';
import type { Snapshot } from '../../../functions/recovery/valuation/snapshot.ts';
import { valuePortfolio } from '../../../functions/recovery/valuation/value-portfolio.ts';
import { type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { OFFICES } from '../../../shared/institute/offices.ts';
import { createJobRequests } from '../../../shared/jobs/job-request.ts';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import { resumeWork } from '../../../shared/jobs/resume-work.ts';
import type { Agreements } from '../../../shared/ledger/agreements.ts';
import { encodeHead } from '../../../shared/ledger/head-item.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import { readEntries } from '../../../shared/ledger/read-ledger.ts';
import { createHeadScan } from '../../../shared/ledger/scan-heads.ts';
import { addedByComponent, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { FOLD_VERSION } from '../../../shared/loan-book/fold.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { DUE_IN_ONE, noteTerms } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import {
  idOf,
  opening,
  openingIdOf,
  payment,
  posting,
  testAgreements,
  testClock,
  testLedger,
} from '../../support/ledger.ts';
import { headOf } from '../../support/older-fold.ts';
import { memoryObjects } from '../../support/report-world.ts';

const day = calendarDate;
const clock = testClock('2024-08-15');
const NOTES = 40;
const MONTH_END = day('2026-06-30');
const SYSTEM = { actor: 'sistema', source: { type: 'system', id: 'prueba' } } as const;
let dynamo: TestDynamo;
let ledger: Ledger & Agreements;
let deps: RunRestatementDeps & RestatementDeps;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { documents, tables } = dynamo;
  ledger = { ...testLedger(documents, tables, clock), ...testAgreements(documents, tables, clock) };
  deps = {
    restatements: createRestatementStore(documents, tables.SYSTEM_TABLE),
    objects: createRestatementObjects(memoryObjects()),
    jobs: createJobRequests(documents, tables.SYSTEM_TABLE),
    scanHeads: createHeadScan(documents, tables.HEADS_TABLE),
    entriesOf: (noteId) => readEntries(documents, { entries: tables.ENTRIES_TABLE }, noteId),
    clock,
    log: createLog({ functionName: 'prueba', now: () => new Date(), write: () => undefined }),
    remainingMs: () => 600_000,
    newRunId: () => 'corrida',
  };
  await lendAndCollect();
}, 120_000);
afterAll(() => dynamo.stop());

const noteOf = (index: number) => `note-${String(index).padStart(2, '0')}`;
const fileOf = (noteId: string) => `file-${noteId}`;
const pay = (noteId: string, on: string, amount: number, name = `${noteId} ${on}`) =>
  ledger.postToNote(posting(noteId, payment(name, on, amount)));
const takeBack = (noteId: string, eventId: string, name: string) =>
  ledger.reverse({
    ...{ ...SYSTEM, idempotency: { scope: 'BANKROW', key: name, input: { eventId } }, reason: 'bounced' },
    ...{ fileId: fileOf(noteId), noteIds: [noteId], eventId },
  });
const place = (noteId: string, on: string, stage: 'extrajudicial' | 'mediation' | 'judicial') =>
  ledger.postToNote(
    posting(noteId, { name: `${noteId} ${stage}`, kind: 'placement-changed', valueDate: day(on), stage, agent: null }),
  );

/** Forty notes of three offices and two products: some pay each month, some seldom, some never; with everything that moves a past. */
async function lendAndCollect(): Promise<void> {
  const all = Array.from({ length: NOTES }, (_, index) => index);
  const dimensions = (index: number) => ({
    ...{ office: OFFICES[index % 3]!, product: index % 2 === 0 ? 'superior' : 'posgrado' },
    ...{ stage: 'administrative', agent: null },
  });
  for (const index of all)
    await ledger.openNote(
      opening(noteOf(index), {
        amount: 600_000 + index * 10_000,
        terms: noteTerms({ instalments: 12 * (1 + (index % 4)) }),
        dimensions: { ...dimensions(index), stage: 'administrative' },
      }),
    );
  const months = ['2025-03', '2025-06', '2025-09', '2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
  for (const [number, month] of months.entries()) {
    clock.set(`${month}-28`);
    for (const index of all)
      if (index % 9 > number)
        await pay(noteOf(index), `${month}-0${1 + (index % 7)}`, 40_000 + index + (index % 4) * 35_000);
  }
  clock.set('2026-02-01');
  await ledger.openNote(
    opening('brought', {
      terms: DUE_IN_ONE,
      dimensions: { ...dimensions(1), stage: 'extrajudicial' },
      event: {
        ...{ kind: 'brought-forward', valueDate: day('2026-02-01'), originalPrincipal: 1_000_000 },
        balances: { ...zeroByComponent(), principal: 700_000, ordinaryInterest: 12_345 },
      },
    }),
  );
  await ledger.openNote(
    opening('agreed', { terms: DUE_IN_ONE, on: '2024-01-31', dimensions: { ...dimensions(2), stage: 'mediation' } }),
  );
  await ledger.signAgreement({
    ...{ ...SYSTEM, idempotency: { scope: 'AGREEMENT', key: 'SIGN', input: {} }, reason: 'agreement' },
    ...{ fileId: fileOf('agreed'), agreementId: 'convenio', valueDate: day('2026-02-01') },
    plan: {
      ...{ from: day('2026-03-01'), count: 4, amount: 265_041, every: { unit: 'months', number: 1 }, graceDays: 5 },
    },
    notes: [
      { noteId: 'agreed', granted: zeroByComponent(), share: { ...zeroByComponent(), defaultInterest: 1_000_000 } },
    ],
    ...{ earned: 'at-fulfilment', whileLive: ['defaultInterest'] },
  });
  clock.set('2026-04-01');
  await pay('agreed', '2026-03-01', 265_041);
  for (const index of [0, 7, 14, 21]) await place(noteOf(index), '2026-03-10', 'judicial');
  for (const index of [5, 8, 17])
    await takeBack(noteOf(index), idOf(`${noteOf(index)} 2025-03-0${1 + (index % 7)}`), `back-${index}`);
  await takeBack(noteOf(39), openingIdOf(noteOf(39)), 'never-lent').catch((error: { code?: string }) => {
    // It has payments: its opening stays.
    expect(error.code).toBeDefined();
  });
  await pay(noteOf(1), '2026-04-01', 2_000_000, 'paid-off');
  clock.set('2026-06-30');
  await takeBack(noteOf(8), idOf(`${noteOf(8)} 2026-04-02`), 'back-of-april');
  await ledger.judgeAgreement({ fileId: fileOf('agreed'), agreementId: 'convenio', ...SYSTEM });
}

/** What is recorded in July about the months before. */
async function recordLate(): Promise<void> {
  clock.set('2026-07-05');
  await pay(noteOf(2), '2026-03-10', 55_555, 'late-1');
  await pay('agreed', '2026-04-01', 265_041, 'late-2');
  await takeBack(noteOf(7), idOf(`${noteOf(7)} 2025-06-01`), 'late-back');
  await place(noteOf(3), '2026-02-10', 'extrajudicial');
  await ledger.openNote(opening('late-note', { on: '2026-01-15' }));
}

const coordinator: Caller = {
  ...{ subject: 'coordinadora', roles: ['portfolio-coordinator'], offices: 'all', correlationId: 'prueba' },
};
const asked = (asOf: string, knownOn?: string) =>
  requestRestatement(deps, { asOf: day(asOf), knownOn: knownOn === undefined ? undefined : day(knownOn) }, coordinator);

/** Everything that is kept of it, asked as if nobody had before. */
async function restated(asOf: string, knownOn?: string, over: Partial<RunRestatementDeps> = {}) {
  const bucket = memoryObjects();
  const objects = createRestatementObjects(bucket);
  const { restatementId } = await asked(asOf, knownOn);
  const Key = { PK: `PORTFOLIOPAST#${restatementId}`, SK: 'PORTFOLIOPAST' };
  await dynamo.documents.send(new DeleteCommand({ TableName: dynamo.tables.SYSTEM_TABLE, Key }));
  await asked(asOf, knownOn);
  const run = (more: Partial<RunRestatementDeps> = {}) =>
    runRestatement({ ...deps, objects, ...over, ...more }, { restatementId, delivery: null });
  const end = await run();
  const kept = () => [...bucket.all].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return { end, run, objects, restatementId, kept };
}

/** The journals of all notes, of which one cannot be replayed. */
const unreadable = (broken: string) => async (noteId: string) => {
  const entries = await deps.entriesOf(noteId);
  return noteId === broken ? entries.map((entry) => ({ ...entry, payload: '{}' })) : entries;
};

async function valued(date: CalendarDate): Promise<Snapshot> {
  const { documents, tables } = dynamo;
  const { snapshot, failed } = await valuePortfolio(
    {
      ...createLedgerReader(documents, { heads: tables.HEADS_TABLE, entries: tables.ENTRIES_TABLE }),
      ...{ saveSnapshot: async () => undefined, keepRoot: async () => undefined, now: clock.now },
    },
    { date, segments: 3 },
  );
  expect(failed).toEqual([]);
  return snapshot;
}

/** The sum of the ledger's own balances of every note. */
async function balancesOn(date: CalendarDate) {
  const noteIds = [...Array.from({ length: NOTES }, (_, index) => noteOf(index)), 'brought', 'agreed'];
  const balances = await Promise.all(noteIds.map((noteId) => ledger.balanceOfNote(fileOf(noteId), noteId, date)));
  return {
    owed: addedByComponent(balances.map((balance) => balance!.owed)),
    due: addedByComponent(balances.map((balance) => balance!.due)),
  };
}

/** The nightly valuation's rows, out of those of a restatement. */
function asValued(rows: ReturnType<typeof rowsOf>) {
  const classOf = (standing: string) => (['0', 'closed'].includes(standing) ? 'notDue' : 'overdue');
  const keyOf = (row: (typeof rows)[number]) => `${row.office}#${classOf(row.standing)}#${row.stage}`;
  const keys = [...new Set(rows.map(keyOf))].toSorted();
  return keys.map((key) => ({ key, ...totalOf(rows.filter((row) => keyOf(row) === key)) }));
}
const figuresOf = ({ rows }: Snapshot) =>
  rows.map(({ office, noteClass, stage, figures: { ledger: _, unrecognised: __, ...figures } }) => ({
    ...{ key: `${office}#${noteClass}#${stage}`, ...figures },
  }));

describe('the portfolio of a past day', () => {
  it('as it was known that day is the night’s valuation, to the centavo, and stays so whatever is recorded later', async () => {
    clock.set('2026-07-01');
    const then = await restated(MONTH_END, MONTH_END);
    const march = await restated('2026-03-31', MONTH_END);
    expect([then.end, march.end]).toEqual(['done', 'done']);
    // Of a day before, what the ledger itself answers note by note.
    const inMarch = await march.objects.portfolio(march.restatementId);
    const { owed, due } = totalOf(rowsOf(inMarch.sums.rows));
    expect([inMarch.failed, { owed, due }]).toEqual([[], await balancesOn(day('2026-03-31'))]);
    const { sums, failed } = await then.objects.portfolio(then.restatementId);
    expect(failed).toEqual([]);
    const rows = rowsOf(sums.rows);
    expect(totalOf(rows)).toMatchObject({ notes: NOTES + 2 });
    // Every kind of standing is among them, so that the comparison compares something.
    expect(new Set(rows.map(({ standing }) => standing)).size).toBeGreaterThan(3);
    expect(asValued(rows)).toEqual(figuresOf(await valued(MONTH_END)));

    await recordLate();
    expect((await restated(MONTH_END, MONTH_END)).kept()).toEqual(then.kept());
    expect((await restated('2026-03-31', MONTH_END)).kept()).toEqual(march.kept());
    // By what is known since, it was another.
    const since = await restated(MONTH_END);
    const known = await since.objects.portfolio(since.restatementId);
    expect(totalOf(rowsOf(known.sums.rows)).notes).toBe(NOTES + 3);
    expect(known.sums).not.toEqual(sums);
  });

  it('of today, as known today, is the ledger’s valuation of today', async () => {
    clock.set('2026-07-05');
    const { objects, restatementId } = await restated('2026-07-05');
    const { sums } = await objects.portfolio(restatementId);
    const snapshot = await valued(day('2026-07-05'));
    expect(asValued(rowsOf(sums.rows))).toEqual(figuresOf(snapshot));
    expect(snapshot.total.owed.principal).toBeGreaterThan(0);
  });

  it('cut off anywhere goes on, and keeps the same bytes', async () => {
    clock.set('2026-07-06');
    const whole = await restated('2026-05-31', '2026-06-30');
    let left = 3;
    const cut = await restated('2026-05-31', '2026-06-30', {
      remainingMs: () => {
        left -= 1;
        return left < 0 ? 0 : 600_000;
      },
    });
    expect(cut.end).toBe('continued');
    expect(await deps.restatements.find(cut.restatementId)).toMatchObject({
      segmentsDone: 6,
      stoppedBy: 'time-limit',
    });
    // Killed between keeping a segment and counting it.
    const killed = { remainingMs: () => 600_000, objects: { ...cut.objects, putSegment: cut.objects.putSegment } };
    let put = 0;
    killed.objects.putSegment = async (...segment) => {
      const kept = await cut.objects.putSegment(...segment);
      put += 1;
      if (put > 6) throw new Error('killed');
      return kept;
    };
    await expect(cut.run(killed)).rejects.toThrow('killed');
    for (let second = 0; second < 130; second += 1) clock.now();
    expect(await cut.run({ remainingMs: () => 600_000 })).toBe('done');
    expect(cut.kept()).toEqual(whole.kept());
    const done = await deps.restatements.find(cut.restatementId);
    expect(done).toMatchObject({ state: 'done', segmentsDone: 128, failed: 0, notes: NOTES + 2 });
  });

  it('cut off before a segment was counted counts what is kept of it, and not what is read of it again', async () => {
    clock.set('2026-07-06');
    const objects = createRestatementObjects(memoryObjects());
    const { restatementId } = await asked('2026-05-30', '2026-06-30');
    const cut = {
      ...objects,
      putSegment: async (...segment: Parameters<typeof objects.putSegment>) => {
        const kept = await objects.putSegment(...segment);
        if (segment[2].failed.length > 0) throw new Error('killed');
        return kept;
      },
    };
    const run = (more: Partial<RunRestatementDeps>) =>
      runRestatement({ ...deps, ...more }, { restatementId, delivery: null });
    await expect(run({ objects: cut, entriesOf: unreadable('agreed') })).rejects.toThrow('killed');
    for (let second = 0; second < 130; second += 1) clock.now();
    expect(await run({ objects })).toBe('done');
    const { failed, sums } = await objects.portfolio(restatementId);
    expect([failed, totalOf(rowsOf(sums.rows)).notes]).toEqual([['agreed'], NOTES + 1]);
    expect(await deps.restatements.find(restatementId)).toMatchObject({ failed: 1, notes: NOTES + 1 });
  });

  it('that was given up goes on when it is asked again', async () => {
    clock.set('2026-07-06');
    const first = await asked('2026-02-28', '2026-06-30');
    const down = () => Promise.reject(new Error('the store is down'));
    const { restatementId } = first;
    for (let run = 0; run < 10; run += 1)
      await expect(
        runRestatement({ ...deps, entriesOf: down }, { restatementId, delivery: `corrida ${run}` }),
      ).rejects.toThrow('the store is down');
    for (let second = 0; second < 130; second += 1) clock.now();
    await resumeWork(deps, { task: RESTATE_PAST, machine: longWorkMachine }, deps.restatements);
    expect((await deps.restatements.find(restatementId))?.state).toBe('given-up');
    const again = await asked('2026-02-28', '2026-06-30');
    expect([again.state, again.history.map(({ step }) => step)]).toEqual(['under-way', ['ask', 'give-up', 'ask']]);
    expect(await runRestatement(deps, { restatementId, delivery: null })).toBe('done');
  });

  it('in which notes failed is made anew when it is asked again, and goes on being one when none did', async () => {
    clock.set('2026-07-06');
    const first = await asked('2026-05-29', '2026-06-30');
    const { restatementId } = first;
    await runRestatement({ ...deps, entriesOf: unreadable('agreed') }, { restatementId, delivery: null });
    const again = await asked('2026-05-29', '2026-06-30');
    expect([again.restatementId === restatementId, again.state]).toEqual([false, 'under-way']);
    expect(await asked('2026-05-29', '2026-06-30')).toEqual(again);
    expect(await runRestatement(deps, { restatementId: again.restatementId, delivery: null })).toBe('done');
    expect(await asked('2026-05-29', '2026-06-30')).toMatchObject({ failed: 0, notes: NOTES + 2 });
    // The figures that were told stay where they were.
    expect(await deps.restatements.find(restatementId)).toMatchObject({ state: 'done', failed: 1 });
  });

  it('is of one version of the rules: under another it is asked anew, not gone on with, and joined with no other', async () => {
    clock.set('2026-07-06');
    const other = await asked('2026-05-26', '2026-06-30');
    // As the third version named it.
    const restatementId = deterministicId('portfolio-restatement', '2026-05-27 2026-06-30 final');
    const older = { ...other, restatementId, asOf: day('2026-05-27'), fold: FOLD_VERSION - 1 };
    expect(await deps.restatements.write(older)).toBe(true);
    const again = await asked('2026-05-27', '2026-06-30');
    expect([again.fold, again.restatementId === restatementId]).toEqual([FOLD_VERSION, false]);
    await expect(runRestatement(deps, { restatementId, delivery: null })).rejects.toThrow('older rules');
    const one = { restatementId: again.restatementId, delivery: null };
    expect(await runRestatement(deps, one)).toBe('done');
    const done = (await deps.restatements.find(again.restatementId))!;
    await deps.restatements.write({ ...done, fold: FOLD_VERSION - 1, version: done.version + 1 });
    const later = await asked('2026-05-28', '2026-06-30');
    await runRestatement(deps, { restatementId: later.restatementId, delivery: null });
    const rolls = restatementUseCases.getRollRates(
      deps,
      {
        ...{ params: { restatementId: later.restatementId }, query: { from: again.restatementId } },
        ...{ body: undefined, idempotencyKey: undefined, ifMatch: undefined },
      },
      coordinator,
    );
    await expect(rolls).rejects.toMatchObject({ code: 'restatements-not-comparable' });
  });

  it('is asked once for the same days; a day that was not over is asked anew when it is', async () => {
    clock.set('2026-07-06');
    const open = await asked('2026-06-30', '2026-07-06');
    expect(await asked('2026-06-30')).toEqual(open);
    expect(open.isFinal).toBe(false);
    clock.set('2026-07-07');
    // A posting begun before midnight may still commit, with the day before as its own.
    const early = { ...deps, clock: { ...clock, now: () => new Date('2026-07-07T07:14:59Z') } };
    const days = { asOf: day('2026-06-30'), knownOn: day('2026-07-06') };
    expect(await requestRestatement(early, days, coordinator)).toEqual(open);
    const final = await asked('2026-06-30', '2026-07-06');
    expect([final.isFinal, final.restatementId === open.restatementId]).toEqual([true, false]);
    expect(await asked('2026-06-30', '2026-07-06')).toEqual(final);
    for (const [asOf, knownOn] of [
      ['2026-07-08', undefined],
      ['2026-07-01', '2026-06-30'],
      ['2026-07-01', '2026-07-08'],
    ] as const)
      await expect(asked(asOf, knownOn), asOf).rejects.toMatchObject({ code: 'restatement-days' });
  });

  it('names a note that cannot be replayed, and tells the others', async () => {
    clock.set('2026-07-06');
    const TableName = dynamo.tables.HEADS_TABLE;
    const { documents } = dynamo;
    const { PutCommand } = await import('@aws-sdk/lib-dynamodb');
    const head = encodeHead(await headOf(dynamo, { fileId: fileOf('agreed'), noteId: 'agreed' }));
    const broken = { ...head, PK: 'FILE#roto', SK: 'NOTE#roto', terms: 'no' };
    await documents.send(new PutCommand({ TableName, Item: broken }));
    const { objects, restatementId } = await restated('2026-06-15', '2026-06-30', {
      entriesOf: unreadable('agreed'),
    }).finally(() => documents.send(new DeleteCommand({ TableName, Key: { PK: 'FILE#roto', SK: 'NOTE#roto' } })));
    const { failed, sums } = await objects.portfolio(restatementId);
    expect(failed.toSorted()).toEqual(['FILE#roto NOTE#roto', 'agreed']);
    expect(totalOf(rowsOf(sums.rows)).notes).toBe(NOTES + 1);
    expect(await deps.restatements.find(restatementId)).toMatchObject({ failed: 2 });
  });
});

describe('rolls from a day to a later one', () => {
  const input = { body: undefined, idempotencyKey: undefined, ifMatch: undefined };
  const done = async (asOf: string, knownOn: string): Promise<string> => {
    const { restatementId, state } = await asked(asOf, knownOn);
    if (state !== 'done')
      expect(await runRestatement(deps, { restatementId, delivery: null }), `${asOf} ${knownOn}`).toBe('done');
    return restatementId;
  };
  const rolled = async (from: string, to: string) =>
    (
      await restatementUseCases.getRollRates(
        deps,
        { ...input, params: { restatementId: to }, query: { from } },
        coordinator,
      )
    ).body!;

  it('have in their rows the buckets of the first day and in their columns those of the second', async () => {
    clock.set('2026-07-09');
    const [first, second] = [await done('2026-01-31', '2026-07-05'), await done('2026-05-15', '2026-07-05')];
    const { rolls } = await rolled(first, second);
    expect(rollRatesAnswer.shape.rolls.parse(rolls).length).toBeGreaterThan(5);
    const notesBy = (end: 'from' | 'to') =>
      Object.fromEntries(
        STANDINGS.flatMap((standing) => {
          const notes = rolls.reduce((sum, roll) => (roll[end] === standing ? sum + roll.notes : sum), 0);
          return notes === 0 || standing === 'not-yet' ? [] : [[standing, notes]];
        }),
      );
    const buckets = async (id: string) =>
      Object.fromEntries(
        totalsByStanding(rowsOf((await deps.objects.portfolio(id)).sums.rows)).flatMap(({ standing, notes }) =>
          notes === 0 ? [] : [[standing, notes]],
        ),
      );
    expect([notesBy('from'), notesBy('to')]).toEqual([await buckets(first), await buckets(second)]);
    // Two were brought in and agreed on in February; one had been lent in 2024.
    expect(rolls.filter(({ from }) => from === 'not-yet')).toMatchObject([{ to: '121+', notes: 1 }]);
    for (const standing of new Set(rolls.map(({ from }) => from))) {
      const row = rolls.filter(({ from }) => from === standing);
      expect(row.reduce((sum, { notesShare }) => sum + Number(notesShare), 0)).toBeCloseTo(100, 0);
    }
  });

  it('leave out a note that could not be replayed on one of the days, and tell that it is missing', async () => {
    clock.set('2026-07-09');
    const first = await done('2026-03-15', '2026-07-05');
    const whole = await rolled(first, await done('2026-05-15', '2026-07-05'));
    expect(whole.rolls.filter(({ to }) => to === 'not-yet')).toEqual([]);
    const { restatementId } = await asked('2026-05-16', '2026-07-05');
    await runRestatement({ ...deps, entriesOf: unreadable('agreed') }, { restatementId, delivery: null });
    const { rolls, from, to } = rollRatesAnswer.parse(await rolled(first, restatementId));
    const notes = (of: readonly { readonly notes: number }[]) => of.reduce((sum, roll) => sum + roll.notes, 0);
    expect(rolls.filter((roll) => roll.to === 'not-yet')).toEqual([]);
    expect([notes(rolls), from.failed, to.failed]).toEqual([notes(whole.rolls) - 1, 0, 1]);
    // Nor is it one that had not begun by the first.
    const later = await done('2026-06-16', '2026-07-05');
    const back = await rolled(restatementId, later);
    expect(back.rolls.filter((roll) => roll.from === 'not-yet')).toEqual([]);
  });

  it('are of two days that are known alike, the first before the second, both done', async () => {
    clock.set('2026-07-09');
    const [march, may] = [await done('2026-03-20', '2026-07-05'), await done('2026-05-20', '2026-07-05')];
    const earlier = await done('2026-03-20', '2026-06-30');
    const [own, later] = [await done('2026-03-20', '2026-03-20'), await done('2026-05-20', '2026-05-20')];
    expect((await rolled(own, later)).rolls.length).toBeGreaterThan(0);
    for (const [from, to] of [
      [may, march],
      [march, march],
      [earlier, may],
    ] as const)
      await expect(rolled(from, to)).rejects.toMatchObject({ code: 'restatements-not-comparable' });
    // Of a day while it went on, and of all of it: what was recorded in between would show as a roll.
    const morning = await done('2026-03-21', '2026-07-09');
    clock.set('2026-07-10');
    const whole = await done('2026-05-22', '2026-07-09');
    await expect(rolled(morning, whole)).rejects.toMatchObject({ code: 'restatements-not-comparable' });
    const { restatementId: waiting } = await asked('2026-05-21', '2026-07-05');
    await expect(rolled(march, waiting)).rejects.toMatchObject({ code: 'restatement-unfinished' });
  });
});

describe('cohorts and forecast of a past day', () => {
  const figures = async () => {
    clock.set('2026-07-10');
    const { restatementId } = await asked('2026-06-30', '2026-07-04');
    await runRestatement(deps, { restatementId, delivery: null });
    const read = { params: { restatementId }, body: undefined, idempotencyKey: undefined, ifMatch: undefined };
    const cohorts = await restatementUseCases.getRecoveryCohorts(deps, { ...read, query: undefined }, coordinator);
    const asking = { ...read, query: { months: 2 } };
    const forecast = await restatementUseCases.getRecoveryForecast(deps, asking, coordinator);
    return { cohorts: cohorts.body!, forecast: forecast.body! };
  };
  /** What the journal says came in of value days from `from` on, less what was taken back. */
  const cameInSince = async (from: string): Promise<number> => {
    const noteIds = [...Array.from({ length: NOTES }, (_, index) => noteOf(index)), 'brought', 'agreed'];
    const entries = (await Promise.all(noteIds.map((noteId) => deps.entriesOf(noteId)))).flat();
    return entries
      .filter(({ recordedOn, valueDate }) => recordedOn <= '2026-07-04' && valueDate >= from)
      .reduce((sum, { application }) => sum + (application?.amount ?? 0), 0);
  };

  it('are of what was lent and of what came in by the journal', async () => {
    const { cohorts, forecast } = await figures();
    const [first, second] = cohortsAnswer.parse(cohorts).cohorts;
    // Forty notes of 6,000.00 to 9,900.00 and one of 10,000.00; and one brought forward of which 3,000.00 had come in.
    expect(first).toMatchObject({ year: 2024, notes: NOTES + 1, lent: '328000.00' });
    expect(second).toMatchObject({ year: 2026, notes: 1, lent: '10000.00', curve: [] });
    const { months, trials, ...told } = forecastAnswer.parse(forecast);
    expect(told).toMatchObject({
      isBased: true,
      basisName: 'con base',
      method: expect.stringMatching(/^De lo prestado/),
    });
    expect(months.map(({ month }) => month)).toEqual(['2026-07', '2026-08']);
    expect(trials.map(({ knownTo, isBased }) => [knownTo, isBased])).toEqual([
      ['2026-03', true],
      ['2025-12', true],
      // A note of January 2024 had been paid, or not, for more than a year.
      ['2025-06', true],
    ]);
    const since = await cameInSince('2026-04-01');
    expect(since).toBeGreaterThan(2_000_000);
    expect(forecast.trials[0]).toMatchObject({ cameIn: since, bias: expect.stringMatching(/^-?\d+\.\d\d$/) });
  });
});

describe('the API of past days', () => {
  const input = { params: undefined, query: undefined, body: undefined, idempotencyKey: undefined, ifMatch: undefined };
  const read = { ...input, query: undefined };

  it('says how far it is, then the figures by office, product, stage and bucket, which sum to the total', async () => {
    clock.set('2026-07-06');
    const body = { asOf: day('2026-04-30'), knownOn: day('2026-06-30') };
    const told = await restatementUseCases.restatePortfolioPast(deps, { ...input, body }, coordinator);
    const { restatementId } = told.body!;
    expect(told.location).toBe(`/v1/portfolio-restatements/${restatementId}`);
    const one = { ...read, params: { restatementId } };
    await expect(restatementUseCases.getRestatedPortfolio(deps, one, coordinator)).rejects.toMatchObject({
      code: 'restatement-unfinished',
    });
    expect(await runRestatement(deps, { restatementId, delivery: null })).toBe('done');
    const followed = await restatementUseCases.getPortfolioRestatement(deps, one, coordinator);
    expect(restatementAnswer.parse(followed.body)).toMatchObject({ statusName: 'terminado', notes: NOTES + 2 });
    const answer = await restatementUseCases.getRestatedPortfolio(deps, one, coordinator);
    const { rows, byStanding, total } = answer.body!;
    const sum = (figures: readonly { readonly owed: { readonly total: number } }[]) =>
      figures.reduce((all, { owed }) => all + owed.total, 0);
    expect([sum(rows), sum(byStanding)]).toEqual([total.owed.total, total.owed.total]);
    expect(byStanding.map(({ standing }) => standing)).toEqual([
      '0',
      '1-30',
      '31-60',
      '61-90',
      '91-120',
      '121+',
      'closed',
    ]);
    const wire = restatedPortfolioAnswer.parse(answer.body);
    const closed = wire.byStanding.at(-1)!.notes;
    expect(closed).toBeGreaterThan(0);
    expect([wire.isFinal, wire.total.openNotes]).toEqual([true, NOTES + 2 - closed]);
    expect(wire.bucketsSource).toMatch(/^Por confirmar/);
    const listed = await restatementUseCases.listPortfolioRestatements(
      deps,
      { ...input, query: { status: 'done', limit: 50 } },
      coordinator,
    );
    expect(listed.body!.items.map(({ asOf }) => asOf)).toContain('2026-04-30');
    const missing = { ...read, params: { restatementId: '0193f1c2-7c1a-7b7e-9d3e-5a1f0c2b4d6e' } };
    await expect(restatementUseCases.getPortfolioRestatement(deps, missing, coordinator)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
