import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Log } from '../../../shared/observability/log.ts';
import type { TransactItem } from '../../../shared/store/record-store.ts';
import { takeStep } from '../../../shared/transitions/take-step.ts';
import { SYSTEM } from '../../../shared/transitions/tracked.ts';
import { contentTypeOf } from '../../../shared/vault/content-type.ts';
import { type DocumentStep, documentMachine } from '../../../shared/vault/document-machine.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import type { DocumentRefusal, VaultDocument } from '../../../shared/vault/vault-document.ts';
import { sha256Of, type VaultObjects } from '../../../shared/vault/vault-objects.ts';
import type { Quarantine } from './quarantine.ts';
import type { ScanVerdict } from './scan-verdict.ts';

export interface ReceiveScanDeps {
  readonly documents: Pick<DocumentStore, 'find' | 'write' | 'put' | 'bytesItem'>;
  readonly objects: Pick<VaultObjects, 'put'>;
  readonly quarantine: Pick<Quarantine, 'read'>;
  readonly clock: Clock;
  readonly log: Pick<Log, 'event'>;
}

/**
 * Takes a scan over from the quarantine, once, whatever how often it is told: what is clean, is what was declared by its own
 * bytes, and has the hash that was declared, is kept in the vault; the rest is refused with its reason. The bytes that are hashed
 * are those that are kept. A crash anywhere is made up for by the next telling.
 */
export async function receiveScan(deps: ReceiveScanDeps, verdict: ScanVerdict): Promise<VaultDocument | undefined> {
  const found = await deps.documents.find(verdict.documentId);
  if (found === undefined || !documentMachine.steps.refuse.from.includes(found.state)) return found;
  switch (verdict.status) {
    case 'NO_THREATS_FOUND':
      break;
    case 'THREATS_FOUND':
      return refused(deps, found, verdict, 'infected');
    // A scan that failed is asked for again by whoever reads the log; nothing is guessed.
    case 'UNSUPPORTED':
    case 'ACCESS_DENIED':
    case 'FAILED':
      return refused(deps, found, verdict, 'unread');
  }
  const bytes = await deps.quarantine.read(verdict);
  if (bytes.length !== found.bytes || sha256Of(bytes) !== found.sha256)
    return refused(deps, found, verdict, 'wrong-bytes');
  if (contentTypeOf(bytes) !== found.contentType) return refused(deps, found, verdict, 'wrong-type');
  const clean =
    found.state === 'clean' ? found : await step(deps, found, 'clear', verdict, { scannedBy: verdict.scannedBy });
  const { versionId } = await deps.objects.put(bytes, found.contentType);
  return keep(deps, clean, verdict, versionId);
}

async function keep(
  deps: ReceiveScanDeps,
  clean: VaultDocument,
  verdict: ScanVerdict,
  versionId: string,
): Promise<VaultDocument> {
  const replaced = clean.replaces === null ? undefined : await deps.documents.find(clean.replaces);
  const alongside = [deps.documents.bytesItem(clean), ...supersede(deps, replaced, clean)];
  const kept = await step(deps, clean, 'keep', verdict, { versionId }, alongside);
  const { documentId, kind } = kept;
  deps.log.event('document-kept', { documentId, kind });
  return kept;
}

/** The step of the document whose place this one takes; none when another took it meanwhile: then both stand. */
function supersede(
  { clock, documents }: ReceiveScanDeps,
  replaced: VaultDocument | undefined,
  { documentId, requestedBy }: VaultDocument,
): TransactItem[] {
  if (replaced === undefined) return [];
  const stamp = { by: requestedBy, on: clock.today(), key: documentId, reason: null };
  const taking = takeStep(documentMachine, replaced, 'supersede', stamp, { replacedBy: documentId });
  return taking.outcome === 'taken' ? [documents.put(taking.next)] : [];
}

async function refused(
  deps: ReceiveScanDeps,
  document: VaultDocument,
  verdict: ScanVerdict,
  refusal: DocumentRefusal,
): Promise<VaultDocument> {
  const { threat, scannedBy } = verdict;
  const next = await step(deps, document, 'refuse', verdict, { refusal, threat, scannedBy });
  deps.log.event('document-refused', { documentId: next.documentId, kind: next.kind, refusal });
  return next;
}

/** Takes a step and writes it. Throws when somebody else moved the document meanwhile: the telling comes again. */
async function step(
  { documents, clock }: ReceiveScanDeps,
  document: VaultDocument,
  name: DocumentStep,
  { objectVersion }: ScanVerdict,
  change: Partial<VaultDocument>,
  alongside: readonly TransactItem[] = [],
): Promise<VaultDocument> {
  const stamp = { by: SYSTEM, on: clock.today(), key: objectVersion, reason: null };
  const taking = takeStep(documentMachine, document, name, stamp, change);
  if (taking.outcome === 'taken' && (await documents.write(taking.next, alongside))) return taking.next;
  throw new ScanMoved(`the document ${document.documentId} moved while it was received`);
}

class ScanMoved extends Error {
  override readonly name = 'ScanMoved';
}
