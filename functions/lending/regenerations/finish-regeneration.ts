import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Posted } from '../../../shared/ledger/ledger.ts';
import type { NoteItem } from '../../../shared/register/register-items.ts';
import { carryOut } from '../../../shared/transitions/carry-out.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import { refuseTaken } from '../open-note.ts';
import { termsOfRegistered } from '../terms-of-registered.ts';
import type { RegenerationDeps } from './propose-regeneration.ts';
import { newNoteOn, registeredNote } from './regenerated-note.ts';
import type { Regeneration } from './regeneration.ts';
import { regenerationMachine } from './regeneration-machine.ts';

type FinishDeps = Pick<RegenerationDeps, 'regenerations' | 'ledger' | 'notes' | 'files' | 'products' | 'calendar'>;

/**
 * Carries a signature to its end: the new note in the register, one transaction of the ledger over all notes, then the note is
 * open. Also called by the five-minute job. What is refused is to be signed again, or withdrawn.
 */
export function finishSigning(deps: FinishDeps, one: Regeneration): Promise<Regeneration> {
  const { regenerationId, fileId, form, oldNoteIds, newNoteId, capitalises } = one;
  const { by, on } = takenBy(one, 'sign');
  const valueDate = calendarDate(on);
  const post = async () => {
    const asked = registeredNote(one, await newNoteOn(deps, one, valueDate), await oldNote(deps, one), {
      on: valueDate,
      by,
    });
    const taken = await deps.notes.create(asked, null);
    const stored = (await deps.notes.locate(newNoteId)) ?? asked;
    if (stored.openingHash !== asked.openingHash) throw refuseTaken(taken);
    // As registered, maybe by a signature that the ledger refused on an earlier day.
    const terms = await termsOfRegistered(deps.products, stored);
    const dimensions = { office: one.office, stage: 'administrative', agent: null, product: one.product } as const;
    const posted = await deps.ledger.regenerate({
      ...{ fileId, form, oldNoteIds, valueDate, capitalises, actor: by, reason: 'regeneration' },
      newNote: { noteId: newNoteId, terms, dimensions, contractedOn: valueDate },
      source: { type: 'note-act', id: regenerationId },
      idempotency: { scope: 'CORRECTION', key: `REGENERATE#${regenerationId}#${on}`, input: { newNoteId, oldNoteIds } },
    });
    if (stored.state === 'opening') await deps.notes.markOpen({ ...stored, signedOn: valueDate });
    return posted;
  };
  return finish(deps, one, post, { done: 'signed', failed: 'signing-failed' });
}

/** One of the old notes in the register: the new one is of its school and level. */
async function oldNote(deps: FinishDeps, { fileId, oldNoteIds, regenerationId }: Regeneration): Promise<NoteItem> {
  const known = (await deps.files.findWhole(fileId))?.notes ?? [];
  const like = known.filter(({ noteId }) => oldNoteIds.includes(noteId)).at(-1);
  if (like === undefined) throw new RangeError(`regeneration ${regenerationId} has no old note in the register`);
  return like;
}

/** Carries the way back to its end: one transaction a payment of the new note, and one that brings the old notes back. */
export function finishUndoing(deps: FinishDeps, one: Regeneration): Promise<Regeneration> {
  const { regenerationId, fileId, newNoteId } = one;
  const post = () =>
    deps.ledger.undoRegeneration({
      ...{ fileId, newNoteId, actor: takenBy(one, 'undo').by, reason: 'regeneration-undone' },
      source: { type: 'note-act', id: regenerationId },
      idempotency: { scope: 'CORRECTION', key: `UNDO#${regenerationId}`, input: { newNoteId } },
    });
  return finish(deps, one, post, { done: 'undone', failed: 'undoing-failed' });
}

function takenBy({ history, regenerationId }: Regeneration, step: 'sign' | 'undo') {
  const taken = lastTaken(history, step);
  if (taken === undefined) throw new RangeError(`nobody took the step ${step} of regeneration ${regenerationId}`);
  return taken;
}

function finish(
  { regenerations }: FinishDeps,
  one: Regeneration,
  post: () => Promise<Posted>,
  steps: { readonly done: 'signed' | 'undone'; readonly failed: 'signing-failed' | 'undoing-failed' },
): Promise<Regeneration> {
  return carryOut(regenerationMachine, one, {
    ...{ ...steps, post, by: one.history.at(-1)?.by ?? SYSTEM },
    write: (next) => regenerations.write(next),
    find: () => regenerations.find(one.regenerationId),
  });
}
