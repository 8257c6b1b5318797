import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { EffectOnNote } from '../../../shared/ledger/ledger.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { type ByComponent, sumOfComponents, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { changedTerms } from '../../../shared/loan-book/term-changes.ts';
import type { NoteItem } from '../../../shared/register/register-items.ts';
import type { LendingDeps } from '../lending-deps.ts';
import { termOverridesSchema } from '../note.ts';
import { openNoteInScope } from '../open-note-in-scope.ts';
import { faultsOfTerms } from '../terms-at-signing.ts';
import { type AskedTerms, termChangesOf } from './corrected-terms.ts';
import type { Act, NoteAct } from './note-act.ts';
import { ACT_KINDS, eventOf, lossOf } from './note-act-kinds.ts';
import { refuseNoteAct } from './note-act-refusals.ts';
import type { NoteActStore } from './note-act-store.ts';

export interface NoteActDeps extends LendingDeps {
  readonly noteActs: NoteActStore;
  readonly claims: RequestClaims;
}

/** As a person asks for it: terms by what they should be. */
export type AskedAct =
  | Exclude<Act, { kind: 'correct-terms' }>
  | (Omit<Extract<Act, { kind: 'correct-terms' }>, 'changes'> & { readonly terms: AskedTerms });

/**
 * Proposes an act on a note: nothing moves until another person authorises it. What the ledger would refuse today is refused
 * now. Throws `note-act-not-yours`, `terms-refused` with every fault, `note-act-changes-nothing`, `not-found`.
 */
export async function proposeNoteAct(
  deps: NoteActDeps,
  asked: { readonly noteId: string; readonly act: AskedAct; readonly reason: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<NoteAct> {
  const { noteId, reason, idempotencyKey: key } = asked;
  refuseNotYours(caller, asked.act.kind, 'proposers');
  const note = await openNoteInScope(deps, noteId, caller);
  const on = deps.clock.today();
  const noteActId = deterministicId('note-act', key);
  const known = await deps.noteActs.find(noteActId);
  const act = known?.act ?? (await actOf(deps, note, asked.act));
  const { fileId, contractNumber, office } = note;
  const proposed: NoteAct = {
    ...{ noteActId, state: 'proposed', act, fileId, noteId, contractNumber, office, proposedOn: on, amounts: null },
    history: [{ step: 'propose', by: caller.subject, on, key, reason }],
    version: 1,
  };
  if (known === undefined) await effectToday(deps, proposed);
  await deps.claims.claim({
    scope: 'CORRECTION',
    key,
    input: { operation: 'propose', noteId, act: asked.act, reason },
    source: { type: 'note-act', id: noteActId },
    recordedOn: on,
  });
  if (known === undefined && (await deps.noteActs.write(proposed))) return proposed;
  return readNoteAct(deps, noteActId, caller);
}

/** An act on a note. Of an office that the caller does not reach it is as if it did not exist (404). */
export const readNoteAct = async (
  { noteActs }: Pick<NoteActDeps, 'noteActs'>,
  noteActId: string,
  caller: Caller,
): Promise<NoteAct> => inScope(caller, await noteActs.find(noteActId), 'La solicitud');

/** What an act would do if it were authorised today. Throws what the ledger would refuse, and `note-act-changes-nothing`. */
export async function effectToday(deps: NoteActDeps, { act, fileId, noteId }: NoteAct): Promise<EffectOnNote> {
  const on = deps.clock.today();
  const loss = act.kind === 'write-off' ? await lossToday(deps, { act, fileId, noteId }) : zeroByComponent();
  const effect = await deps.ledger.previewOnNote({ fileId, noteId, event: eventOf(act, loss, on) });
  if (effect === undefined) throw new RangeError(`an open note, ${noteId}, is not in the ledger`);
  return effect;
}

/** What a write-off would give up today. */
async function lossToday(
  { ledger, clock }: NoteActDeps,
  {
    act,
    fileId,
    noteId,
  }: { readonly act: Extract<Act, { kind: 'write-off' }>; readonly fileId: string; readonly noteId: string },
): Promise<ByComponent> {
  const balance = await ledger.balanceOfNote(fileId, noteId, clock.today());
  const loss = lossOf(act, balance?.owed ?? zeroByComponent());
  if (sumOfComponents(loss) > 0) return loss;
  throw refuseNoteAct('note-act-changes-nothing', 'El pagaré no debe nada de esos conceptos: no hay qué castigar.');
}

export function refuseNotYours({ roles }: Caller, kind: Act['kind'], what: 'proposers' | 'authorisers'): void {
  const { nameEs, [what]: allowed } = ACT_KINDS[kind];
  if (roles.some((role) => allowed.includes(role))) return;
  const deed = what === 'proposers' ? 'pedir' : 'decidir';
  throw refuseNoteAct('note-act-not-yours', `Su puesto no puede ${deed}: ${nameEs}. Pídalo a quien corresponda.`);
}

async function actOf(deps: NoteActDeps, note: NoteItem, asked: AskedAct): Promise<Act> {
  if (asked.kind !== 'correct-terms') return asked;
  const { terms, ...act } = asked;
  const [balance, version, holidays] = await Promise.all([
    deps.ledger.balanceOfNote(note.fileId, note.noteId, deps.clock.today()),
    deps.products.find(note.product, note.productVersion),
    deps.calendar(),
  ]);
  if (balance === undefined || version === undefined) throw new RangeError(`note ${note.noteId} is half registered`);
  const rule =
    termOverridesSchema.parse(note.overrides).dueDateOnClosedDay ?? version.parameters.dueDateOnClosedDay.value;
  const changes = termChangesOf(terms, balance.terms, version.parameters, { rule, holidays });
  const details = faultsOfTerms(changedTerms(balance.terms, changes), changes, '/act/terms');
  if (details.length > 0) throw refuseNoteAct('terms-refused', 'Corrija lo señalado; no se guardó nada.', { details });
  if (Object.keys(changes).length === 0) {
    throw refuseNoteAct(
      'note-act-changes-nothing',
      'El contrato ya tiene esas condiciones. Revise qué debe corregirse.',
    );
  }
  return { ...act, changes };
}
