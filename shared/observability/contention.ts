import { type RetryPace, STORE_PACE } from '../store/retry-with-jitter.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** The pace of the ledger's tries, which tells of each one that had to wait for another posting or a busy store. */
export function heardPace({ log, metrics }: { readonly log: Log; readonly metrics: Metrics }): RetryPace {
  return {
    ...STORE_PACE,
    sleep(milliseconds) {
      log.event('posting-contended', { milliseconds });
      metrics.record('PostingsContended');
      return STORE_PACE.sleep(milliseconds);
    },
  };
}
