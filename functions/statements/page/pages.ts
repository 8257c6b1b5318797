import { html } from '../../../shared/documents/html-text.ts';
import type { PageOptions } from '../../../shared/http/page-handler.ts';
import { askByForm, askingPage } from './asking-page.ts';
import { deadPage, wrongPage } from './landing-page.ts';
import { giveDatum, openLink } from './open-link.ts';
import type { PageDeps } from './page-deps.ts';
import type { pageRoutes } from './page-routes.ts';
import { closeSession, showNote, showStatement } from './show-statement.ts';
import { STYLE_SHEET } from './style-sheet.ts';

type Options = PageOptions<PageDeps, typeof pageRoutes>;
const STYLE = { contentType: 'text/css; charset=utf-8', body: STYLE_SHEET };

export const pages: Options['pages'] = {
  openLink: (deps, { params }) => openLink(deps, params.token ?? ''),
  giveDatum: (deps, { params, form }) => giveDatum(deps, params.token ?? '', form.dato ?? ''),
  showStatement: (deps, { cookies }) => showStatement(deps, cookies),
  showNote: (deps, { cookies, params }) => showNote(deps, cookies, params.number ?? ''),
  closeSession: (deps, { cookies }) => closeSession(deps, cookies),
  showAsking: async () => askingPage(),
  askByForm,
  // The style is nobody's data, and each page would fetch it anew.
  readStyle: async () => ({ status: 200, text: STYLE, headers: { 'cache-control': 'public, max-age=3600' } }),
};

export const wrong: Options['wrong'] = (refusal, correlationId) => {
  if (refusal === undefined) {
    const text = html`Ocurrió un error que no depende de usted. Inténtelo más tarde; si sigue, díganos este folio: ${correlationId}.`;
    return wrongPage(500, 'No pudimos mostrarle la página', text);
  }
  const { rule, detail, retryAfterSeconds } = refusal;
  if (rule.status === 404) return deadPage();
  const headers: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) };
  if (rule.status === 503) {
    const text = html`En este momento hay muchas consultas. Vuelva a intentarlo en unos segundos.`;
    return wrongPage(503, rule.title, text, headers);
  }
  return wrongPage(rule.status, rule.title, html`${detail}`, headers);
};
