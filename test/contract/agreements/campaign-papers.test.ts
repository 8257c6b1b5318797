import { randomUUID } from 'node:crypto';
import ExcelJS from 'exceljs';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAgreementStore } from '../../../functions/agreements/agreements/agreement-store.ts';
import { signAgreement } from '../../../functions/agreements/agreements/move-agreement.ts';
import { type ProposeDeps, proposeAgreement } from '../../../functions/agreements/agreements/propose-agreement.ts';
import { simulateAgreement } from '../../../functions/agreements/agreements/simulate-agreement.ts';
import type { Campaign } from '../../../functions/agreements/campaigns/campaign.ts';
import { createCampaignBudget } from '../../../functions/agreements/campaigns/campaign-budget.ts';
import { createCampaignStore } from '../../../functions/agreements/campaigns/campaign-store.ts';
import { decideCampaign } from '../../../functions/agreements/campaigns/decide-campaign.ts';
import { balancesByDay } from '../../../functions/agreements/campaigns/papers/balances-by-day.ts';
import { createCampaignPaperStore } from '../../../functions/agreements/campaigns/papers/campaign-paper.ts';
import { fetchCampaignPaper } from '../../../functions/agreements/campaigns/papers/fetch-paper.ts';
import type { Letter } from '../../../functions/agreements/campaigns/papers/invitation-letter.ts';
import { paperUseCases } from '../../../functions/agreements/campaigns/papers/paper-use-cases.ts';
import { previewWorkbook } from '../../../functions/agreements/campaigns/papers/preview-workbook.ts';
import {
  type AskedPaper,
  type PaperDeps,
  requestPaper,
} from '../../../functions/agreements/campaigns/papers/request-paper.ts';
import { type RunPaperDeps, runPaper } from '../../../functions/agreements/campaigns/papers/run-paper.ts';
import { createCampaignPreviewStore } from '../../../functions/agreements/campaigns/previews/campaign-preview.ts';
import { createPreviewFiles } from '../../../functions/agreements/campaigns/previews/preview-files.ts';
import { type PreviewDeps, requestPreview } from '../../../functions/agreements/campaigns/previews/request-preview.ts';
import { type RunPreviewDeps, runPreview } from '../../../functions/agreements/campaigns/previews/run-preview.ts';
import {
  type CampaignDeps,
  type CampaignTerms,
  proposeCampaign,
} from '../../../functions/agreements/campaigns/propose-campaign.ts';
import { type AccessTrail, createAccessTrail } from '../../../shared/audit/access-trail.ts';
import { addDays, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { createJobRequests } from '../../../shared/jobs/job-request.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { createHeadScan, type HeadScan } from '../../../shared/ledger/scan-heads.ts';
import { sumOfComponents, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { createLog } from '../../../shared/observability/log.ts';
import type { Addressee } from '../../../shared/register/register-port.ts';
import { DUE_IN_ONE } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { opening, payment, posting, testAgreements, testClock, testLedger } from '../../support/ledger.ts';

type RunPreviewFields = Pick<RunPreviewDeps, 'scanHeads' | 'previewFiles'> & { readonly trail: AccessTrail };

const day = calendarDate;
const clock = testClock('2026-02-02');
const log = createLog({ functionName: 'prueba', now: () => new Date(), write: () => undefined });
const ADDRESS = { street: 'Rosales 45', neighbourhood: null, city: 'Hermosillo', state: 'Sonora', postcode: '83000' };
let dynamo: TestDynamo;
let deps: ProposeDeps & CampaignDeps & PreviewDeps & PaperDeps & RunPaperDeps & RunPreviewFields;
let ledger: ReturnType<typeof testLedger> & ReturnType<typeof testAgreements>;
let addressees: Map<string, Addressee>;
let objects: Map<string, Uint8Array>;
let drawn: (readonly Letter[])[];
let key: string;
let product: string;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { documents, tables } = dynamo;
  const calendar = bankHolidayCalendar();
  ledger = { ...testLedger(documents, tables, clock), ...testAgreements(documents, tables, clock) };
  deps = {
    ...{ ledger, clock, log, calendar: async () => calendar },
    records: createAgreementStore(documents, tables.SYSTEM_TABLE),
    campaigns: createCampaignStore(documents, tables.SYSTEM_TABLE),
    budget: createCampaignBudget(documents, tables.SYSTEM_TABLE),
    previews: createCampaignPreviewStore(documents, tables.SYSTEM_TABLE),
    previewFiles: createPreviewFiles(documents, tables.SYSTEM_TABLE),
    papers: createCampaignPaperStore(documents, tables.SYSTEM_TABLE),
    jobs: createJobRequests(documents, tables.SYSTEM_TABLE),
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
    trail: createAccessTrail(documents, tables.SYSTEM_TABLE),
    balancesByDay: balancesByDay(documents, tables.HEADS_TABLE),
    scanHeads: createHeadScan(documents, tables.HEADS_TABLE),
    register: {
      wholeFile: async () => undefined,
      findAddressees: async (fileIds) => new Map([...addressees].filter(([fileId]) => fileIds.includes(fileId))),
      notesOfFile: async () => [],
    },
    objects: {
      put: async ({ paper, number }, bytes) => void objects.set(`${paper.paperId}/${number}`, bytes),
    },
    // What is on the letters is what this hears; how they look: test/unit/agreements/invitation-letter.test.ts.
    drawLetters: async (_model, letters) => {
      drawn.push(letters);
      return Buffer.from(JSON.stringify(letters));
    },
    drawWorkbook: previewWorkbook,
    newRunId: randomUUID,
    remainingMs: () => 900_000,
    mostLetters: 1_000,
  };
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  clock.set('2026-02-02');
  key = randomUUID();
  product = `producto-${key.slice(0, 8)}`;
  addressees = new Map();
  objects = new Map();
  drawn = [];
});

