import { addDays, type CalendarDate, later } from '../../../shared/calendar/calendar-date.ts';
import type { AgreementHead } from '../../../shared/ledger/agreement-head.ts';
import type { Head } from '../../../shared/ledger/head-item.ts';
import { balanceOf } from '../../../shared/ledger/read-ledger.ts';
import type { AgreedPayment } from '../../../shared/loan-book/agreement-plan.ts';
import { standingOf, unmetPayments } from '../../../shared/loan-book/agreement-standing.ts';
import { addedByComponent, type ByComponent, sumOfComponents } from '../../../shared/loan-book/component.ts';
import type { NoteStatus } from '../../../shared/loan-book/note-state.ts';
import { type NextDue, payoffOn } from '../../../shared/loan-book/valuation.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import type { NoteSummary, WholeFile } from '../../../shared/register/register-port.ts';

export interface StatementInput {
  /** Business day in Hermosillo. */
  readonly today: CalendarDate;
  readonly at: Date;
  readonly file: WholeFile;
  /** Notes that the reader may see (scope-of-link.ts). */
  readonly notes: readonly NoteSummary[];
  readonly signatory: string;
  readonly heads: readonly Head[];
  readonly agreements: readonly AgreementHead[];
}

/** One note as its statement says it; centavos. */
export interface NoteStatement {
  /** 1, 2 … among those of the statement: its page's number, never an id. */
  readonly number: number;
  readonly noteId: string;
  readonly contractNumber: string;
  readonly paymentReference: string;
  readonly status: NoteStatus;
  readonly owed: ByComponent;
  readonly owedTotal: Centavos;
  /** What has fallen due, of what can be paid. */
  readonly dueTotal: Centavos;
  readonly notDueTotal: Centavos;
  /** Forgiven if the agreement on it is kept; no payment pays it while it lives. */
  readonly setAside: Centavos;
  readonly held: Centavos;
  /** Given up in the institute's books and owed still: what is paid once nothing else is owed recovers it. */
  readonly writtenOff: Centavos;
  readonly daysPastDue: number;
  readonly nextDue: NextDue | null;
  readonly inLawsuit: boolean;
}

export type Payoff =
  | { readonly kind: 'quoted'; readonly amount: Centavos; readonly perDay: Centavos }
  /** Nothing owed, or nothing but what the institute gave up; a lawsuit, whose office settles it; terms that keep what is paid in advance for later due dates. */
  | { readonly kind: 'nothing-owed' | 'only-lost' | 'in-lawsuit' | 'held-until-due' };

export interface AgreementStatement {
  readonly next: readonly AgreedPayment[];
  readonly lateSince: CalendarDate | null;
  readonly graceDays: number;
  /** Forgiven if all is kept, claimed again if not. */
  readonly forgives: Centavos;
}

/** What a statement says; whoever draws it adds no figure. */
export interface StatementModel {
  readonly today: CalendarDate;
  readonly at: Date;
  /** "M. R. P." and the last four of the first contract: enough to know one's own, too little for others. */
  readonly initials: string;
  readonly ending: string;
  readonly isBorrower: boolean;
  readonly notes: readonly NoteStatement[];
  readonly owed: ByComponent;
  readonly owedTotal: Centavos;
  readonly dueTotal: Centavos;
  readonly payoff: Payoff;
  /** Pays the whole file; only the borrower's own statement is about all of it. */
  readonly fileReference: string | null;
  readonly agreements: readonly AgreementStatement[];
}

/**
 * A statement as of today, of the ledger's own heads: figures are those of `balanceOf` and `payoffOn`, to the centavo.
 * Pure. Notes whose opening was taken back are as if they had never been.
 */
