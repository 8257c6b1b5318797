import type { Ledger, Posted } from '../../shared/ledger/ledger.ts';
import type { Log } from '../../shared/observability/log.ts';
import { lastTaken } from '../../shared/transitions/take-step.ts';
import type { CreditUseStore } from './credits/credit-use-store.ts';
import type { DepositStore } from './deposits/deposit-store.ts';
import type { FrozenReports } from './reports/closing/frozen-report.ts';

/*
 * The log hears of money where it is written, so that no use case can forget to tell: each of these is the same port
 * with a line in the log behind every write that moved something. What was only repeated is not told again.
 */

/** Payments and their reversals. */
export function heardLedger(ledger: Ledger, log: Log): Ledger {
  const paid = (posted: Posted, command: Parameters<Ledger['payFile']>[0]): Posted => {
    if (posted.outcome === 'posted') {
      log.event('payment-posted', {
        eventId: posted.eventId,
        channel: command.event.channel,
        office: command.officeOfPayment,
        replayed: posted.parts.some((part) => part.replayed),
        subject: command.actor,
      });
    }
    return posted;
  };
  return {
    ...ledger,
    async postToNote(command) {
      const posted = await ledger.postToNote(command);
      const { event } = command;
      return event.kind === 'paid' ? paid(posted, { ...command, event }) : posted;
    },
    payFile: async (command) => paid(await ledger.payFile(command), command),
    async reverse(command) {
      const posted = await ledger.reverse(command);
      if (posted.outcome === 'posted') {
        const { eventId, reason, officeOfPayment, actor } = command;
        log.event('payment-reversed', { eventId, reason, office: officeOfPayment, subject: actor });
      }
      return posted;
    },
  };
}

/** Deposits that left the money without owner: assigned to somebody, or sent back. */
export function heardDeposits(deposits: DepositStore, log: Log): DepositStore {
  return {
    ...deposits,
    async change(next, movement) {
      const isChanged = await deposits.change(next, movement);
      if (!isChanged || movement === undefined) return isChanged;
      const told = { depositId: movement.depositId, subject: movement.actor };
      if (movement.movement === 'assigned') log.event('deposit-assigned', told);
      if (movement.movement === 'returned') log.event('deposit-returned', told);
      return isChanged;
    },
  };
}

/** Money held on a note that was applied, refunded or moved to another note. */
export function heardCreditUses(creditUses: CreditUseStore, log: Log): CreditUseStore {
  return {
    ...creditUses,
    async write(next) {
      const isWritten = await creditUses.write(next);
      const { state, creditUseId, use, history } = next;
      const posted = lastTaken(history, 'posted');
      if (isWritten && state === 'done') {
        log.event('credit-used', { creditUseId, use, eventId: posted?.key, subject: posted?.by });
      }
      return isWritten;
    },
  };
}

/** Months that Accounting closed; days are told by the job that closes them. */
export function heardClosings(frozen: FrozenReports, log: Log): FrozenReports {
  return {
    ...frozen,
    async freeze(kind, period, report, by) {
      const mark = await frozen.freeze(kind, period, report, by);
      if (kind === 'monthly') log.event('month-closed', { month: period, subject: by.subject });
      return mark;
    },
  };
}
