import { retryWithJitter } from './retry-with-jitter.ts';
import { isConditionFailure, isThrottled, isTransactionConflict } from './store-failures.ts';

/** The item must not be there yet. */
export const IF_NEW = { ConditionExpression: 'attribute_not_exists(PK)' } as const;

/** The item must be of version `before` still; 0 = it must not be there yet. */
export function ifVersion(before: number) {
  if (before === 0) return IF_NEW;
  return {
    ConditionExpression: '#version = :before',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':before': before },
  } as const;
}

/**
 * Writes under a condition: true when it was written, false when the condition did not hold. Anything else is thrown.
 */
export async function conditional(write: () => Promise<unknown>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (isConditionFailure(error)) return false;
    throw error;
  }
}

/**
 * The same for a write that says whose it is. When the answer of a write that came through was lost, the SDK sends it
 * again and meets it: `isOurs` looks whether what stands there is what was written, and then it was.
 */
export async function conditionalOnce(write: () => Promise<unknown>, isOurs: () => Promise<boolean>): Promise<boolean> {
  return (await conditional(write)) || isOurs();
}

/**
 * Tries a write again, with jitter, while others hold its items or the store is short: nothing was written then.
 * One whose condition did not hold is over: waiting would not change it.
 */
export function withoutConflict<T>(write: () => Promise<T>): Promise<T> {
  return retryWithJitter(
    write,
    (error) => !isConditionFailure(error) && (isTransactionConflict(error) || isThrottled(error)),
  );
}
