import type * as z from 'zod';
import type { UseCases } from '../../../shared/http/route.ts';
import { pesosFromCentavos } from '../../../shared/money/centavos.ts';
import type { creditRoutes, creditUseAnswer } from './credit-routes.ts';
import { CREDIT_USE_NAMES_ES, CREDIT_USE_STATUS_NAMES_ES, type CreditUse } from './credit-use.ts';
import { approveCreditUse, type DecideCreditUseDeps, rejectCreditUse } from './decide-credit-use.ts';
import { isWithinReach, readCreditUse } from './read-credit-use.ts';
import { type RequestCreditUseDeps, requestCreditUse } from './request-credit-use.ts';

type CreditDeps = DecideCreditUseDeps & { readonly ledger: RequestCreditUseDeps['ledger'] };

/** The use case of each of these routes: domain in, wire out. */
export const creditUseCases: UseCases<CreditDeps, typeof creditRoutes> = {
  async requestCreditUse(deps, { params, body, idempotencyKey }, caller) {
    const one = await requestCreditUse(deps, { ...params, ...body, idempotencyKey }, caller);
    return { ...answer(one), location: `/v1/credit-uses/${one.creditUseId}` };
  },
  async listCreditUses(deps, { query }, caller) {
    const { uses, cursor } = await deps.creditUses.page(query.status, query);
    const items = uses.filter(({ office }) => isWithinReach(caller, office)).map(toAnswer);
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
  return { body: toAnswer(one), etag: String(one.version) };
}

function toAnswer(one: CreditUse): z.input<typeof creditUseAnswer> {
  return {
    ...one,
    statusName: CREDIT_USE_STATUS_NAMES_ES[one.status],
    useName: CREDIT_USE_NAMES_ES[one.use],
    amount: pesosFromCentavos(one.amount),
  };
}
