import type { CalendarDate } from '../calendar/calendar-date.ts';
import { deterministicId } from '../canonical/deterministic-id.ts';
import type { AgreementPlan } from '../loan-book/agreement-plan.ts';
import { standingOf } from '../loan-book/agreement-standing.ts';
import { applyEvent } from '../loan-book/apply-event.ts';
import { arrivalAt } from '../loan-book/arrival.ts';
import type { NoteEvent } from '../loan-book/event.ts';
import { FOLD_VERSION, liveEvents } from '../loan-book/fold.ts';
import { playAgreement } from '../loan-book/play-agreement.ts';
import { type AgreementDraft, type AgreementHead, withCounted } from './agreement-head.ts';
import { refuseBadSigning, refuseEnded, refuseUnfitForAgreement, refuseUnlessItSums } from './agreement-rules.ts';
import type { AgreementPreview, AgreementSigning, Agreements } from './agreements.ts';
import { AnsweredBefore } from './commit-posting.ts';
import { readAgreement, takingBack } from './draft-agreements.ts';
import { contextOf, createPaymentDrafts, type LedgerDeps, recorded } from './draft-payment.ts';
import type { PostingContext } from './draft-posting.ts';
import type { Head } from './head-item.ts';
import { refuseLedger } from './ledger-refusals.ts';
import { type MoneyIn, moneyIn } from './money-in.ts';
import { readPast } from './past.ts';
import { refuseFuture } from './posting-rules.ts';
import { agreementsOfFile } from './read-agreements.ts';
import { eventsOf } from './state-as-known-on.ts';

/** The ledger's agreements over DynamoDB: see `Agreements` for what each method promises. */
export function createAgreements(deps: LedgerDeps): Agreements {
  const { documents, tables, clock } = deps;
  const { headOrRefuse, draftOn, placeOf, completed, commit } = createPaymentDrafts(deps);

  /** Money that the note's events of `from` and later brought in. */
  const moneySince = async (head: Head, from: CalendarDate): Promise<readonly MoneyIn[]> => {
    if (head.note.state.accruedTo < from) return [];
    const past = await readPast(documents, tables, head, head.fold === FOLD_VERSION ? from : undefined);
    return liveEvents(eventsOf(past.entries)).flatMap((event) =>
      event.valueDate < from ? [] : (moneyIn(event) ?? []),
    );
  };

  /** The signature on each of its notes, and what plays a plan to its end from there. */
  const signed = async (command: AgreementSigning, context: PostingContext) => {
    const { fileId, agreementId: agreement, plan, notes, earned, whileLive, valueDate } = command;
    const terms = { agreement, plan, notes: notes.map(({ noteId }) => noteId), earned, whileLive };
    const signatures = await Promise.all(
      notes.map(async ({ noteId, granted, share }) => {
        const forgiven = share === undefined ? { granted } : { granted, share };
        const event = recorded(
          { ...command, event: { kind: 'agreement-signed', valueDate, ...terms, ...forgiven } },
          context,
        );
        return { event, ...(await placeOf(await headOrRefuse(fileId, noteId), event)) };
      }),
    );
    for (const { note, head } of signatures) refuseUnfitForAgreement(note, head.note, valueDate);
    const under = signatures.map(({ head, note, event }) => ({
      noteId: head.noteId,
      ...applyEvent(note, event).note,
      contractedOn: head.contractedOn,
      stage: head.dimensions.stage,
    }));
    const play = (asked: AgreementPlan) => playAgreement(agreement, asked, under, context.recordedOn);
    const drafts = await Promise.all(
      signatures.map(({ head, event, past }, index) =>
        draftOn(head, event, context, { part: { index, of: signatures.length } }, past),
      ),
    );
    return { signatures, play, drafts };
  };

  /** The agreement as its signature leaves it: money that came in after its place, and is known already, counts. */
  const opened = async (
    { fileId, agreementId, plan, valueDate }: AgreementSigning,
    { id, arrival }: NoteEvent,
    heads: readonly Head[],
    { recordedAt }: PostingContext,
  ): Promise<AgreementDraft> => {
    const unpaid: AgreementHead = {
      agreementId,
      fileId,
      version: 1,
      plan,
      noteIds: heads.map(({ noteId }) => noteId),
      eventId: id,
      signedOn: valueDate,
      arrival: arrival ?? arrivalAt(new Date(recordedAt)),
      counted: [],
      end: null,
      ends: 0,
      closed: false,
    };
    const money = await Promise.all(heads.map((head) => moneySince(head, valueDate)));
    return { before: null, after: withCounted(unpaid, money.flat()) };
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
        const { signatures, drafts, play } = await signed(command, context);
        refuseUnlessItSums(play(command.plan));
        const [first] = signatures;
        if (first === undefined) throw new RangeError('an agreement is over a note');
        const heads = signatures.map(({ head }) => head);
        const writes = [
          await opened(command, first.event, heads, context),
          ...(await takenOver(command.fileId, heads)),
        ];
        return completed(drafts, command.fileId, first.event.id, 0, context, { writes });
      });
    },

    async previewAgreement(command): Promise<AgreementPreview> {
      refuseBadSigning(command);
      const context = contextOf(command, clock);
      const { play, drafts } = await signed(command, context);
      return {
        ...play(command.plan),
        withPlan: (plan) => {
          refuseBadSigning({ ...command, plan });
          return play(plan);
        },
        setAside: new Map(
          drafts.flatMap(({ part, after }) => {
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
        const draft = await completed([], fileId, eventId, 0, context, { writes: [{ before: head, after }] });
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
        refuseEnded(standingOf(head.plan, head.counted, context.recordedOn));
        const signature = { id: head.eventId, valueDate: head.signedOn };
        const notes = await Promise.all(
          head.noteIds.map(async (noteId) =>
            draftOn(await headOrRefuse(fileId, noteId), takingBack(noteId, signature, context), context),
          ),
        );
        const after = { ...head, version: head.version + 1, closed: true };
        return completed(notes, fileId, deterministicId('reversal', head.eventId), 0, context, {
          writes: [{ before: head, after }],
        });
      });
    },

    agreementsOfFile: (fileId, asOf) => agreementsOfFile(documents, tables, fileId, asOf),
  };
}
