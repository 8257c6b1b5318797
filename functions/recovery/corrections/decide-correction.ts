import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { StepRefusal } from '../../../shared/transitions/take-step.ts';
import { findPayee, type PayeeQuery } from '../payments/find-payee.ts';
import type { Correction } from './correction.ts';
import { correctionMachine } from './correction-machine.ts';
import { refuseCorrection } from './correction-refusals.ts';
import { type FinishCorrectionDeps, finishCorrection } from './finish-correction.ts';
import { previewRight, type RequestCorrectionDeps } from './request-correction.ts';

export type CorrectionDeps = RequestCorrectionDeps & FinishCorrectionDeps;

interface Decision {
  readonly correctionId: string;
  readonly idempotencyKey: string;
}

/** A correction. Of an office that the caller does not reach it is as if it did not exist (404). */
export const readCorrection = async (
  { corrections }: Pick<RequestCorrectionDeps, 'corrections'>,
  correctionId: string,
  caller: Caller,
): Promise<Correction> => inScope(caller, await corrections.find(correctionId), 'La corrección');

/** Authorises: noted first, then carried out. What the ledger would not take in is refused before anything is taken back. */
export async function authoriseCorrection(
  deps: CorrectionDeps,
  decision: Decision,
  caller: Caller,
): Promise<Correction> {
  const one = await readCorrection(deps, decision.correctionId, caller);
  if (one.state === 'requested' && one.right !== null) await previewRight(deps, one.wrong, one.right);
  return finishCorrection(deps, await decide(deps, one, 'authorise', { ...decision, reason: null }, caller));
}

/** Says where money goes that was taken back and could not be taken in. */
export async function directCorrection(
  deps: CorrectionDeps,
  { target, ...decision }: Decision & { readonly target: PayeeQuery },
  caller: Caller,
): Promise<Correction> {
  const one = await readCorrection(deps, decision.correctionId, caller);
  const { right } = one;
  if (right === null) throw notOpen(one);
  const payee = await findPayee(deps.register, target);
  const { amount, valueDate } = right;
  const chosen = payee.chosenNoteIds && { chosenNoteIds: [...payee.chosenNoteIds] };
  const directed = { ...payee.target, ...chosen, amount, valueDate };
  if (one.state === 'unpaid') await previewRight(deps, one.wrong, directed);
  return finishCorrection(
    deps,
    await decide(deps, one, 'direct', { ...decision, reason: null, right: directed }, caller),
  );
}

export const rejectCorrection = async (
  deps: CorrectionDeps,
  decision: Decision & { readonly reason: string },
  caller: Caller,
): Promise<Correction> =>
  decide(deps, await readCorrection(deps, decision.correctionId, caller), 'reject', decision, caller);

export const withdrawCorrection = async (
  deps: CorrectionDeps,
  decision: Decision & { readonly reason: string },
  caller: Caller,
): Promise<Correction> =>
  decide(deps, await readCorrection(deps, decision.correctionId, caller), 'withdraw', decision, caller);

function decide(
  deps: CorrectionDeps,
  one: Correction,
  step: 'authorise' | 'reject' | 'withdraw' | 'direct',
  input: Decision & { readonly reason: string | null; readonly right?: Correction['right'] },
  caller: Caller,
): Promise<Correction> {
  const { correctionId } = one;
  const { idempotencyKey: key, reason, right } = input;
  const on = deps.clock.today();
  return performStep(correctionMachine, one, {
    step,
    stamp: { by: caller.subject, on, key, reason },
    change: () => (right === undefined ? {} : { right }),
    claim: () =>
      deps.claims.claim({
        scope: 'CORRECTION',
        key,
        input: { operation: `correction-${step}`, correctionId, reason, right: right ?? null },
        source: { type: 'correction', id: correctionId },
        recordedOn: on,
      }),
    write: (next) => deps.corrections.write(next),
    read: () => readCorrection(deps, correctionId, caller),
    refuse: refusalOf,
  });
}

function refusalOf(why: StepRefusal, one: Correction) {
  if (why !== 'same-person') return notOpen(one);
  return refuse('same-person', 'Quien pidió la corrección no puede decidirla. Pídalo a otra persona.');
}

const notOpen = ({ state }: Correction) =>
  refuseCorrection(
    'correction-not-open-to',
    `La corrección está: ${correctionMachine.states[state]}. Consúltela antes de seguir.`,
  );
