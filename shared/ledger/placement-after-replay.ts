import type { NoteEvent } from '../loan-book/event.ts';
import { liveEvents } from '../loan-book/fold.ts';
import type { RecordedEntry } from '../loan-book/record-event.ts';
import type { Dimensions } from './ledger-items.ts';

/** Where a note is collected. */
export type Placement = Pick<Dimensions, 'stage' | 'agent'>;

/**
 * The placement of a note whose past `event` changes: that of the last live change of placement in the order of the
 * fold, so that one recorded late never overrides a later one and a reversed one gives way to the one before. Without
 * any it is `opened`, the placement of the note's first entry. `history` is every entry in the order of seq.
 */
export function placementAfterReplay(
  opened: Placement,
  history: readonly RecordedEntry[],
  event: NoteEvent,
): Placement {
  const events = history.flatMap((entry) => (entry.event === null ? [] : [entry.event]));
  return placementBy(opened, [...events, event]);
}

/** The placement by the last live change among events of a note, in the order of the fold. */
export function placementBy(opened: Placement, events: readonly NoteEvent[]): Placement {
  let placement = opened;
  for (const live of liveEvents(events)) {
    if (live.kind === 'placement-changed') placement = live;
  }
  return { stage: placement.stage, agent: placement.agent };
}
