import type * as z from 'zod';
import type { UseCases } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import { type PayoffQuote, totalsOf } from './payoff-quote.ts';
import { type payoffAnswer, payoffRoutes } from './payoff-routes.ts';
import { type PayoffDeps, quotePayoff, readQuote } from './quote-payoff.ts';

/** Those that agreements-api serves; the paper is drawn by agreements-render (payoff-document.ts). */
export const payoffApiRoutes = routesServedBy(payoffRoutes, 'api');

/** The use case of each of them: domain in, wire out. */
export const payoffUseCases: UseCases<PayoffDeps, typeof payoffApiRoutes> = {
  async quotePayoff(deps, { params, body, idempotencyKey }, caller) {
    const quote = await quotePayoff(deps, { ...params, ...body, idempotencyKey }, caller);
    return { body: toAnswer(quote), location: `/v1/payoff-quotes/${quote.folio}` };
  },
  getPayoffQuote: async (deps, { params }, caller) => ({
    body: toAnswer(await readQuote(deps, params.payoffFolio, caller)),
  }),
};

function toAnswer(quote: PayoffQuote): z.input<typeof payoffAnswer> {
  const totals = totalsOf(quote);
  const [first, second] = totals;
  return {
    ...quote,
    validUntil: quote.days.at(-1) ?? quote.issuedOn,
    days: quote.days.map((on, index) => ({ on, total: totals[index] ?? 0 })),
    perDay: first === undefined || second === undefined ? null : second - first,
  };
}
