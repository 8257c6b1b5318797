import { addDays, type CalendarDate } from '../calendar/calendar-date.ts';
import { deterministicId } from '../canonical/deterministic-id.ts';
import { FOLD_VERSION } from '../loan-book/fold.ts';
import { emptyState } from '../loan-book/note-state.ts';
import { recordInOrder } from '../loan-book/record-event.ts';
import { AnsweredBefore, findPosted, MOST_ITEMS } from './commit-posting.ts';
import { takingBack } from './draft-agreements.ts';
import { amountOf, contextOf, createPaymentDrafts, type LedgerDeps, recorded } from './draft-payment.ts';
import { draftNote, draftRestatement, ownEntry, unopened } from './draft-posting.ts';
import { findPayment } from './find-payment.ts';
import type { Head } from './head-item.ts';
import { type FileBalance, type Ledger, MOST_NOTES, type NoteBalance, type PostingBase } from './ledger.ts';
import { refuseLedger } from './ledger-refusals.ts';
import { readPast } from './past.ts';
import { refuseAgreementEvents, refuseBadEvent, refuseHalfTransfer, targetOn } from './posting-rules.ts';
import { balanceOf, coversDate, readCredits, readEntries, readFileHeads, readHead } from './read-ledger.ts';
import { restated, restatementClaim } from './restate.ts';
import { foldAsOf } from './state-as-known-on.ts';

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
export function createLedger(deps: LedgerDeps): Ledger {
  const { documents, tables, clock } = deps;
  const { headOrRefuse, draftOn, pastOf, completed, draftOnNote, draftOnFile, commit } = createPaymentDrafts(deps);

  const balanceOn = async (head: Head, asOf: CalendarDate): Promise<NoteBalance | undefined> => {
    if (coversDate(head, asOf)) return balanceOf(head, head.note, asOf);
    const note = foldAsOf(await readPast(documents, tables, head, addDays(asOf, 1)), { valuedBy: asOf });
    return note === undefined ? undefined : balanceOf(head, note, asOf);
  };

  const fileBalanceOn = async (heads: readonly Head[], asOf: CalendarDate): Promise<FileBalance> => {
    const balances = await Promise.all(heads.map((head) => balanceOn(head, asOf)));
    const notes = balances.flatMap((balance) => (balance === undefined ? [] : [balance]));
    // Not the credit head: held money pays what falls due, and the head learns of it with the note's next entry.
    return { notes, credit: notes.reduce((sum, { held }) => sum + held, 0) };
  };

  const restateNote: Ledger['restateNote'] = ({ fileId, noteId, actor, source }) => {
    const command = { actor, source, reason: 'mended-rule', idempotency: restatementClaim(noteId) };
    return commit(command, async (context, answerIfUsed) => {
      await answerIfUsed();
      const head = await headOrRefuse(fileId, noteId);
      const isCurrent = head.fold === FOLD_VERSION;
      const { note, lines } = isCurrent ? { ...head, lines: {} } : restated(await readPast(documents, tables, head));
      const restatement = draftRestatement(head, note, lines, context);
      const draft = await completed([restatement], fileId, restatement.part.eventId, 0, context);
      // A posting restated it meanwhile, with its own entry.
      if (isCurrent) throw new AnsweredBefore(draft.posted);
      return draft;
    });
  };

  /**
   * Heads of the notes that one posting may reach. Those of an older version of the fold are restated with the posting
   * while its transaction has room for it, else each before it, in a transaction of its own.
   */
  const restatedApart = async (heads: readonly Head[], { actor, source }: PostingBase): Promise<readonly Head[]> => {
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
        return completed([draft], command.fileId, event.id, amountOf(event), context);
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

    async previewOnNote({ fileId, noteId, event }) {
      refuseBadEvent(event, clock);
      const head = await readHead(documents, tables, fileId, noteId);
      if (head === undefined) return undefined;
      const context = contextOf(PREVIEW, clock);
      const { after } = await draftOn(head, recorded({ ...PREVIEW, event }, context), context);
      const today = clock.today();
      return { before: balanceOf(head, head.note, today), after: balanceOf(after, after.note, today) };
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
        return completed([left, came], fileId, left.part.eventId, amount, context);
      });
    },

    async reverse(command) {
      return commit(command, async (context) => {
        const found = await Promise.all(command.noteIds.map((noteId) => headOrRefuse(command.fileId, noteId)));
        const heads = await restatedApart(found, command);
        const taken = await Promise.all(
          heads.map(async (head, index) => {
            const { noteId } = head;
            const past = await pastOf(head, command.eventId, command.valueDate);
            const target = targetOn(head, command.eventId, past.entries);
            const event = takingBack(noteId, target, context);
            return draftOn(head, event, context, { part: { index, of: command.noteIds.length } }, past);
          }),
        );
        const kinds = taken.map((draft) => ownEntry(draft)?.targetKind);
        refuseHalfTransfer(kinds);
        refuseAgreementEvents(kinds);
        const amount = taken.reduce((sum, { part }) => sum + (part.application?.amount ?? 0), 0);
        return completed(taken, command.fileId, deterministicId('reversal', command.eventId), amount, context);
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
      const { notes } = await readFileHeads(documents, tables, fileId);
      return fileBalanceOn(notes, asOf);
    },

    async balancesByDay(fileId, days) {
      const { notes } = await readFileHeads(documents, tables, fileId);
      return Promise.all(days.map((day) => fileBalanceOn(notes, day)));
    },

    creditsOfFiles: (fileIds) => readCredits(documents, tables, fileIds),

    entriesOfNote: (noteId, page) => readEntries(documents, tables, noteId, page),

    async paymentOfFile(fileId, eventId) {
      const { notes } = await readFileHeads(documents, tables, fileId);
      const journals = await Promise.all(
        notes.map(async ({ noteId }) => [noteId, await readEntries(documents, tables, noteId)] as const),
      );
      return findPayment(new Map(journals), eventId);
    },

    findPosted: (scope, key) => findPosted(documents, tables, scope, key),
  };
}
