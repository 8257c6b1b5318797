import type { Office } from '../institute/offices.ts';
import type { Address, ContactPoint } from './person-fields.ts';

/** What areas may read of borrowers, files and notes. `functions/lending` is the only writer. */
export interface NoteSummary {
  readonly noteId: string;
  readonly fileId: string;
  readonly contractNumber: string;
  readonly office: Office;
  readonly product: string;
  /** Reference that pays this note, as on its payment slips. */
  readonly paymentReference: string;
}

export interface FileSummary {
  readonly fileId: string;
  readonly borrowerId: string;
  readonly borrowerName: string;
  readonly office: Office;
}

/** A way to reach somebody who owes or answers for a file. Personal data: whoever shows it logs that it was read. */
export interface PersonContactPoint {
  readonly person: 'borrower' | 'cosigner';
  /** Full name, given names first. */
  readonly name: string;
  readonly kind: ContactPoint['kind'];
  /** Ten digits of a phone, or an e-mail address. */
  readonly value: string;
}

/** To whom and where a letter about a file is sent. Personal data. */
export interface Addressee {
  readonly fileId: string;
  readonly name: string;
  /** Null: nobody has said it. */
  readonly address: Address | null;
}

/** Everything that the register holds of a borrower. Personal data. */
export interface BorrowerData {
  readonly borrowerId: string;
  readonly name: string;
  readonly curp: string;
  readonly rfc: string | null;
  readonly clabe: string | null;
  readonly address: Address | null;
  readonly contactPoints: readonly ContactPoint[];
}

/** Who signed the notes of a file and answers for them. Personal data. */
export interface Signatory {
  /** `borrower`, or `cosigner-<number>`. */
  readonly signatory: string;
  readonly name: string;
  readonly curp: string | null;
  readonly emails: readonly string[];
  /** Ten digits each. */
  readonly phones: readonly string[];
}

/** A file with its people and notes. */
export interface WholeFile extends FileSummary {
  /** Reference that pays the whole file, when it has one. */
  readonly paymentReference: string | null;
  /** The borrower first, then the cosigners in their order. */
  readonly signatories: readonly Signatory[];
  readonly notes: readonly NoteSummary[];
}

/** What a payment reference points at. */
export type ReferenceTarget = { readonly fileId: string; readonly noteId: string | null; readonly office: Office };

export interface RegisterPort {
  /** One GetItem. `reference` as printed on the payment slip, upper case, check digits included. */
  findReference(reference: string): Promise<ReferenceTarget | undefined>;
  /** Direct debit: credit number (12 digits) → target. One GetItem. */
  findCreditNumber(creditNumber: string): Promise<ReferenceTarget | undefined>;
  /** The same for many, one BatchGet for a hundred; those that point at nothing are left out. */
  findReferences(references: readonly string[]): Promise<ReadonlyMap<string, ReferenceTarget>>;
  findCreditNumbers(creditNumbers: readonly string[]): Promise<ReadonlyMap<string, ReferenceTarget>>;
  findNote(noteId: string): Promise<NoteSummary | undefined>;
  findFile(fileId: string): Promise<FileSummary | undefined>;
  /** The borrowers of many files: two BatchGets for a hundred; files that are not there are left out. */
  findAddressees(fileIds: readonly string[]): Promise<ReadonlyMap<string, Addressee>>;
  /** Two GetItems. */
  borrowerOfFile(fileId: string): Promise<BorrowerData | undefined>;
  /** The file of a borrower, who has one at most. One GetItem. */
  fileOfBorrower(borrowerId: string): Promise<string | undefined>;
  notesOfFile(fileId: string): Promise<NoteSummary[]>;
  /** One Query and one GetItem. */
  wholeFile(fileId: string): Promise<WholeFile | undefined>;
  /** Phones and e-mails of the file's borrower, then of its cosigners in their order; none for an unknown file. */
  contactPoints(fileId: string): Promise<PersonContactPoint[]>;
  /** References whose text differs from `reference` by one character or a transposition, for suggestions. */
  findSimilarReferences(reference: string): Promise<{ reference: string; target: ReferenceTarget }[]>;
  findContract(contractNumber: string): Promise<NoteSummary | undefined>;
}
