import type { CalendarDate } from '../calendar/calendar-date.ts';
import { deterministicId } from '../canonical/deterministic-id.ts';
import { standingOf } from '../loan-book/agreement-standing.ts';
import { applyEvent } from '../loan-book/apply-event.ts';
import { arrivalAt } from '../loan-book/arrival.ts';
import { FOLD_VERSION, liveEvents } from '../loan-book/fold.ts';
import { playAgreement } from '../loan-book/play-agreement.ts';
import { type AgreementDraft, type AgreementHead, type MoneyIn, withCounted } from './agreement-head.ts';
import { refuseBadSigning, refuseUnfitForAgreement, refuseUnlessItSums } from './agreement-rules.ts';
import type { Agreement, AgreementPreview, AgreementSigning, Agreements } from './agreements.ts';
import { AnsweredBefore } from './commit-posting.ts';
import { readAgreement, takingBack } from './draft-agreements.ts';
import { contextOf, createPaymentDrafts, type LedgerDeps, recorded } from './draft-payment.ts';
import { moneyIn, type NoteDraft, type PostingContext } from './draft-posting.ts';
import type { Head } from './head-item.ts';
import { refuseLedger } from './ledger-refusals.ts';
import { readPast } from './past.ts';
import { refuseFuture } from './posting-rules.ts';
import { readFileHeads } from './read-ledger.ts';
import { eventsOf } from './state-as-known-on.ts';

