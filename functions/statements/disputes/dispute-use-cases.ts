import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import { etagOf } from '../../../shared/http/record-version.ts';
import type { Caller, UseCases } from '../../../shared/http/route.ts';
import { officesOf } from '../../../shared/http/scope.ts';
import { proposeAnswer, studyDispute } from './answer-dispute.ts';
import { type Dispute, FINDING_NAMES_ES } from './dispute.ts';
import { DISPUTE_CONCEPT_NAMES_ES } from './dispute-concepts.ts';
import type { DisputeDeps } from './dispute-deps.ts';
import { disputeMachine } from './dispute-machine.ts';
import type { disputeAnswer, disputeRoutes } from './dispute-routes.ts';
import { moveDispute, type PlainStep, readDispute } from './move-dispute.ts';
import { type ReadEvidenceDeps, readEvidence } from './read-evidence.ts';
import type { ReceiveDeps } from './receive-dispute.ts';
import { registerDispute } from './register-dispute.ts';

type Deps = DisputeDeps & ReceiveDeps & ReadEvidenceDeps;

/** A step with nothing but a reason, as its route brings it. */
const plain =
  (step: PlainStep) =>
  async (
    deps: Deps,
    asked: {
      readonly params: { readonly disputeId: string };
      readonly body?: { readonly reason: string } | undefined;
      readonly idempotencyKey: string;
    },
    caller: Caller,
  ) => {
    const { params, body, idempotencyKey } = asked;
    return answer(
      deps,
      await moveDispute(deps, step, { ...params, reason: body?.reason ?? null, idempotencyKey }, caller),
    );
  };

/** The use case of each of these routes: domain in, wire out. */
export const disputeUseCases: UseCases<Deps, typeof disputeRoutes> = {
  async registerDispute(deps, { params, body, idempotencyKey }, caller) {
    const said = { ...params, ...body, noteId: body.noteId ?? null, idempotencyKey };
    const dispute = await registerDispute(deps, said, caller);
    return { ...answer(deps, dispute), location: `/v1/disputes/${dispute.disputeId}` };
  },
  async listDisputes(deps, { query }, caller) {
    const { records, cursor } = await deps.disputes.page(query.status, query, {
      filter: { office: officesOf(caller) },
    });
    const items = records.map((one) => toAnswer(deps, one));
    return { body: { items, nextCursor: cursor } };
  },
  getDispute: async (deps, { params }, caller) => answer(deps, await readDispute(deps, params.disputeId, caller)),
  async listDisputeEvidence(deps, { params }, caller) {
    const { dispute, files } = await readEvidence(deps, params.disputeId, caller);
    return { body: { ...params, fileId: dispute.fileId, files: [...files] } };
  },
  studyDispute: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(deps, await studyDispute(deps, { ...params, ...body, idempotencyKey }, caller)),
  proposeDisputeAnswer: async (deps, { params, body, idempotencyKey }, caller) =>
    answer(deps, await proposeAnswer(deps, { ...params, outcome: body, idempotencyKey }, caller)),
  acknowledgeDispute: plain('acknowledge'),
  askDisputeData: plain('ask-data'),
  receiveDisputeData: plain('data-came'),
  extendDispute: plain('extend'),
  returnDisputeAnswer: plain('return'),
  approveDisputeAnswer: plain('approve'),
  handOverDisputeAnswer: plain('tell'),
  dissentFromDispute: plain('dissent'),
};

const answer = (deps: Deps, dispute: Dispute) => ({ body: toAnswer(deps, dispute), etag: etagOf(dispute) });

/** Those that are over: no term runs any more. */
const OVER: readonly Dispute['state'][] = ['closed', 'lapsed', 'dissented'];

const toAnswer = ({ clock }: Deps, dispute: Dispute): z.input<typeof disputeAnswer> => ({
  ...dispute,
  status: dispute.state,
  statusName: disputeMachine.states[dispute.state],
  conceptName: DISPUTE_CONCEPT_NAMES_ES[dispute.concept],
  isLate: !OVER.includes(dispute.state) && clock.today() > dispute.answerBy,
  outcome: dispute.outcome && { ...dispute.outcome, findingName: FINDING_NAMES_ES[dispute.outcome.finding] },
  history: historyAnswer(disputeMachine, dispute.history),
});
