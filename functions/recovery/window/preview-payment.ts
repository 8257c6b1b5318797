import type { Clock } from '../../../shared/calendar/clock.ts';
import type { Ledger, NoteBalance, Posted } from '../../../shared/ledger/ledger.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { findPayee, type PayeeQuery } from '../payments/find-payee.ts';
import { valueDateAt } from './take-payment.ts';
import type { Received } from './window-payment.ts';

export interface PreviewDeps {
  readonly register: RegisterPort;
  readonly ledger: Pick<Ledger, 'balancesOfFile' | 'previewPayment'>;
  readonly clock: Clock;
}

export interface PaymentPreview {
  readonly fileId: string;
  readonly borrowerName: string;
  /** Of the file when the whole of it would be paid, else the one note. */
  readonly notes: readonly (NoteBalance & { readonly contractNumber: string })[];
  /** How an amount would be applied today; null when none was said. */
  readonly payment: Pick<Posted, 'amount' | 'credit' | 'parts'> | null;
}

/**
 * Whose debt it is, how much is owed today, and what a payment of an amount would pay: by the way of the payment itself,
 * nothing written. Anybody's debt may be paid at any window, so anybody's may be looked at by who says which. Refuses an
 * unknown payee, and whatever the payment would be refused for (422).
 */
export async function previewPayment(
  deps: PreviewDeps,
  input: { readonly target: PayeeQuery; readonly amount?: Centavos | undefined; readonly received: Received },
): Promise<PaymentPreview> {
  const { register, ledger, clock } = deps;
  const today = clock.today();
  const { target, chosenNoteIds } = await findPayee(register, input.target);
  const { fileId, noteId } = target;
  const [file, registered, { notes }] = await Promise.all([
    register.findFile(fileId),
    register.notesOfFile(fileId),
    ledger.balancesOfFile(fileId, today),
  ]);
  const contracts = new Map(registered.map((note) => [note.noteId, note.contractNumber]));
  const { amount, received } = input;
  const event = { kind: 'paid', valueDate: valueDateAt(today, received), channel: 'window' } as const;
  return {
    fileId,
    borrowerName: file?.borrowerName ?? 'Acreditado',
    notes: notes
      .filter((note) => noteId === null || note.noteId === noteId)
      .map((note) => ({ ...note, contractNumber: contracts.get(note.noteId) ?? note.noteId })),
    payment:
      amount === undefined
        ? null
        : await ledger.previewPayment({ fileId, noteId, chosenNoteIds, event: { ...event, amount } }),
  };
}
