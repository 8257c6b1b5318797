import type { Caller } from '../../shared/http/route.ts';
import { inScope } from '../../shared/http/scope.ts';
import type { NoteItem } from '../../shared/register/register-items.ts';
import type { LendingDeps } from './lending-deps.ts';
import { refuse } from './refusals.ts';

/** The note, ready to take events. Throws `not-found` out of scope, `note-not-open` while its opening is unfinished. */
export async function openNoteInScope(deps: LendingDeps, noteId: string, caller: Caller): Promise<NoteItem> {
  const note = inScope(caller, await deps.notes.locate(noteId), 'El contrato');
  if (note.state === 'open') return note;
  throw refuse(
    'note-not-open',
    'El alta de este contrato quedó sin terminar. Envíe otra vez la misma solicitud de alta y después repita esta operación.',
  );
}