const coordinator: Caller = {
  ...{ subject: `coordinadora-${randomUUID()}`, name: 'Rosa Peña', correlationId: 'prueba' },
  ...{ roles: ['portfolio-coordinator'], offices: 'all' },
};
const director: Caller = { ...coordinator, subject: 'directora', roles: ['director'] };

const opened = async (changes: Partial<CampaignTerms> = {}) => {
  const { campaignId } = await proposeCampaign(
    deps,
    {
      ...{ name: 'Ponte al corriente', from: day('2026-02-01'), until: day('2026-03-31') },
      share: { ...zeroByComponent(), ordinaryInterest: 500_000, defaultInterest: 1_000_000 },
      ...{ earned: 'at-fulfilment', whileLive: ['ordinaryInterest', 'defaultInterest'], mostPayments: 6 },
      eligibility: { products: [product] },
      ...{ legalBasis: 'Acuerdo de la Junta Directiva', budget: 1_000_000_00, source: 'Por confirmar' },
      ...{ idempotencyKey: key, ...changes },
    },
    coordinator,
  );
  const decision = { campaignId, idempotencyKey: `open-${key}`, reason: null };
  return decideCampaign(deps, 'authorise', decision, director);
};
const openFile = async (amounts: readonly number[], { hasAddress = true, office = 'hermosillo' as const } = {}) => {
  const fileId = randomUUID();
  const noteIds: string[] = [];
  for (const amount of amounts) {
    const noteId = randomUUID();
    noteIds.push(noteId);
    await ledger.openNote(
      opening(noteId, {
        ...{ fileId, terms: DUE_IN_ONE, on: '2024-01-31', amount },
        dimensions: { office, stage: 'administrative', agent: null, product },
      }),
    );
  }
  addressees.set(fileId, { fileId, name: `Persona ${fileId.slice(0, 4)}`, address: hasAddress ? ADDRESS : null });
  return { fileId, noteIds };
};
const previewed = async ({ campaignId }: Campaign, changes: { scanHeads?: HeadScan } = {}) => {
  const asked = await requestPreview(deps, { campaignId, idempotencyKey: `p-${key}` }, coordinator);
  await runPreview({ ...deps, ...changes }, { previewId: asked.previewId, delivery: null });
  return { campaignId, previewId: asked.previewId };
};
const DAYS = { from: day('2026-02-03'), until: day('2026-02-27') };
const ask = (of: { campaignId: string; previewId: string }, changes: Partial<AskedPaper> = {}) =>
  requestPaper(deps, { ...of, kind: 'letters', days: DAYS, idempotencyKey: `l-${key}`, ...changes }, coordinator);
