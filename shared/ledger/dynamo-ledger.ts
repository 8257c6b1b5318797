import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { addDays, type CalendarDate } from '../calendar/calendar-date.ts';
import type { Clock } from '../calendar/clock.ts';
import { arrivalAt } from '../loan-book/arrival.ts';
import type { NoteEvent } from '../loan-book/event.ts';
import { FOLD_VERSION } from '../loan-book/fold.ts';
import { emptyState } from '../loan-book/note-state.ts';
import { isInOrder, recordByReplay, recordInOrder } from '../loan-book/record-event.ts';
import { type RetryPace, STORE_PACE } from '../store/retry-with-jitter.ts';
import {
  commitPosting,
  findUsedKey,
  firstResult,
  type LedgerTables,
  type PostingDraft,
  type UsedKeyInput,
} from './commit-posting.ts';
import { deterministicId } from './deterministic-id.ts';
import {
  type DraftExtra,
  draftCredit,
  draftNote,
  draftRestatement,
  type NoteDraft,
  type PostingContext,
  unopened,
} from './draft-posting.ts';
import { noteEventSchema } from './event-schema.ts';
import type { CreditHead, Head } from './head-item.ts';
import { eventIdOf } from './idempotency.ts';
import { type Ledger, MOST_NOTES, type NewEvent, type NoteBalance, type NoteOpening, type Posted } from './ledger.ts';
import { refuseLedger } from './ledger-refusals.ts';
import { type Past, readPast } from './past.ts';
import { placementAfterReplay } from './placement-after-replay.ts';
import {
  filePartId,
  findTarget,
  refuseAgainstNote,
  refuseBadEvent,
  refuseBeforeOpening,
  reversible,
  targetOn,
} from './posting-rules.ts';
import {
  balanceOf,
  coversDate,
  readCreditHead,
  readCredits,
  readEntries,
  readHead,
  readNotesOfFile,
} from './read-ledger.ts';
import { asItStands, restated, restatementClaim } from './restate.ts';
import { type NotePlace, openedBy, sharesOf } from './split-payment.ts';
import { foldAsOf, foldBefore } from './state-as-known-on.ts';

export interface LedgerDeps {
  readonly documents: DynamoDBDocumentClient;
  readonly tables: LedgerTables;
  readonly clock: Clock;
  readonly pace?: RetryPace;
}

type Common = Omit<NoteOpening, 'fileId' | 'noteId' | 'terms' | 'dimensions' | 'event'>;

/** Of one DynamoDB transaction. */
const MOST_ITEMS = 100;

/** Items of a posting on `notes`, of which it restates some: the key; head, entry and adjustment of each; the credit. */
const itemsOf = (notes: number, restatedNotes: number): number => 1 + 3 * notes + restatedNotes + 2;

