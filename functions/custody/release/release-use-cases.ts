import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { inScope, sees } from '../../../shared/http/scope.ts';
import { RELEASE_LETTER_NAMES_ES } from '../../../shared/links/release-letter.ts';
import { appointRelease, deliverRelease, type HandOverDeps } from './hand-over-release.ts';
import type { Release } from './release.ts';
import { releaseMachine } from './release-machine.ts';
import type { releaseAnswer, releaseRoutes } from './release-routes.ts';
import { readRelease, requestRelease } from './request-release.ts';

/** The use case of each of these routes: domain in, wire out. */
export const releaseUseCases: UseCases<HandOverDeps, typeof releaseRoutes> = {
  async requestRelease(deps, { params, idempotencyKey }, caller) {
    const release = await requestRelease(deps, { ...params, idempotencyKey }, caller);
    return { body: toAnswer(release), location: `/v1/releases/${release.releaseId}` };
  },
  async listReleasesOfFile(deps, { params }, caller) {
    inScope(caller, await deps.register.wholeFile(params.fileId), 'El expediente');
    return { body: { ...params, releases: (await deps.releases.ofFile(params.fileId)).map(toAnswer) } };
  },
  async listReleases(deps, { query }, caller) {
    const { records, cursor } = await deps.releases.page(query.status, query);
    return { body: { items: records.filter(({ office }) => sees(caller, office)).map(toAnswer), nextCursor: cursor } };
  },
  getRelease: async (deps, { params }, caller) => ({
    body: toAnswer(await readRelease(deps, params.releaseId, caller)),
  }),
  appointRelease: async (deps, { params, body, idempotencyKey }, caller) => ({
    body: toAnswer(await appointRelease(deps, { ...params, ...body, idempotencyKey }, caller)),
  }),
  deliverRelease: async (deps, { params, body, idempotencyKey }, caller) => ({
    body: toAnswer(await deliverRelease(deps, { ...params, ...body, idempotencyKey }, caller)),
  }),
};

const toAnswer = (release: Release): z.input<typeof releaseAnswer> => ({
  ...release,
  status: release.state,
  statusName: releaseMachine.states[release.state],
  letters: release.letters.map((letter) => ({ ...letter, kindName: RELEASE_LETTER_NAMES_ES[letter.kind] })),
  history: historyAnswer(releaseMachine, release.history),
});
