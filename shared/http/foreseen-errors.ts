import { IdempotencyConflict } from '../ledger/ledger.ts';
import { Refusal } from '../refusals/refusal.ts';
import { refuse } from '../refusals/shared-refusals.ts';
import { isThrottled, isTransactionConflict, isUnreachable } from '../store/store-failures.ts';

const TRY_AGAIN_SECONDS = 2;

/**
 * The refusal that an error stands for: a refusal itself, a key used with other data, or a store that is busy, out of
 * reach or out of time. Undefined for anything else, which is a fault of ours.
 */
export function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (error instanceof IdempotencyConflict) {
    const detail = `La clave de operación ya se usó el ${error.firstRecordedOn} con otros datos; use una clave nueva.`;
    return refuse('idempotency-key-reused', detail, {
      details: [{ pointer: 'header/Idempotency-Key', message: detail }],
    });
  }
  if (isThrottled(error) || isTransactionConflict(error) || isUnreachable(error)) {
    const detail = 'No se completó por exceso de operaciones; repita la solicitud con la misma clave en unos segundos.';
    return refuse('busy-try-later', detail, { retryAfterSeconds: TRY_AGAIN_SECONDS });
  }
  return undefined;
}
