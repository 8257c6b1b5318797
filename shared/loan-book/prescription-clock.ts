import { addMonths, type CalendarDate } from '../calendar/calendar-date.ts';
import type { PrescriptionRules } from './prescription-rules.ts';

/** Who signed the note. `act` names the act that binds him: who signed the same one is reached with him (LGTOC art. 166). */
export interface Signatory {
  readonly id: string;
  readonly act: string;
}

/** An act that may interrupt prescription (LGTOC art. 166; CCom art. 1041). */
export interface Interruption {
  readonly kind: 'demand' | 'acknowledgement' | 'renewal' | 'payment';
  /** The day of the act: of a demand, its filing, even before a court without jurisdiction. */
  readonly on: CalendarDate;
  /** Signatories whom the demand names, or who acknowledged, renewed or paid. */
  readonly who: readonly string[];
  /** Where the years run anew from, when not from `on`: the maturity that a renewal extended to (CCom art. 1042). */
  readonly runsAnewFrom?: CalendarDate;
  /** A demand withdrawn or dismissed: as if it had not been (CCom art. 1041). */
  readonly withdrawn?: true;
}

/** From when the years are counted and until when. */
export interface PrescriptionClock {
  readonly countedFrom: CalendarDate;
  /** The same day that many years later (29 February: the 28th, LGTOC art. 80). */
  readonly prescribesOn: CalendarDate;
  /** The act from which they are counted; null = none, they are counted from the start. */
  readonly interruptedBy: Interruption | null;
}

/** Acts that reach a signatory: his own, and those of who is jointly liable by the same act. In order of date. */
export function actsReaching(
  signatory: Signatory,
  signatories: readonly Signatory[],
  acts: readonly Interruption[],
): Interruption[] {
  const actOf = (id: string) => {
    const found = signatories.find((one) => one.id === id);
    if (found === undefined) throw new RangeError(`${id} did not sign the note`);
    return found.act;
  };
  return acts
    .filter(({ who }) => who.map(actOf).includes(signatory.act))
    .sort((a, b) => (a.on === b.on ? 0 : a.on < b.on ? -1 : 1));
}

/**
 * The clock of an action that could be exercised from `start` (CCom art. 1040), with the acts that reach a signatory in
 * order of date. What comes when it has prescribed interrupts nothing, unless the rules say that it revives.
 */
export function clockOf(
  start: CalendarDate,
  acts: readonly Interruption[],
  rules: PrescriptionRules,
): PrescriptionClock {
  const clockFrom = (countedFrom: CalendarDate, interruptedBy: Interruption | null): PrescriptionClock => ({
    countedFrom,
    prescribesOn: addMonths(countedFrom, rules.years.value * 12),
    interruptedBy,
  });
  let clock = clockFrom(start, null);
  for (const act of acts) {
    if (act.withdrawn || (act.kind === 'payment' && !rules.paymentAcknowledges.value)) continue;
    const isInTime =
      act.on < clock.prescribesOn || (act.on === clock.prescribesOn && rules.actOnTheDay.value === 'in-time');
    if (!isInTime && !rules.revivedBy.value.some((kind) => kind === act.kind)) continue;
    const anew = act.runsAnewFrom ?? act.on;
    if (anew >= clock.countedFrom) clock = clockFrom(anew, act);
  }
  return clock;
}
