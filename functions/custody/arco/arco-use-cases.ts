import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import type { Caller, UseCases } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import { inScope, officesOf } from '../../../shared/http/scope.ts';
import { FINDINGS_ES, type Notice, REFUSAL_REASONS, RIGHTS_ES } from './arco-catalogue.ts';
import { arcoMachine } from './arco-machine.ts';
import { type ArcoRequest, dueOn, folioOfRequest } from './arco-request.ts';
import { type arcoAnswer, arcoRoutes, type blockAnswer } from './arco-routes.ts';
import { type Block, blockMachine } from './block.ts';
import { liftBlock, readBlock } from './lift-block.ts';
import { approveAnswer, moveRequest, type PlainStep, proposeAnswer } from './move-request.ts';
import { type ArcoDeps, readRequest, receiveRequest } from './receive-request.ts';

/** Those that custody-api serves; the package of personal data is custody-render's (personal-data.ts). */
export const arcoApiRoutes = routesServedBy(arcoRoutes, 'api');

/** The use case of each of these routes: domain in, wire out. */
export const arcoUseCases: UseCases<ArcoDeps, typeof arcoApiRoutes> = {
  async receiveArcoRequest(deps, { params, body, idempotencyKey }, caller) {
    const request = await receiveRequest(deps, { ...params, ...body, idempotencyKey }, caller);
    return { body: toAnswer(deps)(request), location: `/v1/arco-requests/${request.requestId}` };
  },
  async listArcoRequestsOfFile(deps, { params }, caller) {
    inScope(caller, await deps.register.wholeFile(params.fileId), 'El expediente');
    return { body: { ...params, requests: (await deps.requests.ofFile(params.fileId)).map(toAnswer(deps)) } };
  },
  async listArcoRequests(deps, { query }, caller) {
    const { records, cursor } = await deps.requests.page(query.status, query, {
      filter: { office: officesOf(caller) },
    });
    const items = records.map(toAnswer(deps));
    return { body: { items, nextCursor: cursor } };
  },
  getArcoRequest: async (deps, { params }, caller) => ({
    body: toAnswer(deps)(await readRequest(deps, params.requestId, caller)),
  }),
  preventArcoRequest: moved('prevent'),
  cureArcoRequest: moved('cure'),
  declineArcoRequest: moved('decline'),
  studyArcoRequest: moved('study'),
  extendArcoTerm: moved('extend'),
  returnArcoAnswer: moved('return'),
  executeArcoRequest: moved('execute'),
  proposeArcoAnswer: async (deps, { params, body: outcome, idempotencyKey }, caller) => ({
    body: toAnswer(deps)(await proposeAnswer(deps, { ...params, outcome, idempotencyKey }, caller)),
  }),
  approveArcoAnswer: async (deps, { params, body, idempotencyKey }, caller) => ({
    body: toAnswer(deps)(await approveAnswer(deps, { ...params, ...body, idempotencyKey }, caller)),
  }),
  getFileBlock: async (deps, { params }, caller) => ({ body: toBlock(await readBlock(deps, params.fileId, caller)) }),
  liftFileBlock: async (deps, { params, body, idempotencyKey }, caller) => ({
    body: toBlock(await liftBlock(deps, { ...params, ...body, idempotencyKey }, caller)),
  }),
};

interface Moving {
  readonly params: { readonly requestId: string };
  readonly body: { readonly reason: string; readonly notice?: Notice };
  readonly idempotencyKey: string;
}

function moved(step: PlainStep) {
  return async (deps: ArcoDeps, { params, body, idempotencyKey }: Moving, caller: Caller) => ({
    body: toAnswer(deps)(await moveRequest(deps, step, { ...params, ...body, idempotencyKey }, caller)),
  });
}

const toAnswer =
  ({ clock }: Pick<ArcoDeps, 'clock'>) =>
  (request: ArcoRequest): z.input<typeof arcoAnswer> => {
    const due = dueOn(request);
    const { state, right, outcome, history } = request;
    return {
      ...request,
      ...{ folio: folioOfRequest(request), status: state, statusName: arcoMachine.states[state] },
      ...{ rightName: RIGHTS_ES[right], dueOn: due, isLate: due !== null && due < clock.today() },
      outcome: outcome && {
        ...{ ...outcome, findingName: FINDINGS_ES[outcome.finding] },
        reasons: outcome.reasons.map((reason) => ({
          ...{ reason, name: REFUSAL_REASONS[reason].nameEs, article: REFUSAL_REASONS[reason].article },
        })),
      },
      history: historyAnswer(arcoMachine, history),
    };
  };

const toBlock = (block: Block): z.input<typeof blockAnswer> => ({
  ...block,
  ...{ status: block.state, statusName: blockMachine.states[block.state] },
  history: historyAnswer(blockMachine, block.history),
});
