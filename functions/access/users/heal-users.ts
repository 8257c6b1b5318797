import { healHalfWay } from '../../../shared/jobs/heal.ts';
import type { Log } from '../../../shared/observability/log.ts';
import { type ApplyDeps, applyToDirectory } from './apply-to-directory.ts';
import type { User } from './user.ts';
import { userMachine } from './user-machine.ts';
import type { UserStore } from './user-store.ts';

/** Brings the directory after the records that a crash left half way. */
export function healUsers(deps: ApplyDeps & { readonly users: UserStore; readonly log: Log }): Promise<number> {
  return healHalfWay(deps.log, 'heal-users', userMachine, deps.users, (user: User) => applyToDirectory(deps, user));
}
