import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { LinkDeps } from '../staff/link-deps.ts';
import { refuseStatement } from '../statement-refusals.ts';
import type { Paper } from './paper.ts';
import { paperMachine } from './paper-machine.ts';
import type { PaperStore } from './paper-store.ts';
import { type Standing, standingOf, type VerifyDeps } from './verify-paper.ts';

export interface PaperDeskDeps
  extends Pick<LinkDeps, 'clock' | 'register' | 'claims'>,
    Pick<VerifyDeps, 'headsOfFile'> {
  readonly papers: PaperStore;
}

export type PaperNow = Paper & { readonly standing: Standing };

/** Papers of a file that reached somebody, newest first. Of an office out of the caller's reach: 404. */
export async function papersOfFile(deps: PaperDeskDeps, fileId: string, caller: Caller): Promise<PaperNow[]> {
  inScope(caller, await deps.register.findFile(fileId), 'El expediente');
  const papers = await deps.papers.ofFile(fileId);
  return Promise.all(papers.map(async (paper) => ({ ...paper, standing: await standingOf(deps, paper) })));
}

/** Says for good that a paper is none of ours any more. Refuses `paper-over`. */
export async function revokePaper(
  deps: PaperDeskDeps,
  {
    fileId,
    folio,
    reason,
    idempotencyKey: key,
  }: { readonly fileId: string; readonly folio: string; readonly reason: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<PaperNow> {
  inScope(caller, await deps.register.findFile(fileId), 'El documento');
  const found = await deps.papers.find(folio);
  if (found?.fileId !== fileId) throw refuse('not-found', 'El documento no existe o no pertenece a su oficina.');
  const on = deps.clock.today();
  const input = { operation: 'revoke-statement-paper', fileId, folio, reason };
  const revoked = await performStep(paperMachine, found, {
    step: 'revoke',
    stamp: { by: caller.subject, on, key, reason },
    claim: () =>
      deps.claims.claim({ scope: 'LINK', key, input, source: { type: 'system', id: folio }, recordedOn: on }),
    write: (next) => deps.papers.write(next),
    read: async () => (await deps.papers.find(folio)) ?? found,
    refuse: () => refuseStatement('paper-over', 'El documento ya estaba revocado, o nunca llegó a nadie.'),
  });
  return { ...revoked, standing: await standingOf(deps, revoked) };
}
