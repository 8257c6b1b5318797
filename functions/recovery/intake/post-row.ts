import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { IdempotencyConflict, type Posted } from '../../../shared/ledger/ledger.ts';
import { arrivalAt } from '../../../shared/loan-book/arrival.ts';
import { isAboveLimit, PAYMENT_LIMIT } from '../../../shared/money/amount-limits.ts';
import { isRefusedForGood } from '../../../shared/refusals/refusal.ts';
import type { RegisterPort } from '../../../shared/register/register-port.ts';
import { type ReceiveDeps, receiveDeposit } from '../deposits/receive-deposit.ts';
import { type PaymentTarget, type PostPaymentDeps, postPayment } from '../payments/post-payment.ts';
import type { BankRow } from '../readers/bank-row.ts';
import type { ReferenceCheck } from '../references/reference-algorithm.ts';
import type { RowEnding, RowReason } from './row-outcome.ts';
import { rowReasons } from './row-reasons.ts';

export interface PostRowDeps extends PostPaymentDeps, ReceiveDeps {
  readonly register: RegisterPort;
  readonly clock: Clock;
}

/** A readable row with what names it: its identity, its number among equal rows, and its key in the ledger. */
export interface NumberedRow {
  readonly intakeFileId: string;
  /** UTC instant (ISO) at which the file reached us: its rows arrived then, in its order. Null: it arrives now. */
  readonly arrivedAt: string | null;
  readonly layoutId: string;
  readonly row: BankRow;
  readonly identity: string;
  /** Number among the rows of its file with this identity. */
  readonly occurrence: number;
  /** Whether the bank gives this identity once; otherwise equal rows of a file are twins. */
  readonly unique: boolean;
  /** Added to the key when a person decided that an equal row is another payment. */
  readonly keySuffix: string;
  readonly actor: string;
}

/** Who a row's money is for: found, or why not. */
export type RowTarget = { readonly found: PaymentTarget } | { readonly unknown: RowReason };

export function rowKeyOf({ identity, occurrence, keySuffix }: NumberedRow): string {
  return `${identity}#${occurrence}${keySuffix}`;
}

/**
 * Why a row's money has to wait, or null: it is dated after today in Hermosillo, is more than anybody is known to owe,
 * or may be no borrower's payment. It is kept as a deposit, which a person assigns once its day has come or the bank has
 * explained it; the ledger takes no money of the future.
 */
export function waitingReasonOf(row: BankRow, today: string): RowReason | null {
  if (row.effect.type === 'payment' && row.effect.doubt !== undefined) return rowReasons.doubtful(row.effect.doubt);
  if (isAboveLimit(row.amount, PAYMENT_LIMIT)) return rowReasons.aboveLimit(row.amount, PAYMENT_LIMIT.centavos);
  const latest = row.valueDate > row.operationDate ? row.valueDate : row.operationDate;
  return latest > today ? rowReasons.futureDate(latest, today) : null;
}

/** What to ask the register for, or why nobody is asked. */
export type TargetLookup =
  | { readonly reference: string; readonly row: BankRow }
  | { readonly creditNumber: string; readonly row: BankRow }
  | { readonly unknown: RowReason };

/** How to find who a row pays; the check digit is looked at first, so that a mistyped one costs no read. */
export function targetLookup(row: BankRow, verify: (reference: string) => ReferenceCheck): TargetLookup {
  const { creditNumber, reference } = row;
  if (creditNumber !== null) return { creditNumber, row };
  if (reference === null) return { unknown: rowReasons.missingReference() };
  const check = verify(reference);
  if (check.ok) return { reference, row };
  return { unknown: check.reason === 'shape' ? rowReasons.unknownReference(row) : rowReasons.wrongCheckDigit() };
}

/** Who these rows pay, each in its place: one BatchGet for a hundred of them. Null asks nothing. */
export async function findTargets(
  register: RegisterPort,
  asked: readonly (TargetLookup | null)[],
): Promise<readonly (RowTarget | undefined)[]> {
  const [byReference, byNumber] = await Promise.all([
    register.findReferences(asked.flatMap((one) => (one !== null && 'reference' in one ? [one.reference] : []))),
    register.findCreditNumbers(
      asked.flatMap((one) => (one !== null && 'creditNumber' in one ? [one.creditNumber] : [])),
    ),
  ]);
  return asked.map((one) => {
    if (one === null) return undefined;
    if ('unknown' in one) return one;
    const found = 'reference' in one ? byReference.get(one.reference) : byNumber.get(one.creditNumber);
    return found === undefined ? { unknown: rowReasons.unknownReference(one.row) } : { found };
  });
}

/**
 * Ends a row that is a payment: into the ledger when its target is known, else into a deposit. Both claim the row's
 * key, so a row ends once, whatever is repeated. An equal row of another file ends `possible-duplicate` and posts
 * nothing. What the ledger cannot take (any Refusal but busy) is kept as a deposit: money in the bank is never lost.
 * Throws `busy-try-later` and the store's errors: the run stops there and is resumed.
 */
export async function postRow(deps: PostRowDeps, numbered: NumberedRow, target: RowTarget): Promise<RowEnding> {
  try {
    if ('unknown' in target) return await asDeposit(deps, numbered, target.unknown);
    return await asPayment(deps, numbered, target.found);
  } catch (error) {
    if (error instanceof IdempotencyConflict) return await endedBefore(deps, numbered, target, error);
    if (isRefusedForGood(error) && 'found' in target) {
      return postRow(deps, numbered, { unknown: rowReasons.refusedByLedger(error.detail) });
    }
    throw error;
  }
}

