import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import { refuse } from '../../../shared/refusals/shared-refusals.ts';
import type { FileSummary } from '../../../shared/register/register-port.ts';
import { CONTENT_TYPE_NAMES_ES, type ContentType } from '../../../shared/vault/content-type.ts';
import { type DocumentKind, kindRule, type SubjectType } from '../../../shared/vault/document-kinds.ts';
import { type Subject, safeName, type VaultDocument } from '../../../shared/vault/vault-document.ts';
import type { ScanDeps } from './scan-deps.ts';
import { refuseScan } from './scan-refusals.ts';
import type { UploadForm } from './upload-form.ts';

export interface UploadRequest {
  readonly fileId: string;
  readonly kind: DocumentKind;
  readonly proves: Subject;
  readonly contentType: ContentType;
  /** Bytes and SHA-256 (hex) of what is about to be uploaded. */
  readonly bytes: number;
  readonly sha256: string;
  readonly fileName: string;
  /** The document that it takes the place of. */
  readonly replaces: string | null;
}

/** A document and the form for its bytes; null: they are there. */
export interface Upload {
  readonly document: VaultDocument;
  readonly form: UploadForm | null;
}

/**
 * Registers a scan that somebody is about to upload, and signs the form for it. The very bytes that prove the same of the
 * same are there already: that document is answered, and nothing is to be uploaded. Refuses a file out of reach (404), a kind
 * or size that is not taken so, and what is not of the file, before a byte is sent.
 */
export async function requestUpload(
  deps: ScanDeps,
  asked: UploadRequest & { readonly idempotencyKey: string },
  caller: Caller,
): Promise<Upload> {
  const { idempotencyKey: key, ...request } = asked;
  const file = inScope(caller, await deps.register.findFile(request.fileId), 'El expediente');
  refuseKind(request);
  await refuseSubject(deps, request, file);
  const on = deps.clock.today();
  const documentId = deterministicId('document-upload', key);
  await refuseReplaced(deps, request, documentId);
  await deps.claims.claim({
    scope: 'DOCUMENT',
    key,
    input: { operation: 'upload', ...request },
    source: { type: 'system', id: documentId },
    recordedOn: on,
  });
  return beginUpload(deps, request, { documentId, key, office: file.office }, caller);
}

/** The document of an upload that nothing stands in the way of, there or new, and the form for its bytes while they are not there. */
export async function beginUpload(
  deps: Pick<ScanDeps, 'documents' | 'forms' | 'clock' | 'now'>,
  request: UploadRequest,
  { documentId, key, office }: { readonly documentId: string; readonly key: string; readonly office: Office },
  caller: Caller,
): Promise<Upload> {
  const on = deps.clock.today();
  const document = await documentThere(deps, request, documentId);
  if (document !== undefined) return { document, form: await formOf(deps, document) };
  const { bytes, contentType, fileId, kind, proves, replaces, sha256 } = request;
  const begun: VaultDocument = {
    ...{ documentId, kind, fileId, office, proves, contentType, bytes, sha256, replaces },
    ...{
      fileName: safeName(request.fileName, contentType),
      versionId: null,
      scannedBy: null,
      refusal: null,
      threat: null,
    },
    ...{ replacedBy: null, holds: [], requestedBy: caller.subject, on, requestedAt: deps.now().toISOString() },
    ...{ state: 'requested', version: 1 },
    history: [{ step: 'request', by: caller.subject, on, key, reason: null }],
  };
  if (await deps.documents.write(begun)) return { document: begun, form: await formOf(deps, begun) };
  const first = await deps.documents.find(documentId);
  if (first === undefined) throw new RangeError(`the document ${documentId} is gone`);
  return { document: first, form: await formOf(deps, first) };
}

/** The document that is there under that id, or one of the very bytes that proves the same. */
export const documentThere = async (
  deps: Pick<ScanDeps, 'documents'>,
  request: UploadRequest,
  documentId: string,
): Promise<VaultDocument | undefined> => (await deps.documents.find(documentId)) ?? (await sameBytes(deps, request));

const formOf = async ({ forms }: Pick<ScanDeps, 'forms'>, document: VaultDocument): Promise<UploadForm | null> =>
  document.state === 'requested' ? forms.sign(document) : null;

function refuseKind(request: UploadRequest): void {
  const [fault] = kindFaults(request);
  if (fault === undefined) return;
  throw refuseScan('document-not-uploadable', fault.message, { details: [fault] });
}

