import { randomUUID } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Campaign } from '../../../functions/agreements/campaigns/campaign.ts';
import { createCampaignBudget } from '../../../functions/agreements/campaigns/campaign-budget.ts';
import { createCampaignStore } from '../../../functions/agreements/campaigns/campaign-store.ts';
import { decideCampaign } from '../../../functions/agreements/campaigns/decide-campaign.ts';
import {
  createCampaignPreviewStore,
  PREVIEW_CAMPAIGN,
} from '../../../functions/agreements/campaigns/previews/campaign-preview.ts';
import { createPreviewFiles } from '../../../functions/agreements/campaigns/previews/preview-files.ts';
import { previewUseCases } from '../../../functions/agreements/campaigns/previews/preview-use-cases.ts';
import { type PreviewDeps, requestPreview } from '../../../functions/agreements/campaigns/previews/request-preview.ts';
import { type RunPreviewDeps, runPreview } from '../../../functions/agreements/campaigns/previews/run-preview.ts';
import { type CampaignTerms, proposeCampaign } from '../../../functions/agreements/campaigns/propose-campaign.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { createJobRequests } from '../../../shared/jobs/job-request.ts';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import { resumeWork } from '../../../shared/jobs/resume-work.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { createHeadScan, type HeadScan } from '../../../shared/ledger/scan-heads.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { DUE_IN_ONE } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { opening, testClock, testLedger } from '../../support/ledger.ts';

const day = calendarDate;
const clock = testClock('2026-02-02');
const log = createLog({ functionName: 'prueba', now: () => new Date(), write: () => undefined });
let dynamo: TestDynamo;
let deps: Omit<PreviewDeps, 'previewFiles'> & RunPreviewDeps & { budget: ReturnType<typeof createCampaignBudget> };
let ledger: ReturnType<typeof testLedger>;
let key: string;
/** Of this test's notes alone. */
let product: string;
let wholePortfolio: HeadScan;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { documents, tables } = dynamo;
  ledger = testLedger(documents, tables, clock);
  wholePortfolio = createHeadScan(documents, tables.HEADS_TABLE);
  deps = {
    campaigns: createCampaignStore(documents, tables.SYSTEM_TABLE),
    budget: createCampaignBudget(documents, tables.SYSTEM_TABLE),
    previews: createCampaignPreviewStore(documents, tables.SYSTEM_TABLE),
    previewFiles: createPreviewFiles(documents, tables.SYSTEM_TABLE),
    jobs: createJobRequests(documents, tables.SYSTEM_TABLE),
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
    scanHeads: wholePortfolio,
    newRunId: randomUUID,
    remainingMs: () => 900_000,
    ...{ clock, log },
  };
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  clock.set('2026-02-02');
  key = randomUUID();
  product = `producto-${key.slice(0, 8)}`;
});

const who = (role: Role, offices: Caller['offices'] = 'all'): Caller => ({
  ...{ subject: `${role}-1`, roles: [role], offices, correlationId: 'prueba' },
});
const coordinator = who('portfolio-coordinator');
const input = <Params extends object, Query>(params: Params, query: Query) => ({
  ...{ params, query, body: undefined, ifMatch: undefined },
});

const campaign = (changes: Partial<CampaignTerms> = {}, under = key) =>
  proposeCampaign(
    deps,
    {
      ...{ name: 'Ponte al corriente', from: day('2026-02-01'), until: day('2026-03-31') },
      share: { ...zeroByComponent(), ordinaryInterest: 500_000, defaultInterest: 1_000_000 },
      ...{ earned: 'at-fulfilment', whileLive: [], mostPayments: 6, eligibility: { products: [product] } },
      ...{ legalBasis: 'Acuerdo de la Junta Directiva', budget: 1_000_000_00, source: 'Por confirmar' },
      ...{ idempotencyKey: under, ...changes },
    },
    coordinator,
  );
