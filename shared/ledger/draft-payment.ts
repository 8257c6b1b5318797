import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Clock } from '../calendar/clock.ts';
import { arrivalAt } from '../loan-book/arrival.ts';
import type { NoteEvent } from '../loan-book/event.ts';
import { isInOrder } from '../loan-book/record-event.ts';
import { type RetryPace, STORE_PACE } from '../store/retry-with-jitter.ts';
import { commitPosting, type LedgerTables, type PostingDraft, type UsedKeyInput } from './commit-posting.ts';
import { type AgreementsAtHand, createAgreementDrafts } from './draft-agreements.ts';
import { draftCredit } from './draft-credit.ts';
import { type NoteDraft, ownEntry, type PostingContext } from './draft-posting.ts';
import { createRegenerationDrafts } from './draft-regenerations.ts';
import { noteEventSchema } from './event-schema.ts';
import type { CreditHead, Head } from './head-item.ts';
import { eventIdOf } from './idempotency.ts';
import type { FilePayment, NewEvent, NotePosting, Posted, PostingBase } from './ledger.ts';
import { refuseLedger } from './ledger-refusals.ts';
import { createNoteDrafts } from './note-drafts.ts';
import { filePartId } from './posting-rules.ts';
import { readCreditHead, readFileHeads } from './read-ledger.ts';
import { type NotePlace, openedBy, sharesOf } from './split-payment.ts';

export interface LedgerDeps {
  readonly documents: DynamoDBDocumentClient;
  readonly tables: LedgerTables;
  readonly clock: Clock;
  readonly pace?: RetryPace;
}

/** The drafts of payments, and of any posting what it brings about on agreements and on the file's credit. */
export function createPaymentDrafts({ documents, tables, clock, pace = STORE_PACE }: LedgerDeps) {
  const notes = createNoteDrafts(documents, tables);
  const { headOrRefuse, draftOn, placeOf } = notes;
  const followed = createAgreementDrafts(documents, tables, notes);
  const passedOn = createRegenerationDrafts(notes);

  /** A posting with all that it brings about. */
  const completed = async (
    drafts: readonly NoteDraft[],
    fileId: string,
    eventId: string,
    amount: number,
    context: PostingContext,
    agreements: AgreementsAtHand = {},
  ): Promise<PostingDraft> => {
    const told = await followed(drafts, fileId, context, agreements);
    const all = { ...told, notes: await passedOn(told.notes, fileId, context) };
    const change = all.notes.reduce((sum, { creditChange }) => sum + creditChange, 0);
    const cause = all.notes[0] === undefined ? undefined : ownEntry(all.notes[0]);
    const before: CreditHead | null = change === 0 ? null : await readCreditHead(documents, tables, fileId);
    const asked = new Set(drafts.map(({ part }) => part.noteId));
    const parts = all.notes.map(({ part }) => part).filter(({ noteId }) => asked.has(noteId));
    const posted: Posted = {
      outcome: 'posted',
      eventId,
      recordedOn: context.recordedOn,
      recordedAt: context.recordedAt,
      amount,
      credit: parts.reduce((sum, { application }) => sum + (application?.credit ?? 0), 0),
      creditChange: change,
      parts,
    };
    const credit = change === 0 || cause === undefined ? null : draftCredit(before, fileId, change, cause, context);
    return { ...all, credit, posted };
  };

  const draftOnNote = async (
    command: NotePosting,
    context: PostingContext,
    answerIfUsed: () => Promise<void>,
  ): Promise<PostingDraft> => {
    const head = await headOrRefuse(command.fileId, command.noteId);
    const event = recorded(command, context);
    // A bank row that comes again looks like an event of the past, and a file of them would read as many histories.
    if (!isInOrder(head.note, event)) await answerIfUsed();
    const place: Pick<NotePlace, 'head' | 'past'> = event.kind === 'paid' ? await payeeOf(head, event) : { head };
    const draft = await draftOn(place.head, event, context, {}, place.past);
    return completed([draft], command.fileId, event.id, amountOf(event), context);
  };

  /** Who pays a note whose debt went into a new one pays that one. */
  const payeeOf = async (head: Head, event: NoteEvent): Promise<NotePlace> => {
    const place = await placeOf(head, event);
    const { regenerated } = place.note.state;
    return regenerated === null ? place : payeeOf(await headOrRefuse(head.fileId, regenerated.into), event);
  };

  /** `ready` makes the notes that a payment may reach fit into one transaction with it. */
  const draftOnFile = async (
    command: FilePayment,
    context: PostingContext,
    ready: (heads: readonly Head[]) => Promise<readonly Head[]>,
  ): Promise<PostingDraft> => {
    const event = recorded(command, context);
    const file = await readFileHeads(documents, tables, command.fileId);
    const heads = await ready(openedBy(file.notes, event.valueDate));
    if (heads.length === 0) throw refuseLedger('note-not-found', 'El expediente no tiene pagarés abiertos.');
    const all = await Promise.all(heads.map((head) => placeOf(head, event)));
    const places = all.filter(({ note }) => note.state.regenerated === null);
    const payment = { ...command.event, recordedOn: context.recordedOn };
    const chosen = command.chosenNoteIds?.map((noteId) => owingNow(all, noteId));
    const shares = sharesOf(places, payment, chosen, file.agreements);
    const drafts = await Promise.all(
      shares.map(({ noteId, amount }, index) => {
        const place = places.find(({ head }) => head.noteId === noteId);
        if (place === undefined) throw new RangeError('a share for a note outside the file');
        const part = { ...event, id: filePartId(event.id, noteId), amount };
        return draftOn(place.head, part, context, { part: { index, of: shares.length } }, place.past);
      }),
    );
    return completed(drafts, command.fileId, event.id, command.event.amount, context, { read: file.agreements });
  };

  const commit = (
    command: PostingBase,
    draft: (context: PostingContext, answerIfUsed: () => Promise<void>) => Promise<PostingDraft>,
  ): Promise<Posted> => {
    const key: UsedKeyInput = { ...command.idempotency, source: command.source };
    return commitPosting(documents, tables, key, (answer) => draft(contextOf(command, clock), answer), pace);
  };

  return { ...notes, completed, draftOnNote, draftOnFile, commit };
}

/** The note that owes what a chosen one did: itself, or the new one that its debt went into. */
function owingNow(places: readonly NotePlace[], noteId: string): string {
  const into = places.find(({ head }) => head.noteId === noteId)?.note.state.regenerated?.into;
  return into === undefined ? noteId : owingNow(places, into);
}

export function contextOf({ actor, reason, source, officeOfPayment }: PostingBase, clock: Clock): PostingContext {
  return {
    recordedOn: clock.today(),
    recordedAt: clock.now().toISOString(),
    actor,
    reason,
    source,
    ...(officeOfPayment === undefined ? {} : { officeOfPayment }),
  };
}

/** The event as it will be kept. Throws on what could not be read back: a caller's fault, and nothing is written. */
export function recorded(
  { event, idempotency }: { readonly event: NewEvent } & Pick<PostingBase, 'idempotency'>,
  { recordedAt, recordedOn }: PostingContext,
): NoteEvent {
  const id = eventIdOf(idempotency.scope, idempotency.key);
  return noteEventSchema.parse({ arrival: arrivalAt(new Date(recordedAt)), ...event, id, recordedOn });
}

export function amountOf(event: NoteEvent): number {
  return 'amount' in event ? event.amount : 0;
}
