import type { NoteBalance } from '../../../shared/ledger/ledger.ts';
import { refuseLedger } from '../../../shared/ledger/ledger-refusals.ts';
import { type Centavos, formatMxn } from '../../../shared/money/centavos.ts';
import type { ProvisionalPayments } from '../provisional/provisional-payments.ts';
import type { CreditUse } from './credit-use.ts';

/**
 * Refuses to let money leave a note that came with a cheque which may still bounce: what is held may be that very money,
 * and once it is given back or on another note nobody could take it back. Put to the note's own debt it may be: the
 * bounce takes that back by itself. `spokenFor`: centavos that other requests on the note ask for.
 */
export async function refuseUncleared(
  provisionals: Pick<ProvisionalPayments, 'all'>,
  { use, noteId, amount }: Pick<CreditUse, 'use' | 'noteId' | 'amount'>,
  { held }: Pick<NoteBalance, 'held'>,
  spokenFor: Centavos = 0,
): Promise<void> {
  if (use === 'apply') return;
  const uncleared = Math.min(held, await unclearedOn(provisionals, noteId));
  if (uncleared === 0 || amount <= held - spokenFor - uncleared) return;
  const free = formatMxn(Math.max(0, held - spokenFor - uncleared));
  const message = `De lo que el pagaré tiene a favor, ${formatMxn(uncleared)} entraron con cheque, salvo buen fin, y no salen hasta quedar en firme. Pida como máximo ${free}, o espere a que el banco lo confirme.`;
  throw refuseLedger('credit-not-enough', message, { details: [{ pointer: '/amount', message }] });
}

/** What payments that are not firm yet brought to a note, at most: one on a file counts whole for each of its notes. */
async function unclearedOn(provisionals: Pick<ProvisionalPayments, 'all'>, noteId: string): Promise<Centavos> {
  let sum = 0;
  for (const state of ['provisional', 'bouncing'] as const)
    for await (const payment of provisionals.all(state)) if (payment.noteIds.includes(noteId)) sum += payment.amount;
  return sum;
}
