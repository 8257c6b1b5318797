import type { Caller } from '../../../shared/http/route.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import type { Dispute } from './dispute.ts';
import type { DisputeDeps } from './dispute-deps.ts';
import { type EvidenceFile, evidenceDocumentId } from './evidence.ts';
import { readDispute } from './move-dispute.ts';

/** A document as staff see it; they open it in the vault, saying why. */
export interface EvidenceForStaff extends Omit<EvidenceFile, 'key'> {
  readonly number: number;
  /** In the vault; null: it is not there (yet). */
  readonly documentId: string | null;
}

export interface ReadEvidenceDeps extends Pick<DisputeDeps, 'disputes'> {
  readonly documents: Pick<DocumentStore, 'find'>;
  readonly evidence: { readonly of: (disputeId: string) => Promise<readonly EvidenceFile[]> };
}

/** The documents of a dispute. Of an office that the caller does not reach: 404. */
export async function readEvidence(
  { disputes, documents, evidence }: ReadEvidenceDeps,
  disputeId: string,
  caller: Caller,
): Promise<{ readonly dispute: Dispute; readonly files: readonly EvidenceForStaff[] }> {
  const dispute = await readDispute({ disputes }, disputeId, caller);
  const found = await evidence.of(disputeId);
  const files = await Promise.all(
    found.map(async ({ key, ...file }, index): Promise<EvidenceForStaff> => {
      const kept = await documents.find(evidenceDocumentId(key));
      return { ...file, number: index + 1, documentId: kept?.documentId ?? null };
    }),
  );
  return { dispute, files };
}
