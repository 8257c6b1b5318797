import type { Caller } from '../../../shared/http/route.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { performStep } from '../../../shared/transitions/perform-step.ts';
import type { Stamp } from '../../../shared/transitions/take-step.ts';
import { type CancellationDeps, cancellationKey, finishCancellation } from './finish-cancellation.ts';
import { readPayment } from './read-payments.ts';
import type { WindowDeps } from './take-payment.ts';
import { type WindowCancellation, windowCancellationMachine } from './window-cancellation.ts';
import type { WindowPayment } from './window-payment.ts';
import { refuseWindow } from './window-refusals.ts';

/**
 * Cancels a window payment by reversing it: by the payment's office, on the business day on which it was taken.
 * Later it takes a correction request (422 says so). It is written down that it was asked before the
 * ledger is touched: what a crash cuts off is finished by the same request, or by itself (heal-cancellations.ts).
 */
export async function cancelPayment(
  deps: WindowDeps & CancellationDeps & { readonly claims: RequestClaims },
  input: { readonly folio: string; readonly reason: string; readonly idempotencyKey: string },
  caller: Caller,
): Promise<WindowPayment> {
  const { folio, reason, idempotencyKey } = input;
  const payment = await readPayment(deps, folio, caller);
  const today = deps.clock.today();
  await deps.claims.claim({
    scope: 'WINDOW',
    key: idempotencyKey,
    input: { operation: 'cancel', folio, reason },
    source: { type: 'window', id: idempotencyKey },
    recordedOn: today,
  });
  if (payment.cancellation?.requestKey === idempotencyKey) return payment;
  if (payment.state === 'cancelled') throw alreadyCancelled();
  if (payment.recordedOn !== today && !(await wasAskedInTime(deps, folio))) {
    throw refuseWindow(
      'cancellation-too-late',
      `El pago es del ${payment.recordedOn} y en caja solo se cancela el mismo día. Presente una solicitud de corrección a Sistemas con el folio ${folio}.`,
    );
  }
  const stamp = { by: caller.subject, on: today, key: idempotencyKey, reason };
  return finishCancellation(deps, payment, await ask(deps, folio, stamp));
}

/** Written down once: one that is under way already is finished as it was asked. */
async function ask(deps: CancellationDeps, folio: string, stamp: Stamp): Promise<WindowCancellation> {
  const first: WindowCancellation = { folio, state: 'asked', history: [{ step: 'ask', ...stamp }], version: 1 };
  if (await deps.cancellations.write(first)) return first;
  const read = async () => (await deps.cancellations.find(folio)) ?? first;
  const before = await read();
  if (before.state === 'asked') return before;
  return performStep(windowCancellationMachine, before, {
    step: 'ask',
    stamp,
    write: (next) => deps.cancellations.write(next),
    read,
    refuse: alreadyCancelled,
  });
}

/** A crash may have left it asked, or reversed already: then it is finished, whatever the day. */
async function wasAskedInTime(deps: CancellationDeps, folio: string): Promise<boolean> {
  if ((await deps.cancellations.find(folio))?.state === 'asked') return true;
  return (await deps.ledger.findPosted('WINDOW', cancellationKey(folio))) !== undefined;
}

function alreadyCancelled() {
  return refuseWindow('already-cancelled', 'El pago ya está cancelado. Consulte su comprobante de cancelación.');
}
