import type * as z from 'zod';
import { historyAnswer } from '../../../shared/http/history-answer.ts';
import type { UseCases } from '../../../shared/http/route.ts';
import { addressHashOf, type Suppression } from '../../../shared/mail/suppression.ts';
import { suppressionMachine } from '../../../shared/mail/suppression-machine.ts';
import { type LiftDeps, liftSuppression } from './lift-suppression.ts';
import type { suppressionAnswer, suppressionRoutes } from './suppression-routes.ts';

/** The use case of each of these routes: domain in, wire out. Accesses name the address by its hash. */
export const suppressionUseCases: UseCases<LiftDeps, typeof suppressionRoutes> = {
  async findMailSuppression({ suppressions }, { body: { email } }) {
    return { body: toAnswer(await suppressions.find(email)), records: [addressHashOf(email)] };
  },
  async liftMailSuppression(deps, { body, idempotencyKey }, caller) {
    const lifted = await liftSuppression(deps, { ...body, idempotencyKey }, caller);
    return { body: toAnswer(lifted), records: [lifted.addressHash] };
  },
};

function toAnswer(found: Suppression | undefined): z.input<typeof suppressionAnswer> {
  if (found === undefined) {
    return { status: 'never', statusName: 'nunca devolvió un correo', because: null, since: null, history: [] };
  }
  const { state, because, since, history } = found;
  const [status, statusName] = [state, suppressionMachine.states[state]];
  return { status, statusName, because, since, history: historyAnswer(suppressionMachine, history) };
}
