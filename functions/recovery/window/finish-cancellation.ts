import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import { cancelProvisional } from '../provisional/cancel-provisional.ts';
import type { ProvisionalPayments } from '../provisional/provisional-payments.ts';
import type { CancellationAsked, WindowPayment } from './window-payment.ts';
import type { WindowStore } from './window-store.ts';

export interface CancellationDeps {
  readonly ledger: Ledger;
  readonly windows: WindowStore;
  readonly provisionals: ProvisionalPayments;
}

/** The ledger's key of a cancellation: of the folio, so that no two requests reverse one payment twice. */
export const cancellationKey = (folio: string): string => `CANCEL#${folio}`;

/**
 * What a cancellation does once it was asked and written down: reverses in the ledger, takes a cheque off its list,
 * marks the payment. Each step is harmless when it was done before, so whoever comes after a crash (the person again, or
 * heal-cancellations.ts) goes through all of them. What the ledger refuses was never cancelled: it is no longer asked.
 */
export async function finishCancellation(
  deps: CancellationDeps,
  payment: WindowPayment,
  asked: CancellationAsked,
): Promise<WindowPayment> {
  const { folio, by, reason, requestKey } = asked;
  const reversal = {
    fileId: payment.fileId,
    noteIds: payment.parts.map((part) => part.noteId),
    eventId: payment.eventId,
    valueDate: calendarDate(payment.valueDate),
    idempotency: { scope: 'WINDOW', key: cancellationKey(folio), input: { operation: 'cancel', folio } },
    actor: by,
    reason: 'same-day-cancellation',
    source: { type: 'window', id: requestKey },
    officeOfPayment: payment.office,
  } as const;
  const posted = await deps.ledger.reverse(reversal).catch(async (error: unknown) => {
    if (isRefusedForGood(error)) await deps.windows.endCancellation(asked);
    throw error;
  });
  if (payment.received === 'cheque') {
    const stamp = { by, on: posted.recordedOn, key: requestKey, reason };
    await cancelProvisional(deps.provisionals, payment.eventId, stamp);
  }
  const cancellation = { by, reason, requestKey, recordedOn: posted.recordedOn };
  const cancelled: WindowPayment = { ...payment, state: 'cancelled', cancellation };
  const isFirst = await deps.windows.cancel(cancelled);
  await deps.windows.endCancellation(asked);
  return isFirst ? cancelled : ((await deps.windows.find(folio)) ?? cancelled);
}