const openFile = async (office: Office, amounts: readonly number[]) => {
  const fileId = randomUUID();
  for (const amount of amounts)
    await ledger.openNote(
      opening(randomUUID(), {
        ...{ fileId, terms: DUE_IN_ONE, on: '2024-01-31', amount },
        dimensions: { office, stage: 'administrative', agent: null, product },
      }),
    );
  return fileId;
};
const asked = ({ campaignId }: Campaign, under = `p-${key}`) =>
  requestPreview(deps, { campaignId, idempotencyKey: under }, coordinator);
const run = (previewId: string, delivery: string | null = null, changes: Partial<RunPreviewDeps> = {}) =>
  runPreview({ ...deps, ...changes }, { previewId, delivery });
const told = async ({ campaignId, previewId }: { campaignId: string; previewId: string }, caller = coordinator) =>
  (
    await previewUseCases.getCampaignPreview(
      deps,
      { ...input({ campaignId, previewId }, undefined), idempotencyKey: undefined },
      caller,
    )
  ).body;
const filesOf = (
  { campaignId, previewId }: { campaignId: string; previewId: string },
  office?: Office,
  { caller = coordinator, ...page }: { caller?: Caller; limit?: number; cursor?: string | undefined } = {},
) =>
  previewUseCases.listCampaignPreviewFiles(
    deps,
    {
      ...input({ campaignId, previewId }, { office, limit: 50, cursor: undefined, ...page }),
      idempotencyKey: undefined,
    },
    caller,
  );
const listed = async (preview: { campaignId: string; previewId: string }, office: Office) =>
  ((await filesOf(preview, office)).body?.items ?? []).map(({ fileId }) => fileId).toSorted();
const requestsOf = async (previewId: string) => {
  const { Items = [] } = await dynamo.documents.send(
    new QueryCommand({
      TableName: dynamo.tables.SYSTEM_TABLE,
      KeyConditionExpression: 'PK = :job',
      ExpressionAttributeValues: { ':job': `JOB#PREVIEW-CAMPAIGN#${previewId}` },
    }),
  );
  return Items;
};
/** A scan that fails at the `nth` segment read, once. */
const failingAt = (nth: number): HeadScan => {
  let begun = 0;
  return async function* (segment, segments) {
    begun += 1;
    if (begun === nth) throw new Error('the store is down');
    yield* wholePortfolio(segment, segments);
  };
};
/** Enough for `rounds` checkpoints. */
const timeFor = (rounds: number) => {
  let left = rounds;
  return () => {
    left -= 1;
    return left >= 0 ? 900_000 : 1_000;
  };
};