export function statementModel(input: StatementInput): StatementModel {
  const { today, at, file, heads, signatory } = input;
  const byNote = new Map(heads.map((head) => [head.noteId, head]));
  const known = input.notes
    .toSorted((a, b) => (a.contractNumber < b.contractNumber ? -1 : 1))
    .flatMap((note) => {
      const head = byNote.get(note.noteId);
      const statement = head && noteStatement(note, head, today);
      return head === undefined || statement === undefined || statement.status === 'cancelled'
        ? []
        : [{ head, statement }];
    });
  const notes = known.map(({ statement }, index) => ({ ...statement, number: index + 1 }));
  const isBorrower = signatory === 'borrower';
  const name = file.signatories.find((one) => one.signatory === signatory)?.name ?? '';
  return {
    ...{ today, at, isBorrower, notes },
    initials: initialsOf(name),
    ending: (notes[0]?.contractNumber ?? '').slice(-4),
    owed: addedByComponent(notes.map(({ owed }) => owed)),
    owedTotal: notes.reduce((sum, { owedTotal }) => sum + owedTotal, 0),
    dueTotal: notes.reduce((sum, { dueTotal }) => sum + dueTotal, 0),
    payoff: payoffOf(known, today),
    fileReference: isBorrower ? file.paymentReference : null,
    agreements: input.agreements.flatMap((head) => agreementStatement(head, notes, today)),
  };
}

function noteStatement(note: NoteSummary, head: Head, today: CalendarDate): Omit<NoteStatement, 'number'> {
  const balance = balanceOf(head, head.note, dayOf(head, today));
  const owedTotal = sumOfComponents(balance.owed);
  const payableTotal = sumOfComponents(balance.payable);
  const dueTotal = sumOfComponents(balance.due);
  return {
    noteId: note.noteId,
    contractNumber: note.contractNumber,
    paymentReference: note.paymentReference,
    status: balance.status,
    owed: balance.owed,
    ...{ owedTotal, dueTotal, notDueTotal: payableTotal - dueTotal, setAside: owedTotal - payableTotal },
    held: balance.held,
    writtenOff: sumOfComponents(balance.writtenOff),
    daysPastDue: balance.daysPastDue,
    nextDue: balance.nextDue,
    inLawsuit: balance.dimensions.stage === 'judicial',
  };
}

/** A head answers from its last event on: one recorded for tomorrow (a demonstration's clock) is told as of then. */
const dayOf = ({ note }: Head, today: CalendarDate): CalendarDate => later(note.state.accruedTo, today);

function payoffOf(
  known: readonly { readonly head: Head; readonly statement: Omit<NoteStatement, 'number'> }[],
  today: CalendarDate,
): Payoff {
  const owing = known.filter(({ statement }) => statement.owedTotal - statement.setAside > 0);
  const isLost = known.some(({ statement }) => statement.writtenOff > 0);
  if (owing.length === 0) return { kind: isLost ? 'only-lost' : 'nothing-owed' };
  if (owing.some(({ statement }) => statement.inLawsuit)) return { kind: 'in-lawsuit' };
  const keeps = owing.some(
    ({ head, statement }) => head.note.terms.allocation.prepayment === 'hold' && statement.notDueTotal > 0,
  );
  if (keeps) return { kind: 'held-until-due' };
  const parts = owing.map(({ head }) => {
    const day = dayOf(head, today);
    return payoffOn(head.note.terms, head.note.state, day, addDays(day, 1));
  });
  return {
    kind: 'quoted',
    amount: parts.reduce((sum, { amount }) => sum + amount, 0),
    perDay: parts.reduce((sum, { perDay }) => sum + perDay, 0),
  };
}

/** Of agreements that live, and are wholly about what the reader may see. */
function agreementStatement(
  head: AgreementHead,
  notes: readonly NoteStatement[],
  today: CalendarDate,
): AgreementStatement[] {
  const agreed = notes.filter(({ noteId }) => head.noteIds.includes(noteId));
  if (head.closed || agreed.length < head.noteIds.length) return [];
  const standing = standingOf(head.plan, head.counted, today);
  if (standing.kind !== 'live') return [];
  const forgives = agreed.reduce((sum, { setAside }) => sum + setAside, 0);
  const next = unmetPayments(head.plan, head.counted, today);
  return [{ next, lateSince: standing.lateSince, graceDays: head.plan.graceDays, forgives }];
}

const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .flatMap(([first]) => (first === undefined ? [] : [`${first.toUpperCase()}.`]))
    .join(' ');
