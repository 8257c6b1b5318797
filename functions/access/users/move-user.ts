import { demandVersion, versionChanged } from '../../../shared/http/record-version.ts';
import type { Caller } from '../../../shared/http/route.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { StepRefusal } from '../../../shared/transitions/take-step.ts';
import type { Tracked } from '../../../shared/transitions/tracked.ts';
import { type ApplyDeps, applyToDirectory } from './apply-to-directory.ts';
import type { User } from './user.ts';
import { type UserStep, userMachine } from './user-machine.ts';
import { refuseUser } from './user-refusals.ts';

export interface UserDeps extends ApplyDeps {
  readonly claims: RequestClaims;
}

export interface UserRequest {
  readonly userId: string;
  readonly reason: string | null;
  readonly idempotencyKey: string;
  /** The version that the caller saw; a suspension asks for none: it does not wait. */
  readonly ifMatch: string | undefined;
}

export interface Move {
  /** What the caller asks for: its key stands for this, whichever step it comes to. */
  readonly operation: string;
  readonly step: UserStep;
  readonly change: (user: User) => Partial<Omit<User, keyof Tracked>>;
  /** Rights asked for: part of what the key stands for, and kept in the history. */
  readonly asked?: Readonly<Record<string, string>>;
  /** What else the key stands for. */
  readonly bound?: string;
}

/** The person's record. Throws `not-found`. */
export async function readUser({ users }: Pick<ApplyDeps, 'users'>, userId: string): Promise<User> {
  const user = await users.find(userId);
  if (user === undefined) throw refuse('not-found', 'El usuario no existe.');
  return user;
}

/**
 * Takes a step of a person's access, once, then brings the directory after it. Refuses one's own record and what four eyes
 * forbid (`same-person`), a version that is not the last (`version-changed`) and a state that does not allow it
 * (`user-state-refused`), before anything is written.
 */
export async function moveUser(
  deps: UserDeps,
  { userId, reason, idempotencyKey: key, ifMatch }: UserRequest,
  caller: Caller,
  moveOf: (user: User) => Move,
): Promise<User> {
  const user = await readUser(deps, userId);
  if (user.subject === caller.subject) throw ownRecord();
  const isKnown = ({ history }: User) => history.some((taken) => taken.key === key);
  if (ifMatch !== undefined && !isKnown(user)) demandVersion(ifMatch, user);
  const { operation, step, change, asked, bound } = moveOf(user);
  const on = deps.clock.today();
  const moved = await performStep(userMachine, user, {
    step: user.history.map((taken) => (taken.key === key ? taken.step : undefined)).find(isStep) ?? step,
    stamp: { by: caller.subject, on, key, reason, ...(asked && { evidence: { ...asked } }) },
    change: (now) => ({ ...change(now), changedOn: on }),
    claim: () =>
      deps.claims.claim({
        scope: 'ACCESS',
        key,
        input: { operation, userId, reason, asked, bound },
        source: { type: 'system', id: userId },
        recordedOn: on,
      }),
    write: (next) => deps.users.save(next),
    async read() {
      const now = await readUser(deps, userId);
      if (ifMatch !== undefined && !isKnown(now)) throw versionChanged();
      return now;
    },
    refuse: refusalOf,
  });
  return moved.state === 'applying' ? applyToDirectory(deps, moved) : moved;
}

/** A request sent again is the step that it was, although the state would make another of it now. */
const isStep = (step: string | undefined): step is UserStep => step !== undefined && step in userMachine.steps;

function ownRecord() {
  return refuse('same-person', 'Nadie cambia ni autoriza sus propios accesos. Pídalo a otra persona.');
}

function refusalOf(why: StepRefusal, { state }: User) {
  switch (why) {
    case 'same-person':
      return refuse('same-person', 'Esto lo resuelve una persona distinta de quien lo solicitó o suspendió.');
    case 'state':
    case 'taken-back':
      return refuseUser(
        'user-state-refused',
        `El usuario está: ${userMachine.states[state]}. Consúltelo antes de seguir.`,
      );
  }
}
