import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { addDays, earlier } from '../calendar/calendar-date.ts';
import type { NoteEvent } from '../loan-book/event.ts';
import { FOLD_VERSION } from '../loan-book/fold.ts';
import { isInOrder, recordByReplay, recordInOrder } from '../loan-book/record-event.ts';
import type { LedgerTables } from './commit-posting.ts';
import { type DraftExtra, draftNote, type NoteDraft, type PostingContext, thenDrafted } from './draft-posting.ts';
import type { Head } from './head-item.ts';
import { refuseLedger } from './ledger-refusals.ts';
import { type Past, readPast } from './past.ts';
import { placementAfterReplay } from './placement-after-replay.ts';
import { findTarget, refuseAgainstNote, refuseBeforeOpening, reversible } from './posting-rules.ts';
import { readHead } from './read-ledger.ts';
import { asItStands, restated } from './restate.ts';
import type { NotePlace } from './split-payment.ts';
import { eventsOf, foldBefore } from './state-as-known-on.ts';

/** What a posting needs of one note, read as little as will do. */
export function createNoteDrafts(documents: DynamoDBDocumentClient, tables: LedgerTables) {
  const headOrRefuse = async (fileId: string, noteId: string): Promise<Head> => {
    const head = await readHead(documents, tables, fileId, noteId);
    if (head === undefined) throw refuseLedger('note-not-found', 'El pagaré no existe o no está abierto.');
    return head;
  };

  /**
   * In order: what was read is enough. Otherwise, or when the head is of another version of the fold, what is needed of
   * the note's past is read (`known` when it was read already) and replayed.
   */
  const draftOn = async (
    head: Head,
    event: NoteEvent,
    context: PostingContext,
    extra: DraftExtra = {},
    known?: Past,
  ): Promise<NoteDraft> => {
    const isCurrent = head.fold === FOLD_VERSION;
    if (isCurrent && isInOrder(head.note, event)) {
      refuseAgainstNote(head.note, event);
      return { ...draftNote(head, event, recordInOrder(head.note, event), context, extra), stood: head };
    }
    const past = known ?? (await pastFor(head, event));
    const target = event.kind === 'reversed' ? reversible(past.entries, event.target) : undefined;
    const inPlace: NoteEvent = target === undefined ? event : { ...event, valueDate: target.valueDate };
    const { note, history, lines } = isCurrent ? asItStands(head, past) : restated(past);
    refuseAgainstNote(note, event);
    refuseBeforeOpening(head, inPlace);
    const recording = isInOrder(note, inPlace)
      ? recordInOrder(note, inPlace)
      : recordByReplay(past.start, history, inPlace);
    const draft = draftNote(head, inPlace, recording, context, {
      ...extra,
      ...(lines === undefined ? {} : { restated: lines }),
      placement: placementAfterReplay(past.placed, history, inPlace),
      ...(target === undefined ? {} : { target }),
    });
    return { ...draft, stood: head };
  };

  /**
   * The next event on a note, which this posting may have moved already: what it wrote is not in the store yet. A reversal
   * is dated on the day of what it takes back.
   */
  const draftedNext = async (
    draft: NoteDraft | undefined,
    { fileId, noteId }: { readonly fileId: string; readonly noteId: string },
    event: NoteEvent,
    context: PostingContext,
  ): Promise<NoteDraft> => {
    if (draft === undefined) return draftOn(await headOrRefuse(fileId, noteId), event, context);
    const { stood, after, entries } = draft;
    if (stood === null) throw new RangeError(`note ${noteId} is opened by the posting that tells it of an agreement`);
    if (isInOrder(after.note, event)) return thenDrafted(draft, await draftOn(after, event, context));
    const from = eventsOf(entries).reduce((first, { valueDate }) => earlier(first, valueDate), event.valueDate);
    const past = await readPast(documents, tables, stood, stood.fold === FOLD_VERSION ? from : undefined);
    const known = { ...past, entries: [...past.entries, ...entries] };
    return thenDrafted(draft, await draftOn(after, event, context, {}, known));
  };

  /** A note as it was where `event` would take its place: by its head, or by its past when it has moved since. */
  const placeOf = async (head: Head, event: NoteEvent): Promise<NotePlace> => {
    if (head.fold === FOLD_VERSION && isInOrder(head.note, event)) return { head, note: head.note };
    const past = await pastFor(head, event);
    return { head, note: foldBefore(past, event) ?? head.note, past };
  };

  /**
   * The past that a reversal needs, with its target in it: since the day of the target when the caller knows it, else
   * since the last checkpoint, and all of it when the target lies before that.
   */
  const pastOf = async (
    head: Head,
    eventId: string,
    valueDate = addDays(head.note.state.accruedTo, 1),
  ): Promise<Past> => {
    const past = await readPast(documents, tables, head, head.fold === FOLD_VERSION ? valueDate : undefined);
    const isIn = past.isWhole || findTarget(head.noteId, eventId, past.entries) !== undefined;
    return isIn ? past : readPast(documents, tables, head);
  };

  /** The past that an event needs to take its place. */
  const pastFor = (head: Head, event: NoteEvent): Promise<Past> =>
    event.kind === 'reversed'
      ? pastOf(head, event.target, event.valueDate)
      : readPast(documents, tables, head, head.fold === FOLD_VERSION ? event.valueDate : undefined);

  return { headOrRefuse, draftOn, draftedNext, placeOf, pastOf };
}
