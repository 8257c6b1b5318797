import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type * as z from 'zod';
import { batchGet } from '../store/batches.ts';
import { queryAll } from '../store/pages.ts';
import { type ContactPoint, fullName } from './person-fields.ts';
import {
  type BorrowerItem,
  borrowerFileItemSchema,
  borrowerItemSchema,
  type CosignerItem,
  contractSentinelSchema,
  cosignerItemSchema,
  fileItemSchema,
  locatorItemSchema,
  type NoteItem,
  noteItemSchema,
  referenceItemSchema,
} from './register-items.ts';
import {
  borrowerFileKey,
  COSIGNER_PREFIX,
  contractSentinelKey,
  creditNumberKey,
  fileKey,
  filePartition,
  locatorKey,
  NOTE_PREFIX,
  noteKey,
  profileKey,
  referenceKey,
} from './register-keys.ts';
import type { NoteSummary, PersonContactPoint, ReferenceTarget, RegisterPort, Signatory } from './register-port.ts';
import { similarReferences } from './similar-references.ts';

/** Keys of one BatchGet: what a suggestion may cost at most (50 RRU when every key is missing or small). */
const MOST_CANDIDATES = 100;

export interface RegisterReaderDeps {
  readonly documents: DynamoDBDocumentClient;
  /** Value of REGISTER_TABLE. */
  readonly tableName: string;
  /**
   * Whether a text could be a reference at all (its check digit fits). Given, suggestions look at every one-character
   * mistake; left out, only at the 100 likeliest.
   */
  readonly couldBeReference?: (candidate: string) => boolean;
}

interface Key {
  readonly PK: string;
  readonly SK: string;
}

/**
 * The register's read port over DynamoDB. Reads are eventually consistent (0.5 RRU for an item up to 4 KB):
 * references and contracts do not change once written, and a corrected phone may lag for a second. A stored item that does not parse throws a ZodError.
 */
