import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAgreementStore } from '../../../functions/agreements/agreements/agreement-store.ts';
import { signAgreement, withdrawAgreement } from '../../../functions/agreements/agreements/move-agreement.ts';
import { type ProposeDeps, proposeAgreement } from '../../../functions/agreements/agreements/propose-agreement.ts';
import { sweepAgreements } from '../../../functions/agreements/agreements/sweep-agreements.ts';
import type { Campaign } from '../../../functions/agreements/campaigns/campaign.ts';
import { createCampaignBudget } from '../../../functions/agreements/campaigns/campaign-budget.ts';
import { createCampaignStore } from '../../../functions/agreements/campaigns/campaign-store.ts';
import { campaignUseCases } from '../../../functions/agreements/campaigns/campaign-use-cases.ts';
import { decideCampaign } from '../../../functions/agreements/campaigns/decide-campaign.ts';
import { endCampaigns } from '../../../functions/agreements/campaigns/end-campaigns.ts';
import { previewSegment } from '../../../functions/agreements/campaigns/previews/preview-segment.ts';
import {
  type OfficeTotals,
  totalOf,
  withFiles,
} from '../../../functions/agreements/campaigns/previews/preview-totals.ts';
import {
  type CampaignDeps,
  type CampaignTerms,
  proposeCampaign,
} from '../../../functions/agreements/campaigns/propose-campaign.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { createHeadScan, type HeadScan } from '../../../shared/ledger/scan-heads.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { DUE_IN_ONE } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { opening, payment, posting, testAgreements, testClock, testLedger } from '../../support/ledger.ts';

const day = calendarDate;
const clock = testClock('2026-02-02');
let dynamo: TestDynamo;
let deps: ProposeDeps & CampaignDeps & { ledger: ReturnType<typeof testLedger> & ReturnType<typeof testAgreements> };
let key: string;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { documents, tables } = dynamo;
  const calendar = bankHolidayCalendar();
  deps = {
    records: createAgreementStore(documents, tables.SYSTEM_TABLE),
    campaigns: createCampaignStore(documents, tables.SYSTEM_TABLE),
    budget: createCampaignBudget(documents, tables.SYSTEM_TABLE),
    ledger: { ...testLedger(documents, tables, clock), ...testAgreements(documents, tables, clock) },
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
    register: { wholeFile: async () => undefined },
    calendar: async () => calendar,
    clock,
  };
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  clock.set('2026-02-02');
  key = randomUUID();
});

const who = (role: Role, subject = `${role}-1`): Caller => ({
  ...{ subject, roles: [role], correlationId: 'prueba' },
  offices: role === 'collector' ? ['hermosillo'] : 'all',
});
const coordinator = who('portfolio-coordinator');
const director = who('director');

const terms = (changes: Partial<CampaignTerms> = {}): CampaignTerms => ({
  name: 'Ponte al corriente',
  from: day('2026-02-01'),
  until: day('2026-03-31'),
  share: { ...zeroByComponent(), ordinaryInterest: 500_000, defaultInterest: 1_000_000 },
  earned: 'at-fulfilment',
  whileLive: ['ordinaryInterest', 'defaultInterest'],
  mostPayments: 6,
  eligibility: {},
  legalBasis: 'Acuerdo de la Junta Directiva',
  budget: 1_000_000_00,
  source: 'Por confirmar por el Instituto',
  ...changes,
});
const proposed = (changes: Partial<CampaignTerms> = {}, by = coordinator, under = key) =>
  proposeCampaign(deps, { ...terms(changes), idempotencyKey: under }, by);
const decide = (campaign: Campaign, step: 'authorise' | 'reject' | 'close', by = director, under = `${step}-${key}`) =>
  decideCampaign(
    deps,
    step,
    { campaignId: campaign.campaignId, idempotencyKey: under, reason: step === 'authorise' ? null : 'Por la prueba' },
    by,
  );
const log = createLog({ functionName: 'prueba', now: () => new Date(), write: () => undefined });

