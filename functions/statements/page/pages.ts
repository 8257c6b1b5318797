import type { PageOptions } from '../../../shared/http/page-handler.ts';
import { evidenceReceivedPage } from '../disputes/dispute-pages.ts';
import { presentDispute, showDisputes } from '../disputes/present-dispute.ts';
import { verifyPaper } from '../papers/verify-paper.ts';
import { keepPreferences, showPreferences } from '../preferences/change-preferences.ts';
import { showUnsubscribing, unsubscribe } from '../preferences/unsubscribe.ts';
import { askByForm, askingPage } from './asking-page.ts';
import { giveDatum, openLink } from './open-link.ts';
import type { PageDeps } from './page-deps.ts';
import type { pageRoutes } from './page-routes.ts';
import { closeSession, showNote, showStatement } from './show-statement.ts';
import { STYLE_SHEET } from './style-sheet.ts';

type Options = PageOptions<PageDeps, typeof pageRoutes>;
const STYLE = { contentType: 'text/css; charset=utf-8', body: STYLE_SHEET };

/** What a person writes, with every letter escaped. */
export const formBytes = { presentDispute: 12_288 } as const;

export const pages: Options['pages'] = {
  openLink: (deps, { params }) => openLink(deps, params.token ?? ''),
  giveDatum: (deps, { params, form }) => giveDatum(deps, params.token ?? '', form.dato ?? ''),
  showStatement: (deps, { cookies }) => showStatement(deps, cookies),
  showNote: (deps, { cookies, params }) => showNote(deps, cookies, params.number ?? ''),
  showDisputes: (deps, { cookies }) => showDisputes(deps, cookies),
  presentDispute: (deps, { cookies, form }) => presentDispute(deps, cookies, form),
  evidenceReceived: async () => evidenceReceivedPage(),
  showPreferences,
  keepPreferences,
  showUnsubscribing: (deps, { params }) => showUnsubscribing(deps, params.token ?? ''),
  unsubscribe: (deps, { params }) => unsubscribe(deps, params.token ?? ''),
  closeSession: (deps, { cookies }) => closeSession(deps, cookies),
  verifyPaper: (deps, { params, visitor }) => verifyPaper(deps, params.code ?? '', visitor),
  showAsking: async () => askingPage(),
  askByForm,
  // The style is nobody's data, and each page would fetch it anew.
  readStyle: async () => ({ status: 200, text: STYLE, headers: { 'cache-control': 'public, max-age=3600' } }),
};
