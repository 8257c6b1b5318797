import type * as z from 'zod';
import type { UseCases } from '../../../shared/http/route.ts';
import type { CreditQueue } from '../payments/credit-queue.ts';
import { type BounceDeps, bouncePayment } from './bounce-payment.ts';
import { type ProvisionalPayment, settledOn } from './provisional-payment.ts';
import type { provisionalAnswer, provisionalRoutes } from './provisional-routes.ts';

/** The use case of each of these routes: domain in, wire out. */
export const provisionalUseCases: UseCases<BounceDeps & { readonly credits: CreditQueue }, typeof provisionalRoutes> = {
  async listProvisionalPayments(deps, { query }) {
    const { records, cursor } = await deps.provisionals.page(query.state, query);
    return { body: { items: records.map(toAnswer), nextCursor: cursor } };
  },
  async bouncePayment(deps, { params, body, idempotencyKey }, caller) {
    return { body: toAnswer(await bouncePayment(deps, { ...params, ...body, idempotencyKey }, caller)) };
  },
  async listQueuedCredits(deps, { query }) {
    const { credits, cursor } = await deps.credits.page(query);
    const held = await deps.ledger.creditsOfFiles(credits.map(({ fileId }) => fileId));
    const items = credits.flatMap((credit) => {
      const amount = held.get(credit.fileId) ?? 0;
      return amount === 0 ? [] : [{ ...credit, amount }];
    });
    return { body: { items, nextCursor: cursor } };
  },
};

function toAnswer(payment: ProvisionalPayment): z.input<typeof provisionalAnswer> {
  return { ...payment, settledOn: settledOn(payment) };
}
