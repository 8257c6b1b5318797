import type { Clock } from '../../../shared/calendar/clock.ts';
import { takeStep } from '../../../shared/transitions/take-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import { type Directory, DirectoryRefused } from './directory.ts';
import { groupsOf } from './rights.ts';
import type { User } from './user.ts';
import { userMachine } from './user-machine.ts';
import { refuseUser } from './user-refusals.ts';
import type { UserStore } from './user-store.ts';

export interface ApplyDeps {
  readonly users: Pick<UserStore, 'find' | 'save'>;
  readonly directory: Directory;
  readonly clock: Clock;
}

/**
 * Makes the directory say what the record says, then notes it. Also called by the five-minute job for what a crash left. All
 * of it may be done twice. When somebody changed the record meanwhile, what stands then goes into the directory too, whoever
 * has noted it: of two at once the last word is that of the newest record. Throws `directory-refused` when the directory does
 * not take a new person: the request waits for a decision again.
 */
export async function applyToDirectory(deps: ApplyDeps, given: User): Promise<User> {
  const { users, directory, clock } = deps;
  let user = given;
  for (;;) {
    const standing = user;
    if (standing.state === 'requested' || standing.state === 'rejected') return standing;
    const stamp = { by: SYSTEM, on: clock.today(), key: `version ${standing.version}`, reason: null };
    const subject = await bring(directory, standing).catch(async (error: unknown) => {
      if (!(error instanceof DirectoryRefused)) throw error;
      const back = takeStep(userMachine, standing, 'not-created', stamp);
      if (back.outcome === 'taken') await users.save(back.next);
      const detail = 'El directorio no aceptó el correo. Rechace el alta y solicítela con el correo correcto.';
      throw refuseUser('directory-refused', detail);
    });
    const end = standing.enabled ? 'applied' : 'closed';
    const change = { subject, resetting: false, changedOn: clock.today() };
    const taking = takeStep(userMachine, standing, end, stamp, change);
    if (taking.outcome === 'taken' && (await users.save(taking.next))) return taking.next;
    const now = (await users.find(standing.userId)) ?? standing;
    if (now.version === standing.version) return now;
    user = now;
  }
}

/** Closes before it opens: nobody is in with groups of before. */
async function bring(directory: Directory, user: User): Promise<string> {
  const subject = user.subject ?? (await directory.ensure(user));
  if (!user.enabled) await directory.setEnabled(subject, false);
  await directory.setGroups(subject, groupsOf(user.rights));
  await directory.signOut(subject);
  if (user.resetting) await directory.reset(subject);
  if (user.enabled) await directory.setEnabled(subject, true);
  return subject;
}
