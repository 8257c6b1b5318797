import { setTimeout as wait } from 'node:timers/promises';

/** How long and how fast to try again. Times in milliseconds; sleep, random and now are injected for tests. */
export interface RetryPace {
  /** No new try begins when this much time has passed since the first. */
  readonly limitMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  readonly sleep: (ms: number) => Promise<unknown>;
  /** 0 ≤ random() < 1. */
  readonly random: () => number;
  /** Milliseconds of a steady clock. */
  readonly now: () => number;
}

/** Contention is retried for up to 20 s: inside the 29 s that the HTTP API gives a request. */
export const STORE_PACE: RetryPace = {
  limitMs: 20_000,
  firstDelayMs: 25,
  longestDelayMs: 1_500,
  sleep: (ms) => wait(ms),
  random: Math.random,
  now: () => performance.now(),
};

/** Full jitter: anywhere between 0 and a ceiling that doubles with each try (`retry` starts at 0). */
export function jitteredDelay(retry: number, pace: RetryPace): number {
  const ceiling = Math.min(pace.longestDelayMs, pace.firstDelayMs * 2 ** Math.min(retry, 30));
  return Math.floor(pace.random() * ceiling);
}

/**
 * Runs `attempt` until it passes, fails with an error that `isRetryable` refuses, or the time is up; then the last
 * error is thrown as it came. `attempt` gets the number of tries before it (0, 1, 2 …).
 */
export async function retryWithJitter<T>(
  attempt: (tries: number) => Promise<T>,
  isRetryable: (error: unknown) => boolean,
  pace: RetryPace = STORE_PACE,
): Promise<T> {
  const started = pace.now();
  for (let tries = 0; ; tries += 1) {
    try {
      return await attempt(tries);
    } catch (error) {
      const delay = jitteredDelay(tries, pace);
      if (!isRetryable(error) || pace.now() - started + delay >= pace.limitMs) throw error;
      await pace.sleep(delay);
    }
  }
}