async function asPayment(deps: PostRowDeps, numbered: NumberedRow, target: PaymentTarget): Promise<RowEnding> {
  const { row, actor } = numbered;
  const key = rowKeyOf(numbered);
  const posted = await postPayment(deps, {
    target: { fileId: target.fileId, noteId: target.noteId },
    valueDate: row.valueDate,
    amount: row.amount,
    channel: row.channel,
    provisional: row.finality === 'provisional',
    idempotency: { scope: 'BANKROW', key, input: claimInput(numbered, target) },
    actor,
    reason: 'bank-file',
    source: { type: 'bank-file', id: numbered.intakeFileId, line: row.line },
    arrival: numbered.arrivedAt === null ? undefined : arrivalAt(new Date(numbered.arrivedAt), row.line),
  });
  return paidEnding(numbered, target, posted);
}

async function asDeposit(deps: PostRowDeps, numbered: NumberedRow, reason: RowReason): Promise<RowEnding> {
  const { row, actor } = numbered;
  const depositId = await receiveDeposit(deps, {
    claimKey: rowKeyOf(numbered),
    claimInput: claimInput(numbered, null),
    intakeFileId: numbered.intakeFileId,
    line: row.line,
    amount: row.amount,
    channel: row.channel,
    provisional: row.finality === 'provisional',
    valueDate: row.valueDate,
    reference: row.reference ?? row.creditNumber,
    concept: row.fields.concept ?? '',
    payerText: row.payerText,
    reason,
    actor,
  });
  return { ...plainEnding(numbered), outcome: 'unidentified', reason, depositId };
}

/** The key was used before: by an equal row elsewhere, or by an earlier try of this very row that ended otherwise. */
async function endedBefore(
  deps: PostRowDeps,
  numbered: NumberedRow,
  target: RowTarget,
  { firstSource, firstRecordedOn }: IdempotencyConflict,
): Promise<RowEnding> {
  const key = rowKeyOf(numbered);
  if (firstSource.id !== numbered.intakeFileId) {
    const firstSeen = { intakeFileId: firstSource.id, line: firstSource.line ?? null, recordedOn: firstRecordedOn };
    return possibleDuplicateEnding(numbered, target, rowReasons.possibleDuplicate(firstSeen), firstSeen);
  }
  const deposit = await deps.deposits.find(deterministicId('deposit', key));
  if (deposit !== undefined) {
    return { ...plainEnding(numbered), outcome: 'unidentified', reason: deposit.reason, depositId: deposit.depositId };
  }
  const posted = await deps.ledger.findPosted('BANKROW', key);
  if (posted === undefined) throw new Error('a bank row is claimed but neither posted nor kept as a deposit');
  return paidEnding(numbered, 'found' in target ? target.found : null, posted);
}

/** `target` null: paid by an earlier try, before the register lost the reference; the posting says what was paid. */
function paidEnding(numbered: NumberedRow, target: PaymentTarget | null, posted: Posted): RowEnding {
  const provisional = numbered.row.finality === 'provisional';
  const isTwin = !numbered.unique && numbered.occurrence > 1;
  const reason =
    posted.credit > 0
      ? rowReasons.credit(posted.credit)
      : provisional
        ? rowReasons.provisional()
        : isTwin
          ? rowReasons.twin(numbered.occurrence)
          : null;
  return {
    ...plainEnding(numbered),
    outcome: provisional ? 'provisional' : 'applied',
    reason,
    eventId: posted.eventId,
    target: target === null ? null : { fileId: target.fileId, noteId: target.noteId },
  };
}

/** Everything that makes two claims of a row's key the same. The line is left out: it is not the bank's fact. */
export function claimInput(numbered: NumberedRow, target: PaymentTarget | null) {
  const { intakeFileId, identity, occurrence, row } = numbered;
  const paid = target === null ? null : { fileId: target.fileId, noteId: target.noteId };
  return { intakeFileId, identity, occurrence, amount: row.amount, target: paid };
}

/** A row that may tell of a payment seen before: nothing is posted until a person decides. */
export function possibleDuplicateEnding(
  numbered: NumberedRow,
  target: RowTarget,
  reason: RowReason,
  firstSeen: NonNullable<RowEnding['firstSeen']>,
): RowEnding {
  const ending = { ...plainEnding(numbered), outcome: 'possible-duplicate' as const, reason, firstSeen };
  return { ...ending, ...undecided(numbered, target) };
}

/** What a possible duplicate keeps for the person who decides. */
function undecided({ row, layoutId }: NumberedRow, target: RowTarget): Pick<RowEnding, 'target' | 'pending'> {
  const { channel, finality, creditNumber, fields, payerText, operationDate } = row;
  const pending = {
    ...{ channel, finality, creditNumber, payerText, layoutId, operationDate },
    concept: fields.concept ?? '',
  };
  if ('unknown' in target) return { target: null, pending: { ...pending, unknown: target.unknown } };
  const { fileId, noteId } = target.found;
  return { target: { fileId, noteId }, pending: { ...pending, unknown: null } };
}

export function plainEnding({ row, identity, occurrence }: NumberedRow): RowEnding {
  return {
    line: row.line,
    outcome: 'rejected',
    reason: null,
    amount: row.amount,
    reference: row.reference ?? row.creditNumber,
    referenceText: row.referenceText === '' || row.referenceText === row.reference ? null : row.referenceText,
    valueDate: row.valueDate,
    identity,
    occurrence,
    eventId: null,
    depositId: null,
    returnId: null,
    target: null,
    firstSeen: null,
    pending: null,
    decision: null,
  };
}

/** The ending of a readable row that is no payment. */
export function rejectedEnding(numbered: NumberedRow, reason: RowReason): RowEnding {
  return { ...plainEnding(numbered), reason };
}
