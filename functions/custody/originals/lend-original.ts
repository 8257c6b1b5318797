import { addDays, type CalendarDate, calendarDate, later } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { openPlace } from '../places/keep-places.ts';
import type { PlaceStore } from '../places/place-store.ts';
import { type AnnotateDeps, annotationChange, demandAnnotated } from './annotate-original.ts';
import { loanParametersOn } from './loan-parameters.ts';
import { nameOfOriginal, type Original, type Party } from './original.ts';
import { refuseOriginal } from './original-refusals.ts';
import type { ToAnnotate } from './payments-on-paper.ts';
import { type OriginalRequest, takeOriginalStep } from './take-original-step.ts';

export interface LendDeps extends AnnotateDeps {
  readonly places: PlaceStore;
}

export interface Loan {
  readonly party: Party;
  readonly purpose: string;
  readonly deadline: CalendarDate;
  /** In procuration, to this lawyer (LGTOC art. 35). */
  readonly endorsed: boolean;
  /** Ids of the payments that are written on the paper in this act. */
  readonly annotated: readonly string[];
}

/**
 * Lends an original to one party until a day. Refuses what is out, what has a live endorsement, a note that does not say
 * its partial payments, an endorsement of anything but a note or to anybody but a lawyer, and a deadline that has passed
 * or is too far.
 */
export function lendOriginal(
  deps: LendDeps,
  { party, purpose, deadline, endorsed, annotated: payments, ...request }: OriginalRequest & Loan,
  caller: Caller,
): Promise<Original> {
  const today = deps.clock.today();
  let done: readonly ToAnnotate[] = [];
  return takeOriginalStep(deps, request, caller, {
    step: 'lend',
    asked: { lend: { party, purpose, deadline, endorsed, payments } },
    reason: purpose,
    evidence: {
      ...{ party: `${party.kind} ${party.id}`, partyName: party.name, deadline },
      ...(endorsed && { endorsedTo: party.name }),
      ...(payments.length > 0 && { payments: String(payments.length) }),
    },
    async check(original) {
      refuseDeadline(deadline, today);
      if (endorsed) refuseEndorsement(original, party);
      done = await demandAnnotated(deps, original, payments);
    },
    change: (original, on) => ({
      ...annotationChange(original, done, on),
      holder: { type: 'party', party, purpose, lentOn: on, deadline },
      endorsement: endorsed ? { to: party.name, on } : null,
    }),
  });
}

/** Gives whoever has it more time: a later day than they have. */
export function extendLoan(
  deps: LendDeps,
  { deadline, reason, ...request }: OriginalRequest & { readonly deadline: CalendarDate; readonly reason: string },
  caller: Caller,
): Promise<Original> {
  return takeOriginalStep(deps, request, caller, {
    step: 'extend',
    asked: { extend: deadline, reason },
    reason,
    evidence: { deadline },
    async check({ holder }) {
      const after = holder.type === 'party' ? calendarDate(holder.deadline) : undefined;
      refuseDeadline(deadline, deps.clock.today(), after);
    },
    change: ({ holder }) => (holder.type === 'party' ? { holder: { ...holder, deadline } } : {}),
  });
}

/** Takes an original back into a place. With an endorsement it waits there for it to be cancelled. */
export async function returnOriginal(
  deps: LendDeps,
  { placeCode, ...request }: OriginalRequest & { readonly placeCode: string },
  caller: Caller,
): Promise<Original> {
  const { office } = await openPlace(deps, placeCode, caller);
  return takeOriginalStep(deps, request, caller, {
    step: ({ endorsement }) => (endorsement === null ? 'return' : 'return-endorsed'),
    asked: { return: placeCode },
    evidence: { place: placeCode },
    change: () => ({ office, holder: { type: 'custody', placeCode } }),
  });
}

/** Moves an original in custody to another place, of another office too. */
export async function storeOriginal(
  deps: LendDeps,
  { placeCode, ...request }: OriginalRequest & { readonly placeCode: string },
  caller: Caller,
): Promise<Original> {
  const { office } = await openPlace(deps, placeCode, caller);
  return takeOriginalStep(deps, request, caller, {
    step: ({ state }) => (state === 'endorsed' ? 'store-endorsed' : 'store'),
    asked: { store: placeCode },
    evidence: { place: placeCode },
    change: () => ({ office, holder: { type: 'custody', placeCode } }),
  });
}

/** The endorsement was struck out on the paper, which from then on binds everybody (LGTOC arts. 35 and 41). */
export function cancelEndorsement(
  deps: LendDeps,
  { reason, ...request }: OriginalRequest & { readonly reason: string },
  caller: Caller,
): Promise<Original> {
  return takeOriginalStep(deps, request, caller, {
    ...{ step: 'cancel-endorsement', asked: { cancelEndorsement: reason }, reason },
    change: () => ({ endorsement: null }),
  });
}

function refuseDeadline(deadline: CalendarDate, today: CalendarDate, after = today): void {
  const { mostDays } = loanParametersOn(today);
  const earliest = addDays(later(today, after), 1);
  const latest = addDays(today, mostDays);
  if (deadline >= earliest && deadline <= latest) return;
  const message = `La fecha de devolución va del ${longDate(earliest)} al ${longDate(latest)}.`;
  throw refuseOriginal('loan-refused', message, { details: [{ pointer: '/deadline', message }] });
}

function refuseEndorsement(original: Original, party: Party): void {
  const faults = [
    ...(original.kind === 'note' ? [] : [`Solo un pagaré se endosa; esto es: ${nameOfOriginal(original)}.`]),
    ...(party.kind === 'lawyer' ? [] : ['El endoso en procuración se hace a un abogado (LGTOC art. 35).']),
  ];
  if (faults.length === 0) return;
  throw refuseOriginal('loan-refused', faults.join(' '), {
    details: faults.map((message) => ({ pointer: '/endorsed', message })),
  });
}
