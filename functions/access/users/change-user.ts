import type { Caller } from '../../../shared/http/route.ts';
import { moveUser, type UserDeps, type UserRequest } from './move-user.ts';
import { refuseFaults, textOf } from './request-user.ts';
import { needsSecondPerson, type Rights } from './rights.ts';
import type { User } from './user.ts';

type Change = (deps: UserDeps, request: UserRequest, caller: Caller) => Promise<User>;

/** Other rights: at once when they take away or move no money, else when another person approves. */
export function changeRights(
  deps: UserDeps,
  { rights, ...request }: UserRequest & { readonly rights: Rights },
  caller: Caller,
): Promise<User> {
  refuseFaults(rights);
  return moveUser(deps, request, caller, (user) => ({
    operation: 'change',
    asked: textOf(rights),
    ...(needsSecondPerson(user.rights, rights)
      ? { step: 'request-change', change: () => ({ wanted: rights }) }
      : { step: 'change', change: () => ({ rights }) }),
  }));
}

/** Four eyes: another person than who asked gives what was asked for; only then does the directory change. */
export const approveUser: Change = (deps, request, caller) =>
  moveUser(deps, request, caller, ({ state }) => ({
    operation: 'approve',
    step: state === 'change-requested' ? 'approve-change' : 'approve',
    change: ({ wanted, rights }) => ({ rights: wanted ?? rights, wanted: null, enabled: true }),
  }));

/** The rights of before stay; a person who had none stays without. */
export const rejectUser: Change = (deps, request, caller) =>
  moveUser(deps, request, caller, ({ state }) => ({
    operation: 'reject',
    step: state === 'change-requested' ? 'reject-change' : 'reject',
    change: () => ({ wanted: null }),
  }));

/** Out at the next request, whatever the token says; what was asked for the person is dropped. */
export const suspendUser: Change = (deps, request, caller) =>
  moveUser(deps, request, caller, () => ({
    ...{ operation: 'suspend', step: 'suspend', change: () => ({ enabled: false, wanted: null }) },
  }));

/** Back with the rights of before, by another person than who suspended. */
export const reinstateUser: Change = (deps, request, caller) =>
  moveUser(deps, request, caller, () => ({
    ...{ operation: 'reinstate', step: 'reinstate', change: () => ({ enabled: true }) },
  }));

/** A new password and a new second factor, both of the person's choice. Ends every session. */
export const resetUser: Change = (deps, request, caller) =>
  moveUser(deps, request, caller, () => ({
    ...{ operation: 'reset', step: 'reset', change: () => ({ resetting: true }) },
  }));

/** Ends every session; the person signs in again. */
export const signOutUser: Change = (deps, request, caller) =>
  moveUser(deps, request, caller, () => ({ operation: 'sign-out', step: 'sign-out', change: () => ({}) }));