/** Why a file is not taken as that kind of document. */
export function kindFaults({
  kind,
  contentType,
  bytes,
}: Pick<UploadRequest, 'kind' | 'contentType' | 'bytes'>): readonly {
  readonly pointer: string;
  readonly message: string;
}[] {
  const { nameEs, uploadedAs, mostBytes } = kindRule(kind);
  if (!uploadedAs.includes(contentType)) {
    const taken = uploadedAs.map((type) => CONTENT_TYPE_NAMES_ES[type]).join(', ');
    const message =
      taken === '' ? `«${nameEs}» lo hace el Instituto y no se sube.` : `«${nameEs}» se sube como ${taken}.`;
    return [{ pointer: '/contentType', message }];
  }
  if (bytes <= mostBytes) return [];
  const message = `«${nameEs}» puede pesar hasta ${mostBytes / 1_000_000} MB. Digitalice en blanco y negro, o a menos puntos por pulgada.`;
  return [{ pointer: '/bytes', message }];
}

const SUBJECT_NAMES_ES: Readonly<Record<SubjectType, string>> = {
  file: 'el expediente',
  borrower: 'la persona acreditada',
  note: 'un pagaré',
  agreement: 'un convenio',
  case: 'un juicio',
  movement: 'un movimiento',
  dispute: 'una aclaración',
  invoice: 'una factura',
  institute: 'el Instituto',
};

async function refuseSubject(
  deps: ScanDeps,
  { kind, proves: { type, id } }: UploadRequest,
  file: FileSummary,
): Promise<void> {
  const { nameEs, proves } = kindRule(kind);
  if (!proves.includes(type)) {
    const names = proves.map((of) => SUBJECT_NAMES_ES[of]).join(', ');
    const message = `«${nameEs}» prueba algo de: ${names}.`;
    throw refuseScan('document-not-uploadable', message, { details: [{ pointer: '/proves/type', message }] });
  }
  if (await isOfFile(deps, { type, id }, file)) return;
  const message = `No es de ${SUBJECT_NAMES_ES[type]} de este expediente. Revise el identificador.`;
  throw refuseScan('subject-not-of-file', message, { details: [{ pointer: '/proves/id', message }] });
}

/** What the register and the ledger know is looked up; cases and disputes are other areas', and named by their id. */
async function isOfFile(
  { register, headsOfFile, money }: Pick<ScanDeps, 'register' | 'headsOfFile' | 'money'>,
  { type, id }: Subject,
  file: FileSummary,
): Promise<boolean> {
  switch (type) {
    case 'file':
      return id === file.fileId;
    case 'borrower':
      return id === file.borrowerId;
    case 'note':
      return (await register.findNote(id))?.fileId === file.fileId;
    case 'agreement':
      return (await headsOfFile(file.fileId)).agreements.some(({ agreementId }) => agreementId === id);
    case 'movement': {
      const { notes } = await headsOfFile(file.fileId);
      const journals = await Promise.all(notes.map(({ noteId }) => money.entriesOf(noteId)));
      return journals.flat().some(({ eventId }) => eventId === id);
    }
    case 'case':
    case 'dispute':
    case 'invoice':
      return true;
    case 'institute':
      return false;
  }
}

async function refuseReplaced(
  { documents }: ScanDeps,
  { replaces, fileId, kind }: UploadRequest,
  documentId: string,
): Promise<void> {
  // Sent again, the request may have replaced it already.
  if (replaces === null || (await documents.find(documentId)) !== undefined) return;
  const before = await documents.find(replaces);
  if (before?.fileId !== fileId) throw refuse('not-found', 'El documento que reemplaza no es de este expediente.');
  if (before.state === 'vaulted' && before.kind === kind) return;
  throw refuseScan(
    'document-not-replaceable',
    'Sólo se reemplaza un documento de la misma clase que está en la bóveda y que nadie ha reemplazado.',
  );
}

async function sameBytes(
  { documents }: Pick<ScanDeps, 'documents'>,
  request: UploadRequest,
): Promise<VaultDocument | undefined> {
  for (const documentId of await documents.withBytes(request.sha256)) {
    const other = await documents.find(documentId);
    if (other?.state === 'vaulted' && provesTheSame(other, request)) return other;
  }
  return undefined;
}

const provesTheSame = (document: VaultDocument, { fileId, kind, proves }: UploadRequest): boolean =>
  document.fileId === fileId &&
  document.kind === kind &&
  document.proves.type === proves.type &&
  document.proves.id === proves.id;
