import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import { performStep, tryStep } from '../../../shared/transitions/perform-step.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { cancelProvisional } from '../provisional/cancel-provisional.ts';
import type { ProvisionalPayments } from '../provisional/provisional-payments.ts';
import { type WindowCancellation, type WindowCancellations, windowCancellationMachine } from './window-cancellation.ts';
import type { WindowPayment } from './window-payment.ts';
import type { WindowStore } from './window-store.ts';

export interface CancellationDeps {
  readonly ledger: Ledger;
  readonly windows: WindowStore;
  readonly provisionals: ProvisionalPayments;
  readonly cancellations: WindowCancellations;
  readonly clock: Clock;
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
  asked: WindowCancellation,
): Promise<WindowPayment> {
  const { folio } = asked;
  const request = lastTaken(asked.history, 'ask');
  if (request === undefined) throw new Error('a cancellation is asked by somebody');
  const { by, key: requestKey } = request;
  const reason = request.reason ?? '';
  const write = (next: WindowCancellation) => deps.cancellations.write(next);
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
    const stamp = { by, on: deps.clock.today(), key: `version ${asked.version}`, reason: null };
    if (isRefusedForGood(error)) await tryStep(windowCancellationMachine, asked, { step: 'ask-failed', stamp, write });
    throw error;
  });
  if (payment.received === 'cheque') {
    const stamp = { by, on: posted.recordedOn, key: requestKey, reason };
    await cancelProvisional(deps.provisionals, payment.eventId, stamp);
  }
  const cancellation = { by, reason, requestKey, recordedOn: posted.recordedOn };
  const cancelled: WindowPayment = { ...payment, state: 'cancelled', cancellation };
  const isFirst = await deps.windows.cancel(cancelled);
  await performStep(windowCancellationMachine, asked, {
    step: 'done',
    stamp: { by, on: posted.recordedOn, key: posted.eventId, reason: null },
    write,
    read: async () => (await deps.cancellations.find(folio)) ?? asked,
    refuse: (_why, { state }) => new Error(`a cancellation that is ${state} was carried out`),
  });
  return isFirst ? cancelled : ((await deps.windows.find(folio)) ?? cancelled);
}
