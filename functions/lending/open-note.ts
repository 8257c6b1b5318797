import { canonicalHash } from '../../shared/canonical/canonical-json.ts';
import { deterministicId } from '../../shared/canonical/deterministic-id.ts';
import { etagOf } from '../../shared/http/record-version.ts';
import type { Caller } from '../../shared/http/route.ts';
import { inScope } from '../../shared/http/scope.ts';
import { eventIdOf } from '../../shared/ledger/idempotency.ts';
import type { NoteTerms } from '../../shared/loan-book/note-terms.ts';
import type { FileItem, NoteItem } from '../../shared/register/register-items.ts';
import type { LendingDeps } from './lending-deps.ts';
import type { OpenNoteBody } from './note.ts';
import type { TakenKeys } from './note-store.ts';
import type { ProductVersion } from './product.ts';
import { refuse } from './refusals.ts';
import { faultsOfNewNote, termsAtSigning } from './terms-at-signing.ts';
import { termsOfRegistered } from './terms-of-registered.ts';

interface Input {
  readonly params: { readonly fileId: string };
  readonly body: OpenNoteBody;
}

/** A contract has one note, whoever sends it and how often. */
export const noteIdOf = (contractNumber: string): string => deterministicId('note', contractNumber);
const openingKey = (noteId: string): string => `OPEN#${noteId}`;

/**
 * Opens a note: the register first, all of it in one transaction (state `opening`), then the ledger, then `open`.
 * The contract number is the key: the same request again finishes or answers the same, another request with that
 * number throws `contract-already-registered`. Throws `note-refused` with every fault at once, `product-not-in-force`,
 * `reference-taken`, `not-found` for a file out of scope.
 */
export async function openNote(deps: LendingDeps, { params, body }: Input, caller: Caller) {
  const file = inScope(caller, await deps.files.find(params.fileId), 'El expediente');
  const today = deps.clock.today();
  const version = await deps.products.inForce(body.product, body.signedOn);
  if (version === undefined) throw refuseProduct(body);
  const terms = termsAtSigning({ ...body, parameters: version.parameters }, await deps.calendar());
  const details = faultsOfNewNote(body, terms, today);
  if (details.length > 0) throw refuse('note-refused', 'Corrija lo señalado; no se guardó nada.', { details });

  const asked = newNote(file, body, version, terms, { changedOn: today, changedBy: caller.subject });
  const { note, isNew } = await registered(deps, asked, body);
  const signed = isNew ? terms : await termsOfRegistered(deps.products, note);
  await openInLedger(deps, note, body, signed, caller);
  const open = note.state === 'open' ? note : await deps.notes.markOpen(note);
  return {
    body: { noteId: open.noteId, endOfGrace: signed.endOfGrace, firstDueDate: signed.firstDueDate },
    etag: etagOf(open),
    location: `/v1/notes/${open.noteId}`,
    repeated: !isNew,
  };
}

function newNote(
  file: FileItem,
  body: OpenNoteBody,
  version: ProductVersion,
  terms: NoteTerms,
  written: Pick<NoteItem, 'changedOn' | 'changedBy'>,
): NoteItem {
  const { firstDisbursement: _paid, ...contract } = body;
  return {
    ...contract,
    noteId: noteIdOf(body.contractNumber),
    fileId: file.fileId,
    office: file.office,
    productVersion: version.appliesFrom,
    dueDateShifts: [...(terms.dueDateShifts ?? [])],
    state: 'opening',
    openingHash: canonicalHash({ fileId: file.fileId, body }),
    version: 1,
    ...written,
  };
}

/** The note as it stands in the register after this request; refused when its keys belong to something else. */
async function registered(deps: LendingDeps, asked: NoteItem, body: OpenNoteBody) {
  const { valueDate, amount, payee } = body.firstDisbursement;
  const first = {
    noteId: asked.noteId,
    eventId: eventIdOf('LENDING', openingKey(asked.noteId)),
    valueDate,
    amount,
    payee,
  };
  const taken = await deps.notes.create(asked, first);
  if (!taken.contract && !taken.reference && !taken.creditNumber) return { note: asked, isNew: true };
  const stored = await deps.notes.locate(asked.noteId);
  if (stored !== undefined && stored.openingHash === asked.openingHash) return { note: stored, isNew: false };
  throw refuseTaken(taken);
}

/** Idempotent: the ledger answers its first result when it has opened this note with these values before. */
async function openInLedger(
  deps: LendingDeps,
  note: NoteItem,
  body: OpenNoteBody,
  terms: NoteTerms,
  caller: Caller,
): Promise<void> {
  const { noteId, fileId, office, product } = note;
  const { valueDate, amount } = body.firstDisbursement;
  await deps.ledger.openNote({
    fileId,
    noteId,
    terms,
    dimensions: { office, stage: 'administrative', agent: null, product },
    contractedOn: note.signedOn,
    event: { kind: 'disbursed', valueDate, amount },
    idempotency: { scope: 'LENDING', key: openingKey(noteId), input: { openingHash: note.openingHash } },
    actor: caller.subject,
    reason: 'contract-signed',
    source: { type: 'system', id: noteId },
  });
}

function refuseProduct(body: OpenNoteBody) {
  const message = `El producto "${body.product}" no tiene una versión vigente el ${body.signedOn}. Revise la fecha de firma o defina la versión.`;
  return refuse('product-not-in-force', message, { details: [{ pointer: '/product', message }] });
}

export function refuseTaken(taken: TakenKeys) {
  const details = [
    ...(taken.contract
      ? [{ pointer: '/contractNumber', message: 'El número de contrato ya está registrado con otros datos.' }]
      : []),
    ...(taken.reference
      ? [{ pointer: '/paymentReference', message: 'La referencia de pago ya identifica a otro contrato o expediente.' }]
      : []),
    ...(taken.creditNumber
      ? [{ pointer: '/creditNumber', message: 'El número de crédito ya identifica a otro contrato.' }]
      : []),
  ];
  const code = taken.contract ? 'contract-already-registered' : 'reference-taken';
  return refuse(code, 'Revise los números señalados contra el contrato; no se guardó nada.', { details });
}
