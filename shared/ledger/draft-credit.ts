import type { PostingContext } from './draft-posting.ts';
import { CHAIN_START, chainEntry } from './entry-item.ts';
import type { CreditHead } from './head-item.ts';
import type { Entry } from './ledger-items.ts';

/** What a posting will write on the file's credit head. */
export interface CreditDraft {
  readonly before: Pick<CreditHead, 'version'> | null;
  readonly after: CreditHead;
  readonly entry: Entry;
}

/** Adds `change` (centavos) to what a file holds, in an entry of the credit head's own chain that repeats its cause. Pure. */
export function draftCredit(
  before: CreditHead | null,
  fileId: string,
  change: number,
  cause: Entry,
  context: PostingContext,
): CreditDraft {
  const seq = (before?.seq ?? 0) + 1;
  const {
    hash: _hash,
    previousHash: _previous,
    application: _application,
    part: _part,
    checkpoint: _checkpoint,
    fold: _fold,
    ...common
  } = cause;
  const entry = chainEntry(
    { ...common, ownerType: 'credit', fileId, seq, lines: {}, payload: '', creditChange: change },
    before?.hash ?? CHAIN_START,
  );
  return {
    before: before === null ? null : { version: before.version },
    after: {
      fileId,
      version: (before?.version ?? 0) + 1,
      seq,
      hash: entry.hash,
      balance: (before?.balance ?? 0) + change,
      lastRecordedOn: context.recordedOn,
    },
    entry,
  };
}
