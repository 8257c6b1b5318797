import type { CalendarDate } from '../calendar/calendar-date.ts';
import { deterministicId } from '../canonical/deterministic-id.ts';
import type { Office } from '../institute/offices.ts';
import { takeStep } from '../transitions/take-step.ts';
import { SYSTEM } from '../transitions/tracked.ts';
import type { ContentType } from './content-type.ts';
import type { DocumentKind } from './document-kinds.ts';
import { documentMachine } from './document-machine.ts';
import type { DocumentStore } from './document-store.ts';
import { type Subject, safeName, type VaultDocument } from './vault-document.ts';
import type { VaultObjects } from './vault-objects.ts';

export interface VaultDeps {
  readonly documents: Pick<DocumentStore, 'find' | 'write' | 'bytesItem'>;
  readonly objects: Pick<VaultObjects, 'put' | 'read'>;
  readonly now: () => Date;
}

/** What the institute itself made, or another area has had scanned, and whom it is about. */
export interface OwnDocument {
  readonly kind: DocumentKind;
  readonly fileId: string | null;
  readonly office: Office;
  readonly proves: Subject;
  readonly contentType: ContentType;
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** What looked at it, of what somebody else brought. */
  readonly scannedBy?: string;
  readonly by: string;
  /** Business day. */
  readonly on: CalendarDate;
  /** Names it among those of its kind: asked for again with the same key it is the same document. */
  readonly key: string;
}

export interface Vault {
  /** Keeps what the institute made, once a key: the document that is there stands, whatever the bytes of a second call. */
  keep(own: OwnDocument): Promise<VaultDocument>;
  find(documentId: string): Promise<VaultDocument | undefined>;
  /** The bytes of a document that is in the vault. Throws VaultAltered when they changed. */
  read(document: VaultDocument): Promise<Uint8Array>;
}

/** The vault as the areas that make documents use it. What people upload comes through the scan (functions/custody/scans). */
export function createVault({ documents, objects, now }: VaultDeps): Vault {
  return {
    async keep(own) {
      const documentId = ownDocumentId(own);
      const known = await documents.find(documentId);
      if (known !== undefined) return known;
      const { sha256, versionId } = await objects.put(own.bytes, own.contentType);
      const { kind, fileId, office, proves, contentType, bytes, fileName, scannedBy = null, by, on, key } = own;
      const begun: VaultDocument = {
        ...{ documentId, kind, fileId, office, proves, contentType, sha256 },
        ...{ bytes: bytes.length, fileName: safeName(fileName, contentType), versionId: null, scannedBy },
        ...{ refusal: null, threat: null, replaces: null, replacedBy: null, holds: [] },
        ...{ requestedBy: by, on, requestedAt: now().toISOString(), state: 'requested', history: [], version: 0 },
      };
      const stamp = { by: SYSTEM, on, key, reason: null };
      const taking = takeStep(documentMachine, begun, 'keep', stamp, { versionId });
      if (taking.outcome !== 'taken') throw new RangeError('a new document is kept in one step');
      if (await documents.write(taking.next, [documents.bytesItem(taking.next)])) return taking.next;
      const first = await documents.find(documentId);
      if (first === undefined) throw new RangeError(`the document ${documentId} is gone`);
      return first;
    },
    find: (documentId) => documents.find(documentId),
    read: ({ documentId, sha256, versionId }) => {
      if (versionId === null) throw new RangeError(`the document ${documentId} has no bytes yet`);
      return objects.read({ sha256, versionId });
    },
  };
}

/** The id of what the institute made, of its kind and key. */
export const ownDocumentId = ({ kind, key }: Pick<OwnDocument, 'kind' | 'key'>): string =>
  deterministicId(`vault-document|${kind}`, key);