/** The ledger's agreements over DynamoDB: see `Agreements` for what each method promises. */
export function createAgreements(deps: LedgerDeps): Agreements {
  const { documents, tables, clock } = deps;
  const { headOrRefuse, draftOn, placeOf, draftedNext, completed, commit } = createPaymentDrafts(deps);

  /** Money that the note's events of `from` and later brought in. */
  const moneySince = async (head: Head, from: CalendarDate): Promise<readonly MoneyIn[]> => {
    if (head.note.state.accruedTo < from) return [];
    const past = await readPast(documents, tables, head, head.fold === FOLD_VERSION ? from : undefined);
    return liveEvents(eventsOf(past.entries)).flatMap((event) =>
      event.valueDate < from ? [] : (moneyIn(event) ?? []),
    );
  };

  const signed = async (command: AgreementSigning, context: PostingContext) => {
    const { fileId, agreementId, plan, notes, earned, whileLive, valueDate } = command;
    const noteIds = notes.map(({ noteId }) => noteId);
    const heads = await Promise.all(noteIds.map((noteId) => headOrRefuse(fileId, noteId)));
    const events = notes.map(({ granted, share }) =>
      recorded(
        {
          ...command,
          event: {
            kind: 'agreement-signed',
            agreement: agreementId,
            valueDate,
            plan,
            notes: noteIds,
            granted,
            ...(share === undefined ? {} : { share }),
            earned,
            whileLive,
          },
        },
        context,
      ),
    );
    const places = await Promise.all(heads.map((head, index) => placeOf(head, at(events, index))));
    for (const { note } of places) refuseUnfitForAgreement(note);
    const played = playAgreement(
      agreementId,
      plan,
      places.map(({ head, note }, index) => ({
        noteId: head.noteId,
        ...applyEvent(note, at(events, index)).note,
        contractedOn: head.contractedOn,
        stage: head.dimensions.stage,
      })),
      context.recordedOn,
    );
    const noteDrafts = await Promise.all(
      places.map(({ head, past }, index) =>
        draftOn(head, at(events, index), context, { part: { index, of: heads.length } }, past),
      ),
    );
    const event = at(events, 0);
    const unpaid: AgreementHead = {
      agreementId,
      fileId,
      version: 1,
      plan,
      noteIds,
      eventId: event.id,
      signedOn: valueDate,
      arrival: event.arrival ?? arrivalAt(new Date(context.recordedAt)),
      counted: [],
      end: null,
      ends: 0,
      closed: false,
    };
    const money = await Promise.all(heads.map((head) => moneySince(head, valueDate)));
    const opened: AgreementDraft = { before: null, after: withCounted(unpaid, money.flat()) };
    const written = [opened, ...(await takenOver(fileId, heads))];
    return { noteDrafts, written, played, eventId: event.id };
  };

  /** Agreements that had ended on those notes: the new one is their last, and what they became stays. */
  const takenOver = async (fileId: string, heads: readonly Head[]): Promise<AgreementDraft[]> => {
    const ids = new Set(heads.flatMap(({ note }) => note.state.agreement?.id ?? []));
    const found = await Promise.all([...ids].map((id) => readAgreement(documents, tables, fileId, id)));
    return found.flatMap((before) =>
      before === undefined || before.closed
        ? []
        : [{ before, after: { ...before, version: before.version + 1, closed: true } }],
    );
  };

  const agreementOrRefuse = async (fileId: string, agreementId: string): Promise<AgreementHead> => {
    const head = await readAgreement(documents, tables, fileId, agreementId);
    if (head === undefined) throw refuseLedger('agreement-not-found', 'El convenio no existe en el libro de créditos.');
    return head;
  };

  return {
    async signAgreement(command) {
      refuseFuture(command.valueDate, clock);
      refuseBadSigning(command);
      return commit(command, async (context) => {
        const { noteDrafts, written, played, eventId } = await signed(command, context);
        refuseUnlessItSums(played);
        return completed(noteDrafts, command.fileId, eventId, 0, context, written);
      });
    },

    async previewAgreement(command): Promise<AgreementPreview> {
      refuseBadSigning(command);
      const context = contextOf(command, clock);
      const { played, noteDrafts } = await signed(command, context);
      return {
        ...played,
        setAside: new Map(
          noteDrafts.flatMap(({ part, after }) => {
            const { agreement } = after.note.state;
            return agreement === null ? [] : [[part.noteId, agreement.setAside] as const];
          }),
        ),
      };
    },

    async judgeAgreement({ fileId, agreementId, actor, source }) {
      const before = await agreementOrRefuse(fileId, agreementId);
      const key = `JUDGED#${agreementId}#${before.version}#${clock.today()}`;
      const idempotency = { scope: 'AGREEMENT', key, input: { fileId, agreementId } } as const;
      const command = { actor, source, reason: 'agreement-standing', idempotency };
      return commit(command, async (context) => {
        const head = await agreementOrRefuse(fileId, agreementId);
        const after = { ...head, version: head.version + 1 };
        const eventId = deterministicId('judged', key);
        const draft = await completed([], fileId, eventId, 0, context, [{ before: head, after }]);
        // Its notes know already: nothing is written.
        if (draft.notes.length === 0) throw new AnsweredBefore(draft.posted);
        return draft;
      });
    },

    async cancelAgreement(command) {
      const { fileId, agreementId } = command;
      return commit(command, async (context) => {
        const head = await agreementOrRefuse(fileId, agreementId);
        if (head.closed) {
          throw refuseLedger(
            'agreement-closed',
            'El convenio ya se canceló o lo sustituyó otro: lo que resultó de él no cambia.',
          );
        }
        const targets = [
          ...(head.end === null ? [] : [{ id: head.end.eventId, on: head.end.on }]),
          { id: head.eventId, on: head.signedOn },
        ];
        const notes = await Promise.all(
          head.noteIds.map(async (noteId) => {
            let draft: NoteDraft | undefined;
            for (const { id, on } of targets)
              draft = await draftedNext(draft, { fileId, noteId }, takingBack(noteId, id, context), on, context);
            if (draft === undefined) throw new RangeError('an agreement was signed by an event');
            return draft;
          }),
        );
        const after = { ...head, version: head.version + 1, end: null, closed: true };
        return completed(notes, fileId, deterministicId('reversal', head.eventId), 0, context, [
          { before: head, after },
        ]);
      });
    },

    async agreementsOfFile(fileId, asOf) {
      const { agreements } = await readFileHeads(documents, tables, fileId);
      return agreements.map((head): Agreement => {
        const { agreementId, plan, noteIds, signedOn, counted, closed, end } = head;
        // A closed one stays what its notes were told: money of later is not counted on it.
        const standing = closed ? null : standingOf(plan, counted, asOf);
        return { agreementId, fileId, plan, noteIds, signedOn, counted, closed, standing, told: end };
      });
    },
  };
}

function at<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`nothing at ${index}`);
  return item;
}