describe('a campaign', () => {
  it('is proposed by one person and opened by another, each once', async () => {
    const campaign = await proposed();
    expect(campaign).toMatchObject({ state: 'proposed', version: 1 });
    expect(await proposed()).toEqual(campaign);
    await expect(proposed({ budget: 1 })).rejects.toMatchObject({ code: 'idempotency-key-reused' });
    await expect(decide(campaign, 'authorise', coordinator)).rejects.toMatchObject({ code: 'same-person' });
    const open = await decide(campaign, 'authorise');
    expect(open).toMatchObject({ state: 'open', version: 2, share: campaign.share });
    expect(await decide(campaign, 'authorise')).toEqual(open);
    const asked = { params: open, query: undefined, body: undefined, idempotencyKey: undefined, ifMatch: undefined };
    const { body } = await campaignUseCases.getCampaign(deps, asked, director);
    expect(body).toMatchObject({
      acceptsToday: true,
      statusName: 'autorizada',
      forgive: { principal: 0, ordinaryInterest: 50, defaultInterest: 100, collectionCosts: 0 },
    });
  });

  it('that forgives a larger share than a post may is not opened by it, and nothing is written', async () => {
    const campaign = await proposed({ share: { ...zeroByComponent(), principal: 200_000 } });
    await expect(decide(campaign, 'authorise', who('portfolio-coordinator', 'other'))).rejects.toMatchObject({
      code: 'campaign-over-authority',
      detail: expect.stringContaining('capital: hasta 0 % y se pide 20 %'),
    });
    expect(await deps.campaigns.find(campaign.campaignId)).toEqual(campaign);
    expect((await decide(campaign, 'authorise')).state).toBe('open');
    const larger = await proposed({ share: { ...zeroByComponent(), principal: 310_000 } }, coordinator, `${key}-l`);
    await expect(decide(larger, 'authorise', director, `l-${key}`)).rejects.toMatchObject({
      code: 'campaign-over-authority',
    });
  });

  it('is turned down by another person, and decided once', async () => {
    const campaign = await proposed();
    await expect(decide(campaign, 'reject', coordinator)).rejects.toMatchObject({ code: 'same-person' });
    expect((await decide(campaign, 'reject')).state).toBe('rejected');
    await expect(decide(campaign, 'authorise')).rejects.toMatchObject({
      code: 'campaign-not-open-to',
      detail: 'La campaña está: rechazada. No se puede autorizar.',
    });
    await expect(decide(campaign, 'close')).rejects.toMatchObject({ code: 'campaign-not-open-to' });
  });

  it('whose last day has passed is neither proposed nor opened, and time closes it', async () => {
    await expect(proposed({ until: day('2026-02-01') })).rejects.toMatchObject({
      code: 'campaign-over-already',
      detail: expect.stringContaining('terminó el 1 de febrero de 2026'),
    });
    const waiting = await proposed();
    const open = await decide(await proposed({}, coordinator, `${key}-o`), 'authorise');
    const later = await proposed({ until: day('2026-12-31') }, coordinator, `${key}-l`);
    clock.set('2026-03-31');
    await endCampaigns({ ...deps, log });
    const states = async () =>
      Promise.all([waiting, open, later].map(async (one) => (await deps.campaigns.find(one.campaignId))?.state));
    expect(await states()).toEqual(['proposed', 'open', 'proposed']);
    clock.set('2026-04-01');
    await expect(decide(waiting, 'authorise', director, `w-${key}`)).rejects.toMatchObject({
      code: 'campaign-over-already',
    });
    await endCampaigns({ ...deps, log });
    expect(await endCampaigns({ ...deps, log })).toBe(0);
    expect(await states()).toEqual(['closed', 'closed', 'proposed']);
  });
});

