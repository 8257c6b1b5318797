import type { Caller } from '../../../shared/http/route.ts';
import { applyToDirectory } from './apply-to-directory.ts';
import { type Move, moveUser, readUser, type UserDeps } from './move-user.ts';
import { faultsOf, NO_RIGHTS, needsSecondPerson, type Rights } from './rights.ts';
import { type User, userIdOf } from './user.ts';
import { refuseUser } from './user-refusals.ts';

export interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly rights: Rights;
  readonly reason: string;
  readonly idempotencyKey: string;
}

/**
 * Asks for a person's access: given at once, or by another person when it moves money or rights. An address is one user for
 * good: refuses `user-already-exists` unless the last request for it was rejected.
 */
export async function requestUser(deps: UserDeps, input: NewUser, caller: Caller): Promise<User> {
  const { rights, reason, idempotencyKey: key, name } = input;
  refuseFaults(rights);
  const email = input.email.toLowerCase();
  const userId = userIdOf(email);
  const waits = needsSecondPerson(NO_RIGHTS, rights);
  const fields = { name, rights: waits ? NO_RIGHTS : rights, wanted: waits ? rights : null, enabled: !waits };
  const move: Move = {
    ...{ operation: 'create', step: waits ? 'request' : 'create', change: () => fields },
    ...{ asked: textOf(rights), bound: name },
  };
  const found = await deps.users.find(userId);
  if (found !== undefined) {
    if (found.state !== 'rejected' && !found.history.some((taken) => taken.key === key)) throw alreadyExists();
    return moveUser(deps, { userId, reason, idempotencyKey: key, ifMatch: undefined }, caller, () => move);
  }
  const on = deps.clock.today();
  await deps.claims.claim({
    scope: 'ACCESS',
    key,
    input: { operation: move.operation, userId, reason, asked: move.asked, bound: move.bound },
    source: { type: 'system', id: userId },
    recordedOn: on,
  });
  const user: User = {
    ...{ userId, email, subject: null, resetting: false, ...fields },
    state: waits ? 'requested' : 'applying',
    history: [{ step: move.step, by: caller.subject, on, key, reason, evidence: textOf(rights) }],
    version: 1,
    changedOn: on,
  };
  if (!(await deps.users.save(user))) {
    const first = await readUser(deps, userId);
    if (!first.history.some((taken) => taken.key === key)) throw alreadyExists();
    return first;
  }
  return user.state === 'applying' ? applyToDirectory(deps, user) : user;
}

/** Refuses rights that do not fit together (`rights-refused`), with every fault. */
export function refuseFaults(rights: Rights): void {
  const faults = faultsOf(rights);
  if (faults.length === 0) return;
  const details = faults.map(({ field, message }) => ({ pointer: `/${field}`, message }));
  throw refuseUser('rights-refused', faults.map(({ message }) => message).join(' '), { details });
}

/** Rights as the history keeps them. */
export const textOf = ({ roles, offices, portfolio }: Rights): Record<string, string> => ({
  roles: roles.join(' '),
  offices: offices.join(' '),
  ...(portfolio !== null && { portfolio }),
});

function alreadyExists() {
  const message = 'Ese correo ya tiene usuario. Búsquelo en la lista y cambie sus accesos.';
  return refuseUser('user-already-exists', message, { details: [{ pointer: '/email', message }] });
}