const run = (paperId: string, changes: Partial<RunPaperDeps> = {}) =>
  runPaper({ ...deps, ...changes }, { paperId, delivery: 'event' });
const told = async ({ campaignId, paperId }: { campaignId: string; paperId: string }) =>
  (
    await paperUseCases.getCampaignPaper(
      deps,
      {
        params: { campaignId, paperId },
        ...{ query: undefined, body: undefined, idempotencyKey: undefined, ifMatch: undefined },
      },
      coordinator,
    )
  ).body;
const accessesOf = async (fileId: string) =>
  (await deps.trail.ofRecord(fileId, { limit: 10 })).map(({ access }) => access);

describe("a campaign's letters", () => {
  it('promise what the agreement gives, on every one of their days, and who pays it owes nothing', async () => {
    const { fileId } = await openFile([1_000_000, 500_000]);
    const campaign = await opened({
      share: { ...zeroByComponent(), ordinaryInterest: 500_000, defaultInterest: 333_333 },
    });
    const paper = await ask(await previewed(campaign));
    expect(await run(paper.paperId)).toBe('done');
    const [letter] = drawn[0] ?? [];
    if (letter === undefined) throw new Error('no letter was drawn');
    expect(letter).toMatchObject({ number: 1, office: 'hermosillo', addressee: { fileId, address: ADDRESS } });
    const { first, last } = letter.offer;
    expect(last.pays).toBeGreaterThan(first.pays);

    const wishes = (signsOn: typeof DAYS.from, payments = 1) => ({
      ...{ fileId, campaignId: campaign.campaignId, share: zeroByComponent(), earned: 'by-payment' as const },
      ...{ whileLive: [], signsOn, payments, from: signsOn, every: { unit: 'months' as const, number: 1 } },
    });
    for (let on = DAYS.from; on <= DAYS.until; on = addDays(on, 1)) {
      const { total, owed, forgives } = await simulateAgreement(deps, wishes(on), director);
      if (on === DAYS.from) expect(first).toMatchObject({ pays: total, owed, forgives });
      if (on === DAYS.until) expect(last).toMatchObject({ pays: total, owed, forgives });
      expect(total).toBeGreaterThanOrEqual(first.pays);
      expect(total).toBeLessThanOrEqual(last.pays);
      expect(sumOfComponents(forgives)).toBeGreaterThanOrEqual(sumOfComponents(first.forgives));
    }
    // In as many payments as the campaign admits the sum is the same: what accrues meanwhile is forgiven.
    expect((await simulateAgreement(deps, wishes(DAYS.until, 6), director)).total).toBe(last.pays);

    clock.set(DAYS.until);
    const proposal = { ...wishes(DAYS.until), reason: 'Trajo su carta', idempotencyKey: `a-${key}` };
    const { agreementId, total } = await proposeAgreement(deps, proposal, director);
    expect(total).toBe(last.pays);
    await signAgreement(deps, { agreementId, idempotencyKey: `s-${key}` }, director);
    await ledger.payFile({
      ...{ idempotency: { scope: 'WINDOW', key, input: {} }, actor: 'prueba', reason: 'window' },
      ...{ source: { type: 'window', id: key }, fileId },
      event: { kind: 'paid', channel: 'window', valueDate: DAYS.until, amount: last.pays },
    });
    const { notes, credit } = await ledger.balancesOfFile(fileId, DAYS.until);
    expect([credit, ...notes.map(({ owed }) => sumOfComponents(owed))]).toEqual([0, 0, 0]);
  });

  it('go to who qualifies still and has an address; the others are counted by reason, and whose data was drawn is noted', async () => {
    const kept = await openFile([1_000_000]);
    const homeless = await openFile([1_000_000], { hasAddress: false });
    const paid = await openFile([100_000]);
    await openFile(Array.from({ length: 13 }, () => 100_000));
    const campaign = await opened();
    const of = await previewed(campaign);
    const [noteId = ''] = paid.noteIds;
    const settling = payment(randomUUID(), '2026-02-02', 150_000);
    await ledger.postToNote({ ...posting(noteId, settling), fileId: paid.fileId });
    const paper = await ask(of);
    expect(await told(paper)).toMatchObject({ status: 'under-way', filesTotal: 4, filesDone: 0, parts: [] });
    expect(await run(paper.paperId)).toBe('done');
    expect(await told(paper)).toMatchObject({
      ...{ status: 'done', filesTotal: 4, filesDone: 4, days: DAYS, kind: 'letters' },
      unwritten: [
        { reason: 'not-eligible', files: 1 },
        { reason: 'too-many-notes', files: 1 },
        { reason: 'no-address', reasonName: 'No tiene domicilio en el registro', files: 1 },
      ],
      parts: [{ part: 1, files: 1, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
    expect(drawn.flat().map(({ addressee }) => addressee.fileId)).toEqual([kept.fileId]);
    expect(await accessesOf(kept.fileId)).toMatchObject([
      {
        ...{ reader: coordinator.subject, readerName: 'Rosa Peña', roles: ['portfolio-coordinator'] },
        ...{ operationId: 'requestCampaignLetters', access: 'read', correlationId: 'prueba' },
      },
    ]);
    expect(await accessesOf(homeless.fileId)).toEqual([]);
  });

  it('come in parts, numbered through; a run that is cut off goes on behind the last one', async () => {
    const files = [];
    for (let index = 0; index < 5; index += 1) files.push((await openFile([100_000 + index])).fileId);
    const paper = await ask(await previewed(await opened()));
    let puts = 0;
    const failing: RunPaperDeps['objects'] = {
      put: async (part, bytes) => {
        puts += 1;
        if (puts === 2) throw new Error('the store is down');
        await deps.objects.put(part, bytes);
      },
    };
    await expect(run(paper.paperId, { mostLetters: 2, objects: failing })).rejects.toThrow('the store is down');
    expect(await told(paper)).toMatchObject({ filesDone: 2, parts: [{ files: 2 }] });
    const last = drawn.at(-1);
    let left = 1;
    const time = () => {
      left -= 1;
      return left >= 0 ? 900_000 : 1_000;
    };
    expect(await run(paper.paperId, { mostLetters: 2, remainingMs: time })).toBe('continued');
    expect(drawn.at(-1)).toEqual(last);
    expect(await run(paper.paperId, { mostLetters: 2 })).toBe('done');
    expect(await told(paper)).toMatchObject({ filesDone: 5, parts: [{ files: 2 }, { files: 2 }, { files: 1 }] });
    const put = [1, 2, 3].flatMap((number): Letter[] =>
      JSON.parse(Buffer.from(objects.get(`${paper.paperId}/${number}`) ?? []).toString()),
    );
    expect(put.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    expect(put.map(({ addressee }) => addressee.fileId).toSorted()).toEqual(files.toSorted());
  });

  it('are asked for once a key, of a preview that is done, for days on which they can be kept', async () => {
    await openFile([100_000]);
    const campaign = await opened();
    const { campaignId } = campaign;
    const unfinished = await requestPreview(deps, { campaignId, idempotencyKey: `u-${key}` }, coordinator);
    await expect(ask(unfinished)).rejects.toMatchObject({
      code: 'campaign-preview-unfinished',
      detail: expect.stringContaining('0 de 64 partes'),
    });
    const of = await previewed(campaign);
    // 8 March is a Sunday, beyond the 30 days for which figures are made.
    await expect(ask(of, { days: { from: day('2026-02-01'), until: day('2026-03-08') } })).rejects.toMatchObject({
      code: 'campaign-letters-days',
      detail:
        'Corrija las fechas de las cartas: el 1 de febrero de 2026 ya pasó; las cifras se hacen para los próximos 30 días, y el 8 de marzo de 2026 es posterior; el 1 de febrero de 2026 no es día hábil bancario; el 8 de marzo de 2026 no es día hábil bancario.',
    });
    await expect(ask(of, { days: { from: DAYS.from, until: day('2026-04-01') } })).rejects.toMatchObject({
      code: 'campaign-closed',
    });
    const both = await Promise.all([ask(of), ask(of)]);
    expect(both[0]).toEqual(both[1]);
    await expect(ask(of, { offices: ['nogales'] })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    expect(await ask(of, { offices: ['nogales'], idempotencyKey: `n-${key}` })).toMatchObject({
      ...{ offices: [], filesTotal: 0 },
    });
    await expect(ask({ ...of, previewId: randomUUID() })).rejects.toMatchObject({ code: 'not-found' });
    clock.set('2026-05-04');
    await expect(ask(of, { idempotencyKey: `late-${key}` })).rejects.toMatchObject({ code: 'campaign-preview-over' });
  });

  it('are fetched part by part while they are kept', async () => {
    await openFile([100_000]);
    const paper = await ask(await previewed(await opened()));
    const linked: unknown[] = [];
    const fetching = {
      ...deps,
      objects: {
        link: async (part: object, seconds: number) => {
          linked.push([part, seconds]);
          return 'https://bucket.example/cartas-001.pdf';
        },
      },
    };
    const fetch = (part: number) => fetchCampaignPaper(fetching, { params: { ...paper, part } }, coordinator);
    await expect(fetch(1)).rejects.toMatchObject({ code: 'not-found' });
    await run(paper.paperId);
    expect(await fetch(1)).toMatchObject({ body: { url: expect.any(String) }, records: [paper.paperId] });
    expect(linked).toEqual([[{ paper: expect.objectContaining({ paperId: paper.paperId }), number: 1 }, 300]]);
    await expect(fetch(2)).rejects.toMatchObject({ code: 'not-found' });
    clock.set('2026-05-04');
    await expect(fetch(1)).rejects.toMatchObject({ code: 'campaign-paper-over' });
  });
});

describe("a preview's workbook", () => {
  it('has the figures by office and component and the files by name, and says when it is incomplete', async () => {
    const named = [await openFile([1_000_000, 500_000]), await openFile([300_000], { hasAddress: false })];
    const campaign = await opened();
    const scanHeads: HeadScan = async function* (segment, segments) {
      if (segment === 7) yield { type: 'undecodable', key: 'FILE#x' };
      // Notes of other tests have moved later than this one's day, and could not be valued.
      for await (const one of deps.scanHeads(segment, segments))
        if (one.type === 'note' && addressees.has(one.head.fileId)) yield one;
    };
    const of = await previewed(campaign, { scanHeads });
    const paper = await ask(of, { kind: 'workbook', days: undefined });
    expect(await run(paper.paperId)).toBe('done');
    const [bytes] = [...objects.values()];
    const workbook = new ExcelJS.Workbook();
    await workbook.xlsx.load(Buffer.from(bytes ?? []) as never);
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Resumen', 'Oficinas', 'Expedientes']);
    const rowsOf = (name: string) => {
      const rows: unknown[][] = [];
      workbook.getWorksheet(name)?.eachRow(({ values }) => rows.push((values as unknown[]).slice(1)));
      return rows;
    };
    const summary = rowsOf('Resumen');
    expect(summary[2]).toEqual([expect.stringContaining('INCOMPLETO: 1 pagarés no se pudieron valuar')]);
    expect(summary).toContainEqual(['Hermosillo', 'Interés moratorio', 1_085.92, 1_085.92, 0]);
    expect(summary.at(-1)).toMatchObject([
      'Total',
      undefined,
      { result: 20_168.87 },
      { result: 1_627.39 },
      { result: 18_541.48 },
    ]);
    const files = rowsOf('Expedientes').filter(([office]) => office === 'Hermosillo');
    expect(files.map(([, name, fileId, notes]) => [name, fileId, notes])).toEqual(
      expect.arrayContaining(
        named.map(({ fileId, noteIds }) => [`Persona ${fileId.slice(0, 4)}`, fileId, noteIds.length]),
      ),
    );
    expect(files).toHaveLength(2);
    for (const { fileId } of named)
      expect(await accessesOf(fileId)).toMatchObject([{ operationId: 'requestCampaignWorkbook' }]);
    expect(await told(paper)).toMatchObject({ kind: 'workbook', filesDone: 2, parts: [{ files: 2 }], unwritten: [] });
  });
});
