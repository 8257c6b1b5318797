import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import { isLive, type Link } from '../../../shared/links/link.ts';
import { linkMachine } from '../../../shared/links/link-machine.ts';
import type { View } from '../../../shared/links/link-store.ts';
import type { AddressUndeliverable } from '../../../shared/links/undeliverable.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import type { WholeFile } from '../../../shared/register/register-port.ts';
import { performStep, tryStep } from '../../../shared/transitions/perform-step.ts';
import { scopeOf } from '../page/scope-of-link.ts';
import { refuseStatement } from '../statement-refusals.ts';
import type { LinkDeps } from './link-deps.ts';

export interface LinksOfFile {
  readonly fileId: string;
  readonly isBlocked: boolean;
  readonly links: readonly LinkNow[];
  readonly views: readonly View[];
  /** Whose address takes no mail, until some arrives again. */
  readonly undeliverable: readonly AddressUndeliverable[];
}

/** A link and whether it lets somebody in now: its time, its state, and the address that it went to. */
export type LinkNow = Link & { readonly isLive: boolean };

interface Reasoned {
  readonly fileId: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** The links of a file, newest first, and who looked when. Of an office out of the caller's reach: 404. */
export async function linksOfFile(deps: LinkDeps, fileId: string, caller: Caller): Promise<LinksOfFile> {
  const file = inScope(caller, await deps.register.wholeFile(fileId), 'El expediente');
  const [found, views, { isBlocked }, undeliverable] = await Promise.all([
    deps.links.ofFile(fileId),
    deps.links.viewsOf(fileId),
    deps.wrongData.read(fileId),
    deps.undeliverable.ofFile(fileId),
  ]);
  const links = found.map((link) => linkNow(link, file, deps.now()));
  return { fileId, isBlocked, links, views, undeliverable };
}

const linkNow = (link: Link, file: WholeFile, now: Date): LinkNow => ({
  ...link,
  isLive: isLive(link, now) && scopeOf(link, file) !== undefined,
});

/** Revokes a link for good: whoever is in with it is out at the next page. Refuses `link-over`. */
export async function revokeLink(
  deps: LinkDeps,
  { fileId, linkId, reason, idempotencyKey: key }: Reasoned & { readonly linkId: string },
  caller: Caller,
): Promise<LinkNow> {
  const file = inScope(caller, await deps.register.wholeFile(fileId), 'La liga');
  const [found] = (await deps.links.ofFile(fileId)).filter((link) => link.linkId === linkId);
  if (found === undefined) throw refuse('not-found', 'La liga no existe o no pertenece a su oficina.');
  const on = deps.clock.today();
  const read = async (): Promise<Link> => (await deps.links.find(found.hash)) ?? found;
  const revoked = await performStep(linkMachine, found, {
    step: 'revoke',
    stamp: { by: caller.subject, on, key, reason },
    claim: () => claim(deps, key, { operation: 'revoke-statement-link', fileId, linkId, reason }, linkId),
    write: (next) => deps.links.write(next),
    read,
    refuse: () => refuseStatement('link-over', 'La liga ya estaba revocada, o nunca llegó a nadie.'),
  });
  return linkNow(revoked, file, deps.now());
}

/** Lets a file's links in again, after a person made sure who asks; every wrong datum is forgotten. */
export async function unblockLinks(
  deps: LinkDeps,
  { fileId, reason, idempotencyKey: key }: Reasoned,
  caller: Caller,
): Promise<LinksOfFile> {
  const before = await linksOfFile(deps, fileId, caller);
  const stamp = { by: caller.subject, on: deps.clock.today(), key, reason };
  const isKnown = before.links.some(({ history }) => history.some((taken) => taken.key === key));
  if (!before.isBlocked && !isKnown) {
    throw refuseStatement('links-not-blocked', 'Nada las bloquea: si una no funciona, envíe otra.');
  }
  await claim(deps, key, { operation: 'unblock-statement-links', fileId, reason }, fileId);
  for (const link of before.links) {
    if (link.state !== 'blocked') continue;
    await tryStep(linkMachine, link, { step: 'unblock', stamp, write: (next) => deps.links.write(next) });
  }
  // Last: until it is done the request sent again finds it blocked and goes on.
  await deps.wrongData.unblock(fileId);
  return linksOfFile(deps, fileId, caller);
}

const claim = ({ claims, clock }: LinkDeps, key: string, input: object, id: string) =>
  claims.claim({ scope: 'LINK', key, input, source: { type: 'system', id }, recordedOn: clock.today() });
