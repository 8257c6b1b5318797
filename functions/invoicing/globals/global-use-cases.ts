import type * as z from 'zod';
import type { UseCases } from '../../../shared/http/route.ts';
import { longWorkMachine } from '../../../shared/jobs/long-work-machine.ts';
import type { globalAnswer, globalRoutes } from './global-routes.ts';
import type { GlobalRun } from './global-run.ts';
import { type GlobalDeps, readGlobal, requestGlobal } from './request-global.ts';

/** The use case of each of these routes: domain in, wire out. */
export const globalUseCases: UseCases<GlobalDeps, typeof globalRoutes> = {
  async requestGlobalInvoice(deps, { body, idempotencyKey }, caller) {
    const run = await requestGlobal(deps, { ...body, idempotencyKey }, caller);
    return { body: toAnswer(run), location: `/v1/global-invoices/${run.globalId}` };
  },
  getGlobalInvoice: async (deps, { params }, caller) => ({
    body: toAnswer(await readGlobal(deps, params.globalId, caller)),
  }),
};

const toAnswer = (run: GlobalRun): z.input<typeof globalAnswer> => ({
  ...run,
  status: run.state,
  statusName: longWorkMachine.states[run.state],
});
