import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import { OFFICES } from '../../../shared/institute/offices.ts';
import type { Ledger, Posted } from '../../../shared/ledger/ledger.ts';
import { carryOut } from '../../../shared/transitions/carry-out.ts';
import { lastTaken } from '../../../shared/transitions/take-step.ts';
import { type PostPaymentDeps, postPayment } from '../payments/post-payment.ts';
import { FOLIO_LENGTHS, folioOf } from '../window/folio.ts';
import type { WindowStore } from '../window/window-store.ts';
import type { Correction, RightPayment } from './correction.ts';
import { correctionMachine } from './correction-machine.ts';
import type { CorrectionStore } from './correction-store.ts';

export interface FinishCorrectionDeps extends PostPaymentDeps {
  readonly corrections: CorrectionStore;
  readonly windows: Pick<WindowStore, 'find' | 'cancel'>;
  readonly ledger: Ledger;
}

const REASON = 'payment-correction';

/**
 * Carries an authorised correction to its end: the payment is taken back, then taken in as it should have been, each one
 * transaction of the ledger under a key of its own. Back first: the split of a payment on a file is made by what its notes
 * owe without the wrong one. Also called by the five-minute job.
 */
export async function finishCorrection(deps: FinishCorrectionDeps, one: Correction): Promise<Correction> {
  const back = one.state === 'taking-back' ? await takeBack(deps, one) : one;
  return back.state === 'paying' && back.right !== null ? payRight(deps, back, back.right) : back;
}

function takeBack(deps: FinishCorrectionDeps, one: Correction): Promise<Correction> {
  const { correctionId, fileId, wrong } = one;
  const { paymentId, noteIds, valueDate, officeOfPayment } = wrong;
  const { by } = deciderOf(one, 'authorise');
  const post = async (): Promise<Posted> => {
    const posted = await deps.ledger.reverse({
      ...{ fileId, noteIds, eventId: paymentId, valueDate: calendarDate(valueDate), actor: by, reason: REASON },
      idempotency: { scope: 'CORRECTION', key: `CORRECT#${correctionId}`, input: { paymentId } },
      source: { type: 'correction', id: correctionId },
      ...(officeOfPayment !== undefined && { officeOfPayment }),
    });
    await cancelReceipt(deps, one, posted.recordedOn);
    return posted;
  };
  return finish(deps, one, post, {
    done: one.right === null ? 'cancelled' : 'taken-back',
    failed: 'taking-back-failed',
  });
}

function payRight(deps: FinishCorrectionDeps, one: Correction, right: RightPayment): Promise<Correction> {
  const { correctionId, wrong, history } = one;
  const { fileId, noteId, chosenNoteIds, amount, valueDate } = right;
  const directed = history.filter(({ step }) => step === 'direct').length;
  const { by } = deciderOf(one, directed === 0 ? 'authorise' : 'direct');
  const post = () =>
    postPayment(deps, {
      ...{ target: { fileId, noteId }, chosenNoteIds, amount, valueDate: calendarDate(valueDate), provisional: false },
      // It came when it came: whoever recorded it wrongly, it is not late for that.
      ...{ channel: wrong.channel, arrival: wrong.arrival },
      idempotency: { scope: 'CORRECTION', key: `RIGHT#${correctionId}`, input: right },
      ...{ actor: by, reason: REASON, source: { type: 'correction', id: correctionId } },
      officeOfPayment: wrong.officeOfPayment,
    });
  return finish(deps, one, post, { done: 'paid', failed: 'paying-failed' });
}

/** A receipt of the window no longer tells the truth: it prints as cancelled from now on. */
async function cancelReceipt({ windows }: FinishCorrectionDeps, one: Correction, recordedOn: string): Promise<void> {
  const { wrong, correctionId } = one;
  if (wrong.source.type !== 'window') return;
  const { by, reason } = deciderOf(one, 'request');
  const folios = OFFICES.flatMap((office) =>
    FOLIO_LENGTHS.map((length) => folioOf(office, wrong.recordedOn, wrong.paymentId, length)),
  );
  for (const folio of folios) {
    const payment = await windows.find(folio);
    if (payment?.eventId !== wrong.paymentId || payment.state === 'cancelled') continue;
    const cancellation = { by, reason: reason ?? '', requestKey: correctionId, recordedOn };
    await windows.cancel({ ...payment, state: 'cancelled', cancellation });
  }
}

function deciderOf({ history, correctionId }: Correction, step: 'request' | 'authorise' | 'direct') {
  const taken = lastTaken(history, step);
  if (taken === undefined) throw new RangeError(`nobody took the step ${step} of correction ${correctionId}`);
  return taken;
}

function finish(
  { corrections }: FinishCorrectionDeps,
  one: Correction,
  post: () => Promise<Posted>,
  steps:
    | { readonly done: 'cancelled' | 'taken-back'; readonly failed: 'taking-back-failed' }
    | { readonly done: 'paid'; readonly failed: 'paying-failed' },
): Promise<Correction> {
  return carryOut(correctionMachine, one, {
    ...{ ...steps, post, by: deciderOf(one, 'authorise').by },
    write: (next) => corrections.write(next),
    find: () => corrections.find(one.correctionId),
  });
}
