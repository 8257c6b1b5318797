import type * as z from 'zod';
import type { UseCases } from '../../../shared/http/route.ts';
import { OUTCOME_NAMES_ES } from '../intake/row-outcome.ts';
import { type BankReturn, decisionOf, settledOn } from './bank-return.ts';
import { BANK_RETURN_STATE_NAMES_ES } from './bank-return-machine.ts';
import { type DecideReturnDeps, decideReturn } from './decide-return.ts';
import { payingRow } from './paying-row.ts';
import type { bankReturnAnswer, returnRoutes } from './return-routes.ts';

/** The use case of each of these routes: domain in, wire out. */
export const returnUseCases: UseCases<DecideReturnDeps, typeof returnRoutes> = {
  async listBankReturns(deps, { query }) {
    const { records, cursor } = await deps.returns.page(query.state, query);
    const items = await Promise.all(records.map((one) => toAnswer(deps, one)));
    return { body: { items, nextCursor: cursor } };
  },
  async decideBankReturn(deps, { params, body, idempotencyKey }, caller) {
    return { body: await toAnswer(deps, await decideReturn(deps, { ...params, ...body, idempotencyKey }, caller)) };
  },
};

async function toAnswer(deps: DecideReturnDeps, one: BankReturn): Promise<z.input<typeof bankReturnAnswer>> {
  const paying = one.paid === null ? undefined : await payingRow(deps.files, one.paid);
  const row = paying?.row;
  const payment =
    row === undefined
      ? null
      : {
          outcomeName: OUTCOME_NAMES_ES[row.outcome],
          amount: row.amount,
          eventId: row.eventId,
          depositId: row.depositId,
          target: row.target,
        };
  const decision = decisionOf(one);
  return {
    ...one,
    stateName: BANK_RETURN_STATE_NAMES_ES[one.state],
    payment,
    decision:
      decision === undefined
        ? null
        : {
            decision: decision.step === 'dismiss' ? 'dismiss' : 'confirm',
            reason: decision.reason ?? '',
            by: decision.by,
          },
    settledOn: settledOn(one),
  };
}
