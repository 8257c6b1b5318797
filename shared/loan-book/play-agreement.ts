import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';
import { type AgreementPlan, agreedPayments } from './agreement-plan.ts';
import { applyEvent } from './apply-event.ts';
import { type ByComponent, byComponent, sumOfComponents } from './component.ts';
import type { NoteEvent } from './event.ts';
import { ledgerBalances } from './note-state.ts';
import { type PayableNote, spreadOverNotes } from './spread-over-notes.ts';

/** What one agreed payment pays of one note. */
export interface PlayedPart {
  readonly noteId: string;
  readonly paid: ByComponent;
}

/** An agreement kept to the day: what each payment pays, and what is left when it is fulfilled. */
export interface PlayedAgreement {
  readonly payments: readonly {
    readonly due: CalendarDate;
    readonly amount: Centavos;
    readonly parts: readonly PlayedPart[];
  }[];
  /** Forgiven by note when it is fulfilled. */
  readonly forgiven: ReadonlyMap<string, ByComponent>;
  /** Centavos that are still owed then, or (negative) that were paid too much: zero when the plan sums. */
  readonly left: Centavos;
}

/**
 * Plays an agreement as if every payment came on its day: by the fold and the split that will apply to the real ones.
 * `notes` are as the signature left them. Pure; nothing is written.
 */
export function playAgreement(
  agreement: string,
  plan: AgreementPlan,
  notes: readonly PayableNote[],
  recordedOn: CalendarDate,
): PlayedAgreement {
  const noteIds = notes.map(({ noteId }) => noteId);
  let now = notes;
  const happens = (noteId: string, event: NoteEvent) => {
    const before = now.find((note) => note.noteId === noteId);
    if (before === undefined) throw new RangeError(`note ${noteId} is not of the agreement`);
    const effect = applyEvent(before, event);
    now = now.map((note) => (note.noteId === noteId ? { ...note, ...effect.note } : note));
    return effect;
  };
  const payments = agreedPayments(plan).map(({ due, amount }, index) => {
    const shares = spreadOverNotes(now, { amount, valueDate: due, recordedOn }, noteIds, [{ noteIds, asked: amount }]);
    const parts = shares.map((share): PlayedPart => {
      const event = {
        kind: 'paid',
        channel: 'window',
        id: `payment-${index}`,
        valueDate: due,
        recordedOn,
        amount: share.amount,
      } as const;
      const { application } = happens(share.noteId, event);
      return {
        noteId: share.noteId,
        paid: {
          principal: (application?.principalOverdue ?? 0) + (application?.principalNotDue ?? 0),
          ordinaryInterest: application?.ordinaryInterest ?? 0,
          defaultInterest: application?.defaultInterest ?? 0,
          collectionCosts: application?.collectionCosts ?? 0,
        },
      };
    });
    return { due, amount, parts };
  });
  const valueDate = payments.at(-1)?.due ?? recordedOn;
  const forgiven = new Map<string, ByComponent>();
  for (const noteId of noteIds) {
    const { own } = happens(noteId, { kind: 'agreement-fulfilled', id: 'end', valueDate, recordedOn, agreement });
    forgiven.set(
      noteId,
      byComponent((component) => 0 - (own[component] ?? 0)),
    );
  }
  const left = now.reduce(
    (sum, { state }) => sum + sumOfComponents(ledgerBalances(state)) - Math.max(0, state.held),
    0,
  );
  return { payments, forgiven, left };
}
