import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agreementRoutes } from '../../../functions/agreements/agreements/agreement-routes.ts';
import { createAgreementStore } from '../../../functions/agreements/agreements/agreement-store.ts';
import { agreementUseCases } from '../../../functions/agreements/agreements/agreement-use-cases.ts';
import { signAgreement } from '../../../functions/agreements/agreements/move-agreement.ts';
import type { ProposeDeps } from '../../../functions/agreements/agreements/propose-agreement.ts';
import { createCampaignBudget } from '../../../functions/agreements/campaigns/campaign-budget.ts';
import { createCampaignStore } from '../../../functions/agreements/campaigns/campaign-store.ts';
import { decideCampaign } from '../../../functions/agreements/campaigns/decide-campaign.ts';
import { type CampaignDeps, proposeCampaign } from '../../../functions/agreements/campaigns/propose-campaign.ts';
import { compareAlternatives } from '../../../functions/agreements/settlements/compare-alternatives.ts';
import { presentValue } from '../../../functions/agreements/settlements/present-value.ts';
import { comparisonAnswer } from '../../../functions/agreements/settlements/settlement-routes.ts';
import { settlementUseCases } from '../../../functions/agreements/settlements/settlement-use-cases.ts';
import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { bankHolidayCalendar } from '../../../shared/calendar/mexican-bank-holidays.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import { createRequestClaims } from '../../../shared/ledger/request-claim.ts';
import { sumOfComponents, zeroByComponent } from '../../../shared/loan-book/component.ts';
import type { STAGES } from '../../../shared/loan-book/event.ts';
import { centavosFromPesos, pesosFromCentavos } from '../../../shared/money/centavos.ts';
import { DUE_IN_ONE } from '../../fixtures/note-terms.ts';
import { startTestDynamo, type TestDynamo } from '../../support/dynamo.ts';
import { opening, testAgreements, testClock, testLedger } from '../../support/ledger.ts';

const day = calendarDate;
const TODAY = day('2026-02-03');
const clock = testClock(TODAY);
let dynamo: TestDynamo;
let deps: ProposeDeps & CampaignDeps;
let ledger: ReturnType<typeof testLedger>;
let key: string;
let product: string;

beforeAll(async () => {
  dynamo = await startTestDynamo();
  const { documents, tables } = dynamo;
  const calendar = bankHolidayCalendar();
  ledger = testLedger(documents, tables, clock);
  deps = {
    records: createAgreementStore(documents, tables.SYSTEM_TABLE),
    campaigns: createCampaignStore(documents, tables.SYSTEM_TABLE),
    budget: createCampaignBudget(documents, tables.SYSTEM_TABLE),
    ledger: { ...ledger, ...testAgreements(documents, tables, clock) },
    claims: createRequestClaims(documents, tables.IDEMPOTENCY_TABLE),
    register: { wholeFile: async () => undefined },
    ...{ calendar: async () => calendar, clock },
  };
});
afterAll(() => dynamo.stop());
beforeEach(() => {
  clock.set(TODAY);
  key = randomUUID();
  product = `producto-${key.slice(0, 8)}`;
});

