import type { Caller } from '../../shared/http/route.ts';
import type { LendingDeps } from './lending-deps.ts';
import { type DisbursementBody, faultsOfDisbursement } from './note.ts';
import { openNoteInScope } from './open-note-in-scope.ts';
import { refuse } from './refusals.ts';

interface Input {
  readonly params: { readonly noteId: string };
  readonly body: DisbursementBody;
  readonly idempotencyKey: string;
}

/**
 * Records that money was handed out on a note (ministración). The ledger first, bound to the key; then the register
 * notes the payee under the event's id, so that the same request again repairs what a crash left out.
 * Throws `amount-above-limit`, `not-found`, `note-not-open`, the ledger's `date-in-future`, and IdempotencyConflict.
 */
export async function addDisbursement(deps: LendingDeps, { params, body, idempotencyKey }: Input, caller: Caller) {
  const details = faultsOfDisbursement(body, '');
  if (details.length > 0) throw refuse('amount-above-limit', 'Revise el monto; no se guardó nada.', { details });
  const note = await openNoteInScope(deps, params.noteId, caller);
  const { valueDate, amount, payee } = body;
  const posted = await deps.ledger.postToNote({
    fileId: note.fileId,
    noteId: note.noteId,
    event: { kind: 'disbursed', valueDate, amount },
    idempotency: {
      scope: 'LENDING',
      key: `DISBURSE#${idempotencyKey}`,
      input: { disbursement: body, noteId: note.noteId },
    },
    actor: caller.subject,
    reason: 'disbursement',
    source: { type: 'system', id: note.noteId },
  });
  const { eventId } = posted;
  await deps.notes.recordDisbursement(note.fileId, { noteId: note.noteId, eventId, valueDate, amount, payee });
  return {
    body: { eventId, recordedOn: posted.recordedOn, amount: amount },
    location: `/v1/notes/${note.noteId}`,
    repeated: posted.outcome !== 'posted',
  };
}
