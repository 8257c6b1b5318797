import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { documentMachine } from '../../../shared/vault/document-machine.ts';
import type { VaultDocument } from '../../../shared/vault/vault-document.ts';
import { readDocument } from '../scans/open-document.ts';
import { DISPOSAL_OUTCOMES_ES, type Disposal, type DisposalOutcome, folioOfDisposal } from './disposal.ts';
import { disposalMachine } from './disposal-machine.ts';
import { HOLD_CAUSES_ES, HOLD_TYPES, type HoldDeps, holdDocument, releaseHold } from './hold-document.ts';
import {
  approveDisposal,
  type DisposalDeps,
  faultText,
  proposeDisposal,
  readDisposal,
  rejectDisposal,
  seesDisposal,
} from './propose-disposal.ts';
import type { disposalAnswer, disposalSummary, holdAnswer, retentionRoutes } from './retention-routes.ts';

/** The use case of each of these routes: domain in, wire out. */
export const retentionUseCases: UseCases<HoldDeps & DisposalDeps, typeof retentionRoutes> = {
  getDocumentHolds: async (deps, { params }, caller) => ({
    body: toHolds(await readDocument(deps, params.documentId, caller)),
  }),
  async holdDocument(deps, { params, body: { cause, reason }, idempotencyKey }, caller) {
    const asked = { ...params, cause: `${cause.type}:${cause.id}`, reason, idempotencyKey } as const;
    return { body: toHolds(await holdDocument(deps, asked, caller)) };
  },
  async liftDocumentHold(deps, { params, body: { cause, reason }, idempotencyKey }, caller) {
    const asked = { ...params, cause: `${cause.type}:${cause.id}`, reason, idempotencyKey } as const;
    return { body: toHolds(await releaseHold(deps, asked, caller)) };
  },
  async proposeDisposal(deps, { body, idempotencyKey }, caller) {
    const disposal = await proposeDisposal(deps, { ...body, idempotencyKey }, caller);
    return { body: toAnswer(disposal), location: `/v1/disposals/${disposal.disposalId}` };
  },
  async listDisposals({ disposals }, { query }, caller) {
    const { records, cursor } = await disposals.page(query.status, query);
    const items = records.filter((disposal) => seesDisposal(caller, disposal)).map(toSummary);
    return { body: { items, nextCursor: cursor } };
  },
  getDisposal: async (deps, { params }, caller) => ({
    body: toAnswer(await readDisposal(deps, params.disposalId, caller)),
  }),
  approveDisposal: async (deps, { params, body, idempotencyKey }, caller) => ({
    body: toAnswer(await approveDisposal(deps, { ...params, ...body, idempotencyKey }, caller)),
  }),
  rejectDisposal: async (deps, { params, body, idempotencyKey }, caller) => ({
    body: toAnswer(await rejectDisposal(deps, { ...params, ...body, idempotencyKey }, caller)),
  }),
};

function toHolds({ documentId, fileId, state, holds, history }: VaultDocument): z.input<typeof holdAnswer> {
  return {
    ...{ documentId, fileId, status: state },
    holds: holds.map((cause) => {
      const [named, ...id] = cause.split(':');
      const type = HOLD_TYPES.find((one) => one === named);
      return { type: named ?? '', typeName: type === undefined ? '' : HOLD_CAUSES_ES[type], id: id.join(':') };
    }),
    history: historyAnswer(
      documentMachine,
      history.filter(({ step }) => /^(hold|lift)/.test(step)),
    ),
  };
}

function toSummary(disposal: Disposal): z.input<typeof disposalSummary> {
  const { state, rows } = disposal;
  const count = (outcome: DisposalOutcome) => rows.filter((row) => row.outcome === outcome).length;
  return {
    ...disposal,
    ...{ folio: folioOfDisposal(disposal), status: state, statusName: disposalMachine.states[state] },
    ...{ files: rows.length, due: count('due'), disposed: count('disposed') },
  };
}

const toAnswer = (disposal: Disposal): z.input<typeof disposalAnswer> => ({
  ...toSummary(disposal),
  rows: disposal.rows.map((row) => ({
    ...{ ...row, outcomeName: DISPOSAL_OUTCOMES_ES[row.outcome] },
    faults: row.faults.map((fault) => ({ code: fault.code, message: faultText(fault) })),
  })),
  history: historyAnswer(disposalMachine, disposal.history),
});
