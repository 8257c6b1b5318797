import type { Clock } from '../../../shared/calendar/clock.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import { contentTypeOf } from '../../../shared/vault/content-type.ts';
import type { ScanResult } from '../../../shared/vault/scan-result.ts';
import type { Vault } from '../../../shared/vault/vault.ts';
import type { VaultDocument } from '../../../shared/vault/vault-document.ts';
import type { DisputeStore } from './dispute-store.ts';
import { disputeOfKey, EVIDENCE_KIND, type EvidenceFile, KINDS } from './evidence.ts';

export interface KeepEvidenceDeps {
  readonly disputes: Pick<DisputeStore, 'find'>;
  readonly vault: Pick<Vault, 'keep'>;
  readonly evidence: {
    readonly of: (disputeId: string) => Promise<readonly EvidenceFile[]>;
    readonly read: (key: string, versionId: string) => Promise<Uint8Array>;
  };
  readonly clock: Pick<Clock, 'today'>;
}

/**
 * Takes over into the vault what a borrower brought to a dispute, once it was called clean and is by its own bytes what is taken;
 * undefined of all else: whoever looks at the dispute is told. Told twice it is kept once.
 */
export async function keepEvidence(
  deps: KeepEvidenceDeps,
  { key, versionId, status, scannedBy }: Omit<ScanResult, 'bucket' | 'threat'>,
): Promise<VaultDocument | undefined> {
  const disputeId = disputeOfKey(key);
  if (disputeId === undefined || status !== 'NO_THREATS_FOUND') return undefined;
  const dispute = await deps.disputes.find(disputeId);
  if (dispute === undefined) throw new RangeError(`the dispute ${disputeId} of ${key} is not there`);
  // Those beyond the five of a dispute are looked at by nobody.
  const number = (await deps.evidence.of(disputeId)).findIndex((file) => file.key === key) + 1;
  if (number === 0) return undefined;
  const bytes = await deps.evidence.read(key, versionId);
  const contentType = contentTypeOf(bytes);
  if (contentType === null || !KINDS.has(contentType)) return undefined;
  const { fileId, office, folio } = dispute;
  return deps.vault.keep({
    ...{ kind: EVIDENCE_KIND, fileId, office, proves: { type: 'dispute', id: disputeId }, contentType, bytes, key },
    ...{ fileName: `${folio}-${number}`, scannedBy, by: SYSTEM, on: deps.clock.today() },
  });
}
