import type { PageReply } from '../../../shared/http/page-handler.ts';
import { deadPage, sessionOverPage } from '../page/landing-page.ts';
import type { PageDeps } from '../page/page-deps.ts';
import { NO_COOKIE } from '../page/session-cookie.ts';
import { type ShownDeps, shownTo } from '../page/show-statement.ts';
import { disputeFolio } from './asked-dispute.ts';
import { disputeComingPage, disputePage } from './dispute-pages.ts';
import { type EvidenceFile, MOST_EVIDENCE } from './evidence.ts';
import { evidenceSection, policyWith, type UploadForm } from './evidence-form.ts';
import { isOwn } from './present-dispute.ts';

export interface ShowDisputeDeps extends ShownDeps, Pick<PageDeps, 'disputes'> {
  readonly evidence: {
    readonly of: (disputeId: string) => Promise<readonly EvidenceFile[]>;
    readonly form: (disputeId: string, now: Date) => Promise<UploadForm>;
  };
}

/**
 * One of the reader's disputes with its documents, and while it is studied a form for more; one that was presented a moment ago
 * is on its way. Of anybody else's: the dead page.
 */
export async function showDispute(
  deps: ShowDisputeDeps,
  {
    cookies,
    params,
  }: { readonly cookies: Readonly<Record<string, string>>; readonly params: Readonly<Record<string, string>> },
): Promise<PageReply> {
  const disputeId = params.disputeId ?? '';
  const shown = await shownTo(deps, cookies, 'aclaracion');
  if (shown === undefined) return sessionOverPage([NO_COOKIE]);
  const { link, model } = shown;
  const dispute = await deps.disputes.find(link.fileId, disputeId);
  if (dispute === undefined) {
    const isComing = await deps.disputes.isAsked(link.fileId, disputeId);
    return isComing ? disputeComingPage(model, disputeFolio(disputeId)) : deadPage();
  }
  if (!isOwn(dispute, link.signatory, model.notes)) return deadPage();
  const files = await deps.evidence.of(disputeId);
  const mayAdd = (dispute.isHeld || dispute.state === 'lapsed') && files.length < MOST_EVIDENCE;
  const form = mayAdd ? await deps.evidence.form(disputeId, deps.now()) : undefined;
  const page = disputePage(model, dispute, evidenceSection(files, form));
  return form === undefined ? page : { ...page, headers: { ...page.headers, ...policyWith(form) } };
}
