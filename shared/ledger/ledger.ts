import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Office } from '../institute/offices.ts';
import type { Arrival } from '../loan-book/arrival.ts';
import type { ByComponent } from '../loan-book/component.ts';
import type { Channel, NoteEvent } from '../loan-book/event.ts';
import type { Application, Lines } from '../loan-book/line.ts';
import type { NoteStatus } from '../loan-book/note-state.ts';
import type { NoteTerms } from '../loan-book/note-terms.ts';
import type { NextDue } from '../loan-book/valuation.ts';
import type { Centavos } from '../money/centavos.ts';
import type { Dimensions, Entry, Source } from './ledger-items.ts';

/**
 * Notes that one payment reaches at most: a transaction of DynamoDB takes 100 items, and a payment on a file needs its
 * key, a head, an entry and an adjustment for each note, and two for the file's credit.
 */
export const MOST_NOTES = 32;

/** Namespaces of idempotency keys. A key is bound to a hash of its input for years. */
export type IdempotencyScope =
  | 'WINDOW'
  | 'BANKROW'
  | 'DEPOSIT'
  | 'CREDIT'
  | 'CUTOVER'
  | 'LENDING'
  | 'CORRECTION'
  | 'AGREEMENT'
  | 'ACCESS'
  | 'MAIL'
  | 'LINK'
  | 'DOCUMENT'
  | 'INVOICE'
  | 'SYSTEM';

/**
 * An event as its sender states it. The ledger sets the rest once: `recordedOn` from its clock, and the id from the
 * idempotency key (`eventIdOf`), so that no event can be written twice under two keys.
 */
export type NewEvent = NoteEvent extends infer E ? (E extends NoteEvent ? Omit<E, 'recordedOn' | 'id'> : never) : never;

/** What every posting states besides what it does. */
export interface PostingBase {
  readonly idempotency: {
    readonly scope: IdempotencyScope;
    readonly key: string;
    /** Everything that makes two requests "the same": hashed canonically. Same key, other input → conflict. */
    readonly input: unknown;
  };
  readonly actor: string;
  /** Reason code in kebab-case English ("bank-file", "same-day-cancellation", "bounced-cheque" …). */
  readonly reason: string;
  readonly source: Source;
  readonly officeOfPayment?: Office;
}

export interface NoteInFile {
  readonly fileId: string;
  readonly noteId: string;
}

export interface NotePosting extends PostingBase, NoteInFile {
  /**
   * Neither side of a transfer: money that leaves one note without reaching the other would be lost. Nothing of an
   * agreement: it is on all its notes.
   */
  readonly event: Exclude<
    NewEvent,
    {
      kind:
        | 'credit-transferred'
        | 'credit-received'
        | 'agreement-signed'
        | 'agreement-broken'
        | 'agreement-fulfilled'
        | 'regenerated-out'
        | 'regenerated-in';
    }
  >;
}

/** Money held on a note that is put to another note of the same file, as a payment of that day. */
export interface CreditTransfer extends PostingBase {
  readonly fileId: string;
  readonly fromNoteId: string;
  readonly toNoteId: string;
  readonly valueDate: CalendarDate;
  readonly amount: Centavos;
}

/** A payment on a whole file: spread over its notes by the file's rule, the excess into its credit head. */
export interface FilePayment extends PostingBase {
  readonly fileId: string;
  /** Borrower's choice comes first; the rest in the configured order. */
  readonly chosenNoteIds?: readonly string[];
  readonly event: Extract<NewEvent, { kind: 'paid' }>;
}

/** A payment that somebody thinks of making. */
export interface PaymentToPreview {
  readonly fileId: string;
  /** Null: the whole file. */
  readonly noteId: string | null;
  readonly chosenNoteIds?: readonly string[] | undefined;
  readonly event: Extract<NewEvent, { kind: 'paid' }>;
}

export interface NoteOpening extends PostingBase, NoteInFile {
  readonly terms: NoteTerms;
  readonly dimensions: Dimensions;
  /** Day of the contract, which decides what note is the oldest; absent = the value date of the opening. */
  readonly contractedOn?: CalendarDate;
  /** First event of the note (disbursed or brought-forward). */
  readonly event: NewEvent;
}

export interface Reversal extends PostingBase {
  readonly fileId: string;
  readonly noteIds: readonly string[];
  /** As given in `Posted.eventId`. */
  readonly eventId: string;
  /** Value date of the event, when the caller knows it: less of the past is read. */
  readonly valueDate?: CalendarDate;
}

export interface PostedPart {
  readonly noteId: string;
  readonly eventId: string;
  /** Seqs of the entries written on the note: one, or two when the past was replayed (adjustment). */
  readonly seqs: readonly number[];
  /** Present for payments, applied credit and reversals of them. */
  readonly application?: Application;
  readonly balancesAfter: ByComponent;
  readonly replayed: boolean;
}

export interface Posted {
  /** `already-posted`: the same key with the same input came before; this is its first result. */
  readonly outcome: 'posted' | 'already-posted';
  readonly eventId: string;
  readonly recordedOn: CalendarDate;
  readonly recordedAt: string;
  readonly amount: Centavos;
  /** This payment's own excess, held in the file's credit head (part of its application). */
  readonly credit: Centavos;
  /** What the credit head changed by in all: the excess, and what a replay moved into or out of it. */
  readonly creditChange: Centavos;
  readonly parts: readonly PostedPart[];
}

