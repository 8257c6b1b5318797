import type { Channel } from '../../../shared/loan-book/event.ts';
import type { PaymentDay } from '../payments/value-date.ts';
import type { ReferenceAlgorithmId } from '../references/reference-algorithm.ts';
import type { RowEffect, RowReading, StatedTotals } from './bank-row.ts';
import type { OwnerKind } from './institute-accounts.ts';

/** Encoding that the bank declares. Readers accept the other one too and say so in a warning. */
export type FileEncoding = 'ascii' | 'latin-1' | 'utf-8';

/** How the text of a field is understood. Every kind trims; a date is always a real day. */
export type FieldKind =
  | 'text'
  | 'digits'
  | 'code'
  | 'clabe'
  | 'amount'
  | 'date-ddmmyy'
  | 'date-ddmmyy-slashed'
  | 'date-yyyymmdd'
  | 'date-iso';

interface FieldDeclaration {
  /** Name in `BankRow.fields`. */
  readonly name: string;
  /** Name that people see, in Spanish. */
  readonly label: string;
  readonly kind: FieldKind;
  /** Amounts: `point` = written with two decimals; `implied` = the last two digits are centavos. */
  readonly decimals?: 'point' | 'implied';
  /** Codes: the ones known, with their Spanish meaning. */
  readonly codes?: Readonly<Record<string, string>>;
  /** Codes: what an unknown one is. Default `warning`. */
  readonly unknownCode?: 'fault' | 'warning';
}

export interface FixedField extends FieldDeclaration {
  /** First and last column, 1-based and inclusive, as the bank's manual counts them. */
  readonly from: number;
  readonly to: number;
}

export interface DelimitedField extends FieldDeclaration {
  /** Title of the column in the first line, compared without case, accents or spaces around. */
  readonly header: string;
}

/** A line in which the bank states how many rows there are, or how much money; it holds no movement itself. */
export interface TotalsLine {
  /** Its name for people, in Spanish, as a sentence begins: "El encabezado del emisor". */
  readonly name: string;
  readonly looksLike: RegExp;
  /** Which rows: those up to the next such line (it opens them) or since the one before (it closes them). */
  readonly covers: 'rows-after' | 'rows-before';
  /** Whether a file may come without it. */
  readonly optional: boolean;
  /** Null = the bank does not state it. A field left blank states nothing either. */
  readonly count: FixedField | null;
  readonly sum: FixedField | null;
}

export interface FixedWidthShape {
  readonly type: 'fixed-width';
  /** Characters of a detail line, without its line end. */
  readonly width: number;
  /** What a detail line looks like, loosely: tells layouts apart, never judges a row. */
  readonly looksLike: RegExp;
  /** Line that must come first and whose fields belong to every row after it; it may come again. */
  readonly header: { readonly name: string; readonly looksLike: RegExp; readonly fields: readonly FixedField[] } | null;
  /** What the bank states of its own file, compared before any row is posted; null = nothing. */
  readonly totals: TotalsLine | null;
  /** Other lines that hold no movement. */
  readonly ignoredLines: RegExp | null;
  readonly fields: readonly FixedField[];
}

export interface DelimitedShape {
  readonly type: 'delimited';
  readonly delimiter: ',' | ';' | '\t' | '|';
  readonly fields: readonly DelimitedField[];
}

/** A bank's layout as data: a new bank, or a new version, is one of these and no code. */
export interface LayoutDeclaration {
  readonly id: string;
  readonly version: number;
  /** Name that people see, in Spanish. */
  readonly name: string;
  readonly bank: string;
  /** Where the positions come from, and what the institute has not confirmed. */
  readonly source: string;
  readonly channel: Channel;
  readonly encoding: FileEncoding;
  /** What the bank writes; readers accept both. */
  readonly newline: 'crlf' | 'lf';
  /** Largest file accepted. */
  readonly maxBytes: number;
  /** Longest line held in memory; a longer one is a fault of its row. */
  readonly maxLineBytes: number;
  readonly shape: FixedWidthShape | DelimitedShape;
  /** Names of the fields that hold the amount and the day of the operation. */
  readonly amount: string;
  readonly operationDate: string;
  /** What days of a payment it tells, each with its field; which one is the value date, a table says (value-date.ts). */
  readonly days: Readonly<Partial<Record<PaymentDay, string>>>;
  /** Fields where the reference may be, the best first. */
  readonly references: readonly string[];
  readonly creditNumber: string | null;
  /** Codes of a field that make the row provisional (salvo buen fin); null = all rows are final. */
  readonly finality: { readonly field: string; readonly provisional: readonly string[] } | null;
  /**
   * Which fields make a row one payment at the bank; the rest (names, hours, balance, concept) only describe it.
   * `numberedBy`: the field among them that the bank gives once (folio, guide), so that the same key again is at most a
   * possible duplicate. Null: equal keys in one file are twins, different payments told apart by their number.
   */
  readonly paymentKey: { readonly fields: readonly string[]; readonly numberedBy: string | null };
  /** What a return shares with the payment it takes back: fields, and the payment reference when `reference` says so. */
  readonly returnKey: { readonly fields: readonly string[]; readonly reference: boolean } | null;
  /** Field that says whose money the file holds (institute-accounts.ts); null = the layout does not say. */
  readonly owner: { readonly field: string; readonly kind: OwnerKind } | null;
  /** Fields that a person reads to find out who paid. */
  readonly payerFields: readonly string[];
  /**
   * What each code of a field does; a code not listed moves no money and ends with `unknownReason` (with a `returnKey`
   * it takes the payment back, if there is one). Null = all pay.
   */
  readonly effect: {
    readonly field: string;
    readonly outcomes: Readonly<Record<string, RowEffect>>;
    readonly unknownReason: string;
    /**
     * Words in another field with which the bank says that money was returned: a row of no payment then takes one back
     * (`reason`), and money that comes in is doubted (`incoming`): it may be the institute's own transfer.
     */
    readonly returnWords?: {
      readonly field: string;
      readonly pattern: RegExp;
      readonly reason: string;
      readonly incoming: string;
    };
  } | null;
  /** Check digit of the institute's references in this file; null when the rows carry no reference. */
  readonly referenceAlgorithm: ReferenceAlgorithmId | null;
}

/** A layout ready to read files. */
export interface BankLayout extends LayoutDeclaration {
  /** Whether the first bytes of a file look like this layout (version included). Pure; never throws. */
  recognises(head: Uint8Array, fileName: string): boolean;
  /**
   * Reads a file as a stream, in memory bounded by a chunk and a line. Every line that holds something gives one
   * reading, good or faulty, in file order; blank lines and the bank's own heads give none. `onTotals` is told each line
   * of totals where it stands among the rows.
   * Throws a Refusal (reader-refusals.ts) when the file as a whole cannot be read.
   */
  read(bytes: AsyncIterable<Uint8Array>, onTotals?: (stated: StatedTotals) => void): AsyncIterable<RowReading>;
}
