import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import { lastTaken, type StepRefusal } from '../../../shared/transitions/take-step.ts';
import { type Dispute, dissentUntil } from './dispute.ts';
import type { DisputeDeps } from './dispute-deps.ts';
import { type DisputeStep, disputeMachine } from './dispute-machine.ts';
import type { DisputeNews } from './dispute-mail.ts';
import { refuseDispute } from './dispute-refusals.ts';
import { endOf } from './dispute-terms.ts';
import { askToTell } from './tell-dispute.ts';

/** Steps that a person takes with nothing but a reason. */
export type PlainStep = 'acknowledge' | 'data-came' | 'return' | 'approve' | 'tell' | 'dissent' | 'ask-data' | 'extend';

export interface DisputeMove {
  readonly disputeId: string;
  readonly reason: string | null;
  readonly idempotencyKey: string;
}

/** What the person is mailed of a step, if anything. */
const NEWS: Partial<Record<DisputeStep, DisputeNews>> = {
  'ask-data': 'data-asked',
  extend: 'extended',
  approve: 'answered',
};

/** A dispute. Of an office that the caller does not reach it is as if it did not exist (404). */
export const readDispute = async (
  { disputes }: Pick<DisputeDeps, 'disputes'>,
  disputeId: string,
  caller: Caller,
): Promise<Dispute> => inScope(caller, await disputes.find(disputeId), 'La aclaración');

/** Takes a step; refuses a second extension, and a dissent after its term. What is asked or extended is mailed. */
export async function moveDispute(
  deps: DisputeDeps,
  step: PlainStep,
  move: DisputeMove,
  caller: Caller,
): Promise<Dispute> {
  const dispute = await readDispute(deps, move.disputeId, caller);
  const isRepeated = dispute.history.some(({ key }) => key === move.idempotencyKey);
  if (!isRepeated && step === 'dissent') refuseLateDissent(deps, dispute);
  return takeDisputeStep(deps, dispute, step, { ...move, change: await changeOf(deps, step, move) }, caller);
}

function refuseSecondExtension({ history, firstAnswerBy, answerBy }: Dispute): void {
  if (lastTaken(history, 'extend') === undefined) return;
  const terms = `era hasta el ${longDate(firstAnswerBy)} y es hasta el ${longDate(answerBy)}`;
  throw refuseDispute('dispute-extended-before', `El plazo ${terms}; solo se amplía una vez.`);
}

function refuseLateDissent({ clock }: DisputeDeps, dispute: Dispute): void {
  const until = dissentUntil(dispute);
  if (until !== null && clock.today() > until)
    throw refuseDispute(
      'dissent-too-late',
      `Podía inconformarse hasta el ${longDate(until)}. Puede presentar una queja.`,
    );
}

async function changeOf(
  { clock, calendar }: DisputeDeps,
  step: PlainStep,
  { reason, idempotencyKey }: DisputeMove,
): Promise<(dispute: Dispute) => Partial<Dispute>> {
  if (step === 'ask-data') {
    const dataBy = endOf('data', clock.today(), await calendar());
    return () => ({ dataAsked: reason, dataBy });
  }
  if (step === 'extend') {
    const holidays = await calendar();
    // Of the dispute as it is read for the write: of two at once the second finds the first's.
    return (dispute) => {
      if (!dispute.history.some(({ key }) => key === idempotencyKey)) refuseSecondExtension(dispute);
      return { answerBy: endOf('extension', dispute.firstAnswerBy, holidays) };
    };
  }
  return () => ({});
}

/** Notes a step once under its request's key, then asks for the mail about it. */
export async function takeDisputeStep(
  deps: DisputeDeps,
  dispute: Dispute,
  step: PlainStep | 'study' | 'propose',
  {
    disputeId,
    reason,
    idempotencyKey: key,
    change,
    meaning,
  }: DisputeMove & {
    readonly change: (dispute: Dispute) => Partial<Dispute>;
    /** What else makes two requests the same. */
    readonly meaning?: object;
  },
  caller: Caller,
): Promise<Dispute> {
  const on = deps.clock.today();
  const moved = await performStep(disputeMachine, dispute, {
    step,
    stamp: { by: caller.subject, on, key, reason },
    change,
    claim: () =>
      deps.claims.claim({
        scope: 'LINK',
        key,
        input: { operation: `dispute-${step}`, disputeId, reason, ...meaning },
        source: { type: 'system', id: disputeId },
        recordedOn: on,
      }),
    write: (next) => deps.disputes.write(next),
    read: () => readDispute(deps, disputeId, caller),
    refuse: (why, now) => refusalOf(why, now, step),
  });
  const news = NEWS[step];
  // Asked again when the request is: it is one by the version at which the step was taken.
  const version = moved.history.findLastIndex((taken) => taken.step === step && taken.key === key) + 1;
  if (news !== undefined) await askToTell(deps.requests, { disputeId, version }, news, deps.now());
  return moved;
}

function refusalOf(why: StepRefusal, { state }: Dispute, step: DisputeStep) {
  if (why === 'same-person') {
    return refuse('same-person', 'Quien propuso la respuesta no puede aprobarla ni devolverla. Pídalo a otra persona.');
  }
  const { nameEs } = disputeMachine.steps[step];
  return refuseDispute(
    'dispute-not-open-to',
    `La aclaración está: ${disputeMachine.states[state]}. No se puede ${nameEs}. Consúltela antes de seguir.`,
  );
}
