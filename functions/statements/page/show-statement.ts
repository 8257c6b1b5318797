import type { PageReply } from '../../../shared/http/page-handler.ts';
import { isLive, type Link } from '../../../shared/links/link.ts';
import { isSecret } from '../../../shared/links/secret.ts';
import type { Signatory } from '../../../shared/register/register-port.ts';
import { closedPage, deadPage, sessionOverPage } from './landing-page.ts';
import { noteDetail, shownSince } from './note-detail.ts';
import { notePage } from './note-page.ts';
import type { PageDeps } from './page-deps.ts';
import { scopeOf } from './scope-of-link.ts';
import { NO_COOKIE, secretIn } from './session-cookie.ts';
import { type StatementModel, statementModel } from './statement-model.ts';
import { statementPage } from './statement-page.ts';

type Cookies = Readonly<Record<string, string>>;

/** What a session shows now: the link has to live still, and its scope is read anew. */
export interface Shown {
  readonly link: Link;
  readonly reader: Signatory;
  readonly model: StatementModel;
  readonly heads: Awaited<ReturnType<PageDeps['headsOfFile']>>;
}

export type ShownDeps = Pick<PageDeps, 'clock' | 'now' | 'sessions' | 'links' | 'register' | 'headsOfFile'>;

/** Undefined: no session, or nothing is left to show. `page` names what is shown, in the record of views. */
export async function shownTo(deps: ShownDeps, cookies: Cookies, page: string): Promise<Shown | undefined> {
  const now = deps.now();
  const secret = secretIn(cookies);
  if (secret === undefined || !isSecret(secret)) return undefined;
  const session = await deps.sessions.find(secret, now);
  const link = session && (await deps.links.find(session.linkHash));
  if (session === undefined || link === undefined || !isLive(link, now)) return undefined;
  const [file, heads] = await Promise.all([deps.register.wholeFile(link.fileId), deps.headsOfFile(link.fileId)]);
  const scope = file && scopeOf(link, file);
  if (file === undefined || scope === undefined) return undefined;
  // What cannot be noted is not shown.
  await deps.links.noteView(link.fileId, {
    linkId: link.linkId,
    signatory: link.signatory,
    at: now.toISOString(),
    page,
  });
  await deps.sessions.goOn(secret, session, now);
  const model = statementModel({
    ...{ today: deps.clock.today(), at: now, file, notes: scope.notes, signatory: link.signatory },
    ...{ heads: heads.notes, agreements: heads.agreements },
  });
  return { link, reader: scope.reader, model, heads };
}

export async function showStatement(deps: PageDeps, cookies: Cookies): Promise<PageReply> {
  const shown = await shownTo(deps, cookies, 'estado');
  return shown === undefined ? sessionOverPage([NO_COOKIE]) : statementPage(shown.model);
}

/** The movements of one note, by its number on the statement: there is no id to try others with. */
export async function showNote(deps: PageDeps, cookies: Cookies, number: string): Promise<PageReply> {
  const shown = await shownTo(deps, cookies, 'pagare');
  if (shown === undefined) return sessionOverPage([NO_COOKIE]);
  const note = shown.model.notes.find((one) => String(one.number) === number);
  const head = shown.heads.notes.find(({ noteId }) => noteId === note?.noteId);
  if (note === undefined || head === undefined) return deadPage();
  return notePage(
    shown.model,
    note,
    noteDetail(await deps.pastOf(head), shown.model.today, shownSince(shown.model.today)),
  );
}

export async function closeSession(deps: PageDeps, cookies: Cookies): Promise<PageReply> {
  const secret = secretIn(cookies);
  if (secret !== undefined && isSecret(secret)) await deps.sessions.end(secret);
  return closedPage([NO_COOKIE]);
}
