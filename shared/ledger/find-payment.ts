import { type CalendarDate, calendarDate } from '../calendar/calendar-date.ts';
import type { Office } from '../institute/offices.ts';
import type { Arrival } from '../loan-book/arrival.ts';
import type { Channel } from '../loan-book/event.ts';
import type { Centavos } from '../money/centavos.ts';
import type { Dimensions, Entry, Source } from './ledger-items.ts';
import { findTarget } from './posting-rules.ts';
import { eventsOf } from './state-as-known-on.ts';

/** A payment as it stands in the journal, whether it reached one note or several of its file. */
export interface PaymentInLedger {
  /** As given in `Posted.eventId`. */
  readonly eventId: string;
  readonly fileId: string;
  /** The notes that it reached. */
  readonly noteIds: readonly string[];
  /** Of all of them. */
  readonly amount: Centavos;
  readonly valueDate: CalendarDate;
  readonly channel: Channel;
  readonly arrival: Arrival | undefined;
  readonly recordedOn: CalendarDate;
  readonly source: Source;
  /** Who recorded it. */
  readonly actor: string;
  readonly officeOfPayment: Office | undefined;
  /** Of the file, when it was recorded. */
  readonly dimensions: Dimensions;
  /** Day on which it was taken back; null while it stands. */
  readonly reversedOn: CalendarDate | null;
}

/** A payment among the journals of its file's notes; undefined when it is on none of them. Pure. */
export function findPayment(
  journals: ReadonlyMap<string, readonly Entry[]>,
  eventId: string,
): PaymentInLedger | undefined {
  const parts = [...journals].flatMap(([noteId, entries]) => {
    const entry = findTarget(noteId, eventId, entries);
    const event = entry && eventsOf([entry])[0];
    if (entry === undefined || event?.kind !== 'paid') return [];
    const reversal = entries.find(({ kind, cause }) => kind === 'reversed' && cause === entry.eventId);
    return [{ noteId, entry, event, reversal }];
  });
  const [first] = parts;
  if (first === undefined) return undefined;
  const { entry, event, reversal } = first;
  return {
    ...{ eventId, fileId: entry.fileId, noteIds: parts.map(({ noteId }) => noteId) },
    amount: parts.reduce((sum, part) => sum + part.event.amount, 0),
    ...{ valueDate: event.valueDate, channel: event.channel, arrival: event.arrival, recordedOn: event.recordedOn },
    ...{ source: entry.source, actor: entry.actor, officeOfPayment: entry.officeOfPayment },
    dimensions: entry.dimensions,
    reversedOn: reversal === undefined ? null : calendarDate(reversal.recordedOn),
  };
}