const collector: Caller = {
  ...{ subject: 'gestora', roles: ['collector'], offices: ['hermosillo'], correlationId: 'prueba' },
};
const above = (role: 'portfolio-coordinator' | 'director'): Caller => ({
  ...{ subject: role, roles: [role], offices: 'all', correlationId: 'prueba' },
});
const openFile = async (stage: (typeof STAGES)[number] = 'administrative', office: Office = 'hermosillo') => {
  const fileId = randomUUID();
  for (const amount of [1_000_000, 500_000])
    await ledger.openNote(
      opening(randomUUID(), {
        ...{ fileId, terms: DUE_IN_ONE, on: '2024-01-31', amount },
        dimensions: { office, stage, agent: null, product },
      }),
    );
  return fileId;
};
const openCampaign = async () => {
  const { campaignId } = await proposeCampaign(
    deps,
    {
      ...{ name: 'Ponte al corriente', from: TODAY, until: day('2026-03-31'), budget: 1_000_000_00 },
      share: { ...zeroByComponent(), defaultInterest: 1_000_000 },
      ...{ earned: 'at-fulfilment', whileLive: ['ordinaryInterest', 'defaultInterest'], mostPayments: 4 },
      ...{ eligibility: { products: [product] }, legalBasis: 'Acuerdo', source: 'Por confirmar', idempotencyKey: key },
    },
    above('portfolio-coordinator'),
  );
  await decideCampaign(deps, 'authorise', { campaignId, idempotencyKey: `o-${key}`, reason: null }, above('director'));
  return campaignId;
};
const compared = (fileId: string, payments = 6) => compareAlternatives(deps, { fileId, payments }, collector);
const pay = async (fileId: string, on: string, amount: number) => {
  clock.set(on);
  await ledger.payFile({
    ...{ idempotency: { scope: 'WINDOW', key: randomUUID(), input: {} }, actor: 'prueba', reason: 'window', fileId },
    source: { type: 'window', id: key },
    event: { kind: 'paid', channel: 'window', valueDate: day(on), amount },
  });
};
/** What a person reads, as it leaves the API. */
const told = async (fileId: string, payments = 6) => {
  const input = { params: { fileId }, body: { payments }, query: undefined, ifMatch: undefined };
  const { body } = await settlementUseCases.compareAlternatives(
    deps,
    { ...input, idempotencyKey: undefined },
    collector,
  );
  return comparisonAnswer.parse(body).alternatives;
};
/** Takes an alternative as a person would: proposes what it says, signs, and pays what it asks on each day. */
const take = async (fileId: string, index: number, { paying = true } = {}) => {
  const chosen = (await told(fileId))[index];
  if (chosen === undefined) throw new Error('no such alternative');
  if (chosen.proposal !== null) {
    const [route] = agreementRoutes.filter(({ operationId }) => operationId === 'proposeAgreement');
    if (route === undefined || !('body' in route)) throw new Error('no body');
    const body = route.body.parse({ ...chosen.proposal, reason: 'Eligió esta alternativa' });
    const input = { params: { fileId }, query: undefined, ifMatch: undefined, idempotencyKey: `t-${key}-${fileId}` };
    const proposed = await agreementUseCases.proposeAgreement(deps, { ...input, body: body as never }, collector);
    await signAgreement(deps, { agreementId: proposed.body?.agreementId ?? '', idempotencyKey: `s-${key}` }, collector);
  }
  for (const { on, amount } of paying ? chosen.payments : []) await pay(fileId, on, centavosFromPesos(amount) ?? 0);
};
const left = async (fileId: string) => {
  const { notes, credit } = await ledger.balancesOfFile(fileId, clock.today());
  return [credit, ...notes.map(({ owed }) => sumOfComponents(owed))];
};

