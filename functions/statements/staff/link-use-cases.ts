import type * as z from 'zod';
import type { UseCases } from '../../../shared/http/route.ts';
import { linkMachine } from '../../../shared/links/link-machine.ts';
import { askForStatement } from '../asking/ask-for-statement.ts';
import type { LinkDeps } from './link-deps.ts';
import type { linkAnswer, linkRoutes, linksAnswer } from './link-routes.ts';
import { type LinkNow, type LinksOfFile, linksOfFile, revokeLink, unblockLinks } from './move-links.ts';
import { sendLink } from './send-link.ts';

/** The use case of each of these routes: domain in, wire out. */
export const linkUseCases: UseCases<LinkDeps, typeof linkRoutes> = {
  askForStatement: async (deps, { body }, caller) => ({
    body: await askForStatement(deps, { ...body, portal: caller.subject }),
  }),
  async sendStatementLink(deps, { params, body, idempotencyKey }, caller) {
    const { linkId } = await sendLink(deps, { ...params, ...body, idempotencyKey }, caller);
    return { body: { ...params, linkId } };
  },
  listStatementLinks: async (deps, { params }, caller) => ({
    body: toAnswer(await linksOfFile(deps, params.fileId, caller)),
  }),
  revokeStatementLink: async (deps, { params, body, idempotencyKey }, caller) => ({
    body: linkToAnswer(await revokeLink(deps, { ...params, ...body, idempotencyKey }, caller)),
  }),
  unblockStatementLinks: async (deps, { params, body, idempotencyKey }, caller) => ({
    body: toAnswer(await unblockLinks(deps, { ...params, ...body, idempotencyKey }, caller)),
  }),
};

const toAnswer = ({ links, views, undeliverable, ...rest }: LinksOfFile): z.input<typeof linksAnswer> => ({
  ...rest,
  links: links.map(linkToAnswer),
  views: [...views],
  undeliverable: [...undeliverable],
});

const linkToAnswer = (link: LinkNow): z.input<typeof linkAnswer> => ({
  ...link,
  status: link.state,
  statusName: linkMachine.states[link.state],
});
