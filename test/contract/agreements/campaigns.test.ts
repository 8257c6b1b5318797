import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAgreementStore } from '../../../functions/agreements/agreements/agreement-store.ts';
import type { ProposeDeps } from '../../../functions/agreements/agreements/propose-agreement.ts';
import type { Campaign } from '../../../functions/agreements/campaigns/campaign.ts';
import { createCampaignStore } from '../../../functions/agreements/campaigns/campaign-store.ts';
import { campaignUseCases } from '../../../functions/agreements/campaigns/campaign-use-cases.ts';
import { decideCampaign } from '../../../functions/agreements/campaigns/decide-campaign.ts';
import { endCampaigns } from '../../../functions/agreements/campaigns/end-campaigns.ts';
import { type CampaignTerms, proposeCampaign } from '../../../functions/agreements/campaigns/propose-campaign.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Role } from '../../../shared/institute/posts.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { createLog } from '../../../shared/observability/log.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { testAgreements, testClock, testLedger } from '../../support/ledger.ts';

const day = calendarDate;
const clock = testClock('2026-02-02');
let dynamo: TestDynamo;
let deps: ProposeDeps & { ledger: ReturnType<typeof testLedger> & ReturnType<typeof testAgreements> };
let key: string;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { documents, tables } = dynamo;
  const calendar = bankHolidayCalendar();
  deps = {
    records: createAgreementStore(documents, tables.SYSTEM_TABLE),
    campaigns: createCampaignStore(documents, tables.SYSTEM_TABLE),
    ledger: { ...testLedger(documents, tables, clock), ...testAgreements(documents, tables, clock) },
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
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
