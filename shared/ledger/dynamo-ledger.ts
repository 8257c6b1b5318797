import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { addDays, type CalendarDate } from '../calendar/calendar-date.ts';
import type { Clock } from '../calendar/clock.ts';
import { deterministicId } from '../canonical/deterministic-id.ts';
import { arrivalAt } from '../loan-book/arrival.ts';
import type { NoteEvent } from '../loan-book/event.ts';
import { FOLD_VERSION } from '../loan-book/fold.ts';
import { emptyState } from '../loan-book/note-state.ts';
import { isInOrder, recordInOrder } from '../loan-book/record-event.ts';
import { type RetryPace, STORE_PACE } from '../store/retry-with-jitter.ts';
import {
  AnsweredBefore,
  commitPosting,
  findPosted,
  type LedgerTables,
  type PostingDraft,
  type UsedKeyInput,
} from './commit-posting.ts';
import { draftCredit } from './draft-credit.ts';
import {
  draftNote,
  draftRestatement,
  type NoteDraft,
  ownEntry,
  type PostingContext,
  unopened,
} from './draft-posting.ts';
import { noteEventSchema } from './event-schema.ts';
import type { CreditHead, Head } from './head-item.ts';
import { eventIdOf } from './idempotency.ts';
import {
  type FilePayment,
  type Ledger,
  MOST_NOTES,
  type NewEvent,
  type NoteBalance,
  type NoteOpening,
  type NotePosting,
  type Posted,
} from './ledger.ts';
import { refuseLedger } from './ledger-refusals.ts';
import { createNoteDrafts } from './note-drafts.ts';
import { readPast } from './past.ts';
import { filePartId, refuseBadEvent, refuseHalfTransfer, targetOn } from './posting-rules.ts';
import {
  balanceOf,
  coversDate,
  readCreditHead,
  readCredits,
  readEntries,
  readHead,
  readNotesOfFile,
} from './read-ledger.ts';
import { restated, restatementClaim } from './restate.ts';
import { openedBy, sharesOf } from './split-payment.ts';
import { foldAsOf } from './state-as-known-on.ts';

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

/** Of what is never written. */
const PREVIEW = {
  idempotency: { scope: 'SYSTEM', key: 'PREVIEW', input: null },
  actor: 'preview',
  reason: 'preview',
  source: { type: 'system', id: 'preview' },
} as const;

