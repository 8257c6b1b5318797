import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { NoteBalance } from '../../../shared/ledger/ledger.ts';
import type { Regenerations } from '../../../shared/ledger/regenerations.ts';
import { addedByComponent, sumOfComponents } from '../../../shared/loan-book/component.ts';
import { printedSchedule } from '../../../shared/loan-book/printed-schedule.ts';
import type { RefusalDetail } from '../../../shared/refusals/refusal.ts';
import type { NoteActDeps } from '../note-acts/propose-note-act.ts';
import { noteIdOf } from '../open-note.ts';
import { faultsOfTerms } from '../terms-at-signing.ts';
import { newNoteOn, principalOf } from './regenerated-note.ts';
import type { Regeneration } from './regeneration.ts';
import { refuseRegeneration } from './regeneration-refusals.ts';
import type { RegenerationStore } from './regeneration-store.ts';

export interface RegenerationDeps extends NoteActDeps {
  readonly regenerations: RegenerationStore;
  readonly ledger: NoteActDeps['ledger'] & Regenerations;
}

export type AskedRegeneration = Pick<
  Regeneration,
  | 'form'
  | 'oldNoteIds'
  | 'capitalises'
  | 'contractNumber'
  | 'product'
  | 'paymentReference'
  | 'creditNumber'
  | 'firstDueDate'
  | 'instalments'
  | 'overrides'
>;

/**
 * Proposes to move what notes of a file owe into a new one; nothing moves before it is authorised by another person and signed.
 * Throws `regeneration-refused` with every fault at once, `product-not-in-force`, `not-found`.
 */
export async function proposeRegeneration(
  deps: RegenerationDeps,
  input: AskedRegeneration & { readonly fileId: string; readonly reason: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<Regeneration> {
  const { fileId, reason, idempotencyKey: key, ...asked } = input;
  const { office } = inScope(caller, await deps.files.find(fileId), 'El expediente');
  const on = deps.clock.today();
  const regenerationId = deterministicId('regeneration', key);
  const known = await deps.regenerations.find(regenerationId);
  const owed = known === undefined ? await refuseFaults(deps, fileId, asked) : known.owed;
  await deps.claims.claim({
    scope: 'CORRECTION',
    key,
    input: { operation: 'regenerate', fileId, ...asked, reason },
    source: { type: 'note-act', id: regenerationId },
    recordedOn: on,
  });
  if (known !== undefined) return known;
  const proposed: Regeneration = {
    ...asked,
    ...{ regenerationId, state: 'proposed', fileId, office, owed, proposedOn: on },
    newNoteId: noteIdOf(asked.contractNumber),
    history: [{ step: 'propose', by: caller.subject, on, key, reason }],
    version: 1,
  };
  return (await deps.regenerations.write(proposed)) ? proposed : readRegeneration(deps, regenerationId, caller);
}

/** A regeneration. Of an office that the caller does not reach it is as if it did not exist (404). */
export const readRegeneration = async (
  { regenerations }: Pick<RegenerationDeps, 'regenerations'>,
  regenerationId: string,
  caller: Caller,
): Promise<Regeneration> => inScope(caller, await regenerations.find(regenerationId), 'La regeneración');

/** The new note's printed schedule, were it signed today: what each due date would ask for. */
export async function scheduleToday(deps: RegenerationDeps, regeneration: Regeneration) {
  const on = deps.clock.today();
  const { terms } = await newNoteOn(deps, regeneration, on);
  const owed = addedByComponent((await oldBalances(deps, regeneration)).map(({ owed: one }) => one));
  return {
    owed,
    schedule: printedSchedule(terms, [{ date: on, amount: principalOf(owed, regeneration.capitalises) }]),
  };
}

const oldBalances = async (
  { ledger, clock }: RegenerationDeps,
  { fileId, oldNoteIds }: Pick<Regeneration, 'fileId' | 'oldNoteIds'>,
): Promise<readonly NoteBalance[]> =>
  (await ledger.balancesOfFile(fileId, clock.today())).notes.filter(({ noteId }) => oldNoteIds.includes(noteId));

/** What is owed by the old notes, when nothing stands in the way. */
async function refuseFaults(deps: RegenerationDeps, fileId: string, asked: AskedRegeneration) {
  const on = deps.clock.today();
  const old = await oldBalances(deps, { fileId, oldNoteIds: asked.oldNoteIds });
  const { terms } = await newNoteOn(deps, asked, on);
  const faults: RefusalDetail[] = asked.oldNoteIds.flatMap((noteId, index) => {
    const message = faultOfOld(old.find((note) => note.noteId === noteId));
    return message === undefined ? [] : [{ pointer: `/oldNoteIds/${index}`, message }];
  });
  const late =
    asked.firstDueDate > on
      ? []
      : [{ pointer: '/firstDueDate', message: `El primer vencimiento debe ser posterior a hoy (${on}).` }];
  const details = [...faults, ...late, ...faultsOfTerms(terms, {}, '/overrides')];
  if (details.length > 0)
    throw refuseRegeneration('regeneration-refused', 'Corrija lo señalado; no se guardó nada.', { details });
  return addedByComponent(old.map(({ owed }) => owed));
}

function faultOfOld(note: NoteBalance | undefined): string | undefined {
  if (note === undefined) return 'El pagaré no es del expediente.';
  if (note.status !== 'open') return 'El pagaré ya no tiene adeudo.';
  if (sumOfComponents(note.writtenOff) > 0) return 'El pagaré está castigado en parte, y eso no puede pasar al nuevo.';
  return note.dimensions.stage === 'judicial' ? 'El pagaré está en juicio, que hay que terminar antes.' : undefined;
}
