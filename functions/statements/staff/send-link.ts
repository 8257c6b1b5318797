import { hermosilloDateTime } from '../../../shared/calendar/spanish-dates.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import { SEND_TASK } from '../asking/asked.ts';
import { refuseStatement } from '../statement-refusals.ts';
import type { LinkDeps } from './link-deps.ts';

export interface LinkToSend {
  readonly fileId: string;
  readonly signatory: string;
  readonly noteIds?: readonly string[] | undefined;
  readonly idempotencyKey: string;
}

/**
 * Sends a link to the address on file of a signatory, once a key; who asks never sees it. A cosigner's link names the notes
 * that the cosigner guarantees: the register keeps cosigners by file, so the person who sends it says which.
 */
export async function sendLink(
  deps: LinkDeps,
  { fileId, signatory, noteIds, idempotencyKey: key }: LinkToSend,
  caller: Caller,
): Promise<{ readonly linkId: string }> {
  const file = inScope(caller, await deps.register.wholeFile(fileId), 'El expediente');
  const who = file.signatories.find((one) => one.signatory === signatory);
  if (who === undefined)
    throw refuseStatement('signatory-not-on-file', 'Elija al acreditado o a un aval del expediente.');
  if (who.emails.length === 0) {
    throw refuseStatement(
      'signatory-without-email',
      'Registre primero su correo; la liga solo sale a una dirección registrada.',
    );
  }
  const own = new Set(file.notes.map((note) => note.noteId));
  if ((noteIds ?? []).some((noteId) => !own.has(noteId)) || (signatory !== 'borrower' && noteIds === undefined)) {
    const message = 'Indique pagarés de este expediente; para un aval, los que avala.';
    throw refuseStatement('notes-not-on-file', message, { details: [{ pointer: '/noteIds', message }] });
  }
  if ((await deps.wrongData.read(fileId)).isBlocked) {
    throw refuseStatement('links-blocked', 'Coordinación de cartera las desbloquea, cuando sabe quién las pide.');
  }
  const held = await deps.holds.heldUntil(fileId, signatory, deps.now());
  if (held !== undefined) {
    throw refuseStatement(
      'address-new',
      `Su correo cambió hace poco y el anterior puede objetarlo: las ligas salen desde el ${hermosilloDateTime(new Date(held))}.`,
    );
  }
  const linkId = deterministicId('statement-link', key);
  await deps.claims.claim({
    scope: 'LINK',
    key,
    input: { operation: 'send-statement-link', fileId, signatory, noteIds: noteIds ?? null },
    source: { type: 'system', id: linkId },
    recordedOn: deps.clock.today(),
  });
  await deps.requests.ask({
    ...{ task: SEND_TASK, id: linkId, name: 'ask', askedAt: deps.now().toISOString() },
    input: { kind: 'staff', fileId, signatory, noteIds: JSON.stringify(noteIds ?? null), askedBy: caller.subject },
  });
  return { linkId };
}
