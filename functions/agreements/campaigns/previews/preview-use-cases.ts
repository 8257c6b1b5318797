import type * as z from 'zod';
import { historyAnswer } from '../../../../shared/http/history-answer.ts';
import { etagOf } from '../../../../shared/http/record-version.ts';
import type { Caller, UseCases } from '../../../../shared/http/route.ts';
import { routesServedBy } from '../../../../shared/http/route-table.ts';
import { sees } from '../../../../shared/http/scope.ts';
import { longWorkMachine } from '../../../../shared/jobs/long-work-machine.ts';
import { type ByComponent, sumOfComponents } from '../../../../shared/loan-book/component.ts';
import type { CampaignPreview } from './campaign-preview.ts';
import { type previewAnswer, previewRoutes } from './preview-routes.ts';
import { type PreviewTotals, totalOf } from './preview-totals.ts';
import { type PreviewDeps, readPreview, refuseFilesOver, requestPreview } from './request-preview.ts';

export const previewApiRoutes = routesServedBy(previewRoutes, 'api');

/** The use case of each of them: domain in, wire out. */
export const previewUseCases: UseCases<PreviewDeps, typeof previewApiRoutes> = {
  async previewCampaign(deps, { params, idempotencyKey }, caller) {
    const preview = await requestPreview(deps, { ...params, idempotencyKey }, caller);
    return {
      ...answer(preview, caller),
      location: `/v1/campaigns/${preview.campaignId}/previews/${preview.previewId}`,
    };
  },
  getCampaignPreview: async (deps, { params }, caller) => answer(await readPreview(deps, params, caller), caller),
  async listCampaignPreviewFiles(deps, { params, query }, caller) {
    const preview = await readPreview(deps, params, caller);
    refuseFilesOver(preview, deps.clock.today());
    const offices = preview.byOffice
      .map(({ office }) => office)
      .filter((office) => sees(caller, office) && (query.office ?? office) === office);
    const { files, cursor } = await deps.previewFiles.page(preview.previewId, offices, query);
    const items = files.map((file) => ({ ...file, ...withTotals(file), noteIds: [...file.noteIds] }));
    return { body: { items, nextCursor: cursor } };
  },
};

const answer = (preview: CampaignPreview, caller: Caller) => ({
  body: toAnswer(preview, caller),
  etag: etagOf(preview),
});

function toAnswer(preview: CampaignPreview, caller: Caller): z.input<typeof previewAnswer> {
  const byOffice = preview.byOffice.filter(({ office }) => sees(caller, office));
  return {
    ...preview,
    status: preview.state,
    statusName: longWorkMachine.states[preview.state],
    isComplete: preview.state === 'done' && preview.failed === 0,
    byOffice: byOffice.map((totals) => ({ ...totals, ...withTotals(totals) })),
    total: totalsAnswer(totalOf(byOffice)),
    filesKeptUntil: preview.keptUntil,
    history: historyAnswer(longWorkMachine, preview.history),
  };
}

const totalsAnswer = (totals: PreviewTotals) => ({ ...totals, ...withTotals(totals) });

const withTotals = ({ owed, forgives }: Readonly<Record<'owed' | 'forgives', ByComponent>>) => ({
  owed: { ...owed, total: sumOfComponents(owed) },
  forgives: { ...forgives, total: sumOfComponents(forgives) },
});
