import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Component } from '../loan-book/component.ts';
import type { RegeneratedOut } from '../loan-book/event.ts';
import type { NoteOpening, Posted, PostingBase } from './ledger.ts';

/** A regeneration as it is signed: old notes of a file into one new one. */
export interface Regeneration extends PostingBase {
  readonly fileId: string;
  readonly form: RegeneratedOut['form'];
  readonly oldNoteIds: readonly string[];
  readonly newNote: Pick<NoteOpening, 'noteId' | 'terms' | 'dimensions' | 'contractedOn'>;
  /** Day of the signature: what the old notes owe then opens the new one. */
  readonly valueDate: CalendarDate;
  /** Interest that the borrower signed for as principal of the new note (CCom art. 363); none otherwise. */
  readonly capitalises: readonly Component[];
}

/** What the ledger does for regenerations. As in `Ledger`, each posting is one transaction. */
export interface Regenerations {
  /**
   * Moves all that old notes owe into a new one, opened by it. A payment on an old note that is recorded later with an
   * earlier date restates both sides; one of afterwards pays the new note. Refused: a note without debt, in a lawsuit, under a
   * live agreement, regenerated, or with a movement of a later day.
   */
  regenerate(command: Regeneration): Promise<Posted>;
  /**
   * The way back of a regeneration under a resolutory condition: the old notes owe again as if there had been none, and what
   * was paid on the new note is paid on them, each payment on its own day, split as a payment on them would have been. The
   * new note is cancelled. One transaction a payment and one for the end; each leaves all money somewhere, and the command
   * sent again goes on where it stopped. Refused: a novation, which extinguished the old notes; a new note with movements
   * that are no payments, with an agreement alive, or regenerated itself.
   */
  undoRegeneration(command: PostingBase & { readonly fileId: string; readonly newNoteId: string }): Promise<Posted>;
}
