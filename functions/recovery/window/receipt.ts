import { calendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import type { ReceiptModel, ReceiptNote } from '../../../shared/documents/receipt-pdf.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { OFFICE_NAMES_ES } from '../../../shared/institute/offices.ts';
import type { Ledger } from '../../../shared/ledger/ledger.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { readPayment } from './read-payments.ts';
import { RECEIVED_NAMES_ES, type WindowPayment } from './window-payment.ts';
import type { WindowStore } from './window-store.ts';

export interface ReceiptDeps {
  readonly windows: WindowStore;
  readonly register: RegisterPort;
  readonly ledger: Ledger;
  readonly clock: Clock;
  /** Draws it (shared/documents/receipt-pdf.ts): passed in, so that no renderer gets near the way of money. */
  readonly draw: (model: ReceiptModel) => Promise<Uint8Array>;
}

/**
 * The receipt of a window payment as PDF, with the interest reservation (CCom 364) and the hash of its ledger entry;
 * a cancelled payment prints as cancelled. Of an office out of the caller's reach: 404.
 */
export async function printReceipt(
  deps: ReceiptDeps,
  { params }: { readonly params: { readonly folio: string } },
  caller: Caller,
): Promise<{ bytes: Uint8Array; fileName: string; records: readonly string[] }> {
  const payment = await readPayment(deps, params.folio, caller);
  const bytes = await deps.draw(await receiptModel(deps, payment));
  return { bytes, fileName: `recibo-${payment.folio}.pdf`, records: [payment.fileId] };
}

async function receiptModel(deps: ReceiptDeps, payment: WindowPayment): Promise<ReceiptModel> {
  const [file, notes, entryHash] = await Promise.all([
    deps.register.findFile(payment.fileId),
    Promise.all(payment.parts.map((part) => receiptNote(deps.register, part))),
    hashOf(deps.ledger, payment),
  ]);
  return {
    folio: payment.folio,
    office: OFFICE_NAMES_ES[payment.office],
    cashierName: payment.cashierName,
    recordedOn: calendarDate(payment.recordedOn),
    valueDate: calendarDate(payment.valueDate),
    borrowerName: file?.borrowerName ?? 'Acreditado',
    amount: payment.amount,
    channel: `Caja: ${RECEIVED_NAMES_ES[payment.received].toLowerCase()}`,
    notes,
    credit: payment.credit,
    entryHash,
    printedAt: deps.clock.now(),
    ...(payment.cancellation !== null && {
      cancelled: { on: calendarDate(payment.cancellation.recordedOn), reason: payment.cancellation.reason },
    }),
  };
}

async function receiptNote(
  register: RegisterPort,
  { noteId, application, balancesAfter }: WindowPayment['parts'][number],
): Promise<ReceiptNote> {
  const { principalOverdue, principalNotDue, ordinaryInterest, defaultInterest, collectionCosts } = application;
  const principal = principalOverdue + principalNotDue;
  return {
    contractNumber: (await register.findNote(noteId))?.contractNumber ?? noteId,
    applied: { principal, ordinaryInterest, defaultInterest, collectionCosts },
    balanceAfter: balancesAfter,
  };
}

/** Hash of the payment's entry on its first note: with it the paper can be compared with the ledger's chain. */
async function hashOf(ledger: Ledger, payment: WindowPayment): Promise<string> {
  const part = payment.parts[0];
  const seq = part?.seqs[0];
  if (part === undefined || seq === undefined) return '';
  const entries = await ledger.entriesOfNote(part.noteId, { afterSeq: seq - 1, limit: 1 });
  return entries[0]?.hash ?? '';
}