describe('the ways in which a debt may end', () => {
  it('are compared with figures of the ledger, each with its reason and the source of what is assumed', async () => {
    const fileId = await openFile();
    const campaignId = await openCampaign();
    const { owed, alternatives, unavailable } = await compared(fileId);
    const { notes } = await ledger.balancesOfFile(fileId, TODAY);
    expect(owed).toBe(notes.reduce((sum, note) => sum + sumOfComponents(note.owed), 0));
    expect(unavailable).toEqual([]);
    expect(alternatives.map(({ kind, flows }) => [kind, flows.length])).toEqual([
      ['one-payment', 1],
      ['instalments', 6],
      ['campaign', 1],
      ['campaign', 4],
      ['judicial', 1],
    ]);
    const [today, instalments, once, , court] = alternatives;
    expect(today).toMatchObject({ total: owed, presentValue: owed, expectedRecovery: owed, cost: 0, proposal: null });
    expect(once).toMatchObject({
      ...{ campaign: { campaignId }, presentValue: once?.total, expectedRecovery: once?.total },
      proposal: { campaignId, payments: 1, from: TODAY },
    });
    expect((once?.total ?? 0) + (once?.forgives ?? 0)).toBe(owed);
    // 24 months on, what the ledger says then, with the default interest of those months.
    const later = await ledger.balancesOfFile(fileId, day('2028-02-03'));
    const then = later.notes.reduce((sum, note) => sum + sumOfComponents(note.owed), 0);
    expect(then).toBeGreaterThan(owed);
    expect(court).toMatchObject({ total: then, probabilityPpm: 350_000, cost: Math.round(then / 5), proposal: null });
    expect(court?.presentValue).toBe(presentValue([{ on: day('2028-02-03'), amount: then }], TODAY, 100_000));
    expect(Math.abs((court?.expectedRecovery ?? 0) - ((court?.presentValue ?? 0) * 0.35 - then / 5))).toBeLessThan(2);
    expect(instalments?.presentValue).toBeLessThan(instalments?.total ?? 0);
    for (const { reasons } of alternatives) {
      const explained = new Set(reasons.map(({ figure }) => figure));
      for (const figure of ['total', 'probability', 'presentValue', 'expectedRecovery'] as const)
        expect(explained).toContain(figure);
      expect(reasons.find(({ figure }) => figure === 'presentValue')?.source).toContain('Por confirmar');
    }
    expect((await told(fileId))[1]).toMatchObject({
      ...{ kindName: 'Convenio sin quita', probability: 60, leaves: '0.00' },
      total: pesosFromCentavos(instalments?.total ?? 0),
    });
  });

  it.each([0, 1, 2, 3])('taken as they are told and paid on their days, leave nothing owed (%i)', async (index) => {
    const fileId = await openFile();
    await openCampaign();
    await take(fileId, index);
    expect(await left(fileId)).toEqual([0, 0, 0]);
  });

  it('of a campaign that is for some notes say what the others would still owe', async () => {
    const fileId = await openFile();
    await openCampaign();
    await ledger.openNote(
      opening(randomUUID(), {
        ...{ fileId, terms: DUE_IN_ONE, on: '2024-01-31', amount: 200_000 },
        dimensions: { office: 'hermosillo', stage: 'administrative', agent: null, product: 'de-otra' },
      }),
    );
    const { owed, alternatives } = await compared(fileId);
    const [, instalments, once] = alternatives;
    expect(instalments?.leaves).toBe(0);
    expect(once?.leaves).toBeGreaterThan(200_000);
    expect((once?.total ?? 0) + (once?.forgives ?? 0) + (once?.leaves ?? 0)).toBe(owed);
  });

  it('that cannot be had say why: what is in a lawsuit, or under an agreement; campaigns for others are not told', async () => {
    const campaignId = await openCampaign();
    const fileId = await openFile();
    await take(fileId, 1, { paying: false });
    const { alternatives, unavailable } = await compared(fileId);
    expect(alternatives.map(({ kind }) => kind)).toEqual(['one-payment', 'judicial']);
    expect(unavailable).toEqual([
      { kind: 'instalments', campaign: null, because: expect.stringContaining('ya tiene un convenio vigente') },
    ]);

    product = 'otro';
    const sued = await compared(await openFile('judicial'));
    expect(sued.unavailable).toEqual([
      { kind: 'one-payment', campaign: null, because: expect.stringContaining('Jefatura de cobranza judicial') },
    ]);
    expect(JSON.stringify(sued)).not.toContain(campaignId);
  });

  it('are refused of a file out of reach, and of one that owes nothing', async () => {
    await expect(compared(await openFile('administrative', 'nogales'))).rejects.toMatchObject({ code: 'not-found' });
    await expect(compared(randomUUID())).rejects.toMatchObject({ code: 'not-found' });
    const fileId = await openFile();
    const [today] = (await compared(fileId)).alternatives;
    await pay(fileId, TODAY, today?.total ?? 0);
    await expect(compared(fileId)).rejects.toMatchObject({ code: 'agreement-nothing-to-pay' });
  });
});