/** The ledger over DynamoDB: see `Ledger` for what each method promises. */
export function createLedger({ documents, tables, clock, pace = STORE_PACE }: LedgerDeps): Ledger {
  const { headOrRefuse, draftOn, placeOf, pastOf } = createNoteDrafts(documents, tables);

  const commit = (
    command: Common,
    draft: (context: PostingContext, answerIfUsed: () => Promise<void>) => Promise<PostingDraft>,
  ): Promise<Posted> => {
    const key: UsedKeyInput = { ...command.idempotency, source: command.source };
    return commitPosting(documents, tables, key, (answer) => draft(contextOf(command, clock), answer), pace);
  };

  const balanceOn = async (head: Head, asOf: CalendarDate): Promise<NoteBalance | undefined> => {
    if (coversDate(head, asOf)) return balanceOf(head, head.note, asOf);
    const note = foldAsOf(await readPast(documents, tables, head, addDays(asOf, 1)), { valuedBy: asOf });
    return note === undefined ? undefined : balanceOf(head, note, asOf);
  };

  const withCredit = async (
    notes: readonly NoteDraft[],
    fileId: string,
    eventId: string,
    amount: number,
    context: PostingContext,
  ): Promise<PostingDraft> => {
    const change = notes.reduce((sum, { creditChange }) => sum + creditChange, 0);
    const cause = notes[0] === undefined ? undefined : ownEntry(notes[0]);
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

  const restateNote: Ledger['restateNote'] = ({ fileId, noteId, actor, source }) => {
    const command = { actor, source, reason: 'mended-rule', idempotency: restatementClaim(noteId) };
    return commit(command, async (context, answerIfUsed) => {
      await answerIfUsed();
      const head = await headOrRefuse(fileId, noteId);
      const isCurrent = head.fold === FOLD_VERSION;
      const { note, lines } = isCurrent ? { ...head, lines: {} } : restated(await readPast(documents, tables, head));
      const restatement = draftRestatement(head, note, lines, context);
      const draft = await withCredit([restatement], fileId, restatement.part.eventId, 0, context);
      // A posting restated it meanwhile, with its own entry.
      if (isCurrent) throw new AnsweredBefore(draft.posted);
      return draft;
    });
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

  const draftOnNote = async (
    command: NotePosting,
    context: PostingContext,
    answerIfUsed: () => Promise<void>,
  ): Promise<PostingDraft> => {
    const head = await headOrRefuse(command.fileId, command.noteId);
    const event = recorded(command, context);
    // A bank row that comes again looks like an event of the past, and a file of them would read as many histories.
    if (!isInOrder(head.note, event)) await answerIfUsed();
    return withCredit([await draftOn(head, event, context)], command.fileId, event.id, amountOf(event), context);
  };

  /** `ready` makes the notes that a payment may reach fit into one transaction with it. */
  const draftOnFile = async (
    command: FilePayment,
    context: PostingContext,
    ready: (heads: readonly Head[]) => Promise<readonly Head[]>,
  ): Promise<PostingDraft> => {
    const event = recorded(command, context);
    const heads = await ready(openedBy(await readNotesOfFile(documents, tables, command.fileId), event.valueDate));
    if (heads.length === 0) throw refuseLedger('note-not-found', 'El expediente no tiene pagarés abiertos.');
    const places = await Promise.all(heads.map((head) => placeOf(head, event)));
    const shares = sharesOf(places, { ...command.event, recordedOn: context.recordedOn }, command.chosenNoteIds);
    const drafts = await Promise.all(
      shares.map(({ noteId, amount }, index) => {
        const place = places.find(({ head }) => head.noteId === noteId);
        if (place === undefined) throw new RangeError('a share for a note outside the file');
        const part = { ...event, id: filePartId(event.id, noteId), amount };
        return draftOn(place.head, part, context, { part: { index, of: shares.length } }, place.past);
      }),
    );
    return withCredit(drafts, command.fileId, event.id, command.event.amount, context);
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
      return commit(command, (context, answerIfUsed) => draftOnNote(command, context, answerIfUsed));
    },

    async payFile(command) {
      refuseBadEvent(command.event, clock);
      return commit(command, (context) => draftOnFile(command, context, (heads) => restatedApart(heads, command)));
    },

    async previewPayment({ fileId, noteId, chosenNoteIds, event }) {
      refuseBadEvent(event, clock);
      const command = { ...PREVIEW, fileId, event };
      const context = contextOf(command, clock);
      const { posted } =
        noteId === null
          ? await draftOnFile({ ...command, ...(chosenNoteIds && { chosenNoteIds }) }, context, async (heads) => heads)
          : await draftOnNote({ ...command, noteId }, context, async () => undefined);
      return posted;
    },

    async transferCredit(command) {
      const { fileId, fromNoteId, toNoteId, valueDate, amount } = command;
      refuseBadEvent({ kind: 'credit-transferred', valueDate, amount }, clock);
      if (fromNoteId === toNoteId) {
        throw refuseLedger(
          'transfer-to-itself',
          'El saldo a favor ya está en ese pagaré. Elija otro pagaré del expediente.',
        );
      }
      return commit(command, async (context) => {
        const [from, to] = await Promise.all([headOrRefuse(fileId, fromNoteId), headOrRefuse(fileId, toNoteId)]);
        const side = (kind: 'credit-transferred' | 'credit-received') =>
          recorded({ ...command, event: { kind, valueDate, amount } }, context);
        const left = await draftOn(from, side('credit-transferred'), context, { part: { index: 0, of: 2 } });
        const came = await draftOn(to, side('credit-received'), context, { part: { index: 1, of: 2 } });
        return withCredit([left, came], fileId, left.part.eventId, amount, context);
      });
    },

    async reverse(command) {
      return commit(command, async (context) => {
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
        refuseHalfTransfer(drafts.map((draft) => ownEntry(draft)?.targetKind));
        const amount = drafts.reduce((sum, { part }) => sum + (part.application?.amount ?? 0), 0);
        return withCredit(drafts, command.fileId, deterministicId('reversal', command.eventId), amount, context);
      });
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

    findPosted: (scope, key) => findPosted(documents, tables, scope, key),
  };
}

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
