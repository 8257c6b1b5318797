import { addDays, type CalendarDate, daysBetween } from '../../../shared/calendar/calendar-date.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { NoteHistory } from '../../../shared/ledger/bulk-load.ts';
import type { Dimensions } from '../../../shared/ledger/ledger-items.ts';
import { orderKey } from '../../../shared/loan-book/event.ts';
import { foldEvents } from '../../../shared/loan-book/fold.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import type { Dice } from '../seeded-random.ts';
import { AGENTS } from './portfolio-shares.ts';

type Placement = Pick<Dimensions, 'stage' | 'agent'>;

/** Where the note is collected, from how long it is in arrears. Thresholds are this demonstration's own. */
export function placementOf(
  events: NoteHistory['events'],
  terms: NoteHistory['terms'],
  until: CalendarDate,
  dice: Dice,
): Placement {
  const { note } = foldEvents(terms, events);
  const days = daysBetween(note.state.accruedTo, until) < 0 ? 0 : valueNote(note.terms, note.state, until).daysPastDue;
  if (days <= 90) return { stage: 'administrative', agent: null };
  if (days <= 540) {
    return {
      stage: dice.chance(0.25) ? 'mediation' : 'extrajudicial',
      agent: dice.chance(0.5) ? dice.pick(['gestor-01', 'gestor-02']) : null,
    };
  }
  return { stage: dice.chance(0.7) ? 'judicial' : 'extrajudicial', agent: dice.pick(AGENTS) };
}

/** Every note is placed on the day after its opening, so that each has at least two events. */
export function withPlacement(
  noteId: string,
  events: NoteHistory['events'],
  placement: Placement,
  until: CalendarDate,
): NoteHistory['events'] {
  const [first] = events;
  if (first === undefined || first.valueDate >= until) return events;
  const on = addDays(first.valueDate, 1);
  const placed = {
    kind: 'placement-changed' as const,
    id: deterministicId('demo-placement', noteId),
    valueDate: on,
    recordedOn: on,
    ...placement,
  };
  return [...events, placed].sort((a, b) => (orderKey(a) < orderKey(b) ? -1 : 1));
}
