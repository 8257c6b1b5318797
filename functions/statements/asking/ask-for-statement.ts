import { randomUUID } from 'node:crypto';
import type { JobRequests } from '../../../shared/jobs/job-request.ts';
import type { RateLimit, RateLimits } from '../../../shared/links/rate-limits.ts';
import { refuseStatement } from '../statement-refusals.ts';
import { hashOfDatum, SEND_TASK } from './asked.ts';

export interface AskDeps {
  readonly now: () => Date;
  readonly limits: RateLimits;
  readonly requests: JobRequests;
}

/** Parameters of the design (§4). The portal is many visitors, each of whom it names. */
const ASKED_BY_VISITOR: RateLimit = { kind: 'ASK', most: 5, windowMinutes: 10 };
const ASKED_BY_PORTAL: RateLimit = { kind: 'PORTAL', most: 300, windowMinutes: 10 };

export const NEUTRAL_ANSWER =
  'Si los datos coinciden con un expediente y tenemos su correo confirmado, le llegará una liga en unos minutos. ' +
  'Si en 30 minutos no llega, revise su correo no deseado o acuda al Instituto: su correo puede no estar registrado.';

/**
 * Asks that a statement's link be mailed. One counter and one request: nothing of the register is read, so that the
 * answer and its time are the same whether the file exists or not. Throws `too-many-requests` by who asks, never by what.
 */
export async function askForStatement(
  deps: AskDeps,
  input: { readonly number: string; readonly datum: string; readonly visitor: string; readonly portal?: string },
): Promise<{ readonly message: string }> {
  const now = deps.now();
  const allowed =
    (input.portal === undefined || (await deps.limits.allows(ASKED_BY_PORTAL, input.portal, now))) &&
    (await deps.limits.allows(ASKED_BY_VISITOR, input.visitor, now));
  if (!allowed) {
    throw refuseStatement('too-many-requests', 'Se pidió muchas veces desde el mismo lugar. Espere unos minutos.', {
      retryAfterSeconds: ASKED_BY_VISITOR.windowMinutes * 60,
    });
  }
  const requestId = randomUUID();
  const datumHash = hashOfDatum(requestId, input.datum);
  await deps.requests.ask({
    ...{ task: SEND_TASK, id: requestId, name: 'ask', askedAt: now.toISOString() },
    input: { kind: 'request', number: input.number, datumHash, askedBy: input.portal ?? 'public' },
  });
  return { message: NEUTRAL_ANSWER };
}
