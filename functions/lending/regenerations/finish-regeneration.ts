import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Posted } from '../../../shared/ledger/ledger.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import { performStep, tryStep } from '../../../shared/transitions/perform-step.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { refuseTaken } from '../open-note.ts';
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
    const made = await newNoteOn(deps, one, valueDate);
    const known = (await deps.files.findWhole(fileId))?.notes ?? [];
    const like = known.filter(({ noteId }) => oldNoteIds.includes(noteId)).at(-1);
    if (like === undefined) throw new RangeError(`regeneration ${regenerationId} has no old note in the register`);
    const asked = registeredNote(one, made, like, { on: valueDate, by });
    const taken = await deps.notes.create(asked, null);
    const stored = (await deps.notes.locate(newNoteId)) ?? asked;
    if (stored.openingHash !== asked.openingHash) throw refuseTaken(taken);
    const dimensions = { office: one.office, stage: 'administrative', agent: null, product: one.product } as const;
    const posted = await deps.ledger.regenerate({
      ...{ fileId, form, oldNoteIds, valueDate, capitalises, actor: by, reason: 'regeneration' },
      newNote: { noteId: newNoteId, terms: made.terms, dimensions, contractedOn: valueDate },
      source: { type: 'note-act', id: regenerationId },
      idempotency: { scope: 'CORRECTION', key: `REGENERATE#${regenerationId}#${on}`, input: { newNoteId, oldNoteIds } },
    });
    if (stored.state === 'opening') await deps.notes.markOpen(stored);
    return posted;
  };
  return finish(deps, one, post, { done: 'signed', failed: 'signing-failed' });
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

async function finish(
  { regenerations }: FinishDeps,
  one: Regeneration,
  post: () => Promise<Posted>,
  { done, failed }: { readonly done: 'signed' | 'undone'; readonly failed: 'signing-failed' | 'undoing-failed' },
): Promise<Regeneration> {
  const write = (next: Regeneration) => regenerations.write(next);
  const { by = '', on = one.proposedOn } = one.history.at(-1) ?? {};
  const posted = await post().catch(async (error: unknown) => {
    const stamp = { by, on, key: `version ${one.version}`, reason: null };
    if (isRefusedForGood(error)) await tryStep(regenerationMachine, one, { step: failed, stamp, write });
    throw error;
  });
  return performStep(regenerationMachine, one, {
    step: done,
    stamp: { by, on: posted.recordedOn, key: posted.eventId, reason: null },
    write,
    read: async () => (await regenerations.find(one.regenerationId)) ?? one,
    refuse: (_why, { state }) => new Error(`a regeneration that is ${state} was posted`),
  });
}
