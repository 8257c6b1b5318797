import type * as z from 'zod';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { officesOf } from '../../../shared/http/scope.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import type { creditRoutes, creditUseAnswer } from './credit-routes.ts';
import { CREDIT_USE_NAMES_ES, type CreditUse, decisionOf } from './credit-use.ts';
import { CREDIT_USE_STATE_NAMES_ES } from './credit-use-machine.ts';
import { approveCreditUse, type DecideCreditUseDeps, rejectCreditUse } from './decide-credit-use.ts';
import { readCreditUse } from './read-credit-use.ts';
import { type RequestCreditUseDeps, requestCreditUse } from './request-credit-use.ts';

type CreditDeps = DecideCreditUseDeps & { readonly ledger: RequestCreditUseDeps['ledger'] };

/** The use case of each of these routes: domain in, wire out. */
export const creditUseCases: UseCases<CreditDeps, typeof creditRoutes> = {
  async requestCreditUse(deps, { params, body, idempotencyKey }, caller) {
    const one = await requestCreditUse(deps, { ...params, ...body, idempotencyKey }, caller);
    return { ...answer(one), location: `/v1/credit-uses/${one.creditUseId}` };
  },
  async listCreditUses(deps, { query }, caller) {
    const { records, cursor } = await deps.creditUses.page(query.status, query, {
      filter: { office: officesOf(caller) },
    });
    const items = records.map(toAnswer);
    return { body: { items, nextCursor: cursor } };
  },
  async getCreditUse(deps, { params }, caller) {
    return answer(await readCreditUse(deps, params.creditUseId, caller));
  },
  async approveCreditUse(deps, { params, body, idempotencyKey }, caller) {
    return answer(await approveCreditUse(deps, { ...params, ...body, idempotencyKey }, caller));
  },
  async rejectCreditUse(deps, { params, body, idempotencyKey }, caller) {
    return answer(await rejectCreditUse(deps, { ...params, ...body, idempotencyKey }, caller));
  },
};

function answer(one: CreditUse) {
  return { body: toAnswer(one), etag: etagOf(one) };
}

export function toAnswer(one: CreditUse): z.input<typeof creditUseAnswer> {
  const asked = lastTaken(one.history, 'request');
  const posted = lastTaken(one.history, 'posted');
  return {
    ...one,
    status: one.state,
    statusName: CREDIT_USE_STATE_NAMES_ES[one.state],
    useName: CREDIT_USE_NAMES_ES[one.use],
    reason: asked?.reason ?? '',
    requestedBy: asked?.by ?? '',
    decision: decisionAnswer(one),
    eventId: posted?.key ?? null,
    postedOn: posted?.on ?? null,
  };
}

function decisionAnswer(one: CreditUse): z.input<typeof creditUseAnswer>['decision'] {
  const decision = decisionOf(one);
  if (decision === undefined) return null;
  const { step, by, on, reason, evidence } = decision;
  const transferReference = evidence?.transferReference ?? null;
  return { decision: step === 'reject' ? 'reject' : 'approve', by, on, reason, transferReference };
}
