import type { Office } from '../ledger/ledger-items.ts';

/** What areas may read of borrowers, files and notes. `functions/lending` is the only writer. */
export interface NoteSummary {
  readonly noteId: string;
  readonly fileId: string;
  readonly contractNumber: string;
  readonly office: Office;
  readonly product: string;
}

export interface FileSummary {
  readonly fileId: string;
  readonly borrowerId: string;
  readonly borrowerName: string;
  readonly office: Office;
}

/** What a payment reference points at. */
export type ReferenceTarget = { readonly fileId: string; readonly noteId: string | null; readonly office: Office };

export interface RegisterPort {
  /** One GetItem. `reference` as printed on the payment slip, upper case, check digits included. */
  findReference(reference: string): Promise<ReferenceTarget | undefined>;
  /** Direct debit: credit number (12 digits) → target. One GetItem. */
  findCreditNumber(creditNumber: string): Promise<ReferenceTarget | undefined>;
  findNote(noteId: string): Promise<NoteSummary | undefined>;
  findFile(fileId: string): Promise<FileSummary | undefined>;
  notesOfFile(fileId: string): Promise<NoteSummary[]>;
  /** References whose text differs from `reference` by one character or a transposition, for suggestions. */
  findSimilarReferences(reference: string): Promise<{ reference: string; target: ReferenceTarget }[]>;
  findContract(contractNumber: string): Promise<NoteSummary | undefined>;
}
