import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import { deterministicId } from '../canonical/deterministic-id.ts';
import { type AgreementStanding, standingOf } from '../loan-book/agreement-standing.ts';
import { arrivalAt } from '../loan-book/arrival.ts';
import type { NoteEvent } from '../loan-book/event.ts';
import { type AgreementDraft, type AgreementHead, decodeAgreementHead, withCounted } from './agreement-head.ts';
import type { LedgerTables } from './commit-posting.ts';
import type { NoteDraft, PostingContext } from './draft-posting.ts';
import type { createNoteDrafts } from './note-drafts.ts';
import { agreementHeadKey } from './table-keys.ts';

/** Notes and agreements of one posting. */
export interface FollowedDrafts {
  readonly notes: readonly NoteDraft[];
  readonly agreements: readonly AgreementDraft[];
}

export interface AgreementsAtHand {
  readonly writes?: readonly AgreementDraft[];
  /** Read with the notes, and what the posting was split by: if one has changed since, the posting is drafted anew. */
  readonly read?: readonly AgreementHead[];
}

/** One consistent GetItem. */
export async function readAgreement(
  documents: DynamoDBDocumentClient,
  tables: LedgerTables,
  fileId: string,
  agreementId: string,
): Promise<AgreementHead | undefined> {
  const key = agreementHeadKey(fileId, agreementId);
  const answer = await documents.send(new GetCommand({ TableName: tables.heads, Key: key, ConsistentRead: true }));
  return answer.Item === undefined ? undefined : decodeAgreementHead(answer.Item);
}

/**
 * What a posting brings about on agreements, in the posting's own transaction: money of their notes is counted, and when
 * an agreement's standing is no longer what its notes were told, they are told: its end, or that an end is taken back.
 * So a last payment fulfils at once, a payment recorded late with an earlier date cures a breach by itself, and a bounced
 * one breaks what it had kept. Notes without an agreement cost nothing here.
 */
export function createAgreementDrafts(
  documents: DynamoDBDocumentClient,
  tables: LedgerTables,
  { draftedNext }: Pick<ReturnType<typeof createNoteDrafts>, 'draftedNext'>,
) {
  /** Tells the notes of an agreement what has become of it by `context.recordedOn`, if they were told otherwise. */
  const told = async (
    { notes }: Pick<FollowedDrafts, 'notes'>,
    head: AgreementHead,
    context: PostingContext,
  ): Promise<{ readonly notes: readonly NoteDraft[]; readonly head: AgreementHead }> => {
    const standing = standingOf(head.plan, head.counted, context.recordedOn);
    if (head.closed || isTold(head, standing)) return { notes, head };
    const because: PostingContext = { ...context, reason: 'agreement-standing' };
    const number = head.ends + 1;
    const end = endEvent(head, standing, number, because);
    const drafts = new Map(notes.map((draft) => [draft.part.noteId, draft]));
    for (const noteId of head.noteIds) {
      const note = { fileId: head.fileId, noteId };
      if (head.end !== null) {
        const event = takingBack(noteId, { id: head.end.eventId, valueDate: head.end.on }, because);
        drafts.set(noteId, await draftedNext(drafts.get(noteId), note, event, because));
      }
      if (end !== null) drafts.set(noteId, await draftedNext(drafts.get(noteId), note, end, because));
    }
    return {
      notes: [...drafts.values()],
      head: {
        ...head,
        end:
          standing.kind === 'live' || end === null ? null : { kind: standing.kind, on: standing.on, eventId: end.id },
        ends: end === null ? head.ends : number,
      },
    };
  };

  /** What a posting's drafts bring about on the agreements that it writes itself, read before, or did neither. */
  return async function followed(
    drafts: readonly NoteDraft[],
    fileId: string,
    context: PostingContext,
    { writes = [], read = [] }: AgreementsAtHand = {},
  ): Promise<FollowedDrafts> {
    const ids = new Set(
      drafts.flatMap(({ money, after }) => (money === null ? [] : (after.note.state.agreement?.id ?? []))),
    );
    let notes = drafts;
    const written: AgreementDraft[] = [];
    for (const { before, after } of writes) {
      const now = await told({ notes }, after, context);
      notes = now.notes;
      written.push({ before, after: now.head });
    }
    for (const agreementId of ids) {
      const known = read.find((one) => one.agreementId === agreementId);
      const head = known ?? (await readAgreement(documents, tables, fileId, agreementId));
      if (head === undefined) throw new RangeError(`agreement ${agreementId} of a note is not in the ledger`);
      if (head.closed) continue;
      const own = drafts.filter(({ after }) => after.note.state.agreement?.id === agreementId);
      const counted = withCounted(
        head,
        own.flatMap(({ money }) => money ?? []),
      );
      const now = await told({ notes }, counted, context);
      notes = now.notes;
      written.push({ before: head, after: { ...now.head, version: head.version + 1 } });
    }
    return { notes, agreements: written };
  };
}

/** Takes an event out of a note's fold; its place is the day of what it takes back. */
export const takingBack = (
  noteId: string,
  { id, valueDate }: Pick<NoteEvent, 'id' | 'valueDate'>,
  { recordedOn }: PostingContext,
): NoteEvent => ({
  kind: 'reversed',
  id: deterministicId('reversal', `${noteId}|${id}`),
  target: id,
  valueDate,
  recordedOn,
});

function isTold({ end }: AgreementHead, standing: AgreementStanding): boolean {
  if (end === null || standing.kind === 'live') return end === null && standing.kind === 'live';
  return end.kind === standing.kind && end.on === standing.on;
}

function endEvent(
  { agreementId }: AgreementHead,
  standing: AgreementStanding,
  number: number,
  { recordedOn, recordedAt }: PostingContext,
): NoteEvent | null {
  if (standing.kind === 'live') return null;
  const base = {
    id: deterministicId('agreement-end', `${agreementId}|${number}`),
    recordedOn,
    arrival: arrivalAt(new Date(recordedAt)),
    valueDate: standing.on,
    agreement: agreementId,
  };
  return standing.kind === 'fulfilled'
    ? { ...base, kind: 'agreement-fulfilled' }
    : { ...base, kind: 'agreement-broken', met: standing.met, of: standing.of };
}
