import { calendarDate } from '../calendar/calendar-date.ts';
import type { PaymentInLedger } from './ledger.ts';
import type { Entry } from './ledger-items.ts';
import { findTarget } from './posting-rules.ts';
import { eventsOf } from './state-as-known-on.ts';

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
    entries: parts.map((part) => part.entry),
    amount: parts.reduce((sum, part) => sum + part.event.amount, 0),
    ...{ valueDate: event.valueDate, channel: event.channel, arrival: event.arrival, recordedOn: event.recordedOn },
    ...{ source: entry.source, actor: entry.actor, officeOfPayment: entry.officeOfPayment },
    dimensions: entry.dimensions,
    reversedOn: reversal === undefined ? null : calendarDate(reversal.recordedOn),
  };
}
