import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { addressHashOf, type Suppression, type Suppressions } from '../../../shared/mail/suppression.ts';
import { suppressionMachine } from '../../../shared/mail/suppression-machine.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import { refuseSuppression } from './suppression-refusals.ts';

export interface LiftDeps {
  readonly clock: Clock;
  readonly suppressions: Pick<Suppressions, 'find' | 'write'>;
  readonly claims: RequestClaims;
}

export interface Lifting {
  readonly email: string;
  readonly reason: string;
  readonly ownerAsked: boolean;
  readonly idempotencyKey: string;
}

/**
 * Lets mail go to an address again, once, with a reason. Refuses `address-not-suppressed`, and `owner-did-not-ask` for one
 * whose owner called our mail unwanted (only the owner takes that back), before anything is written.
 */
export async function liftSuppression(
  deps: LiftDeps,
  { email, reason, ownerAsked, idempotencyKey: key }: Lifting,
  caller: Caller,
): Promise<Suppression> {
  const addressHash = addressHashOf(email);
  const on = deps.clock.today();
  const read = async (): Promise<Suppression> => {
    const found = await deps.suppressions.find(email);
    if (found === undefined) throw notSuppressed();
    const isKnown = found.history.some((taken) => taken.key === key);
    if (!isKnown && found.state === 'suppressed' && found.because === 'complaint' && !ownerAsked)
      throw ownerDidNotAsk();
    return found;
  };
  return performStep(suppressionMachine, await read(), {
    step: 'lift',
    stamp: { by: caller.subject, on, key, reason, ...(ownerAsked && { evidence: { ownerAsked: 'sí' } }) },
    claim: () =>
      deps.claims.claim({
        scope: 'MAIL',
        key,
        input: { operation: 'lift-suppression', addressHash, reason, ownerAsked },
        source: { type: 'system', id: addressHash },
        recordedOn: on,
      }),
    write: (next) => deps.suppressions.write(next),
    read,
    refuse: notSuppressed,
  });
}

function notSuppressed() {
  return refuseSuppression(
    'address-not-suppressed',
    'A esa dirección no se le ha dejado de escribir. Revise que esté bien escrita.',
  );
}

function ownerDidNotAsk() {
  const message =
    'El dueño marcó nuestro correo como no deseado. Confirme con «ownerAsked» que él pide recibirlo otra vez.';
  return refuseSuppression('owner-did-not-ask', message, { details: [{ pointer: '/ownerAsked', message }] });
}
