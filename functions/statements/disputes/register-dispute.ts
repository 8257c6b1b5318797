import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import { refuseStatement } from '../statement-refusals.ts';
import { type AskedDispute, disputeIdOf, disputeRequest } from './asked-dispute.ts';
import type { Dispute } from './dispute.ts';
import type { DisputeDeps } from './dispute-deps.ts';
import { readDispute } from './move-dispute.ts';
import { receiveDispute } from './receive-dispute.ts';
import { askToTell } from './tell-dispute.ts';

/** Writes down what a person says at a desk: the same dispute as by the link, kept at once. */
export async function registerDispute(
  deps: DisputeDeps & Parameters<typeof receiveDispute>[0],
  { idempotencyKey: key, ...said }: Omit<AskedDispute, 'by' | 'on'> & { readonly idempotencyKey: string },
  caller: Caller,
): Promise<Dispute> {
  const file = inScope(caller, await deps.register.wholeFile(said.fileId), 'El expediente');
  if (!file.signatories.some(({ signatory }) => signatory === said.signatory))
    throw refuseStatement('signatory-not-on-file', 'Elija al acreditado o a un aval del expediente.');
  if (said.noteId !== null && !file.notes.some(({ noteId }) => noteId === said.noteId)) {
    const message = 'Este pagaré no es del expediente.';
    throw refuseStatement('notes-not-on-file', message, { details: [{ pointer: '/noteId', message }] });
  }
  const disputeId = disputeIdOf(said);
  const on = deps.clock.today();
  await deps.claims.claim({
    scope: 'LINK',
    key,
    input: { operation: 'register-dispute', ...said },
    source: { type: 'system', id: disputeId },
    recordedOn: on,
  });
  const kept = await receiveDispute(deps, disputeRequest({ ...said, on, by: caller.subject }, deps.now()));
  if (kept !== undefined) await askToTell(deps.requests, { disputeId, version: 1 }, 'received', deps.now());
  return readDispute(deps, disputeId, caller);
}
