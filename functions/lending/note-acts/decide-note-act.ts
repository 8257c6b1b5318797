import type { Caller } from '../../../shared/http/route.ts';
import { type ByComponent, zeroByComponent } from '../../../shared/loan-book/component.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { StepRefusal } from '../../../shared/transitions/take-step.ts';
import { finishPosting, finishTakingBack } from './finish-note-act.ts';
import type { NoteAct } from './note-act.ts';
import { lossOf } from './note-act-kinds.ts';
import { noteActMachine } from './note-act-machine.ts';
import { refuseNoteAct } from './note-act-refusals.ts';
import { type NoteActDeps, readNoteAct, refuseNotYours } from './propose-note-act.ts';

export interface NoteActRequest {
  readonly noteActId: string;
  readonly idempotencyKey: string;
}
type Because = NoteActRequest & { readonly reason: string };
type PersonStep = 'authorise' | 'reject' | 'withdraw' | 'take-back';

/** Authorises: noted first, with what a write-off gives up as it is owed today, then posted (finish-note-act.ts). */
export async function authoriseNoteAct(deps: NoteActDeps, request: NoteActRequest, caller: Caller): Promise<NoteAct> {
  const one = await readNoteAct(deps, request.noteActId, caller);
  refuseNotYours(caller, one.act.kind, 'authorisers');
  const amounts = one.act.kind === 'write-off' ? lossOf(one.act, await owedToday(deps, one)) : null;
  const noted = await move(deps, one, 'authorise', { ...request, reason: null }, caller, { amounts });
  return noted.state === 'posting' ? finishPosting(deps, noted) : noted;
}

async function owedToday({ ledger, clock }: NoteActDeps, { fileId, noteId }: NoteAct): Promise<ByComponent> {
  return (await ledger.balanceOfNote(fileId, noteId, clock.today()))?.owed ?? zeroByComponent();
}

/** Turns a proposal down. */
export async function rejectNoteAct(deps: NoteActDeps, request: Because, caller: Caller): Promise<NoteAct> {
  const one = await readNoteAct(deps, request.noteActId, caller);
  refuseNotYours(caller, one.act.kind, 'authorisers');
  return move(deps, one, 'reject', request, caller);
}

/** Takes a proposal back before it is decided. */
export async function withdrawNoteAct(deps: NoteActDeps, request: Because, caller: Caller): Promise<NoteAct> {
  const one = await readNoteAct(deps, request.noteActId, caller);
  refuseNotYours(caller, one.act.kind, 'proposers');
  return move(deps, one, 'withdraw', request, caller);
}

/** Takes an act back that was posted by mistake, as if it had never been: by another person than who authorised it. */
export async function takeBackNoteAct(deps: NoteActDeps, request: Because, caller: Caller): Promise<NoteAct> {
  const one = await readNoteAct(deps, request.noteActId, caller);
  refuseNotYours(caller, one.act.kind, 'authorisers');
  const noted = await move(deps, one, 'take-back', request, caller);
  return noted.state === 'taking-back' ? finishTakingBack(deps, noted) : noted;
}

function move(
  deps: NoteActDeps,
  one: NoteAct,
  step: PersonStep,
  { idempotencyKey: key, reason }: { readonly idempotencyKey: string; readonly reason: string | null },
  caller: Caller,
  change: Partial<Pick<NoteAct, 'amounts'>> = {},
): Promise<NoteAct> {
  const { noteActId } = one;
  const on = deps.clock.today();
  return performStep(noteActMachine, one, {
    step,
    stamp: { by: caller.subject, on, key, reason },
    change: () => change,
    claim: () =>
      deps.claims.claim({
        scope: 'CORRECTION',
        key,
        input: { operation: step, noteActId, reason },
        source: { type: 'note-act', id: noteActId },
        recordedOn: on,
      }),
    write: (next) => deps.noteActs.write(next),
    read: () => readNoteAct(deps, noteActId, caller),
    refuse: (why, now) => refusalOf(why, now, step),
  });
}

function refusalOf(why: StepRefusal, { state }: NoteAct, step: PersonStep) {
  if (why === 'same-person') {
    const before = step === 'take-back' ? 'autorizó' : 'propuso';
    return refuse(
      'same-person',
      `Quien lo ${before} no puede ${noteActMachine.steps[step].nameEs}lo. Pídalo a otra persona.`,
    );
  }
  return refuseNoteAct(
    'note-act-not-open-to',
    `La solicitud está: ${noteActMachine.states[state]}. No se puede ${noteActMachine.steps[step].nameEs}. Consúltela antes de seguir.`,
  );
}
