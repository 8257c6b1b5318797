import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { Caller, UseCases } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import { inScope, officesOf } from '../../../shared/http/scope.ts';
import { ROLE_POSTS, ROLES } from '../../../shared/institute/posts.ts';
import type { Agreement } from '../../../shared/ledger/agreements.ts';
import { agreedPayments } from '../../../shared/loan-book/agreement-plan.ts';
import { type ByComponent, sumOfComponents, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { AUTHORISERS } from '../roles-of-agreements.ts';
import type { AgreementRecord } from './agreement.ts';
import type { AgreementDeps } from './agreement-deps.ts';
import { agreementMachine } from './agreement-machine.ts';
import { type agreementAnswer, agreementRoutes, type simulationAnswer } from './agreement-routes.ts';
import { excessOf, isInAuthority } from './authority.ts';
import {
  authoriseAgreement,
  cancelAgreement,
  rejectAgreement,
  signAgreement,
  withdrawAgreement,
} from './move-agreement.ts';
import { type ProposeDeps, proposeAgreement, readAgreement } from './propose-agreement.ts';
import { forgiveOf, shareOf } from './share-wire.ts';
import { signaturesOf } from './signatures.ts';
import { type AgreementWishes, type Simulation, simulateAgreement } from './simulate-agreement.ts';

/** Those that agreements-api serves; the paper is drawn by agreements-render (agreement-document.ts). */
export const agreementApiRoutes = routesServedBy(agreementRoutes, 'api');

/** The use case of each of them: domain in, wire out. */
export const agreementUseCases: UseCases<ProposeDeps, typeof agreementApiRoutes> = {
  async simulateAgreement(deps, { params, body }, caller) {
    const simulation = await simulateAgreement(deps, wishesOf(params.fileId, body), caller);
    return { body: simulationBody(deps, simulation, caller) };
  },
  async proposeAgreement(deps, { params, body: { reason, cosigners, guarantees, ...body }, idempotencyKey }, caller) {
    const proposal = { ...wishesOf(params.fileId, body), reason, cosigners, guarantees, idempotencyKey };
    const record = await proposeAgreement(deps, proposal, caller);
    return { ...(await answer(deps, record)), location: `/v1/agreements/${record.agreementId}` };
  },
  async listFileAgreements(deps, { params }, caller) {
    const today = deps.clock.today();
    const { notes } = await deps.ledger.balancesOfFile(params.fileId, today);
    inScope(caller, notes[0]?.dimensions, 'El expediente con pagarés');
    const signed = await deps.ledger.agreementsOfFile(params.fileId, today);
    const records = await Promise.all(signed.map(({ agreementId }) => deps.records.find(agreementId)));
    const items = records.flatMap((record) =>
      record === undefined ? [] : [toAnswer(record, standingIn(signed, record))],
    );
    return { body: { items } };
  },
  async listAgreements(deps, { query }, caller) {
    const { records, cursor } = await deps.records.page(query.status, query, { filter: { office: officesOf(caller) } });
    const items = records.map((record) => toAnswer(record, undefined));
    return { body: { items, nextCursor: cursor } };
  },
  getAgreement: async (deps, { params }, caller) => answer(deps, await readAgreement(deps, params.agreementId, caller)),
  authoriseAgreement: async (deps, { params, idempotencyKey }, caller) =>
    answer(deps, await authoriseAgreement(deps, { ...params, idempotencyKey }, caller)),
  rejectAgreement: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(deps, await rejectAgreement(deps, { ...params, ...body, idempotencyKey }, caller)),
  withdrawAgreement: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(deps, await withdrawAgreement(deps, { ...params, ...body, idempotencyKey }, caller)),
  signAgreement: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(deps, await signAgreement(deps, { ...params, ...body, idempotencyKey }, caller)),
  cancelAgreement: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(deps, await cancelAgreement(deps, { ...params, ...body, idempotencyKey }, caller)),
};

type WishesBody = Omit<AgreementWishes, 'fileId' | 'share' | 'earned' | 'whileLive'> &
  Partial<{
    [Wish in 'forgive' | 'earned' | 'whileLive']: (AgreementWishes & { forgive: ByComponent })[Wish] | undefined;
  }>;

/** What nobody said: an agreement that is kept is not late. */
const STOPS_GROWING: AgreementWishes['whileLive'] = ['defaultInterest'];

/** The wishes of a body; of a campaign's, those that its terms replace say nothing. */
const wishesOf = (
  fileId: string,
  { forgive = zeroByComponent(), earned = 'at-fulfilment', whileLive = STOPS_GROWING, ...wishes }: WishesBody,
): AgreementWishes => ({ ...wishes, fileId, share: shareOf(forgive), earned, whileLive });

async function answer(deps: AgreementDeps, record: AgreementRecord) {
  const signed = await deps.ledger.agreementsOfFile(record.fileId, deps.clock.today());
  return { body: toAnswer(record, standingIn(signed, record)), etag: etagOf(record) };
}

const standingIn = (signed: readonly Agreement[], { agreementId }: AgreementRecord): Agreement | undefined =>
  signed.find((one) => one.agreementId === agreementId);

function toAnswer(record: AgreementRecord, agreement: Agreement | undefined): z.input<typeof agreementAnswer> {
  const { share, plan, history, state } = record;
  return {
    ...record,
    noteIds: [...record.noteIds],
    whileLive: [...record.whileLive],
    signers: signaturesOf(record),
    status: state,
    statusName: agreementMachine.states[state],
    campaign: record.campaign ?? null,
    forgive: forgiveOf(share),
    payments: agreedPayments(plan).map((payment, index) => ({ number: index + 1, ...payment })),
    graceDays: plan.graceDays,
    standing: standingAnswer(agreement),
    history: historyAnswer(agreementMachine, history),
  };
}

function standingAnswer(agreement: Agreement | undefined): z.input<typeof agreementAnswer>['standing'] {
  if (agreement === undefined || agreement.standing === null) return null;
  const { standing, plan, counted } = agreement;
  const paid = counted.reduce((sum, { amount }) => sum + amount, 0);
  const payments = agreedPayments(plan);
  const isLive = standing.kind === 'live';
  const kept = standing.kind === 'fulfilled' ? payments.length : standing.kept;
  const next = isLive ? payments[kept] : undefined;
  const asked = payments.slice(0, kept + 1).reduce((sum, { amount }) => sum + amount, 0);
  return {
    ...{ kind: standing.kind, kept, paid },
    lateSince: isLive ? standing.lateSince : null,
    endedOn: isLive ? null : standing.on,
    next: next === undefined ? null : { due: next.due, missing: asked - paid },
  };
}

function simulationBody(
  { clock }: Pick<AgreementDeps, 'clock'>,
  { office, campaign, terms, total, owed, forgives, forgivesInAll, preview }: Simulation,
  caller: Caller,
): z.input<typeof simulationAnswer> {
  const on = clock.today();
  const asked = { ...terms, forgivesInAll };
  const inAuthority = campaign !== undefined || isInAuthority(caller.roles, asked, on);
  const posts = ROLES.filter(
    (role) => AUTHORISERS.some((one) => one === role) && excessOf(role, asked, on).length === 0,
  );
  return {
    ...{ fileId: terms.fileId, noteIds: [...terms.noteIds], office, signsOn: terms.signsOn, total },
    owed: withTotal(owed),
    forgives: withTotal(forgives),
    forgivesInAll: withTotal(forgivesInAll),
    payments: preview.payments.map(({ due, amount, parts }, index) => ({
      ...{ number: index + 1, due, amount },
      notes: parts.map(({ noteId, paid }) => ({ noteId, ...paid })),
    })),
    graceDays: terms.plan.graceDays,
    inAuthority,
    excess: inAuthority ? [] : caller.roles.flatMap((role) => excessOf(role, asked, on)),
    mayAuthorise: posts.map((role) => ROLE_POSTS[role].name),
  };
}

const withTotal = (amounts: ByComponent) => ({ ...amounts, total: sumOfComponents(amounts) });
