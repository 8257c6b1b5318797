import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Office } from '../../../shared/institute/offices.ts';
import type { IdempotencyScope, Ledger, Posted } from '../../../shared/ledger/ledger.ts';
import type { Source } from '../../../shared/ledger/ledger-items.ts';
import type { Arrival } from '../../../shared/loan-book/arrival.ts';
import type { Channel } from '../../../shared/loan-book/event.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import type { ProvisionalPayments } from '../provisional/provisional-payments.ts';
import type { CreditQueue } from './credit-queue.ts';

/** Who gets a payment: a note, or a whole file (note null) whose notes share it by the file's rule. */
export interface PaymentTarget {
  readonly fileId: string;
  readonly noteId: string | null;
}

export interface PaymentToPost {
  readonly target: PaymentTarget;
  /** Borrower's choice, for a whole file. */
  readonly chosenNoteIds?: readonly string[] | undefined;
  readonly valueDate: CalendarDate;
  readonly amount: Centavos;
  readonly channel: Channel;
  /** Salvo buen fin. */
  readonly provisional: boolean;
  /** When it reached us, where that is not when it is recorded (rows of a file). */
  readonly arrival?: Arrival | undefined;
  readonly idempotency: { readonly scope: IdempotencyScope; readonly key: string; readonly input: unknown };
  readonly actor: string;
  readonly reason: string;
  readonly source: Source;
  readonly officeOfPayment?: Office | undefined;
}

export interface PostPaymentDeps {
  readonly ledger: Ledger;
  readonly credits: CreditQueue;
  readonly provisionals: ProvisionalPayments;
}

/**
 * Posts a payment and keeps what follows from it: the excess in the queue of credits, a salvo-buen-fin payment in the
 * list of provisional ones. Safe to repeat with the same key: every step is written once. Throws what the ledger
 * throws (IdempotencyConflict; Refusal, `busy-try-later` among them).
 */
export async function postPayment(deps: PostPaymentDeps, payment: PaymentToPost): Promise<Posted> {
  const posted = await intoLedger(deps.ledger, payment);
  if (posted.creditChange > 0) {
    await deps.credits.add({
      eventId: posted.eventId,
      fileId: payment.target.fileId,
      noteId: payment.target.noteId,
      recordedOn: posted.recordedOn,
      source: payment.source,
    });
  }
  if (payment.provisional) {
    await deps.provisionals.open({
      eventId: posted.eventId,
      fileId: payment.target.fileId,
      noteIds: posted.parts.map((part) => part.noteId),
      amount: posted.amount,
      channel: payment.channel,
      valueDate: payment.valueDate,
      recordedOn: posted.recordedOn,
      source: payment.source,
    });
  }
  return posted;
}

function intoLedger(ledger: Ledger, payment: PaymentToPost): Promise<Posted> {
  const { target, idempotency, actor, reason, source, officeOfPayment, chosenNoteIds } = payment;
  const event = {
    kind: 'paid' as const,
    valueDate: payment.valueDate,
    amount: payment.amount,
    channel: payment.channel,
    ...(payment.provisional && { provisional: true as const }),
    ...(payment.arrival !== undefined && { arrival: payment.arrival }),
  };
  const command = {
    fileId: target.fileId,
    event,
    idempotency,
    actor,
    reason,
    source,
    ...(officeOfPayment !== undefined && { officeOfPayment }),
  };
  return target.noteId === null
    ? ledger.payFile({ ...command, ...(chosenNoteIds !== undefined && { chosenNoteIds }) })
    : ledger.postToNote({ ...command, noteId: target.noteId });
}
