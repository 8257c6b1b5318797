import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import { documentMachine } from '../../../shared/vault/document-machine.ts';
import type { VaultDocument } from '../../../shared/vault/vault-document.ts';
import type { Disposition } from '../../../shared/vault/vault-objects.ts';
import { opensBlocked, refusalOfBlock } from '../arco/block.ts';
import type { Opening } from './opening-store.ts';
import type { ScanDeps } from './scan-deps.ts';
import { refuseScan } from './scan-refusals.ts';

/** How long a link to a document may be used (real time). */
export const LINK_SECONDS = 60;

/** A document. Of an office that the caller does not reach it is as if it did not exist (404). */
export const readDocument = async (
  { documents }: Pick<ScanDeps, 'documents'>,
  documentId: string,
  caller: Caller,
): Promise<VaultDocument> => inScope(caller, await documents.find(documentId), 'El documento');

/**
 * A link of a minute to the bytes, once it is noted who opens it and why. Refuses `document-not-in-vault`, and
 * `file-blocked` of a file whose data were cancelled, but to those who may for a judge, an auditor or the person's own rights.
 */
export async function openDocument(
  deps: ScanDeps,
  asked: Pick<Opening, 'documentId' | 'purpose' | 'reason'> & { readonly disposition: Disposition },
  caller: Caller,
): Promise<{ readonly document: VaultDocument; readonly url: string; readonly seconds: number }> {
  const document = await readDocument(deps, asked.documentId, caller);
  const { sha256, versionId, state, fileName, contentType } = document;
  if (versionId === null || state === 'disposed') {
    throw refuseScan(
      'document-not-in-vault',
      `El documento está: ${documentMachine.states[state]}. Sólo se abre lo que está en la bóveda.`,
    );
  }
  const block = document.fileId === null ? undefined : await deps.blocks.find(document.fileId);
  if (block?.state === 'blocked' && !opensBlocked(caller, asked.purpose)) throw refusalOfBlock(block);
  // A browser runs what an XML page tells it; whoever opens one saves it.
  const disposition = contentType === 'application/xml' ? 'attachment' : asked.disposition;
  const { roles, subject: by } = caller;
  await deps.openings.note({ ...asked, disposition, at: deps.now().toISOString(), by, roles: [...roles] });
  const how = { disposition, fileName, contentType, seconds: LINK_SECONDS };
  return { document, url: await deps.objects.linkTo({ sha256, versionId }, how), seconds: LINK_SECONDS };
}
