import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { eventIdOf } from '../../../shared/ledger/idempotency.ts';
import type { Ledger, Posted } from '../../../shared/ledger/ledger.ts';
import { zeroByComponent } from '../../../shared/loan-book/component.ts';
import { carryOut } from '../../../shared/transitions/carry-out.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import type { NoteAct } from './note-act.ts';
import { eventOf } from './note-act-kinds.ts';
import { noteActMachine } from './note-act-machine.ts';
import type { NoteActStore } from './note-act-store.ts';

export interface FinishDeps {
  readonly noteActs: NoteActStore;
  readonly ledger: Pick<Ledger, 'postToNote' | 'reverse'>;
}

/**
 * Carries an authorised act to its end: one transaction of the ledger under a key made of the act, then it is done. Also
 * called by the five-minute job. What the ledger refuses waits for a decision again.
 */
export function finishPosting(deps: FinishDeps, one: NoteAct): Promise<NoteAct> {
  const { act, fileId, noteId, amounts } = one;
  const taken = takenBy(one, 'authorise');
  const event = eventOf(act, amounts ?? zeroByComponent(), calendarDate(taken.on));
  const key = postingKey(one);
  const post = () =>
    deps.ledger.postToNote({ ...common(one, taken.by), fileId, noteId, event, idempotency: { ...key, input: event } });
  return finish(deps, one, post, { done: 'posted', failed: 'posting-failed' });
}

/** Carries the taking back of a posted act to its end. */
export function finishTakingBack(deps: FinishDeps, one: NoteAct): Promise<NoteAct> {
  const { fileId, noteId, noteActId } = one;
  const { scope, key } = postingKey(one);
  const eventId = eventIdOf(scope, key);
  const post = () =>
    deps.ledger.reverse({
      ...common(one, takenBy(one, 'take-back').by),
      ...{ fileId, noteIds: [noteId], eventId },
      idempotency: { scope, key: `TAKEBACK#${noteActId}`, input: { eventId } },
    });
  return finish(deps, one, post, { done: 'taken-back', failed: 'taking-back-failed' });
}

/** What the ledger refused left no key behind: authorised again it is posted under the same. */
const postingKey = ({ noteActId }: NoteAct) => ({ scope: 'CORRECTION', key: `ACT#${noteActId}` }) as const;

function takenBy({ history, noteActId }: NoteAct, step: 'authorise' | 'take-back') {
  const taken = lastTaken(history, step);
  if (taken === undefined) throw new RangeError(`nobody took the step ${step} of act ${noteActId}`);
  return taken;
}

const common = ({ noteActId, act }: NoteAct, actor: string) =>
  ({ actor, reason: act.kind, source: { type: 'note-act', id: noteActId } }) as const;

function finish(
  { noteActs }: FinishDeps,
  one: NoteAct,
  post: () => Promise<Posted>,
  steps: { readonly done: 'posted' | 'taken-back'; readonly failed: 'posting-failed' | 'taking-back-failed' },
): Promise<NoteAct> {
  return carryOut(noteActMachine, one, {
    ...{ ...steps, post, by: one.history.at(-1)?.by ?? SYSTEM },
    write: (next) => noteActs.write(next),
    find: () => noteActs.find(one.noteActId),
  });
}
