import type { PageReply } from '../../../shared/http/page-handler.ts';
import { isLive, type Link } from '../../../shared/links/link.ts';
import type { RateLimit } from '../../../shared/links/rate-limits.ts';
import { isSecret } from '../../../shared/links/secret.ts';
import { isTooMuch, PAUSE_MINUTES, pausedUntil, triesLeft } from '../../../shared/links/wrong-data.ts';
import { SEND_TASK } from '../asking/asked.ts';
import { blockedPage, deadPage, landingPage, pausedPage } from './landing-page.ts';
import type { PageDeps } from './page-deps.ts';
import { isRightDatum, scopeOf } from './scope-of-link.ts';
import { sessionCookie } from './session-cookie.ts';

/** Whatever a script makes of it (parameter: design of the statement, §4). */
const GIVEN_BY_LINK: RateLimit = { kind: 'POST', most: 20, windowMinutes: 60 };

type Found = { readonly link: Link } | { readonly page: PageReply };

async function linkOf({ links, now }: PageDeps, token: string): Promise<Found> {
  const link = isSecret(token) ? await links.ofToken(token) : undefined;
  if (link?.purpose !== 'statement') return { page: deadPage() };
  if (link.state === 'blocked' && now().toISOString() < link.validUntil) return { page: blockedPage() };
  return isLive(link, now()) ? { link } : { page: deadPage() };
}

/**
 * The page of a link to whoever has it, scanners included: nothing personal and nothing used up. That it was opened is
 * noted once, and shown all the same when it cannot be.
 */
export async function openLink(deps: PageDeps, token: string): Promise<PageReply> {
  const found = await linkOf(deps, token);
  if ('page' in found) return found.page;
  const { state, hash, linkId } = found.link;
  if (state === 'queued' || state === 'sent' || state === 'delivered') {
    await deps.links.step(hash, 'open', { now: deps.now(), key: linkId }).catch(() => false);
  }
  return landingPage();
}

/**
 * A datum given through a link. It is counted before it is compared and taken back when it was right, so that many at once
 * cannot guess: five wrong pause the link, ten in a day over all links of the file block them, with a mail to the address on
 * file. Right, it opens a session and leaves the token behind.
 */
export async function giveDatum(deps: PageDeps, token: string, typed: string): Promise<PageReply> {
  const found = await linkOf(deps, token);
  if ('page' in found) return found.page;
  const { link } = found;
  const { linkId, fileId, hash } = link;
  const now = deps.now();
  // A form sent empty, as scanners do: it says nothing and costs the person nothing.
  if (typed.trim() === '')
    return landingPage({ left: triesLeft((await deps.wrongData.read(fileId)).tries, linkId, now) });
  if (!(await deps.limits.allows(GIVEN_BY_LINK, linkId, now))) return pausedPage(PAUSE_MINUTES * 60);

  const { others, tryId } = await deps.wrongData.count(fileId, linkId, now);
  if (isTooMuch(others, now)) return block(deps, link);
  const paused = pausedUntil(others, linkId, now);
  if (paused !== undefined) {
    // Not compared, and so neither right nor wrong.
    await deps.wrongData.takeBack(fileId, tryId);
    return pausedPage(Math.ceil((paused.getTime() - now.getTime()) / 1_000));
  }
  const file = await deps.register.wholeFile(fileId);
  const scope = file && scopeOf(link, file);
  if (scope === undefined) {
    await deps.wrongData.takeBack(fileId, tryId);
    return deadPage();
  }
  if (isRightDatum(typed, scope.reader.curp, scope.notes)) {
    await deps.wrongData.takeBack(fileId, tryId);
    await countGiven(deps, 'right', now);
    await deps.links.step(hash, 'reveal', { now, key: linkId });
    const secret = await deps.sessions.start(hash, now);
    return { status: 303, headers: { location: '/estado' }, cookies: [sessionCookie(secret)] };
  }
  await countGiven(deps, 'wrong', now);
  const tries = [...others, { linkId, at: now.toISOString() }];
  if (isTooMuch(tries, now)) return block(deps, link);
  const nowPaused = pausedUntil(tries, linkId, now);
  if (nowPaused !== undefined) return pausedPage(Math.ceil((nowPaused.getTime() - now.getTime()) / 1_000));
  return landingPage({ left: triesLeft(tries, linkId, now) });
}

/** Nobody is kept out because a count was lost. */
const countGiven = ({ given }: PageDeps, verdict: 'right' | 'wrong', now: Date): Promise<void> =>
  given.count(verdict, now).catch(() => undefined);

/** Every link of the file, whoever's; the mail is asked for under the name of this block, so that it is one. */
async function block(deps: PageDeps, { fileId, linkId }: Link): Promise<PageReply> {
  const now = deps.now();
  const isFirst = await deps.wrongData.block(fileId, now);
  for (const { hash, state, validUntil } of await deps.links.ofFile(fileId)) {
    if (isLive({ state, validUntil }, now)) await deps.links.step(hash, 'block', { now, key: now.toISOString() });
  }
  if (isFirst) {
    deps.log.event('link-blocked', { fileId });
    const id = `${linkId}-${now.getTime()}`;
    const asking = { task: SEND_TASK, id, name: 'blocked', askedAt: now.toISOString() };
    await deps.requests.ask({ ...asking, input: { kind: 'blocked', fileId } });
  }
  return blockedPage();
}