/** The ledger over DynamoDB: see `Ledger` for what each method promises. */
export function createLedger({ documents, tables, clock, pace = STORE_PACE }: LedgerDeps): Ledger {
  const commit = (command: Common, draft: (context: PostingContext) => Promise<PostingDraft>): Promise<Posted> =>
    commitPosting(documents, tables, usedKey(command), () => draft(contextOf(command, clock)), pace);

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
      return draftNote(head, event, recordInOrder(head.note, event), context, extra);
    }
    const past = known ?? (await readPast(documents, tables, head, isCurrent ? event.valueDate : undefined));
    const target = event.kind === 'reversed' ? reversible(past.entries, event.target) : undefined;
    const inPlace: NoteEvent = target === undefined ? event : { ...event, valueDate: target.valueDate };
    const { note, history, lines } = isCurrent ? asItStands(head, past) : restated(past);
    refuseAgainstNote(note, event);
    refuseBeforeOpening(head, inPlace);
    const recording = isInOrder(note, inPlace)
      ? recordInOrder(note, inPlace)
      : recordByReplay(past.start, history, inPlace);
    return draftNote(head, inPlace, recording, context, {
      ...extra,
      ...(lines === undefined ? {} : { restated: lines }),
      placement: placementAfterReplay(past.placed, history, inPlace),
      ...(target === undefined ? {} : { targetKind: target.kind }),
    });
  };

  const balanceOn = async (head: Head, asOf: CalendarDate): Promise<NoteBalance | undefined> => {
    if (coversDate(head, asOf)) return balanceOf(head, head.note, asOf);
    const note = foldAsOf(await readPast(documents, tables, head, addDays(asOf, 1)), { valuedBy: asOf });
    return note === undefined ? undefined : balanceOf(head, note, asOf);
  };

  /** A note as it was where `event` would take its place: by its head, or by its past when it has moved since. */
  const placeOf = async (head: Head, event: NoteEvent): Promise<NotePlace> => {
    const isCurrent = head.fold === FOLD_VERSION;
    if (isCurrent && isInOrder(head.note, event)) return { head, note: head.note };
    const past = await readPast(documents, tables, head, isCurrent ? event.valueDate : undefined);
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

  const withCredit = async (
    notes: readonly NoteDraft[],
    fileId: string,
    eventId: string,
    amount: number,
    context: PostingContext,
  ): Promise<PostingDraft> => {
    const change = notes.reduce((sum, { creditChange }) => sum + creditChange, 0);
    const cause = notes[0]?.entries[0];
    const before: CreditHead | null = change === 0 ? null : await readCreditHead(documents, tables, fileId);
    const posted: Posted = {
      outcome: 'posted',
      eventId,
      recordedOn: context.recordedOn,
      recordedAt: context.recordedAt,
      amount,
      credit: notes.reduce((sum, { part }) => sum + (part.application?.credit ?? 0), 0),
      creditChange: change,
      parts: notes.map(({ part }) => part),
    };
    const credit = change === 0 || cause === undefined ? null : draftCredit(before, fileId, change, cause, context);
    return { notes, credit, posted };
  };

  const answerIfUsed = async (command: Common): Promise<Posted | undefined> => {
    const used = await findUsedKey(documents, tables, command.idempotency.scope, command.idempotency.key);
    return used === undefined ? undefined : firstResult(documents, tables, usedKey(command));
  };

  const headOrRefuse = async (fileId: string, noteId: string): Promise<Head> => {
    const head = await readHead(documents, tables, fileId, noteId);
    if (head === undefined) throw refuseLedger('note-not-found', 'El pagaré no existe o no está abierto.');
    return head;
  };

  const restateNote: Ledger['restateNote'] = ({ fileId, noteId, actor, source }) => {
    const command = { actor, source, reason: 'mended-rule', idempotency: restatementClaim(noteId) };
    return commit(command, async (context) => {
      await throwIfUsed(await answerIfUsed(command));
      const head = await headOrRefuse(fileId, noteId);
      const isCurrent = head.fold === FOLD_VERSION;
      const { note, lines } = isCurrent ? { ...head, lines: {} } : restated(await readPast(documents, tables, head));
      const restatement = draftRestatement(head, note, lines, context);
      const draft = await withCredit([restatement], fileId, restatement.part.eventId, 0, context);
      // A posting restated it meanwhile, with its own entry.
      if (isCurrent) throw new AnswerAgain({ ...draft.posted, outcome: 'already-posted' });
      return draft;
    }).catch(answerAgain);
  };

  /**
   * Heads of the notes that one posting may reach. Those of an older version of the fold are restated with the posting
   * while its transaction has room for it, else each before it, in a transaction of its own.
   */
  const restatedApart = async (heads: readonly Head[], { actor, source }: Common): Promise<readonly Head[]> => {
    const stale = heads.filter(({ fold }) => fold !== FOLD_VERSION);
    if (stale.length === 0 || itemsOf(Math.min(heads.length, MOST_NOTES), stale.length) <= MOST_ITEMS) return heads;
    for (const { fileId, noteId } of stale) await restateNote({ fileId, noteId, actor, source });
    return Promise.all(heads.map(({ fileId, noteId }) => headOrRefuse(fileId, noteId)));
  };

  return {
    async openNote(command) {
      refuseBadEvent(command.event, clock);
      return commit(command, async (context) => {
        const event = recorded(command, context);
        const note = { terms: command.terms, state: emptyState(event.valueDate) };
        const before = unopened(command, event.valueDate, context.recordedOn, command.contractedOn);
        const openingTerms = command.terms;
        const draft = draftNote(before, event, recordInOrder(note, event), context, { openingTerms });
        return withCredit([draft], command.fileId, event.id, amountOf(event), context);
      });
    },

    async postToNote(command) {
      refuseBadEvent(command.event, clock);
      return commit(command, async (context) => {
        const head = await headOrRefuse(command.fileId, command.noteId);
        const event = recorded(command, context);
        // A repeated request looks like an event of the past: ask for its key before reading the history.
        if (!isInOrder(head.note, event)) await throwIfUsed(await answerIfUsed(command));
        return withCredit([await draftOn(head, event, context)], command.fileId, event.id, amountOf(event), context);
      }).catch(answerAgain);
    },

    async payFile(command) {
      refuseBadEvent(command.event, clock);
      return commit(command, async (context) => {
        await throwIfUsed(await answerIfUsed(command));
        const event = recorded(command, context);
        const opened = openedBy(await readNotesOfFile(documents, tables, command.fileId), event.valueDate);
        const heads = await restatedApart(opened, command);
        if (heads.length === 0) throw refuseLedger('note-not-found', 'El expediente no tiene pagarés abiertos.');
        const places = await Promise.all(heads.map((head) => placeOf(head, event)));
        const shares = sharesOf(places, command);
        const drafts = await Promise.all(
          shares.map(({ noteId, amount }, index) => {
            const place = places.find(({ head }) => head.noteId === noteId);
            if (place === undefined) throw new RangeError('a share for a note outside the file');
            const part = { ...event, id: filePartId(event.id, noteId), amount };
            return draftOn(place.head, part, context, { part: { index, of: shares.length } }, place.past);
          }),
        );
        return withCredit(drafts, command.fileId, event.id, command.event.amount, context);
      }).catch(answerAgain);
    },

    async reverse(command) {
      return commit(command, async (context) => {
        await throwIfUsed(await answerIfUsed(command));
        const found = await Promise.all(command.noteIds.map((noteId) => headOrRefuse(command.fileId, noteId)));
        const heads = await restatedApart(found, command);
        const drafts = await Promise.all(
          heads.map(async (head, index) => {
            const { noteId } = head;
            const past = await pastOf(head, command.eventId, command.valueDate);
            const target = targetOn(head, command.eventId, past.entries);
            const event: NoteEvent = {
              kind: 'reversed',
              id: deterministicId('reversal', `${noteId}|${target}`),
              target,
              valueDate: context.recordedOn,
              recordedOn: context.recordedOn,
            };
            return draftOn(head, event, context, { part: { index, of: command.noteIds.length } }, past);
          }),
        );
        const amount = drafts.reduce((sum, { part }) => sum + (part.application?.amount ?? 0), 0);
        return withCredit(drafts, command.fileId, deterministicId('reversal', command.eventId), amount, context);
      }).catch(answerAgain);
    },

    restateNote,

    async restatementOf({ fileId, noteId }) {
      const head = await headOrRefuse(fileId, noteId);
      return head.fold === FOLD_VERSION ? undefined : restated(await readPast(documents, tables, head)).lines;
    },

    async balanceOfNote(fileId, noteId, asOf) {
      const head = await readHead(documents, tables, fileId, noteId);
      return head === undefined ? undefined : balanceOn(head, asOf);
    },

    async balancesOfFile(fileId, asOf) {
      const heads = await readNotesOfFile(documents, tables, fileId);
      const balances = await Promise.all(heads.map((head) => balanceOn(head, asOf)));
      const notes = balances.flatMap((balance) => (balance === undefined ? [] : [balance]));
      // Not the credit head: held money pays what falls due, and the head learns of it with the note's next entry.
      return { notes, credit: notes.reduce((sum, { held }) => sum + held, 0) };
    },

    creditsOfFiles: (fileIds) => readCredits(documents, tables, fileIds),

    entriesOfNote: (noteId, page) => readEntries(documents, tables, noteId, page),

    async findPosted(scope, key) {
      const used = await findUsedKey(documents, tables, scope, key);
      return used === undefined ? undefined : postedOf(used.result);
    },
  };
}