export function registerStoreReader(deps: RegisterReaderDeps): RegisterPort {
  const { documents, tableName } = deps;

  async function get<Schema extends z.ZodType>(key: Key, schema: Schema): Promise<z.output<Schema> | undefined> {
    const { Item } = await documents.send(new GetCommand({ TableName: tableName, Key: key }));
    return Item === undefined ? undefined : schema.parse(Item);
  }

  async function targets(texts: readonly string[], keyOf: (text: string) => Key) {
    const items = await batchGet(
      documents,
      tableName,
      texts.map((text) => ({ ...keyOf(text) })),
    );
    const found = new Map(items.map((item) => [item.PK, referenceItemSchema.parse(item)]));
    return new Map(
      texts.flatMap((text) => {
        const target = found.get(keyOf(text).PK);
        return target === undefined ? [] : [[text, target] as const];
      }),
    );
  }

  async function noteOfFile(fileId: string, noteId: string): Promise<NoteSummary | undefined> {
    const note = await get(noteKey(fileId, noteId), noteItemSchema);
    return note === undefined ? undefined : summaryOfNote(note);
  }

  async function fileAndBorrower(fileId: string) {
    const file = await get(fileKey(fileId), fileItemSchema);
    if (file === undefined) return undefined;
    const borrower = await get(profileKey(file.borrowerId), borrowerItemSchema);
    if (borrower === undefined) throw new Error(`file ${fileId} has no borrower in the register`);
    return { file, borrower };
  }

  return {
    findReference: (reference) => get(referenceKey(reference), referenceItemSchema),

    findCreditNumber: (creditNumber) => get(creditNumberKey(creditNumber), referenceItemSchema),

    findReferences: (references) => targets(references, referenceKey),

    findCreditNumbers: (creditNumbers) => targets(creditNumbers, creditNumberKey),

    async findNote(noteId) {
      const located = await get(locatorKey(noteId), locatorItemSchema);
      return located === undefined ? undefined : noteOfFile(located.fileId, noteId);
    },

    async findFile(fileId) {
      const found = await fileAndBorrower(fileId);
      if (found === undefined) return undefined;
      const { borrowerId, name } = found.borrower;
      return { fileId, borrowerId, borrowerName: fullName(name), office: found.file.office };
    },

    async findAddressees(fileIds) {
      const files = (await batchGet(documents, tableName, fileIds.map(fileKey))).map((item) =>
        fileItemSchema.parse(item),
      );
      const profiles = await batchGet(
        documents,
        tableName,
        files.map(({ borrowerId }) => profileKey(borrowerId)),
      );
      const borrowers = new Map(profiles.map((item) => [item.borrowerId, borrowerItemSchema.parse(item)]));
      return new Map(
        files.map(({ fileId, borrowerId }) => {
          const borrower = borrowers.get(borrowerId);
          if (borrower === undefined) throw new Error(`file ${fileId} has no borrower in the register`);
          return [fileId, { fileId, name: fullName(borrower.name), address: borrower.address }];
        }),
      );
    },

    async borrowerOfFile(fileId) {
      const found = await fileAndBorrower(fileId);
      if (found === undefined) return undefined;
      const { borrowerId, name, curp, rfc, clabe, address, contactPoints } = found.borrower;
      return { borrowerId, name: fullName(name), curp, rfc, clabe, address, contactPoints };
    },

    async fileOfBorrower(borrowerId) {
      return (await get(borrowerFileKey(borrowerId), borrowerFileItemSchema))?.fileId;
    },

    async notesOfFile(fileId) {
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'PK = :file AND begins_with(SK, :note)',
        ExpressionAttributeValues: { ':file': filePartition(fileId), ':note': NOTE_PREFIX },
      };
      const notes: NoteSummary[] = [];
      for await (const item of queryAll(documents, query)) notes.push(summaryOfNote(noteItemSchema.parse(item)));
      return notes;
    },

    async wholeFile(fileId) {
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'PK = :file',
        ExpressionAttributeValues: { ':file': filePartition(fileId) },
      };
      const items: Record<string, unknown>[] = [];
      for await (const item of queryAll(documents, query)) items.push(item);
      const of = (prefix: string) => items.filter(({ SK }) => String(SK).startsWith(prefix));
      const found = items.find(({ SK }) => SK === fileKey(fileId).SK);
      if (found === undefined) return undefined;
      const { borrowerId, office, paymentReference } = fileItemSchema.parse(found);
      const borrower = await get(profileKey(borrowerId), borrowerItemSchema);
      if (borrower === undefined) throw new Error(`file ${fileId} has no borrower in the register`);
      const cosigners = of(COSIGNER_PREFIX).map((item) => cosignerItemSchema.parse(item));
      return {
        ...{ fileId, borrowerId, borrowerName: fullName(borrower.name), office, paymentReference },
        signatories: [
          signatoryOf('borrower', borrower),
          ...cosigners.map((cosigner) => signatoryOf(`cosigner-${cosigner.number}`, cosigner)),
        ],
        notes: of(NOTE_PREFIX).map((item) => summaryOfNote(noteItemSchema.parse(item))),
      };
    },

    async contactPoints(fileId) {
      const file = await get(fileKey(fileId), fileItemSchema);
      if (file === undefined) return [];
      const borrower = await get(profileKey(file.borrowerId), borrowerItemSchema);
      if (borrower === undefined) throw new Error(`file ${fileId} has no borrower in the register`);
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'PK = :file AND begins_with(SK, :cosigner)',
        ExpressionAttributeValues: { ':file': filePartition(fileId), ':cosigner': COSIGNER_PREFIX },
      };
      const found = contactPointsOf('borrower', borrower);
      for await (const item of queryAll(documents, query)) {
        found.push(...contactPointsOf('cosigner', cosignerItemSchema.parse(item)));
      }
      return found;
    },

    async findSimilarReferences(reference) {
      const keys = likelyReferences(reference, deps.couldBeReference).map(referenceKey);
      const items = await batchGet(documents, tableName, keys);
      return items.map(referenceAndTarget).sort((a, b) => (a.reference < b.reference ? -1 : 1));
    },

    async findContract(contractNumber) {
      const holder = await get(contractSentinelKey(contractNumber), contractSentinelSchema);
      return holder === undefined ? undefined : noteOfFile(holder.fileId, holder.noteId);
    },
  };
}

function summaryOfNote(note: NoteItem): NoteSummary {
  const { noteId, fileId, contractNumber, office, product, paymentReference } = note;
  return { noteId, fileId, contractNumber, office, product, paymentReference };
}

function signatoryOf(
  signatory: string,
  { name, curp, contactPoints }: Pick<CosignerItem, 'name' | 'curp' | 'contactPoints'>,
): Signatory {
  const of = (wanted: ContactPoint['kind']) =>
    contactPoints.flatMap(({ kind, value }) => (kind === wanted ? [value] : []));
  return { signatory, name: fullName(name), curp, emails: of('email'), phones: of('phone') };
}

function contactPointsOf(
  person: PersonContactPoint['person'],
  { name, contactPoints }: Pick<BorrowerItem, 'name' | 'contactPoints'>,
): PersonContactPoint[] {
  return contactPoints.map(({ kind, value }) => ({ person, name: fullName(name), kind, value }));
}

function likelyReferences(reference: string, couldBe: ((candidate: string) => boolean) | undefined): string[] {
  const likely: string[] = [];
  for (const candidate of similarReferences(reference)) {
    if (likely.length === MOST_CANDIDATES) break;
    if (couldBe === undefined || couldBe(candidate)) likely.push(candidate);
  }
  return likely;
}

function referenceAndTarget(item: Record<string, unknown>): { reference: string; target: ReferenceTarget } {
  return { reference: String(item.PK).replace(/^REFERENCE#/, ''), target: referenceItemSchema.parse(item) };
}
