import type { PageReply } from '../../../shared/http/page-handler.ts';
import type { JobRequests } from '../../../shared/jobs/job-request.ts';
import { deadPage, sessionOverPage } from '../page/landing-page.ts';
import type { PageDeps } from '../page/page-deps.ts';
import { NO_COOKIE } from '../page/session-cookie.ts';
import { type Shown, type ShownDeps, shownTo } from '../page/show-statement.ts';
import { disputeFolio, dissentRequest, factsSchema } from './asked-dispute.ts';
import { admitsDissent, type ToldDispute } from './dispute.ts';
import { DISPUTES_PATH, type DissentView, disputeComingPage, disputePage } from './dispute-pages.ts';
import { type EvidenceFile, MOST_EVIDENCE } from './evidence.ts';
import { evidenceSection, policyWith, type UploadForm } from './evidence-form.ts';
import { isOwn } from './present-dispute.ts';

export interface ShowDisputeDeps extends ShownDeps, Pick<PageDeps, 'disputes'> {
  readonly evidence: {
    readonly of: (disputeId: string) => Promise<readonly EvidenceFile[]>;
    readonly form: (disputeId: string, now: Date) => Promise<UploadForm>;
  };
  readonly requests: JobRequests;
}

interface Asked {
  readonly cookies: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * One of the reader's disputes with its documents, and while it is studied a form for more; one that was presented a moment ago
 * is on its way. Of anybody else's: the dead page.
 */
export async function showDispute(deps: ShowDisputeDeps, { cookies, params }: Asked): Promise<PageReply> {
  const disputeId = params.disputeId ?? '';
  const found = await ownDispute(deps, cookies, disputeId);
  return 'page' in found ? found.page : pageOf(deps, found);
}

/**
 * Takes that the reader does not agree with an answer, and why: its request is written, and a worker behind keeps it. While there is
 * nothing to disagree with, it shows the dispute as it is.
 */
export async function presentDissent(
  deps: ShowDisputeDeps,
  { cookies, params, form }: Asked & { readonly form: Readonly<Record<string, string>> },
): Promise<PageReply> {
  const disputeId = params.disputeId ?? '';
  const found = await ownDispute(deps, cookies, disputeId);
  if ('page' in found) return found.page;
  const { shown, dispute } = found;
  const { link, model } = shown;
  if (admitsDissent(dispute, model.today)) {
    const typed = (form.motivo ?? '').replaceAll('\r\n', '\n');
    const why = factsSchema.safeParse(typed);
    if (!why.success) return pageOf(deps, found, { typed, fault: why.error.issues[0]?.message });
    const said = { fileId: link.fileId, why: why.data, on: model.today, by: `link:${link.linkId}` };
    await deps.requests.ask(dissentRequest(disputeId, said, deps.now()));
  }
  return { status: 303, headers: { location: `${DISPUTES_PATH}/${disputeId}` } };
}

interface OwnDispute {
  readonly shown: Shown;
  readonly dispute: ToldDispute;
}

async function ownDispute(
  deps: ShowDisputeDeps,
  cookies: Asked['cookies'],
  disputeId: string,
): Promise<OwnDispute | { readonly page: PageReply }> {
  const shown = await shownTo(deps, cookies, 'aclaracion');
  if (shown === undefined) return { page: sessionOverPage([NO_COOKIE]) };
  const { link, model } = shown;
  const dispute = await deps.disputes.find(link.fileId, disputeId);
  if (dispute === undefined) {
    const isComing = await deps.disputes.isAsked(link.fileId, disputeId);
    return { page: isComing ? disputeComingPage(model, disputeFolio(disputeId)) : deadPage() };
  }
  return isOwn(dispute, link.signatory, model.notes) ? { shown, dispute } : { page: deadPage() };
}

async function pageOf(
  deps: ShowDisputeDeps,
  { shown: { model }, dispute }: OwnDispute,
  dissent?: DissentView,
): Promise<PageReply> {
  const { disputeId } = dispute;
  const files = await deps.evidence.of(disputeId);
  const mayAdd = (dispute.isHeld || dispute.state === 'lapsed') && files.length < MOST_EVIDENCE;
  const form = mayAdd ? await deps.evidence.form(disputeId, deps.now()) : undefined;
  const page = disputePage(model, dispute, {
    evidence: evidenceSection(files, form),
    dissent: admitsDissent(dispute, model.today) ? (dissent ?? (await dissentOf(deps, disputeId))) : null,
  });
  return form === undefined ? page : { ...page, headers: { ...page.headers, ...policyWith(form) } };
}

const dissentOf = async ({ disputes }: ShowDisputeDeps, disputeId: string): Promise<DissentView> =>
  (await disputes.isDissentAsked(disputeId)) ? 'asked' : {};
