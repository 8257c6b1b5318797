import type { Caller } from '../../../shared/http/route.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { StepRefusal } from '../../../shared/transitions/take-step.ts';
import { finishSigning, finishUndoing } from './finish-regeneration.ts';
import { type RegenerationDeps, readRegeneration } from './propose-regeneration.ts';
import type { Regeneration } from './regeneration.ts';
import { regenerationMachine } from './regeneration-machine.ts';
import { refuseRegeneration } from './regeneration-refusals.ts';

interface Asked {
  readonly regenerationId: string;
  readonly idempotencyKey: string;
  readonly reason: string | null;
}
type PersonStep = 'authorise' | 'reject' | 'withdraw' | 'sign' | 'undo';

/** Who decides takes one of these steps: nothing is posted by it. */
export const decideRegeneration = async (
  deps: RegenerationDeps,
  step: 'authorise' | 'reject' | 'withdraw',
  asked: Asked,
  caller: Caller,
): Promise<Regeneration> => move(deps, await readRegeneration(deps, asked.regenerationId, caller), step, asked, caller);

/**
 * Registers the signature, as of today. The borrower signs; a novation takes the signature of every cosigner of the file, for
 * it ends what they guaranteed. Throws `signature-missing`, what the register or the ledger refuses, `product-not-in-force`.
 */
export async function signRegeneration(
  deps: RegenerationDeps,
  asked: Omit<Asked, 'reason'> & { readonly cosigners: readonly number[] },
  caller: Caller,
): Promise<Regeneration> {
  const one = await readRegeneration(deps, asked.regenerationId, caller);
  const cosigners = await deps.files.cosigners(one.fileId);
  const missing = cosigners.filter(({ number }) => !asked.cosigners.includes(number)).map(({ number }) => number);
  if (one.form === 'novation' && missing.length > 0) {
    const message = `Una novación extingue los pagarés anteriores y debe firmarla cada aval. Falta la firma de: ${missing.map((number) => `aval ${number}`).join(', ')}.`;
    throw refuseRegeneration('signature-missing', message, { details: [{ pointer: '/cosigners', message }] });
  }
  const evidence = { signers: ['borrower', ...asked.cosigners.map((number) => `cosigner ${number}`)].join(', ') };
  const noted = await move(deps, one, 'sign', { ...asked, reason: null }, caller, evidence);
  return noted.state === 'signing' ? finishSigning(deps, noted) : noted;
}

/** A condition was not kept: the old notes come back. By another person than who registered the signature. */
export async function undoRegeneration(deps: RegenerationDeps, asked: Asked, caller: Caller): Promise<Regeneration> {
  const one = await readRegeneration(deps, asked.regenerationId, caller);
  if (one.form === 'novation') {
    throw refuseRegeneration(
      'regeneration-not-open-to',
      'Fue una novación: extinguió los pagarés anteriores y no vuelven.',
    );
  }
  const noted = await move(deps, one, 'undo', asked, caller);
  return noted.state === 'undoing' ? finishUndoing(deps, noted) : noted;
}

function move(
  deps: RegenerationDeps,
  one: Regeneration,
  step: PersonStep,
  { idempotencyKey: key, reason }: Asked,
  caller: Caller,
  evidence?: Readonly<Record<string, string>>,
): Promise<Regeneration> {
  const { regenerationId } = one;
  const on = deps.clock.today();
  return performStep(regenerationMachine, one, {
    step,
    stamp: { by: caller.subject, on, key, reason, ...(evidence === undefined ? {} : { evidence }) },
    claim: () =>
      deps.claims.claim({
        scope: 'CORRECTION',
        key,
        input: { operation: step, regenerationId, reason, ...evidence },
        source: { type: 'note-act', id: regenerationId },
        recordedOn: on,
      }),
    write: (next) => deps.regenerations.write(next),
    read: () => readRegeneration(deps, regenerationId, caller),
    refuse: (why, now) => refusalOf(why, now, step),
  });
}

function refusalOf(why: StepRefusal, { state }: Regeneration, step: PersonStep) {
  if (why === 'same-person') {
    const before = step === 'undo' ? 'registró la firma' : 'la propuso';
    return refuse(
      'same-person',
      `Quien ${before} no puede ${regenerationMachine.steps[step].nameEs}la. Pídalo a otra persona.`,
    );
  }
  return refuseRegeneration(
    'regeneration-not-open-to',
    `La regeneración está: ${regenerationMachine.states[state]}. No se puede ${regenerationMachine.steps[step].nameEs}. Consúltela antes de seguir.`,
  );
}
