import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import type { VaultDocument } from '../../../shared/vault/vault-document.ts';
import type { VaultObjects } from '../../../shared/vault/vault-objects.ts';

/** The task of custody-dispose: the object's hold follows what its documents say. */
export const APPLY_HOLD = 'apply-hold';

export interface ApplyHoldDeps {
  readonly documents: Pick<DocumentStore, 'find' | 'withBytes'>;
  readonly objects: Pick<VaultObjects, 'hold'>;
}

/** Documents that live from the same bytes: all that were kept with them and are not disposed of. Consistent. */
export async function livingWithBytes(
  { documents }: Pick<ApplyHoldDeps, 'documents'>,
  sha256: string,
): Promise<VaultDocument[]> {
  const found = await Promise.all((await documents.withBytes(sha256)).map((documentId) => documents.find(documentId)));
  return found.filter((one) => one !== undefined && one.state !== 'disposed').filter((one) => one !== undefined);
}

/** Turns a hundred times at most: each turn that is not the last means that somebody changed a hold meanwhile. */
const MOST_TURNS = 100;

/**
 * Puts the object's hold on while any living document with its bytes is held, off when none is. Looks again after it set it: of
 * two that change holds at once the last to set it has seen both. Harmless to repeat.
 */
export async function applyHold(deps: ApplyHoldDeps, documentId: string): Promise<void> {
  const document = await deps.documents.find(documentId);
  if (document === undefined || document.versionId === null) return;
  const { sha256, versionId } = document;
  const isHeld = async () => (await livingWithBytes(deps, sha256)).some(({ holds }) => holds.length > 0);
  let held = await isHeld();
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    // Nothing living has these bytes: their object is gone, or about to go.
    if (!held && (await livingWithBytes(deps, sha256)).length === 0) return;
    await deps.objects.hold({ sha256, versionId }, held);
    const now = await isHeld();
    if (now === held) return;
    held = now;
  }
  throw new RangeError(`the holds of ${documentId} do not come to rest`);
}