describe('an agreement of a campaign', () => {
  let fileId: string;
  let noteIds: string[];
  const collector = who('collector');
  const openFile = async (file: string, notes: readonly { product?: string; amount?: number }[]) => {
    const ids = notes.map(() => randomUUID()).sort();
    for (const [index, { product = 'superior', amount = 1_000_000 }] of notes.entries()) {
      const dimensions = { office: 'hermosillo', stage: 'administrative', agent: null, product } as const;
      const noteId = ids[index] as string;
      await deps.ledger.openNote(
        opening(noteId, { fileId: file, terms: DUE_IN_ONE, on: '2024-01-31', amount, dimensions }),
      );
    }
    return ids;
  };
  beforeEach(async () => {
    fileId = randomUUID();
    noteIds = await openFile(fileId, [{}, {}, { product: 'media-superior', amount: 500_000 }]);
  });

  const opened = async (changes: Partial<CampaignTerms> = {}, under = key) =>
    decide(await proposed(changes, coordinator, under), 'authorise', director, `open-${under}`);
  const propose = ({ campaignId }: Campaign, changes: object = {}, under = `a-${key}`) =>
    proposeAgreement(
      deps,
      {
        ...{ fileId, campaignId, share: zeroByComponent(), earned: 'by-payment', whileLive: [] },
        ...{ payments: 4, from: day('2026-03-01'), every: { unit: 'months', number: 1 } },
        ...{ reason: 'Lo pidió el acreditado', idempotencyKey: under, ...changes },
      },
      collector,
    );
  const asked = (agreementId: string, name: string) => ({ agreementId, idempotencyKey: `${name}-${key}` });
  const committed = ({ campaignId }: Campaign) => deps.budget.committed(campaignId);
  const waiting = async () => {
    let records = 0;
    for await (const one of deps.records.all('authorised')) if (one.fileId === fileId) records += 1;
    return records;
  };

  it("has the campaign's terms and keeps them, over the notes that qualify, and needs nobody else", async () => {
    const campaign = await opened({ eligibility: { products: ['superior'], daysPastDue: { from: 90 } } });
    const record = await propose(campaign);
    // Each of two notes owes 10,000.00, 601.64 of ordinary interest (half of it: 300.82) and 603.29 of default interest.
    expect(record).toMatchObject({
      ...{ state: 'authorised', share: campaign.share, earned: 'at-fulfilment', whileLive: campaign.whileLive },
      ...{ noteIds: noteIds.slice(0, 2).sort(), total: 2_060_164 },
      forgives: { principal: 0, ordinaryInterest: 60_164, defaultInterest: 120_658, collectionCosts: 0 },
      campaign: {
        ...{ campaignId: campaign.campaignId, name: 'Ponte al corriente', version: 2, budget: 1_000_000_00 },
        legalBasis: 'Acuerdo de la Junta Directiva',
      },
    });
    expect(await committed(campaign)).toBe(180_822);
    expect((await signAgreement(deps, asked(record.agreementId, 'sign'), collector)).state).toBe('live');
    expect(await committed(campaign)).toBe(180_822);
  });

  it('over all three notes forgives half of the smaller one too', async () => {
    const campaign = await opened();
    // The third lent 5,000.00: 300.82 of ordinary interest, of which 150.41, and 301.64 of default interest.
    expect((await propose(campaign)).forgives).toEqual({
      ...zeroByComponent(),
      ordinaryInterest: 60_164 + 15_041,
      defaultInterest: 120_658 + 30_164,
    });
  });

  it('is refused with its rule named, and nothing is written', async () => {
    const campaign = await opened({ eligibility: { products: ['media-superior'], owed: { to: 500_000 } } });
    await expect(propose(campaign)).rejects.toMatchObject({
      code: 'campaign-not-eligible',
      detail: expect.stringContaining('productos: media-superior; adeudo: de $0.00 a $5,000.00'),
    });
    const judicial = await opened({ eligibility: { stages: ['judicial'] } }, `${key}-j`);
    await expect(propose(judicial)).rejects.toMatchObject({ code: 'campaign-not-eligible' });
    const small = await opened({ eligibility: { products: ['media-superior'] } }, `${key}-s`);
    await expect(propose(small, { noteIds })).rejects.toMatchObject({
      detail: expect.stringContaining('No todos los pagarés elegidos cumplen'),
    });
    await expect(propose(small, { payments: 7 })).rejects.toMatchObject({
      code: 'campaign-payments-exceeded',
      detail: 'La campaña «Ponte al corriente» admite hasta 6 pagos y se piden 7.',
    });
    const nogales = await opened({ eligibility: { offices: ['nogales'] } }, `${key}-n`);
    await expect(propose(nogales)).rejects.toMatchObject({ code: 'not-found' });
    expect([await waiting(), await committed(campaign), await committed(small)]).toEqual([0, 0, 0]);
  });

  it('is refused when the campaign is not open, not yet or no more, and then not signed either', async () => {
    await expect(propose(await proposed())).rejects.toMatchObject({
      code: 'campaign-closed',
      detail: expect.stringContaining('La campaña «Ponte al corriente» está: por autorizar.'),
    });
    const later = await opened({ from: day('2026-02-03') }, `${key}-later`);
    await expect(propose(later)).rejects.toMatchObject({
      detail: expect.stringContaining('admite convenios del 3 de febrero de 2026 al 31 de marzo de 2026'),
    });
    const campaign = await opened({ until: day('2026-02-04') }, `${key}-open`);
    await expect(propose(campaign, { signsOn: day('2026-02-05') })).rejects.toMatchObject({ code: 'campaign-closed' });
    const record = await propose(campaign);
    expect(record.validUntil).toBe('2026-02-04');
    await decide(campaign, 'close');
    await expect(signAgreement(deps, asked(record.agreementId, 'sign'), collector)).rejects.toMatchObject({
      code: 'campaign-closed',
      detail: expect.stringContaining('está: cerrada'),
    });
    expect(await deps.records.find(record.agreementId)).toEqual(record);
  });

  it('is refused beyond the budget, of two at once one, and what is withdrawn or broken gives it back', async () => {
    const eligibility = { products: ['superior'] };
    const campaign = await opened({ eligibility, budget: 180_822 });
    const other = randomUUID();
    await openFile(other, [{}, {}]);
    const both = await Promise.allSettled([
      propose(campaign, {}, `one-${key}`),
      propose(campaign, { fileId: other }, `two-${key}`),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({
      reason: {
        code: 'campaign-budget-exceeded',
        detail: expect.stringContaining(
          'puede perdonar $1,808.22 en total, y con este convenio ($1,808.22) se excedería',
        ),
      },
    });
    const won = both.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []))[0];
    if (won === undefined) throw new Error('neither was proposed');
    expect(await committed(campaign)).toBe(180_822);
    await withdrawAgreement(deps, { ...asked(won.agreementId, 'w'), reason: 'Ya no quiso' }, collector);
    expect(await committed(campaign)).toBe(0);

    const again = await propose(campaign, {}, `again-${key}`);
    await signAgreement(deps, asked(again.agreementId, 'sign'), collector);
    clock.set('2026-03-08');
    await sweepAgreements({ ...deps, log });
    expect((await deps.records.find(again.agreementId))?.state).toBe('broken');
    expect(await committed(campaign)).toBe(0);
    const [noteId = ''] = again.noteIds;
    await deps.ledger.postToNote({ ...posting(noteId, payment(randomUUID(), '2026-03-02', 1_030_082)), fileId });
    await sweepAgreements({ ...deps, log });
    expect([(await deps.records.find(again.agreementId))?.state, await committed(campaign)]).toEqual(['live', 180_822]);
  });

  it('that is earned payment by payment holds its budget when it is broken: part of it may have been forgiven', async () => {
    const campaign = await opened({ eligibility: { products: ['superior'] }, budget: 180_822, earned: 'by-payment' });
    const agreement = await propose(campaign, {}, `by-payment-${key}`);
    await signAgreement(deps, asked(agreement.agreementId, 'sign'), collector);
    clock.set('2026-03-08');
    await sweepAgreements({ ...deps, log });
    expect((await deps.records.find(agreement.agreementId))?.state).toBe('broken');
    expect(await committed(campaign)).toBe(180_822);
  });

  it('is over the notes that qualify and are under no agreement, without naming them', async () => {
    const campaign = await opened();
    const [first = '', ...others] = noteIds;
    const one = await propose(campaign, { noteIds: [first] }, `first-${key}`);
    await signAgreement(deps, { agreementId: one.agreementId, idempotencyKey: `first-sign-${key}` }, collector);
    const rest = await propose(campaign);
    expect(rest.noteIds).toEqual(others);
    expect((await signAgreement(deps, asked(rest.agreementId, 'sign'), collector)).state).toBe('live');
    await expect(propose(campaign, { noteIds: [first] }, `twice-${key}`)).rejects.toMatchObject({
      code: 'campaign-not-eligible',
      detail: expect.stringContaining('deber algo; y no tener ya un convenio vigente'),
    });
  });

  it('previewed over the portfolio, says who qualifies and what it forgives, by component and office, in any segments', async () => {
    const cheap = `barato-${key.slice(0, 8)}`;
    const inNogales = randomUUID();
    const noteId = randomUUID();
    await deps.ledger.openNote(
      opening(noteId, {
        ...{ fileId: inNogales, terms: DUE_IN_ONE, on: '2024-01-31', amount: 300_000 },
        dimensions: { office: 'nogales', stage: 'extrajudicial', agent: null, product: cheap },
      }),
    );
    const mine = randomUUID();
    const notes = await openFile(mine, [{ product: cheap }, { product: cheap, amount: 500_000 }, {}]);
    const campaign = await opened({ eligibility: { products: [cheap] } });
    const scanAll = createHeadScan(dynamo.documents, dynamo.tables.HEADS_TABLE);
    // Other tests' notes have moved later than this one's day.
    const scanHeads: HeadScan = async function* (segment, segments) {
      for await (const one of scanAll(segment, segments))
        if (one.type === 'note' && (one.head.fileId === mine || one.head.fileId === inNogales)) yield one;
    };
    const previewOf = async (one: Campaign, segments: number) => {
      const read = await Promise.all(
        Array.from({ length: segments }, (_, segment) =>
          previewSegment({ scanHeads }, { campaign: one, on: clock.today(), segment, segments }),
        ),
      );
      const files = read.flatMap((part) => part.files).toSorted((a, b) => (a.fileId < b.fileId ? -1 : 1));
      const byOffice = read.reduce((sums: OfficeTotals[], part) => withFiles(sums, part.files), []);
      const headsRead = read.reduce((sum, part) => sum + part.headsRead, 0);
      return { files, byOffice, headsRead, total: totalOf(byOffice), failed: read.flatMap(({ failed }) => failed) };
    };
    const preview = await previewOf(campaign, 4);
    expect([preview.headsRead, preview.failed]).toEqual([4, []]);
    // Of 10,000.00, 601.64 and 603.29 of interest; of 5,000.00, 300.82 and 301.64; of 3,000.00, 180.49 and 180.99. Half of the
    // ordinary one is forgiven, rounded down a note (300.82, 150.41, 90.24), and all of the default one.
    const expected = [
      {
        ...{ fileId: mine, office: 'hermosillo', noteIds: notes.slice(0, 2) },
        owed: { principal: 1_500_000, ordinaryInterest: 90_246, defaultInterest: 90_493, collectionCosts: 0 },
        forgives: { ...zeroByComponent(), ordinaryInterest: 45_123, defaultInterest: 90_493 },
        pays: 1_545_123,
      },
      {
        ...{ fileId: inNogales, office: 'nogales', noteIds: [noteId] },
        owed: { principal: 300_000, ordinaryInterest: 18_049, defaultInterest: 18_099, collectionCosts: 0 },
        forgives: { ...zeroByComponent(), ordinaryInterest: 9_024, defaultInterest: 18_099 },
        pays: 309_025,
      },
    ];
    expect(preview.files).toEqual(expected.toSorted((a, b) => (a.fileId < b.fileId ? -1 : 1)));
    expect(preview.byOffice.map(({ office, files, notes: count, pays }) => [office, files, count, pays])).toEqual([
      ['hermosillo', 1, 2, 1_545_123],
      ['nogales', 1, 1, 309_025],
    ]);
    expect(preview.total).toMatchObject({
      ...{ files: 2, notes: 3, pays: 1_854_148 },
      forgives: { ...zeroByComponent(), ordinaryInterest: 54_147, defaultInterest: 108_592 },
    });
    expect(await previewOf(campaign, 1)).toEqual(preview);

    // What is signed is what was previewed, and then that file is left out.
    const signed = await propose(campaign, { fileId: mine });
    expect([signed.forgives, signed.total]).toEqual([expected[0]?.forgives, 1_545_123]);
    await signAgreement(deps, asked(signed.agreementId, 'sign'), collector);
    expect((await previewOf(campaign, 4)).files.map(({ fileId: one }) => one)).toEqual([inNogales]);
    const small = { ...campaign, eligibility: { products: [cheap], owed: { from: 336_149 } } };
    expect((await previewOf(small, 4)).files).toEqual([]);
  });
});