/** Leaves the draft with the answer a used key gave first; nothing is written. */
class AnswerAgain extends Error {
  readonly posted: Posted;
  constructor(posted: Posted) {
    super('the key was used before with the same input');
    this.posted = posted;
  }
}

async function throwIfUsed(posted: Posted | undefined): Promise<void> {
  if (posted !== undefined) throw new AnswerAgain(posted);
}

function answerAgain(error: unknown): Posted {
  if (error instanceof AnswerAgain) return error.posted;
  throw error;
}

const postedOf = (result: unknown): Posted | undefined =>
  typeof result === 'object' && result !== null && 'parts' in result ? (result as Posted) : undefined;

const usedKey = ({ idempotency, source }: Common): UsedKeyInput => ({ ...idempotency, source });

function contextOf({ actor, reason, source, officeOfPayment }: Common, clock: Clock): PostingContext {
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
function recorded(
  { event, idempotency }: { readonly event: NewEvent } & Pick<Common, 'idempotency'>,
  { recordedAt, recordedOn }: PostingContext,
): NoteEvent {
  const id = eventIdOf(idempotency.scope, idempotency.key);
  return noteEventSchema.parse({ arrival: arrivalAt(new Date(recordedAt)), ...event, id, recordedOn });
}

function amountOf(event: NoteEvent): number {
  return 'amount' in event ? event.amount : 0;
}
