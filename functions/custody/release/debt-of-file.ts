import { type CalendarDate, calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { longDate } from '../../../shared/calendar/spanish-dates.ts';
import { type NotEnded, whyNotEnded } from '../../../shared/ledger/debt-ended.ts';
import { eventOf } from '../../../shared/ledger/entry-item.ts';
import type { Head } from '../../../shared/ledger/head-item.ts';
import type { Entry } from '../../../shared/ledger/ledger-items.ts';
import type { Heads } from '../../../shared/ledger/ledger-version.ts';
import { moneyIn } from '../../../shared/ledger/money-in.ts';
import type { ReversiblePayment } from '../../../shared/ledger/reversible-payments.ts';
import { valueNote } from '../../../shared/loan-book/valuation.ts';
import { type Centavos, formatMxn } from '../../../shared/money/centavos.ts';
import type { NoteSummary } from '../../../shared/register/register-port.ts';
import { notEndedText } from '../originals/deliver-original.ts';
import type { NoteMoney } from '../originals/note-money.ts';

export interface DebtDeps {
  readonly money: Pick<NoteMoney, 'entriesOf' | 'reversibleOf'>;
  readonly headsOfFile: (fileId: string) => Promise<Heads>;
}

export const ENDED_AS = ['paid', 'settled', 'regenerated'] as const;

/** How a note of a file that owes nothing came to its end. */
export interface EndedNote {
  readonly noteId: string;
  readonly contractNumber: string;
  readonly endedAs: (typeof ENDED_AS)[number];
  readonly lastPayment: { readonly on: CalendarDate; readonly amount: Centavos } | null;
}

export interface DebtOfFile {
  readonly heads: Heads;
  /** Spanish, one a note: what is owed, or may come back. Empty: nothing is owed and no payment can be taken back. */
  readonly faults: readonly string[];
  /** The same, empty also of a file that has no credit, or whose credits were all annulled. */
  readonly owed: readonly string[];
  /** Of notes that were never cancelled, by contract. */
  readonly ended: readonly EndedNote[];
}

/** What stands between a person and their papers, all of it; a file without a note in the ledger has paid nothing. */
export async function debtOfFile(
  { money, headsOfFile }: DebtDeps,
  { fileId, notes }: { readonly fileId: string; readonly notes: readonly NoteSummary[] },
  today: CalendarDate,
): Promise<DebtOfFile> {
  const heads = await headsOfFile(fileId);
  const named = new Map(notes.map(({ noteId, contractNumber }) => [noteId, contractNumber]));
  const looked = await Promise.all(
    heads.notes.map(async (head) => {
      const entries = await money.entriesOf(head.noteId);
      const waiting = await money.reversibleOf(head.noteId, entries, today);
      const contractNumber = named.get(head.noteId) ?? head.noteId;
      return {
        contractNumber,
        faults: faultsOf(contractNumber, whyNotEnded(head, today), waiting, today),
        head,
        entries,
      };
    }),
  );
  const told = looked.toSorted((a, b) => (a.contractNumber < b.contractNumber ? -1 : 1));
  const owed = told.flatMap(({ faults }) => faults);
  const nothing = told.every(({ head }) => endOf(head, today) === undefined);
  return {
    ...{ heads, owed },
    faults: nothing ? ['El expediente no tiene en el libro ningún crédito.'] : owed,
    ended: told.flatMap(({ contractNumber, head, entries }): EndedNote[] => {
      const endedAs = endOf(head, today);
      if (endedAs === undefined) return [];
      return [{ noteId: head.noteId, contractNumber, endedAs, lastPayment: lastPaymentOf(entries) }];
    }),
  };
}

function faultsOf(
  contractNumber: string,
  why: NotEnded | undefined,
  waiting: readonly ReversiblePayment[],
  today: CalendarDate,
): string[] {
  const name = `Contrato ${contractNumber}`;
  return [
    ...(why === undefined ? [] : [`${name}: ${notEndedText(why, today)}`]),
    ...waiting.map(({ amount, firmOn }) => {
      const until = firmOn === null ? 'quede firme' : `quede firme, el ${longDate(calendarDate(firmOn))} o después`;
      return `${name}: un pago de ${formatMxn(amount)} está salvo buen fin. Espere a que ${until}.`;
    }),
  ];
}

/** Undefined of a note whose opening was cancelled. */
function endOf({ note: { terms, state } }: Head, today: CalendarDate): EndedNote['endedAs'] | undefined {
  const { status } = valueNote(terms, state, today);
  switch (status) {
    case 'cancelled':
      return undefined;
    case 'settled':
    case 'regenerated':
      return status;
    case 'paid':
    case 'open':
    case 'written-off':
      return 'paid';
  }
}

function lastPaymentOf(entries: readonly Entry[]): EndedNote['lastPayment'] {
  const reversed = new Set(entries.flatMap(({ kind, cause }) => (kind === 'reversed' ? [cause] : [])));
  const payments = entries.flatMap((entry) => {
    const event = reversed.has(entry.eventId) ? null : eventOf(entry);
    const money = event === null ? null : moneyIn(event);
    return money === null || money.amount <= 0 ? [] : [{ on: money.on, amount: money.amount }];
  });
  return payments.toSorted((a, b) => (a.on < b.on ? -1 : 1)).at(-1) ?? null;
}
