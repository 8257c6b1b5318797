import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Channel } from '../../../shared/loan-book/event.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';

/** A row of a bank file as a reader understood it. The reader knows layouts, nothing of loans. */
export interface BankRow {
  /** 1-based line in the file. */
  readonly line: number;
  /**
   * Every field the bank wrote, by its layout name, trimmed; dates as YYYY-MM-DD and amounts as "1250.50", so that
   * the same row written by another version of the layout has the same key (row-identity.ts).
   */
  readonly fields: Readonly<Record<string, string>>;
  readonly amount: Centavos;
  readonly channel: Channel;
  /** Day of the deposit or charge. */
  readonly operationDate: CalendarDate;
  /** When the borrower paid (payments/value-date.ts). */
  readonly valueDate: CalendarDate;
  /** Payment reference (upper case, no spaces), or null when the row has none that looks like one. */
  readonly reference: string | null;
  /** What the bank wrote where references go, letter by letter. */
  readonly referenceText: string;
  /** What the bank wrote of the payer (reference, name, concept): for the person who looks for the owner. */
  readonly payerText: string;
  /** Direct debit: the credit number instead of a reference. */
  readonly creditNumber: string | null;
  /** `provisional` = salvo buen fin. */
  readonly finality: 'final' | 'provisional';
  readonly effect: RowEffect;
}

export type RowEffect =
  /** Moves money to the institute. `doubt`: why it may be no payment of a borrower; a person has to look at it. */
  | { readonly type: 'payment'; readonly doubt?: string }
  /** Moves none; ends rejected with the reason. */
  | { readonly type: 'none'; readonly reason: string }
  /**
   * The bank takes a payment back. `certain`: it says so, and a person is asked in any case. Otherwise the row is one
   * only when a payment with the same key comes, before or after; alone it moves nothing (a charge never made).
   */
  | { readonly type: 'return'; readonly reason: string; readonly certain: boolean };

/** What went wrong in a row that could not be understood. */
export interface RowFault {
  /** 1-based: the character in a fixed-width line, the column of a CSV. */
  readonly column: number;
  readonly message: string;
}

export type RowReading =
  /** `warnings`: the row is good, but a person should know (an encoding, a code or a CLABE that is not as declared). */
  | { readonly ok: true; readonly row: BankRow; readonly warnings?: readonly RowFault[] }
  | {
      readonly ok: false;
      readonly line: number;
      readonly faults: readonly RowFault[];
      readonly amount: Centavos | null;
    };

/** What a bank states of the rows of its file. */
export interface StatedTotals {
  /** 1-based line where it states it. */
  readonly line: number;
  /** Null = it says nothing. */
  readonly count: number | null;
  readonly sum: Centavos | null;
}
