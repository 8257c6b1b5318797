import type * as z from 'zod';
import { historyAnswer } from '../../../../shared/http/history-answer.ts';
import { etagOf } from '../../../../shared/http/record-version.ts';
import type { UseCases } from '../../../../shared/http/route.ts';
import { routesServedBy } from '../../../../shared/http/route-table.ts';
import { longWorkMachine } from '../../../../shared/jobs/long-work-machine.ts';
import { type CampaignPaper, UNWRITTEN, type Unwritten } from './campaign-paper.ts';
import { type paperAnswer, paperRoutes } from './paper-routes.ts';
import { type PaperDeps, readPaper, requestPaper } from './request-paper.ts';

/** Those that agreements-api serves; links are given by agreements-render (fetch-paper.ts). */
export const paperApiRoutes = routesServedBy(paperRoutes, 'api');

/** The use case of each of them: domain in, wire out. */
export const paperUseCases: UseCases<PaperDeps, typeof paperApiRoutes> = {
  async requestCampaignLetters(deps, { params, body: { offices, ...days }, idempotencyKey }, caller) {
    return asked(await requestPaper(deps, { ...params, kind: 'letters', offices, days, idempotencyKey }, caller));
  },
  async requestCampaignWorkbook(deps, { params, body, idempotencyKey }, caller) {
    return asked(await requestPaper(deps, { ...params, ...body, kind: 'workbook', idempotencyKey }, caller));
  },
  getCampaignPaper: async (deps, { params }, caller) => answer(await readPaper(deps, params, caller)),
};

const asked = (paper: CampaignPaper) => ({
  ...answer(paper),
  location: `/v1/campaigns/${paper.campaignId}/papers/${paper.paperId}`,
});

const answer = (paper: CampaignPaper) => ({ body: toAnswer(paper), etag: etagOf(paper) });

const toAnswer = (paper: CampaignPaper): z.input<typeof paperAnswer> => ({
  ...paper,
  status: paper.state,
  statusName: longWorkMachine.states[paper.state],
  unwritten: UNWRITTEN.filter((reason) => paper.unwritten[reason] > 0).map((reason) => ({
    ...{ reason, reasonName: REASONS_ES[reason], files: paper.unwritten[reason] },
  })),
  parts: paper.parts.map((part, index) => ({ part: index + 1, ...part })),
  history: historyAnswer(longWorkMachine, paper.history),
});

const REASONS_ES: Readonly<Record<Unwritten, string>> = {
  'not-eligible': 'Ya no cumple la regla: pagó, convino o cambió desde el cálculo',
  changes: 'Lo que se le ofrece cambia dentro de las fechas de la carta: un pagaré entra o sale de la campaña',
  'too-many-notes': 'Sus pagarés no caben en un convenio: se le atiende en persona',
  'not-valued': 'Un pagaré no se pudo valuar: avise a Sistemas',
  'no-address': 'No tiene domicilio en el registro',
};
