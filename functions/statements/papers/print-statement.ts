import type { PageReply } from '../../../shared/http/page-handler.ts';
import { sessionOverPage } from '../page/landing-page.ts';
import { NO_COOKIE } from '../page/session-cookie.ts';
import { type ShownDeps, shownTo } from '../page/show-statement.ts';
import { type KeepPaperDeps, keptPaper } from './keep-paper.ts';

export type PrintDeps = ShownDeps & KeepPaperDeps;

/** The statement of a session on paper (keep-paper.ts). */
export async function printStatement(
  deps: PrintDeps,
  { cookies }: { readonly cookies: Readonly<Record<string, string>> },
): Promise<PageReply> {
  const shown = await shownTo(deps, cookies, 'documento');
  if (shown === undefined) return sessionOverPage([NO_COOKIE]);
  const { folio, bytes } = await keptPaper(deps, 'own', { of: shown.link, ...shown });
  const fileName = `estado-de-cuenta-${folio}.pdf`;
  return { status: 200, document: { contentType: 'application/pdf', bytes, fileName } };
}
