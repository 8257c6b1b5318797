import type { Caller } from '../../shared/http/route.ts';
import type { AverageBody } from './average.ts';
import type { LendingDeps } from './lending-deps.ts';
import { openNoteInScope } from './open-note-in-scope.ts';

interface Input {
  readonly params: { readonly noteId: string };
  readonly body: AverageBody;
  readonly idempotencyKey: string;
}

/**
 * Records a school average, which may earn a discounted rate from its value date on. The ledger replays the note when
 * the date is in its past. Throws `not-found`, `note-not-open`, the ledger's `date-in-future`, and IdempotencyConflict.
 */
export async function recordAverage(deps: LendingDeps, { params, body, idempotencyKey }: Input, caller: Caller) {
  const note = await openNoteInScope(deps, params.noteId, caller);
  const posted = await deps.ledger.postToNote({
    fileId: note.fileId,
    noteId: note.noteId,
    event: { kind: 'average-recorded', ...body },
    idempotency: { scope: 'LENDING', key: `AVERAGE#${idempotencyKey}`, input: { average: body, noteId: note.noteId } },
    actor: caller.subject,
    reason: 'school-average',
    source: { type: 'system', id: note.noteId },
  });
  return {
    body: { eventId: posted.eventId, recordedOn: posted.recordedOn, average: body.average },
    location: `/v1/notes/${note.noteId}`,
    repeated: posted.outcome !== 'posted',
  };
}
