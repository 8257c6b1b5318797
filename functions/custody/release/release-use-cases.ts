import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { inScope, officesOf } from '../../../shared/http/scope.ts';
import { RELEASE_LETTER_NAMES_ES } from '../../../shared/links/release-letter.ts';
import { appointRelease, deliverRelease, type HandOverDeps } from './hand-over-release.ts';
import type { Release } from './release.ts';
import { BATCH_ENDS_ES, type ReleaseBatch } from './release-batch.ts';
import { releaseMachine } from './release-machine.ts';
import type { batchAnswer, releaseAnswer, releaseRoutes } from './release-routes.ts';
import { type BatchDeps, readBatch, requestBatch } from './request-batch.ts';
import { readRelease, requestRelease } from './request-release.ts';

/** The use case of each of these routes: domain in, wire out. */
export const releaseUseCases: UseCases<HandOverDeps & BatchDeps, typeof releaseRoutes> = {
  async requestRelease(deps, { params, idempotencyKey }, caller) {
    const release = await requestRelease(deps, { ...params, idempotencyKey }, caller);
    return { body: toAnswer(release), location: `/v1/releases/${release.releaseId}` };
  },
  async listReleasesOfFile(deps, { params }, caller) {
    inScope(caller, await deps.register.wholeFile(params.fileId), 'El expediente');
    return { body: { ...params, releases: (await deps.releases.ofFile(params.fileId)).map(toAnswer) } };
  },
  async listReleases(deps, { query }, caller) {
    const { records, cursor } = await deps.releases.page(query.status, query, {
      filter: { office: officesOf(caller) },
    });
    return { body: { items: records.map(toAnswer), nextCursor: cursor } };
  },
  getRelease: async (deps, { params }, caller) => ({
    body: toAnswer(await readRelease(deps, params.releaseId, caller)),
  }),
  async requestReleaseBatch(deps, { body, idempotencyKey }, caller) {
    const batch = await requestBatch(deps, { ...body, idempotencyKey }, caller);
    return { body: toBatchAnswer(batch), location: `/v1/release-batches/${batch.batchId}` };
  },
  getReleaseBatch: async (deps, { params }, caller) => ({
    body: toBatchAnswer(await readBatch(deps, params.batchId, caller)),
  }),
  appointRelease: async (deps, { params, body, idempotencyKey }, caller) => ({
    body: toAnswer(await appointRelease(deps, { ...params, ...body, idempotencyKey }, caller)),
  }),
  deliverRelease: async (deps, { params, body, idempotencyKey }, caller) => ({
    body: toAnswer(await deliverRelease(deps, { ...params, ...body, idempotencyKey }, caller)),
  }),
};

const toBatchAnswer = ({ state, fileIds, ends, ...batch }: ReleaseBatch): z.input<typeof batchAnswer> => ({
  ...batch,
  ...{ status: state, files: fileIds.length, done: ends.length },
  issued: ends.filter(({ end }) => end === 'issued').length,
  rows: ends.map(({ end, releaseId }, index) => ({
    ...{ fileId: fileIds[index] ?? '', end, endName: BATCH_ENDS_ES[end], releaseId },
  })),
});

const toAnswer = (release: Release): z.input<typeof releaseAnswer> => ({
  ...release,
  status: release.state,
  statusName: releaseMachine.states[release.state],
  letters: release.letters.map((letter) => ({ ...letter, kindName: RELEASE_LETTER_NAMES_ES[letter.kind] })),
  history: historyAnswer(releaseMachine, release.history),
});
