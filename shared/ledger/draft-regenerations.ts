import { deterministicId } from '../canonical/deterministic-id.ts';
import { arrivalAt } from '../loan-book/arrival.ts';
import type { NoteEvent } from '../loan-book/event.ts';
import { differenceOf } from '../loan-book/regeneration.ts';
import type { NoteDraft, PostingContext } from './draft-posting.ts';
import type { createNoteDrafts } from './note-drafts.ts';

/**
 * What a posting changes of a debt that has gone into a new note since: the difference comes into the new note in the same
 * transaction, on the day of the regeneration, and from there on into the one after it. So a payment recorded late on an
 * old note lowers what the new one owes, as if it had been known.
 */
export function createRegenerationDrafts({
  draftedNext,
  headOrRefuse,
}: Pick<ReturnType<typeof createNoteDrafts>, 'draftedNext' | 'headOrRefuse'>) {
  return async function passedOn(
    drafts: readonly NoteDraft[],
    fileId: string,
    context: PostingContext,
  ): Promise<readonly NoteDraft[]> {
    const notes = new Map(drafts.map((draft) => [draft.part.noteId, draft]));
    const waiting = [...drafts];
    for (let draft = waiting.shift(); draft !== undefined; draft = waiting.shift()) {
      const before = draft.stood?.note.state.regenerated ?? null;
      const after = draft.after.note.state.regenerated;
      if (before === null || after === null) continue;
      const amounts = differenceOf(before.moved, after.moved);
      if (amounts === null) continue;
      const { noteId, eventId } = draft.part;
      const note = { fileId, noteId: after.into };
      const { openedOn } = notes.get(after.into)?.after ?? (await headOrRefuse(fileId, after.into));
      const event: NoteEvent = {
        kind: 'regenerated-in',
        id: deterministicId('regeneration-difference', `${noteId}|${eventId}`),
        valueDate: openedOn,
        recordedOn: context.recordedOn,
        arrival: arrivalAt(new Date(context.recordedAt)),
        parts: [{ from: noteId, amounts }],
        capitalised: after.capitalised,
      };
      const because = { ...context, reason: 'regeneration-difference' };
      const next = await draftedNext(notes.get(after.into), note, event, because);
      notes.set(after.into, next);
      waiting.push(next);
    }
    return [...notes.values()];
  };
}
