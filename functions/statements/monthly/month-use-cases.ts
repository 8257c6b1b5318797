import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { decideMonth, type MonthDeps, proposeMonth, readMonth } from './decide-month.ts';
import type { monthAnswer, monthRoutes } from './month-routes.ts';
import { monthlyMachine } from './monthly-machine.ts';
import { type MonthlyRun, SKIPPED_ES, skipSchema } from './monthly-run.ts';

/** The use case of each of these routes: domain in, wire out. */
export const monthUseCases: UseCases<MonthDeps, typeof monthRoutes> = {
  proposeMonthlyStatements: async (deps, { body, idempotencyKey }, caller) => ({
    body: toAnswer(await proposeMonth(deps, { ...body, idempotencyKey }, caller)),
  }),
  readMonthlyStatements: async (deps, { params }) => ({ body: toAnswer(await readMonth(deps, params.statementMonth)) }),
  async authoriseMonthlyStatements(deps, { params, idempotencyKey }, caller) {
    const asked = { month: params.statementMonth, idempotencyKey, reason: null };
    return { body: toAnswer(await decideMonth(deps, 'authorise', asked, caller)) };
  },
  async rejectMonthlyStatements(deps, { params, body, idempotencyKey }, caller) {
    const asked = { month: params.statementMonth, idempotencyKey, ...body };
    return { body: toAnswer(await decideMonth(deps, 'reject', asked, caller)) };
  },
  async stopMonthlyStatements(deps, { params, body, idempotencyKey }, caller) {
    const asked = { month: params.statementMonth, idempotencyKey, ...body };
    return { body: toAnswer(await decideMonth(deps, 'stop', asked, caller)) };
  },
};

const toAnswer = ({ skipped, history, ...run }: MonthlyRun): z.input<typeof monthAnswer> => ({
  ...run,
  status: run.state,
  statusName: monthlyMachine.states[run.state],
  skipped: skipSchema.options.flatMap((reason) => {
    const people = skipped[reason] ?? 0;
    return people === 0 ? [] : [{ reason, reasonName: SKIPPED_ES[reason], people }];
  }),
  history: historyAnswer(monthlyMachine, history),
});