describe('a preview of a campaign', () => {
  it('is asked for once a key, with the request for its run, and tells who qualifies by office and component', async () => {
    const mine = await openFile('hermosillo', [1_000_000, 500_000]);
    const theirs = await openFile('nogales', [300_000]);
    const one = await campaign();
    const both = await Promise.all([asked(one), asked(one)]);
    expect(both[0]).toEqual(both[1]);
    const { previewId } = both[0];
    expect(await requestsOf(previewId)).toMatchObject([{ task: PREVIEW_CAMPAIGN, id: previewId }]);
    await expect(asked(await campaign({}, `other-${key}`))).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await told(both[0])).toMatchObject({
      status: 'under-way',
      segmentsDone: 0,
      isComplete: false,
      byOffice: [],
    });

    expect(await run(previewId)).toBe('done');
    const result = await told(both[0]);
    expect(result).toMatchObject({
      ...{ status: 'done', statusName: 'terminado', isComplete: true, asOf: '2026-02-02', failed: 0 },
      ...{ segments: 64, segmentsDone: 64 },
      // Of 10,000.00, 601.64 and 603.29 of interest; of 5,000.00, 300.82 and 301.64; of 3,000.00, 180.49 and 180.99. Half of
      // the ordinary one is forgiven, rounded down a note (300.82, 150.41, 90.24), and all of the default one.
      byOffice: [
        { office: 'hermosillo', files: 1, notes: 2, pays: 1_545_123 },
        { office: 'nogales', files: 1, notes: 1, pays: 309_025 },
      ],
      total: {
        ...{ files: 2, notes: 3, pays: 1_854_148 },
        owed: { principal: 1_800_000, ordinaryInterest: 108_295, defaultInterest: 108_592, total: 2_016_887 },
        forgives: { ...zeroByComponent(), ordinaryInterest: 54_147, defaultInterest: 108_592, total: 162_739 },
      },
    });
    expect(result?.headsRead).toBeGreaterThanOrEqual(3);
    expect(await listed(both[0], 'hermosillo')).toEqual([mine]);
    expect((await filesOf(both[0], 'nogales')).body?.items).toMatchObject([{ fileId: theirs, pays: 309_025 }]);
    expect(await run(previewId)).toBe('not-taken');
    expect(await asked(one)).toMatchObject({ previewId, state: 'done' });
  });

  it('is paged through without computing, and seen of their own offices by whoever is bound to them', async () => {
    const three = await Promise.all([1, 2, 3].map((times) => openFile('hermosillo', [times * 100_000])));
    const fourth = await openFile('nogales', [300_000]);
    const preview = await asked(await campaign());
    await run(preview.previewId);
    const paged = async (office?: Office) => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const { body } = await filesOf(preview, office, { limit: 2, cursor });
        expect(body?.items.length).toBeLessThanOrEqual(2);
        seen.push(...(body?.items ?? []).map(({ fileId }) => fileId));
        cursor = body?.nextCursor;
      } while (cursor !== undefined);
      return seen;
    };
    const hermosillo = await paged('hermosillo');
    expect(hermosillo.toSorted()).toEqual(three.toSorted());
    expect(await paged()).toEqual([...hermosillo, fourth]);
    const { body } = await filesOf(preview, 'hermosillo', { limit: 2 });
    await expect(filesOf(preview, 'nogales', { cursor: body?.nextCursor })).rejects.toMatchObject({
      code: 'malformed-request',
    });

    const collector = who('collector', ['nogales']);
    expect(await told(preview, collector)).toMatchObject({ byOffice: [{ office: 'nogales' }], total: { files: 1 } });
    expect((await filesOf(preview, 'hermosillo', { caller: collector })).body?.items).toEqual([]);
    expect((await filesOf(preview, undefined, { caller: collector })).body?.items).toMatchObject([{ fileId: fourth }]);
    const other = await campaign({}, `other-${key}`);
    await expect(told({ ...preview, campaignId: other.campaignId })).rejects.toMatchObject({ code: 'not-found' });
    clock.set('2026-05-04');
    await expect(filesOf(preview, 'nogales')).rejects.toMatchObject({
      code: 'campaign-preview-over',
      detail: expect.stringContaining('se guardó hasta el 3 de mayo de 2026'),
    });
  });

  it('whose run is out of time or fails goes on behind its checkpoint, and lists and counts nothing twice', async () => {
    const files = await Promise.all([...Array(12).keys()].map((index) => openFile('obregon', [100_000 + index])));
    const whole = await asked(await campaign());
    await run(whole.previewId);
    const cut = await asked(await campaign({}, `cut-${key}`), `cut-p-${key}`);
    expect(await run(cut.previewId, 'first', { remainingMs: timeFor(3) })).toBe('continued');
    expect(await told(cut)).toMatchObject({ status: 'under-way', segmentsDone: 24 });
    expect(await requestsOf(cut.previewId)).toHaveLength(2);
    await expect(run(cut.previewId, 'second', { scanHeads: failingAt(11) })).rejects.toThrow('the store is down');
    expect(await told(cut)).toMatchObject({ segmentsDone: 32 });

    // Files of three segments are stored, those of the others are not, and none is counted.
    let puts = 0;
    const putting: RunPreviewDeps['previewFiles'] = {
      ...deps.previewFiles,
      put: async (...put) => {
        puts += 1;
        if (puts > 3) throw new Error('the table is busy');
        await deps.previewFiles.put(...put);
      },
    };
    await expect(run(cut.previewId, 'second', { previewFiles: putting })).rejects.toThrow('the table is busy');
    expect(await told(cut)).toMatchObject({ segmentsDone: 32 });

    // What the run that failed stored of its last segments, and no longer holds: a file that qualified then.
    const [stored] = (await deps.previewFiles.page(whole.previewId, ['obregon'], { limit: 1 })).files;
    if (stored === undefined) throw new Error('no file was stored');
    await deps.previewFiles.put(cut, 33, [{ ...stored, fileId: randomUUID() }]);
    expect(await run(cut.previewId, 'second')).toBe('done');
    const [once, twice] = await Promise.all([told(whole), told(cut)]);
    expect(twice).toMatchObject({ byOffice: once?.byOffice, total: once?.total, headsRead: once?.headsRead });
    expect(await listed(cut, 'obregon')).toEqual(files.toSorted());
  });

  it('is worked on by one run at a time: another finds it taken, and one taken for dead writes nothing more', async () => {
    await openFile('hermosillo', [100_000]);
    const { previewId } = await asked(await campaign());
    let others: readonly unknown[] = [];
    let meeting = true;
    const meetingOthers: HeadScan = async function* (segment, segments) {
      if (meeting) {
        meeting = false;
        const refused = await run(previewId, 'another event');
        others = [refused, await run(previewId, 'the event', { remainingMs: timeFor(1) })];
      }
      yield* wholePortfolio(segment, segments);
    };
    expect(await run(previewId, 'the event', { scanHeads: meetingOthers })).toBe('lease-lost');
    expect(others).toEqual(['not-taken', 'continued']);
    expect(await deps.previews.find(previewId)).toMatchObject({ segmentsDone: 8, runs: 2, state: 'under-way' });
    expect(await run(previewId)).toBe('done');
  });

  it('says that heads could not be valued instead of hiding them', async () => {
    await openFile('hermosillo', [100_000]);
    const withFaults: HeadScan = async function* (segment, segments) {
      if (segment < 30) yield { type: 'undecodable', key: `FILE#${segment}` };
      yield* wholePortfolio(segment, segments);
    };
    const preview = await asked(await campaign());
    expect(await run(preview.previewId, null, { scanHeads: withFaults })).toBe('done');
    const result = await told(preview);
    expect(result).toMatchObject({ status: 'done', isComplete: false, failed: 30, total: { files: 1 } });
    expect(result?.failedHeads).toHaveLength(20);
  });

  it('that gives no sign of life is asked for anew, and given up after ten runs', async () => {
    const preview = await asked(await campaign());
    const resume = () => resumeWork(deps, { task: PREVIEW_CAMPAIGN, machine: longWorkMachine }, deps.previews);
    // Those that other tests left under way are resumed as well.
    const before = (await requestsOf(preview.previewId)).length;
    await resume();
    expect(await requestsOf(preview.previewId)).toHaveLength(before);
    for (let second = 0; second < 130; second += 1) clock.now();
    await resume();
    expect(await requestsOf(preview.previewId)).toHaveLength(before + 1);
    const down: HeadScan = () => {
      throw new Error('the store is down');
    };
    for (let runs = 0; runs < 10; runs += 1)
      await expect(run(preview.previewId, `run ${runs}`, { scanHeads: down })).rejects.toThrow('the store is down');
    await resume();
    expect(await told(preview)).toMatchObject({
      status: 'given-up',
      statusName: 'no se pudo terminar',
      history: [{ step: 'ask' }, { step: 'give-up', reason: 'Error' }],
    });
    expect(await run(preview.previewId)).toBe('not-taken');
  });

  it('is refused of a campaign that was turned down, and nothing is written', async () => {
    const one = await campaign();
    await decideCampaign(
      deps,
      'reject',
      { campaignId: one.campaignId, idempotencyKey: `r-${key}`, reason: 'No procede' },
      who('director'),
    );
    await expect(asked(one)).rejects.toMatchObject({
      code: 'campaign-not-open-to',
      detail: expect.stringContaining('está: rechazada'),
    });
    const previewId = deterministicId('campaign-preview', `p-${key}`);
    expect([await deps.previews.find(previewId), await requestsOf(previewId)]).toEqual([undefined, []]);
    await expect(asked({ ...one, campaignId: randomUUID() })).rejects.toMatchObject({ code: 'not-found' });
  });
});
