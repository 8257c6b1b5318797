import type { Caller } from '../../../shared/http/route.ts';
import type { Dispute } from './dispute.ts';
import type { DisputeDeps } from './dispute-deps.ts';
import type { EvidenceFile } from './evidence.ts';
import { readDispute } from './move-dispute.ts';

/** A document as staff see it: a link to it only when it is what is taken and the scanner found nothing. */
export interface EvidenceForStaff extends Omit<EvidenceFile, 'key'> {
  readonly number: number;
  readonly url: string | null;
}

export interface ReadEvidenceDeps extends Pick<DisputeDeps, 'disputes'> {
  readonly evidence: {
    readonly of: (disputeId: string) => Promise<readonly EvidenceFile[]>;
    /** A link that whoever has it may fetch the object by, for a minute. */
    readonly linkTo: (key: string, fileName: string) => Promise<string>;
  };
}

/** The documents of a dispute. Of an office that the caller does not reach: 404. */
export async function readEvidence(
  deps: ReadEvidenceDeps,
  disputeId: string,
  caller: Caller,
): Promise<{ readonly dispute: Dispute; readonly files: readonly EvidenceForStaff[] }> {
  const dispute = await readDispute(deps, disputeId, caller);
  const found = await deps.evidence.of(disputeId);
  const files = await Promise.all(
    found.map(async ({ key, ...file }, index): Promise<EvidenceForStaff> => {
      const isOpen = file.verdict === 'clean' && file.kind !== null;
      const fileName = `${dispute.folio}-${index + 1}.${file.kind}`;
      return { ...file, number: index + 1, url: isOpen ? await deps.evidence.linkTo(key, fileName) : null };
    }),
  );
  return { dispute, files };
}
