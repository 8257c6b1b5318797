import type * as z from 'zod';
import type { UseCases } from '../../../shared/http/route.ts';
import { routesServedBy } from '../../../shared/http/route-table.ts';
import { type PaperDeskDeps, type PaperNow, papersOfFile, revokePaper } from './move-papers.ts';
import { PAPER_KINDS_ES } from './paper.ts';
import { type paperAnswer, paperDeskRoutes } from './paper-desk-routes.ts';
import { STANDING_ES } from './verify-paper.ts';

/** Those that statements-api serves; the copy is drawn by statements-desk (print-copy.ts). */
export const paperApiRoutes = routesServedBy(paperDeskRoutes, 'api');

/** The use case of each of them: domain in, wire out. */
export const paperDeskUseCases: UseCases<PaperDeskDeps, typeof paperApiRoutes> = {
  async listStatementPapers(deps, { params }, caller) {
    const papers = await papersOfFile(deps, params.fileId, caller);
    return { body: { ...params, papers: papers.map(toAnswer) } };
  },
  async revokeStatementPaper(deps, { params, body, idempotencyKey }, caller) {
    const { fileId, paperFolio: folio } = params;
    return { body: toAnswer(await revokePaper(deps, { fileId, folio, ...body, idempotencyKey }, caller)) };
  },
};

const toAnswer = ({ standing, ...paper }: PaperNow): z.input<typeof paperAnswer> => ({
  ...paper,
  kindName: PAPER_KINDS_ES[paper.kind],
  status: standing,
  statusName: STANDING_ES[standing],
});
