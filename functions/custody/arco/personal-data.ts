import type { AccessTrail } from '../../../shared/audit/access-trail.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { ROLE_POSTS, ROLES, type Role } from '../../../shared/institute/posts.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import type { Heads } from '../../../shared/ledger/ledger-version.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import type { BorrowerData, RegisterPort, WholeFile } from '../../../shared/register/register-port.ts';
import type { DocumentStore } from '../../../shared/vault/document-store.ts';
import type { VaultDocument } from '../../../shared/vault/vault-document.ts';
import { type Disclosed, type DisclosureDeps, disclosuresOf } from '../disclosures/note-disclosure.ts';
import type { Original } from '../originals/original.ts';
import type { OriginalStore } from '../originals/original-store.ts';
import { refuseArco } from './arco-refusals.ts';
import { type ArcoRequest, folioOfRequest } from './arco-request.ts';
import type { ArcoStore } from './arco-store.ts';
import { type BlockStore, opensBlocked, refusalOfBlock } from './block.ts';
import { readRequest } from './receive-request.ts';

/** All that the institute holds of one person, as it is told to them. Of others named in the file, nothing. */
export interface PersonalData {
  readonly request: ArcoRequest;
  readonly borrower: BorrowerData;
  readonly file: WholeFile;
  readonly notes: readonly NoteData[];
  readonly entries: readonly (Entry & { readonly contractNumber: string })[];
  readonly documents: readonly VaultDocument[];
  readonly originals: readonly Original[];
  readonly disclosures: readonly Disclosed[];
  /** By which post of the institute it was looked at or changed, the newest first; no names of staff. */
  readonly accesses: readonly { readonly at: string; readonly post: string; readonly access: 'read' | 'write' }[];
  readonly requests: readonly ArcoRequest[];
  /** UTC instant at which it was put together. */
  readonly at: Date;
}

interface NoteData {
  readonly contractNumber: string;
  readonly product: string;
  readonly status: ReturnType<typeof valueNote>['status'];
  readonly owed: ReturnType<typeof valueNote>['owed'];
  /** Money of theirs on the note. */
  readonly held: ReturnType<typeof valueNote>['held'];
}

export interface PackageDeps extends Pick<DisclosureDeps, 'disclosures'> {
  readonly requests: ArcoStore;
  readonly blocks: Pick<BlockStore, 'find'>;
  readonly originals: OriginalStore;
  readonly documents: Pick<DocumentStore, 'allOfFile'>;
  readonly register: Pick<RegisterPort, 'wholeFile' | 'borrowerOfFile'>;
  readonly headsOfFile: (fileId: string) => Promise<Heads>;
  readonly entriesOf: (noteId: string) => Promise<readonly Entry[]>;
  readonly accesses: Pick<AccessTrail, 'ofRecord'>;
  readonly clock: Clock;
  /** As ZIP. */
  readonly pack: (data: PersonalData) => Promise<Uint8Array>;
}

/** Accesses that are told: the newest. */
const MOST_ACCESSES = 1_000;

/**
 * The package of a person's data (LGPDPPSO arts. 43 and 44), of a request of access that was granted. Refuses
 * `arco-step-refused` of any other, and `file-blocked` of a file that the caller may not open. Names neither cosigners nor staff: theirs are the data of others (art. 49).
 */
export async function downloadPersonalData(
  deps: PackageDeps,
  { params }: { readonly params: { readonly requestId: string } },
  caller: Caller,
) {
  const request = await readRequest(deps, params.requestId, caller);
  if (request.right !== 'access' || (request.state !== 'granted' && request.state !== 'executed'))
    throw refuseArco(
      'arco-step-refused',
      'El paquete de datos se arma de una solicitud de acceso que ya se autorizó como procedente.',
    );
  const block = await deps.blocks.find(request.fileId);
  if (block?.state === 'blocked' && !opensBlocked(caller, 'arco')) throw refusalOfBlock(block);
  const data = await gather(deps, request);
  const { borrowerId } = data.borrower;
  return {
    ...{ bytes: await deps.pack(data), fileName: `datos-personales-${folioOfRequest(request)}.zip` },
    records: [borrowerId],
  };
}

async function gather(deps: PackageDeps, request: ArcoRequest): Promise<PersonalData> {
  const { fileId } = request;
  const { register, clock } = deps;
  const [file, borrower, heads] = await Promise.all([
    register.wholeFile(fileId),
    register.borrowerOfFile(fileId),
    deps.headsOfFile(fileId),
  ]);
  if (file === undefined || borrower === undefined) throw new RangeError(`file ${fileId} is not in the register`);
  const contracts = new Map(file.notes.map(({ noteId, contractNumber }) => [noteId, contractNumber]));
  const journals = file.notes.map(async ({ noteId, contractNumber }) =>
    (await deps.entriesOf(noteId)).map((entry) => ({ ...entry, contractNumber })),
  );
  const documents: VaultDocument[] = [];
  for await (const document of deps.documents.allOfFile(fileId)) documents.push(document);
  // An access is noted under the id that says most about whom it was.
  const recordIds = [fileId, borrower.borrowerId, ...file.notes.map(({ noteId }) => noteId)];
  const [entries, originals, disclosures, requests, placed] = await Promise.all([
    Promise.all(journals),
    deps.originals.ofFile(fileId),
    disclosuresOf(deps, fileId),
    deps.requests.ofFile(fileId),
    Promise.all(recordIds.map((recordId) => deps.accesses.ofRecord(recordId, { limit: MOST_ACCESSES }))),
  ]);
  const today = clock.today();
  // One request that looked at the file, the person and a note is one.
  const requested = new Map(placed.flat().map(({ access }) => [`${access.at} ${access.correlationId}`, access]));
  const seen = [...requested.values()].map(({ at, roles, access }) => ({ at, access, post: postOf(roles) }));
  return {
    ...{ request, borrower, file, documents, originals, disclosures, requests, at: clock.now() },
    notes: heads.notes.map(({ noteId, note: { terms, state } }) => {
      const { status, owed, held } = valueNote(terms, state, today);
      const product = file.notes.find((note) => note.noteId === noteId)?.product ?? '';
      return { contractNumber: contracts.get(noteId) ?? noteId, product, status, owed, held };
    }),
    entries: entries.flat(),
    accesses: seen.toSorted((a, b) => (a.at < b.at ? 1 : -1)).slice(0, MOST_ACCESSES),
  };
}

const isRole = (text: string): text is Role => ROLES.some((role) => role === text);
const postOf = (roles: readonly string[]): string =>
  roles.map((role) => (isRole(role) ? ROLE_POSTS[role].name : role)).join(', ');
