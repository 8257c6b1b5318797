import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import type { Caller } from '../../../shared/http/route.ts';
import { inScope } from '../../../shared/http/scope.ts';
import type { Ledger, NoteBalance } from '../../../shared/ledger/ledger.ts';
import { refuseLedger } from '../../../shared/ledger/ledger-refusals.ts';
import type { RequestClaims } from '../../../shared/ledger/request-claim.ts';
import { sumOfComponents } from '../../../shared/loan-book/component.ts';
import { type Centavos, formatMxn } from '../../../shared/money/centavos.ts';
import { refusePayee } from '../payments/payee-refusals.ts';
import type { ProvisionalPayments } from '../provisional/provisional-payments.ts';
import type { CreditUse, CreditUseKind } from './credit-use.ts';
import type { CreditUseStore } from './credit-use-store.ts';
import { refuseUncleared } from './uncleared-money.ts';

export interface RequestCreditUseDeps {
  readonly creditUses: CreditUseStore;
  readonly provisionals: Pick<ProvisionalPayments, 'all'>;
  readonly ledger: Pick<Ledger, 'balancesOfFile'>;
  readonly claims: RequestClaims;
  readonly clock: Clock;
}

export interface CreditUseRequest {
  readonly fileId: string;
  readonly noteId: string;
  readonly use: CreditUseKind;
  /** Present for a transfer, and only then. */
  readonly toNoteId?: string | undefined;
  readonly amount: Centavos;
  readonly reason: string;
}

/**
 * Asks to use money held on a note. Nothing moves until another person approves; until then the amount is spoken for, so
 * that two requests never promise the same money. Refuses a file that is unknown or out of reach (404), a note of
 * another file, more than is free, more than is owed when it is to be applied, and money that may still bounce (422).
 */
export async function requestCreditUse(
  deps: RequestCreditUseDeps,
  input: CreditUseRequest & { readonly idempotencyKey: string },
  caller: Caller,
): Promise<CreditUse> {
  const { idempotencyKey, fileId, noteId, use, toNoteId, amount, reason } = input;
  const today = deps.clock.today();
  const { notes } = await deps.ledger.balancesOfFile(fileId, today);
  const { office } = inScope(caller, notes[0]?.dimensions, 'El expediente con pagarés');
  const one: CreditUse = {
    creditUseId: deterministicId('credit-use', idempotencyKey),
    ...{ state: 'requested', use, fileId, noteId, toNoteId: toNoteId ?? null, office, amount, requestedOn: today },
    history: [{ step: 'request', by: caller.subject, on: today, key: idempotencyKey, reason }],
    version: 1,
  };
  const { creditUseId } = one;
  const asked = await deps.creditUses.find(creditUseId);
  if (asked === undefined) await refuseImpossible(deps, one, notes);
  await deps.claims.claim({
    scope: 'CREDIT',
    key: idempotencyKey,
    input: { operation: 'request', fileId, noteId, use, toNoteId: one.toNoteId, amount, reason },
    source: { type: 'credit-use', id: creditUseId },
    recordedOn: today,
  });
  if (asked !== undefined) return asked;
  if (await deps.creditUses.write(one)) return one;
  return (await deps.creditUses.find(creditUseId)) ?? one;
}

async function refuseImpossible(
  deps: Pick<RequestCreditUseDeps, 'creditUses' | 'provisionals'>,
  one: CreditUse,
  notes: readonly NoteBalance[],
): Promise<void> {
  const { use, amount } = one;
  const { held, owed } = noteOf(notes, one.noteId, '/noteId');
  if (one.toNoteId !== null) noteOf(notes, one.toNoteId, '/toNoteId');
  const spokenFor = await amountSpokenFor(deps.creditUses, one);
  if (amount > held - spokenFor) {
    const free = formatMxn(Math.max(0, held - spokenFor));
    const message = `El pagaré tiene ${formatMxn(held)} a favor, de los que ${formatMxn(spokenFor)} ya están en otras solicitudes sin terminar. Pida como máximo ${free}, o espere a que se resuelvan.`;
    throw refuseLedger('credit-not-enough', message, { details: [{ pointer: '/amount', message }] });
  }
  await refuseUncleared(deps.provisionals, one, { held }, spokenFor);
  const debt = sumOfComponents(owed);
  if (use === 'apply' && amount > debt) {
    const message = `El pagaré debe ${formatMxn(debt)}: no se le pueden aplicar ${formatMxn(amount)}. Aplique como máximo lo que debe; lo demás puede devolverse o pasarse a otro pagaré.`;
    throw refuseLedger('more-than-owed', message, { details: [{ pointer: '/amount', message }] });
  }
}

function noteOf(notes: readonly NoteBalance[], noteId: string, pointer: string): NoteBalance {
  const note = notes.find((one) => one.noteId === noteId);
  if (note !== undefined) return note;
  const message = 'Este pagaré no es del expediente.';
  throw refusePayee('chosen-notes-foreign', `${message} Indique uno de sus pagarés.`, {
    details: [{ pointer, message }],
  });
}

/** What other requests on the note ask for and have not got yet. */
async function amountSpokenFor(creditUses: CreditUseStore, one: CreditUse): Promise<Centavos> {
  let sum = 0;
  for (const state of ['requested', 'posting'] as const)
    for await (const other of creditUses.all(state))
      if (other.noteId === one.noteId && other.creditUseId !== one.creditUseId) sum += other.amount;
  return sum;
}
