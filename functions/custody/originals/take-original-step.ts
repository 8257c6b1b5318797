import { type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { demandVersion, versionChanged } from '../../../shared/http/record-version.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { StepRefusal } from '../../../shared/transitions/take-step.ts';
import { nameOfOriginal, type Original } from './original.ts';
import { type OriginalStep, originalMachine } from './original-machine.ts';
import { refuseOriginal } from './original-refusals.ts';
import type { OriginalStore } from './original-store.ts';

export interface OriginalDeps {
  readonly originals: OriginalStore;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

export interface OriginalRequest {
  readonly labelCode: string;
  readonly idempotencyKey: string;
  /** The version that whoever asks looked at; absent when another flow asks, which looked itself. */
  readonly ifMatch?: string | undefined;
}

/** What somebody does with an original, as data. */
export interface OriginalMove {
  readonly step: OriginalStep | ((original: Original) => OriginalStep);
  /** What was asked for besides: with the step it is what the key stands for. */
  readonly asked: object;
  readonly reason?: string | null;
  readonly evidence?: Readonly<Record<string, string>>;
  readonly change: (original: Original, on: CalendarDate) => Partial<Omit<Original, 'state' | 'history' | 'version'>>;
  /** Rules beyond the state, looked at before anything is written, of the version that is written over. */
  readonly check?: (original: Original) => Promise<void>;
}

export async function readOriginal(
  { originals }: Pick<OriginalDeps, 'originals'>,
  labelCode: string,
  caller: Caller,
): Promise<Original> {
  return inScope(caller, await originals.find(labelCode), 'El original');
}

/**
 * Moves an original one step, under its version: of two at once exactly one moves it. The other is told the rule that now
 * stands in the way (`original-is-out`, `endorsement-live`, `original-step-refused`), or `version-changed` when none does.
 */
export async function takeOriginalStep(
  deps: OriginalDeps,
  { labelCode, idempotencyKey: key, ifMatch }: OriginalRequest,
  caller: Caller,
  { step, asked, reason = null, evidence, change, check }: OriginalMove,
): Promise<Original> {
  const on = deps.clock.today();
  const original = await readOriginal(deps, labelCode, caller);
  const isKnown = ({ history }: Original) => history.some((taken) => taken.key === key);
  const stepOf = (one: Original) => (typeof step === 'function' ? step(one) : step);
  const isAllowed = (one: Original) => originalMachine.steps[stepOf(one)].from.includes(one.state);
  if (!isKnown(original) && isAllowed(original)) {
    if (ifMatch !== undefined) demandVersion(ifMatch, original);
    await check?.(original);
  }
  return performStep(originalMachine, original, {
    // The same request finds the step that it took, whatever the state it led to.
    step: (one) => (isKnown(one) ? takenAs(one, key) : undefined) ?? stepOf(one),
    stamp: { by: caller.subject, on, key, reason, ...(evidence !== undefined && { evidence: { ...evidence } }) },
    change: (one) => (isKnown(one) || !isAllowed(one) ? {} : change(one, on)),
    claim: () =>
      deps.claims.claim({
        ...{ scope: 'DOCUMENT', key, input: { operation: 'move-original', labelCode, ...asked } },
        ...{ source: { type: 'system', id: labelCode }, recordedOn: on },
      }),
    write: (next) => deps.originals.write(next),
    async read() {
      const now = await readOriginal(deps, labelCode, caller);
      if (!isKnown(now) && isAllowed(now)) throw versionChanged();
      return now;
    },
    refuse: (why, now) => refused(why, now, stepOf(now)),
  });
}

const isStep = (name: string): name is OriginalStep => name in originalMachine.steps;

function takenAs({ history }: Original, key: string): OriginalStep | undefined {
  const name = history.findLast((taken) => taken.key === key)?.step;
  return name !== undefined && isStep(name) ? name : undefined;
}

function refused(why: StepRefusal, original: Original, step: OriginalStep) {
  const { holder, state, endorsement } = original;
  const name = nameOfOriginal(original);
  if (why === 'same-person') {
    const message = 'Quien reportó que falta no lo declara extraviado. Pídalo a otra persona.';
    return refuse('same-person', message);
  }
  if (holder.type === 'party') {
    const { party, deadline } = holder;
    const until = longDate(calendarDate(deadline));
    const message = `${name}: lo tiene ${party.name} hasta el ${until}. Registre primero su devolución.`;
    return refuseOriginal('original-is-out', message);
  }
  if (state === 'endorsed' && endorsement !== null) {
    const message = `${name}: volvió endosado en procuración a ${endorsement.to}. Cancele el endoso en el documento y regístrelo antes de prestarlo o entregarlo (LGTOC art. 41).`;
    return refuseOriginal('endorsement-live', message);
  }
  const { nameEs } = originalMachine.steps[step];
  return refuseOriginal(
    'original-step-refused',
    `${name}: no se puede ${nameEs}, está ${originalMachine.states[state]}.`,
  );
}
