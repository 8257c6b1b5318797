import { isUnderAgreement } from '../loan-book/agreement.ts';
import { emptyState, type Note, statusOf } from '../loan-book/note-state.ts';
import { recordInOrder } from '../loan-book/record-event.ts';
import { createPaymentDrafts, type LedgerDeps, recorded } from './draft-payment.ts';
import { draftNote, unopened } from './draft-posting.ts';
import type { Head } from './head-item.ts';
import { refuseLedger } from './ledger-refusals.ts';
import { refuseFuture } from './posting-rules.ts';
import type { Regenerations } from './regenerations.ts';

/** Old notes of one regeneration at most: all of them and the new one are one transaction. */
export const MOST_REGENERATED_NOTES = 12;

/** The ledger's regenerations over DynamoDB: see `Regenerations` for what is promised. */
export function createRegenerations(deps: LedgerDeps): Regenerations {
  const { headOrRefuse, draftOn, placeOf, completed, commit } = createPaymentDrafts(deps);
  return {
    async regenerate(command) {
      const { fileId, oldNoteIds, newNote, valueDate, form, capitalises } = command;
      refuseFuture(valueDate, deps.clock);
      refuseBadChoice(oldNoteIds, newNote.noteId);
      return commit(command, async (context) => {
        const heads = await Promise.all(oldNoteIds.map((noteId) => headOrRefuse(fileId, noteId)));
        const out = recorded(
          {
            ...command,
            event: { kind: 'regenerated-out', valueDate, form, into: newNote.noteId, capitalised: capitalises },
          },
          context,
        );
        const places = await Promise.all(heads.map((head) => placeOf(head, out)));
        for (const { head, note } of places) refuseUnfit(head, note);
        const of = heads.length + 1;
        const left = await Promise.all(
          places.map(({ head, past }, index) => draftOn(head, out, context, { part: { index, of } }, past)),
        );
        const parts = left.flatMap(({ part, after }) => {
          const { regenerated } = after.note.state;
          return regenerated === null ? [] : [{ from: part.noteId, amounts: regenerated.moved }];
        });
        const came = recorded(
          { ...command, event: { kind: 'regenerated-in', valueDate, parts, capitalised: capitalises } },
          context,
        );
        const opened = { ...newNote, fileId };
        const before = unopened(opened, valueDate, context.recordedOn, newNote.contractedOn);
        const recording = recordInOrder({ terms: newNote.terms, state: emptyState(valueDate) }, came);
        const extra = { openingTerms: newNote.terms, part: { index: of - 1, of } };
        const opening = draftNote(before, came, recording, context, extra);
        return completed([...left, opening], fileId, came.id, 0, context);
      });
    },
  };
}

function refuseBadChoice(oldNoteIds: readonly string[], newNoteId: string): void {
  const faults = [
    ...(oldNoteIds.length === 0 ? ['no nombra ningún pagaré'] : []),
    ...(new Set([...oldNoteIds, newNoteId]).size === oldNoteIds.length + 1 ? [] : ['un pagaré aparece dos veces']),
    ...(oldNoteIds.length <= MOST_REGENERATED_NOTES
      ? []
      : [`reúne ${oldNoteIds.length} pagarés y el máximo es ${MOST_REGENERATED_NOTES}`]),
  ];
  if (faults.length === 0) return;
  throw refuseLedger('regeneration-not-possible', `La regeneración no es posible: ${faults.join('; ')}.`);
}

function refuseUnfit({ dimensions }: Head, { state }: Note): void {
  const refuse = (rule: string) =>
    refuseLedger('regeneration-not-possible', `La regeneración no es posible: ${rule}. Elija otros pagarés.`);
  if (state.regenerated !== null) throw refuse('un pagaré ya se regeneró');
  if (statusOf(state) !== 'open') throw refuse('un pagaré ya no tiene adeudo');
  if (isUnderAgreement(state)) throw refuse('un pagaré tiene un convenio vigente, que hay que cancelar antes');
  if (dimensions.stage === 'judicial') throw refuse('un pagaré está en juicio, que hay que terminar antes');
}
