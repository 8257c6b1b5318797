import type { PageReply } from '../../../shared/http/page-handler.ts';
import type { RateLimit } from '../../../shared/links/rate-limits.ts';
import { sessionOverPage } from '../page/landing-page.ts';
import type { PageDeps } from '../page/page-deps.ts';
import { NO_COOKIE } from '../page/session-cookie.ts';
import { type Shown, shownTo } from '../page/show-statement.ts';
import { refuseStatement } from '../statement-refusals.ts';
import { conceptSchema, disputeIdOf, disputeRequest, factsSchema } from './asked-dispute.ts';
import type { ToldDispute } from './dispute.ts';
import { DISPUTES_PATH, type DisputeFault, type DisputeForm, disputesPage } from './dispute-pages.ts';

type Cookies = Readonly<Record<string, string>>;

/** Of one file, whoever's link. */
const BY_FILE: RateLimit = { kind: 'DISPUTE', most: 5, windowMinutes: 24 * 60 };

/** The reader's own disputes: a cosigner sees those of its own, the borrower those of the borrower. */
const ownOf = async (deps: PageDeps, { link, model }: Shown): Promise<readonly ToldDispute[]> =>
  (await deps.disputes.ofFile(link.fileId))
    .filter((dispute) => isOwn(dispute, link.signatory, model.notes))
    .toSorted((a, b) => (a.receivedOn > b.receivedOn ? -1 : 1));

/** What is about a note that left the reader's scope left with it. */
export const isOwn = (
  { signatory, noteId }: ToldDispute,
  reader: string,
  notes: readonly { readonly noteId: string }[],
): boolean => signatory === reader && (noteId === null || notes.some((note) => note.noteId === noteId));

export async function showDisputes(deps: PageDeps, cookies: Cookies): Promise<PageReply> {
  const shown = await shownTo(deps, cookies, 'aclaraciones');
  if (shown === undefined) return sessionOverPage([NO_COOKIE]);
  return disputesPage(shown.model, await ownOf(deps, shown));
}

/**
 * Takes what a person says is wrong: its request is written, and a worker behind keeps it. The same said again is the same
 * dispute. Every fault is told at once, with what was typed. Throws `too-many-requests` after five in a day for one file.
 */
export async function presentDispute(
  deps: PageDeps,
  cookies: Cookies,
  form: Readonly<Record<string, string>>,
): Promise<PageReply> {
  const shown = await shownTo(deps, cookies, 'aclaraciones');
  if (shown === undefined) return sessionOverPage([NO_COOKIE]);
  const { link, model } = shown;
  const typed: DisputeForm = {
    concepto: form.concepto ?? '',
    pagare: form.pagare ?? '',
    hechos: (form.hechos ?? '').replaceAll('\r\n', '\n'),
  };
  const concept = conceptSchema.safeParse(typed.concepto);
  const facts = factsSchema.safeParse(typed.hechos);
  const note = model.notes.find(({ number }) => String(number) === typed.pagare);
  const isKnownNote = typed.pagare === '' || note !== undefined;
  if (!concept.success || !facts.success || !isKnownNote) {
    const faults: DisputeFault[] = [
      ...(concept.success ? [] : [{ field: 'concepto' as const, message: messageOf(concept.error) }]),
      ...(isKnownNote ? [] : [{ field: 'pagare' as const, message: 'Elija uno de sus contratos.' }]),
      ...(facts.success ? [] : [{ field: 'hechos' as const, message: messageOf(facts.error) }]),
    ];
    return disputesPage(model, await ownOf(deps, shown), { form: typed, faults });
  }
  const said = {
    ...{ fileId: link.fileId, signatory: link.signatory, noteId: note?.noteId ?? null },
    ...{ concept: concept.data, facts: facts.data },
  };
  const disputeId = disputeIdOf(said);
  const location = `${DISPUTES_PATH}/${disputeId}`;
  if ((await deps.disputes.find(link.fileId, disputeId)) === undefined) {
    if (!(await deps.limits.allows(BY_FILE, link.fileId, deps.now())))
      throw refuseStatement('too-many-requests', 'Hoy ya presentó varias aclaraciones. Presente las demás mañana.');
    await deps.requests.ask(disputeRequest({ ...said, on: model.today, by: `link:${link.linkId}` }, deps.now()));
  }
  return { status: 303, headers: { location } };
}

const messageOf = ({ issues }: { readonly issues: readonly { readonly message: string }[] }): string =>
  issues[0]?.message ?? 'Revise este dato.';
