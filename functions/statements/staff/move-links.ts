import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Link } from '../../../shared/links/link.ts';
import { linkMachine } from '../../../shared/links/link-machine.ts';
import type { View } from '../../../shared/links/link-store.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep, tryStep } from '../../../shared/transitions/perform-step.ts';
import { refuseStatement } from '../statement-refusals.ts';
import type { LinkDeps } from './link-deps.ts';

export interface LinksOfFile {
  readonly fileId: string;
  readonly isBlocked: boolean;
  readonly links: readonly Link[];
  readonly views: readonly View[];
}

interface Reasoned {
  readonly fileId: string;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/** The links of a file, newest first, and who looked when. Of an office out of the caller's reach: 404. */
export async function linksOfFile(deps: LinkDeps, fileId: string, caller: Caller): Promise<LinksOfFile> {
  inScope(caller, await deps.register.findFile(fileId), 'El expediente');
  const [links, views, { isBlocked }] = await Promise.all([
    deps.links.ofFile(fileId),
    deps.links.viewsOf(fileId),
    deps.wrongData.read(fileId),
  ]);
  return { fileId, isBlocked, links, views };
}

/** Revokes a link for good: whoever is in with it is out at the next page. Refuses `link-over`. */
export async function revokeLink(
  deps: LinkDeps,
  { fileId, linkId, reason, idempotencyKey: key }: Reasoned & { readonly linkId: string },
  caller: Caller,
): Promise<Link> {
  inScope(caller, await deps.register.findFile(fileId), 'La liga');
  const [found] = (await deps.links.ofFile(fileId)).filter((link) => link.linkId === linkId);
  if (found === undefined) throw refuse('not-found', 'La liga no existe o no pertenece a su oficina.');
  const on = deps.clock.today();
  const read = async (): Promise<Link> => (await deps.links.find(found.hash)) ?? found;
  return performStep(linkMachine, found, {
    step: 'revoke',
    stamp: { by: caller.subject, on, key, reason },
    claim: () => claim(deps, key, { operation: 'revoke-statement-link', fileId, linkId, reason }, linkId),
    write: (next) => deps.links.write(next),
    read,
    refuse: () => refuseStatement('link-over', 'La liga ya estaba revocada, o nunca llegó a nadie.'),
  });
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
