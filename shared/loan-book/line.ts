import type { Centavos } from '../money/centavos.ts';
import type { Component } from './component.ts';
import type { Channel } from './event.ts';

/**
 * Accounts of a journal line. Receivables are the components of the note; the rest are contra accounts.
 * `credit` is money of the borrower held on the note, summed in the file's credit head (a liability).
 */
export type Account =
  | Component
  | `clearing:${Channel}`
  | `income:${'ordinaryInterest' | 'defaultInterest' | 'collectionCosts'}`
  | 'disbursements'
  | 'brought-forward'
  | 'waivers'
  | 'refunds'
  | 'credit-transfers'
  | 'write-offs'
  | 'regenerations'
  | 'credit';

/** Centavos by account: debit positive, credit negative. The amounts of an entry sum to 0; zero amounts are left out. */
export type Lines = Partial<Record<Account, Centavos>>;

/** How a payment (or the reversal of one, negative) was applied. The parts sum to `amount`. */
export interface Application {
  readonly amount: Centavos;
  /** Principal whose due date had passed before the value date (cartera vencida). */
  readonly principalOverdue: Centavos;
  /** Principal due on the value date or later (cartera por vencer), prepayments included. */
  readonly principalNotDue: Centavos;
  readonly ordinaryInterest: Centavos;
  readonly defaultInterest: Centavos;
  readonly collectionCosts: Centavos;
  /** What could not be applied and is held in the file's credit head. */
  readonly credit: Centavos;
  /** Whether the note had an unpaid due date before the value date: the class of its interest and costs. */
  readonly overdue: boolean;
}

/** Sum of two sets of lines, by account, zero amounts left out. */
export function addLines(a: Lines, b: Lines): Lines {
  const sum: Lines = {};
  for (const account of accountsOf(a)) put(sum, account, (a[account] ?? 0) + (b[account] ?? 0));
  for (const account of accountsOf(b)) if (a[account] === undefined) put(sum, account, b[account] ?? 0);
  return sum;
}

const accountsOf = (lines: Lines) => Object.keys(lines) as Account[];

function put(lines: Lines, account: Account, amount: Centavos): void {
  if (amount !== 0) lines[account] = amount;
}

/** The lines taken back. */
export function negateLines(lines: Lines): Lines {
  return Object.fromEntries(Object.entries(lines).map(([account, amount]) => [account, -amount]));
}

export function withoutZeros(lines: Lines): Lines {
  return addLines(lines, {});
}
