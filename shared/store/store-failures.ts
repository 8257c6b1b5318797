import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';

/** DynamoDB kept refusing for lack of capacity until our time for retries ran out. */
export class StoreThrottled extends Error {
  override readonly name = 'StoreThrottled';
}

const CONDITION_FAILED = 'ConditionalCheckFailed';
const CONFLICT = 'TransactionConflict';
const THROTTLED_REASONS: ReadonlySet<string> = new Set(['ThrottlingError', 'ProvisionedThroughputExceeded']);
const THROTTLED_NAMES: ReadonlySet<string> = new Set([
  'StoreThrottled',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
]);
const UNREACHABLE_NAMES: ReadonlySet<string> = new Set(['InternalServerError', 'ServiceUnavailable', 'TimeoutError']);
const UNREACHABLE_CODES: ReadonlySet<unknown> = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/**
 * Why each item of a cancelled transaction failed, by its position in TransactItems ('None' = it would have passed).
 * Undefined when the error is no cancelled transaction.
 */
export function cancellationReasons(error: unknown): readonly string[] | undefined {
  if (!(error instanceof TransactionCanceledException)) return undefined;
  return (error.CancellationReasons ?? []).map((reason) => reason.Code ?? 'None');
}

/**
 * Whether a condition of ours did not hold: of a single write, or of any item of a transaction.
 * With `position`, whether that item of the transaction is one whose condition failed.
 */
export function isConditionFailure(error: unknown, position?: number): boolean {
  const reasons = cancellationReasons(error);
  if (reasons !== undefined) {
    return position === undefined ? reasons.includes(CONDITION_FAILED) : reasons[position] === CONDITION_FAILED;
  }
  return position === undefined && nameOf(error) === 'ConditionalCheckFailedException';
}

/** Whether another transaction held one of the items: nothing was written, trying again may pass. */
export function isTransactionConflict(error: unknown): boolean {
  const reasons = cancellationReasons(error);
  if (reasons !== undefined) return reasons.includes(CONFLICT);
  const name = nameOf(error);
  return name === 'TransactionConflictException' || name === 'TransactionInProgressException';
}

/** Whether the store is short of capacity: nothing was written, trying again later may pass. */
export function isThrottled(error: unknown): boolean {
  const reasons = cancellationReasons(error);
  if (reasons !== undefined) return reasons.some((reason) => THROTTLED_REASONS.has(reason));
  return THROTTLED_NAMES.has(nameOf(error));
}

/**
 * Whether the store could not be reached or failed by itself. The write may or may not have happened, so only
 * writes that are safe to repeat (idempotency key, condition) may be tried again.
 */
export function isUnreachable(error: unknown): boolean {
  if (UNREACHABLE_NAMES.has(nameOf(error))) return true;
  return error instanceof Error && 'code' in error && UNREACHABLE_CODES.has(error.code);
}
