import * as z from 'zod';
import type { Json } from '../assembly/json.ts';
import { RunnerStopping } from '../lambda/lambda-error.ts';
import type { StreamMapping } from './stream-mappings.ts';
import type { StreamRecord } from './stream-reader.ts';

const partialFailureSchema = z.object({
  batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish(),
});

export interface BatchDeliveryDeps {
  invoke(event: Json): Promise<Json>;
  /** Everything up to and with this sequence number is done: processed, or in the failure queue. */
  processed(sequence: number): void;
  /** Takes records that failed every retry; on disk when it returns. */
  giveUp(records: readonly StreamRecord[], reason: string, calls: number): void;
  /** Waits before a retry; throws RunnerStopping when the runner stops meanwhile. */
  wait(milliseconds: number): Promise<void>;
  /** Told of each failure, so that a stuck consumer can be seen. */
  failing(reason: string | undefined): void;
}

type Rules = Pick<StreamMapping, 'retries' | 'bisect' | 'reportsItemFailures'>;

/**
 * Delivers one batch as an event source mapping does: in order, at least once. After a failure
 * the records before the first reported one are done; the rest is split in two halves when the mapping bisects,
 * else retried whole. What still fails after the retries goes to the failure queue, and the stream goes on.
 */
export async function deliverBatch(
  records: readonly StreamRecord[],
  rules: Rules,
  deps: BatchDeliveryDeps,
): Promise<void> {
  let rest = records;
  for (let failures = 0; rest.length > 0; ) {
    const outcome = await attempt(rest, rules, deps);
    if (outcome.failedFrom >= rest.length) {
      deps.failing(undefined);
      return done(rest, deps);
    }
    deps.failing(outcome.reason);
    if (outcome.failedFrom > 0) {
      done(rest.slice(0, outcome.failedFrom), deps);
      rest = rest.slice(outcome.failedFrom);
      failures = 0;
    }
    failures += 1;
    if (rules.bisect && rest.length > 1) {
      await deps.wait(backoff(failures));
      const half = rest.length >> 1;
      await deliverBatch(rest.slice(0, half), rules, deps);
      return deliverBatch(rest.slice(half), rules, deps);
    }
    if (rules.retries >= 0 && failures > rules.retries) {
      deps.giveUp(rest, outcome.reason, failures);
      deps.failing(undefined);
      return done(rest, deps);
    }
    await deps.wait(backoff(failures));
  }
}

/** Milliseconds before retry number `failures`: 100, 200, 400 … at most 10 seconds. */
function backoff(failures: number): number {
  return Math.min(10_000, 50 * 2 ** failures);
}

function done(records: readonly StreamRecord[], deps: BatchDeliveryDeps): void {
  const last = records.at(-1);
  if (last !== undefined) deps.processed(last.sequence);
}

interface Outcome {
  /** Index of the first record that failed; the batch's length when all went well. */
  readonly failedFrom: number;
  readonly reason: string;
}

async function attempt(records: readonly StreamRecord[], rules: Rules, deps: BatchDeliveryDeps): Promise<Outcome> {
  try {
    const answer = await deps.invoke({ Records: records.map(({ record }) => record) });
    if (!rules.reportsItemFailures) return { failedFrom: records.length, reason: '' };
    const failed = partialFailureSchema.safeParse(answer ?? {});
    // Lambda takes an answer it cannot read, or an unknown identifier, for a failure of the whole batch.
    if (!failed.success) return { failedFrom: 0, reason: 'la respuesta de la función no es legible' };
    const identifiers = new Set((failed.data.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier));
    if (identifiers.size === 0) return { failedFrom: records.length, reason: '' };
    const first = records.findIndex(({ sequence }) => identifiers.has(String(sequence)));
    return { failedFrom: Math.max(0, first), reason: `la función señaló ${identifiers.size} registro(s)` };
  } catch (error) {
    if (error instanceof RunnerStopping) throw error;
    return { failedFrom: 0, reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error) };
  }
}