/** The same idempotency key came before with another input. Carries where the first came from. */
export class IdempotencyConflict extends Error {
  override readonly name = 'IdempotencyConflict';
  readonly firstSource: Source;
  readonly firstRecordedOn: string;
  constructor(firstSource: Source, firstRecordedOn: string) {
    super('the idempotency key was used before with another input');
    this.firstSource = firstSource;
    this.firstRecordedOn = firstRecordedOn;
  }
}

export interface NoteBalance {
  readonly noteId: string;
  readonly fileId: string;
  readonly asOf: CalendarDate;
  /** Owed on the date, accrued interest included (recognised or not). */
  readonly owed: ByComponent;
  /** Of it, what a payment can pay: less what a live agreement forgives if it is kept. */
  readonly payable: ByComponent;
  /** Of that, what is due (matured) on the date. */
  readonly due: ByComponent;
  readonly daysPastDue: number;
  readonly nextDue: NextDue | null;
  readonly status: NoteStatus;
  /** A live agreement says what is paid on it. */
  readonly underAgreement: boolean;
  /** Money of the borrower held on the note on the date. */
  readonly held: Centavos;
  /** Besides what is owed: given up as a loss and not recovered. */
  readonly writtenOff: ByComponent;
  /** As corrected by the date. */
  readonly terms: NoteTerms;
  readonly dimensions: Dimensions;
}

/** A note today, without and with something that has not been posted. */
export interface EffectOnNote {
  readonly before: NoteBalance;
  readonly after: NoteBalance;
}

/** A payment as it stands in the journal, whether it reached one note or several of its file. */
export interface PaymentInLedger {
  /** As given in `Posted.eventId`. */
  readonly eventId: string;
  readonly fileId: string;
  /** The notes that it reached, and its entry in the journal of each: as it was placed then, no replay since (placed.ts). */
  readonly noteIds: readonly string[];
  readonly entries: readonly Entry[];
  /** Of all of them. */
  readonly amount: Centavos;
  readonly valueDate: CalendarDate;
  readonly channel: Channel;
  readonly arrival: Arrival | undefined;
  readonly recordedOn: CalendarDate;
  readonly source: Source;
  /** Who recorded it. */
  readonly actor: string;
  readonly officeOfPayment: Office | undefined;
  /** Of the file, when it was recorded. */
  readonly dimensions: Dimensions;
  /** Day on which it was taken back; null while it stands. */
  readonly reversedOn: CalendarDate | null;
}

/** What the notes of a file owe on a day, and the credit held on them. */
export interface FileBalance {
  readonly notes: readonly NoteBalance[];
  readonly credit: Centavos;
}

/**
 * The only writer of money. Each method is one DynamoDB transaction (version, idempotency, conditions);
 * contention is retried with jitter for up to 20 s, then refused as `busy-try-later`.
 */
export interface Ledger {
  openNote(command: NoteOpening): Promise<Posted>;
  postToNote(command: NotePosting): Promise<Posted>;
  payFile(command: FilePayment): Promise<Posted>;
  /** What `payFile` (or `postToNote`) would do now, by the same way; nothing is written. */
  previewPayment(payment: PaymentToPreview): Promise<Pick<Posted, 'amount' | 'credit' | 'parts'>>;
  /** What a note owes today and what it would after `event`, by the same way; undefined when there is no such note. Nothing is written. */
  previewOnNote(event: NoteInFile & Pick<NotePosting, 'event'>): Promise<EffectOnNote | undefined>;
  /** Both notes in one posting, under one event: it is taken back on both or on none. */
  transferCredit(command: CreditTransfer): Promise<Posted>;
  /** Takes every part of a posted event back. */
  reverse(command: Reversal): Promise<Posted>;
  /**
   * Brings a note under today's version of the fold: one `restated` entry, or none when nothing changes. A note that is
   * there already is left as it is: `already-posted`. The ledger sets key and reason.
   */
  restateNote(command: NoteInFile & Pick<PostingBase, 'actor' | 'source'>): Promise<Posted>;
  /** What `restateNote` would book now, nothing being written; undefined when the note is under today's version. */
  restatementOf(note: NoteInFile): Promise<Lines | undefined>;
  balanceOfNote(fileId: string, noteId: string, asOf: CalendarDate): Promise<NoteBalance | undefined>;
  balancesOfFile(fileId: string, asOf: CalendarDate): Promise<FileBalance>;
  /** The same of several days, in their order, by one reading: no payment comes between them. */
  balancesByDay(fileId: string, days: readonly CalendarDate[]): Promise<FileBalance[]>;
  /** Credit held now on the notes of each file, centavos; files that never had any are missing. */
  creditsOfFiles(fileIds: readonly string[]): Promise<ReadonlyMap<string, Centavos>>;
  entriesOfNote(noteId: string, page?: { afterSeq?: number; limit?: number }): Promise<Entry[]>;
  /** A payment by its id among the notes of its file; undefined when it is on none. Reads their journals. */
  paymentOfFile(fileId: string, eventId: string): Promise<PaymentInLedger | undefined>;
  /** The first result of a key, if it was used. */
  findPosted(scope: IdempotencyScope, key: string): Promise<Posted | undefined>;
}
