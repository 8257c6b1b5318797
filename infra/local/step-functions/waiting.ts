import { setTimeout as sleep } from 'node:timers/promises';
import { RunnerStopping } from '../lambda/lambda-error.ts';
import type { Scope } from './scope.ts';

/** Timers of Node end at this many milliseconds; longer waits are made of several. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Throws when this part of the execution is not to begin anything any more. */
export function goOn({ run, signal }: Scope): void {
  signal.throwIfAborted();
  if (run.suspending.aborted) throw new RunnerStopping();
}

/** The work's end, or the abort's reason as soon as the signal is aborted; the work itself goes on unheard. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Waits for an instant (epoch milliseconds); rejects when the signal is aborted before. */
export async function sleepUntil(instant: number, signal: AbortSignal): Promise<void> {
  for (let left = instant - Date.now(); left > 0; left = instant - Date.now())
    await sleep(Math.min(left, LONGEST_TIMER_MS), undefined, { signal });
}

/** Waits for an instant (epoch milliseconds). Throws the reason when cancelled, RunnerStopping when the runner stops. */
export async function waitUntil(instant: number, { run, signal }: Scope): Promise<void> {
  try {
    await sleepUntil(instant, AbortSignal.any([signal, run.suspending]));
  } catch (error) {
    signal.throwIfAborted();
    throw run.suspending.aborted ? new RunnerStopping() : error;
  }
}
