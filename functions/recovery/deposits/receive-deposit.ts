import type { CalendarDate } from '../../../shared/calendar/calendar-date.ts';
import type { Clock } from '../../../shared/calendar/clock.ts';
import { deterministicId } from '../../../shared/canonical/deterministic-id.ts';
import { type IdempotencyItem, idempotencyPut, sameInput } from '../../../shared/ledger/idempotency.ts';
import { IdempotencyConflict } from '../../../shared/ledger/ledger.ts';
import type { Channel } from '../../../shared/loan-book/event.ts';
import type { Centavos } from '../../../shared/money/centavos.ts';
import type { Deposit } from './deposit.ts';
import type { DepositStore } from './deposit-store.ts';

export interface ReceivedMoney {
  /** Key of the bank row in scope BANKROW: identity and occurrence. */
  readonly claimKey: string;
  /** What makes two claims the same; other input under the same key is a possible duplicate. */
  readonly claimInput: unknown;
  readonly intakeFileId: string;
  readonly line: number;
  readonly amount: Centavos;
  readonly channel: Channel;
  readonly provisional: boolean;
  readonly valueDate: CalendarDate;
  readonly reference: string | null;
  readonly concept: string;
  readonly payerText: string;
  readonly reason: { readonly code: string; readonly text: string };
  readonly actor: string;
}

export interface ReceiveDeps {
  readonly deposits: DepositStore;
  readonly clock: Clock;
  readonly idempotencyTable: string;
}

/**
 * Keeps money without a known owner as a deposit, once per bank row: the row's key is claimed in the same
 * transaction, whether the row ends as a payment or as a deposit. Answers the deposit's id, the first one when the
 * same row came before. Throws IdempotencyConflict when the key belongs to another row (possible duplicate).
 */
export async function receiveDeposit(deps: ReceiveDeps, money: ReceivedMoney): Promise<string> {
  const depositId = deterministicId('deposit', money.claimKey);
  const recordedOn = deps.clock.today();
  const claim = idempotencyPut(deps.idempotencyTable, {
    scope: 'BANKROW',
    key: money.claimKey,
    input: money.claimInput,
    recordedOn,
    source: { type: 'bank-file', id: money.intakeFileId, line: money.line },
    result: { depositId },
  });
  const received = await deps.deposits.receive(
    newDeposit(depositId, recordedOn, money),
    {
      depositId,
      seq: 1,
      movement: 'received',
      amount: money.amount,
      channel: money.channel,
      valueDate: money.valueDate,
      recordedOn,
      recordedAt: deps.clock.now().toISOString(),
      actor: money.actor,
    },
    claim,
    money.claimKey,
  );
  if (received === 'received') return depositId;
  if (sameInput(received.taken, money.claimInput)) return depositId;
  throw conflictWith(received.taken);
}

function conflictWith(first: IdempotencyItem): IdempotencyConflict {
  return new IdempotencyConflict(first.source, first.recordedOn);
}

function newDeposit(depositId: string, recordedOn: CalendarDate, money: ReceivedMoney): Deposit {
  return {
    depositId,
    state: 'unidentified',
    amount: money.amount,
    channel: money.channel,
    provisional: money.provisional,
    valueDate: money.valueDate,
    recordedOn,
    reason: money.reason,
    reference: money.reference,
    concept: money.concept,
    payerText: money.payerText,
    intakeFileId: money.intakeFileId,
    line: money.line,
    attempts: 0,
    movements: 1,
    assignment: null,
    history: [],
    version: 1,
  };
}
