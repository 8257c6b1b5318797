import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { sees } from '../../../shared/http/scope.ts';
import type { NoteSummary, RegisterPort } from '../../../shared/register/register-port.ts';
import type { Subject, VaultDocument } from '../../../shared/vault/vault-document.ts';
import { beginUpload, documentThere, kindFaults, type UploadRequest } from './request-upload.ts';
import type { ScanDeps } from './scan-deps.ts';
import { type NameFault, readScanName, type ScanName } from './scan-name.ts';
import type { UploadForm } from './upload-form.ts';

export interface ScanBatchDeps extends ScanDeps {
  readonly register: ScanDeps['register'] & Pick<RegisterPort, 'findContract'>;
}

/** One file of a folder: its name, and what is about to be uploaded. */
export interface BatchRow {
  readonly fileName: string;
  readonly bytes: number;
  readonly sha256: string;
}

export const BATCH_OUTCOMES_ES = {
  'to-upload': 'Por subir',
  'in-review': 'Subido, en revisión',
  'in-vault': 'Ya está en la bóveda',
  refused: 'Se rechazó: corríjalo y súbalo de nuevo',
  'no-kind': 'El nombre no dice qué es: contrato, pagaré, garantía, identificación, domicilio o estudios',
  'no-type': 'No es PDF, JPG, PNG ni TIFF',
  'no-contract': 'El nombre no empieza con un número de contrato',
  'contract-unknown': 'El contrato no existe o no es de su oficina',
  'too-large': 'Pesa más de lo que se acepta',
} as const;
export type BatchOutcome = keyof typeof BATCH_OUTCOMES_ES;

export interface BatchAnswer {
  readonly fileName: string;
  readonly outcome: BatchOutcome;
  readonly note: NoteSummary | null;
  readonly document: VaultDocument | null;
  readonly form: UploadForm | null;
}

/** Rows on their way at once. */
const AT_ONCE = 20;

/**
 * What becomes of each scan of a part of a folder, by its name: a form for those that are not there. A trial only looks. The same
 * scan of the same paper is one document however often it is asked for, so that an upload that was cut off is begun again from the start
 * and only uploads what is missing.
 */
export async function batchScans(
  deps: ScanBatchDeps,
  { rows, isTrial }: { readonly rows: readonly BatchRow[]; readonly isTrial: boolean },
  caller: Caller,
): Promise<BatchAnswer[]> {
  const answers: BatchAnswer[] = [];
  for (let first = 0; first < rows.length; first += AT_ONCE) {
    const some = rows.slice(first, first + AT_ONCE);
    answers.push(...(await Promise.all(some.map((row) => answerRow(deps, row, isTrial, caller)))));
  }
  return answers;
}

async function answerRow(deps: ScanBatchDeps, row: BatchRow, isTrial: boolean, caller: Caller): Promise<BatchAnswer> {
  const { fileName } = row;
  const end = (outcome: BatchOutcome, more: Partial<BatchAnswer> = {}): BatchAnswer => ({
    ...{ fileName, outcome, note: null, document: null, form: null, ...more },
  });
  const name: ScanName | NameFault = readScanName(fileName);
  if (typeof name === 'string') return end(name);
  const note = await noteOf(deps, name.contracts, caller);
  if (note === undefined) return end('contract-unknown');
  if (kindFaults({ ...name, bytes: row.bytes }).length > 0) return end('too-large', { note });
  const request = await requestOf(deps, name, note, row);
  const key = `${note.noteId}|${name.kind}|${row.sha256}`;
  const documentId = await idOf(deps, key);
  if (isTrial) {
    const known = await documentThere(deps, request, documentId);
    return end(known === undefined ? 'to-upload' : outcomeOf(known), { note, document: known ?? null });
  }
  const { document, form } = await beginUpload(deps, request, { documentId, key, office: note.office }, caller);
  return end(outcomeOf(document), { note, document, form });
}

/** Of the first asking whose bytes may be there: what ran out, or never came as it was declared, is asked for anew. */
async function idOf({ documents }: ScanBatchDeps, key: string): Promise<string> {
  for (let times = 0; ; times += 1) {
    const documentId = deterministicId('document-batch', `${key}|${times}`);
    const known = await documents.find(documentId);
    if (known === undefined || !neverCame(known)) return documentId;
  }
}

const neverCame = ({ state, refusal }: VaultDocument): boolean =>
  state === 'expired' || refusal === 'wrong-bytes' || refusal === 'never-scanned';

async function noteOf(
  { register }: ScanBatchDeps,
  contracts: readonly string[],
  caller: Caller,
): Promise<NoteSummary | undefined> {
  for (const number of contracts) {
    const note = await register.findContract(number);
    if (note !== undefined) return sees(caller, note.office) ? note : undefined;
  }
  return undefined;
}

async function requestOf(
  { register }: ScanBatchDeps,
  { kind, contentType }: ScanName,
  { noteId, fileId }: NoteSummary,
  row: BatchRow,
): Promise<UploadRequest> {
  const isOfNote = kind === 'contract' || kind === 'promissory-note' || kind === 'guarantee';
  const file = isOfNote ? undefined : await register.findFile(fileId);
  const proves: Subject = file === undefined ? { type: 'note', id: noteId } : { type: 'borrower', id: file.borrowerId };
  return { ...row, fileId, kind, contentType, proves, replaces: null };
}

function outcomeOf({ state }: VaultDocument): BatchOutcome {
  switch (state) {
    case 'requested':
      return 'to-upload';
    case 'uploaded':
    case 'clean':
      return 'in-review';
    case 'vaulted':
    case 'superseded':
    case 'disposed':
      return 'in-vault';
    case 'refused':
      return 'refused';
    // Another is asked for in its place (idOf).
    case 'expired':
      return 'to-upload';
  }
}
