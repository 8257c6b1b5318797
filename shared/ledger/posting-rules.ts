import type { Clock } from '../calendar/clock.ts';
import { type NoteEvent, orderKey } from '../loan-book/event.ts';
import { deterministicId } from './deterministic-id.ts';
import type { Head } from './head-item.ts';
import type { NewEvent } from './ledger.ts';
import type { Entry } from './ledger-items.ts';
import { refuseLedger } from './ledger-refusals.ts';
import { eventsOf } from './state-as-known-on.ts';

/** Id of a note's part of a payment on its file. */
export const filePartId = (eventId: string, noteId: string): string =>
  deterministicId('file-part', `${eventId}|${noteId}`);

/** What no posting may be: dated after today in Hermosillo, or of no amount. */
export function refuseBadEvent(event: NewEvent, clock: Clock): void {
  const today = clock.today();
  if (event.valueDate > today) {
    throw refuseLedger(
      'date-in-future',
      `La fecha valor ${event.valueDate} es posterior a hoy, ${today}. Corrija la fecha o repita la operación ese día.`,
    );
  }
  if ('amount' in event && (!Number.isSafeInteger(event.amount) || event.amount <= 0)) {
    throw refuseLedger('amount-not-positive', 'El importe debe ser mayor que cero, en centavos enteros.');
  }
}

/** There is no replay before the opening: a note's history begins with its first event. */
export function refuseBeforeOpening(entries: readonly Entry[], event: NoteEvent): void {
  const first = eventsOf(entries.slice(0, 1))[0];
  if (first !== undefined && event.kind !== 'reversed' && orderKey(event) < orderKey(first)) {
    throw refuseLedger(
      'date-before-opening',
      `La fecha valor ${event.valueDate} es anterior a la apertura del pagaré, ${first.valueDate}.`,
    );
  }
}

/** The entry's event id that `eventId` names on this note: itself, or the note's part of a file payment. */
export function targetOn(head: Head, eventId: string, entries: readonly Entry[]): string {
  const ids = [eventId, filePartId(eventId, head.noteId)];
  const entry = entries.find(({ kind, eventId: id }) => kind !== 'adjustment' && ids.includes(id));
  if (entry === undefined) throw refuseLedger('event-not-found', 'La aplicación indicada no está en este pagaré.');
  return entry.eventId;
}

/** The entry to take back. A reversal is not reversed, and nothing is taken back twice. */
export function reversible(
  entries: readonly Entry[],
  target: string,
): { valueDate: NoteEvent['valueDate']; kind: Entry['kind'] } {
  const entry = entries.find(({ kind, eventId }) => kind !== 'adjustment' && eventId === target);
  const event = entry === undefined ? undefined : eventsOf([entry])[0];
  if (entry === undefined || event === undefined)
    throw refuseLedger('event-not-found', 'La aplicación indicada no está en este pagaré.');
  if (event.kind === 'reversed' || entry.seq === 1) {
    throw refuseLedger(
      'cannot-be-reversed',
      'Una cancelación o la apertura del pagaré no se cancelan; registre el movimiento contrario.',
    );
  }
  const earlierReversal = entries.find(({ kind, cause }) => kind === 'reversed' && cause === target);
  if (earlierReversal !== undefined) {
    throw refuseLedger('already-reversed', `La aplicación ya se canceló el ${earlierReversal.recordedOn}.`);
  }
  return { valueDate: event.valueDate, kind: entry.kind };
}
