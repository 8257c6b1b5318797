import type { Json } from '../assembly/json.ts';
import { RunnerStopping } from '../lambda/lambda-error.ts';
import type { Scope, Visiting } from './scope.ts';
import { Cancelled } from './states-error.ts';

/** One of several workflows inside a state. */
export interface Inner {
  /** Its part of the address: "b0", "i17". */
  readonly id: string;
  run(scope: Scope): Promise<Json>;
}

/**
 * Runs workflows inside a state, at most `most` at the same time, each in a scope of its own that sees the variables
 * around it. `failed` is told of each failure; what it throws cancels the others and is thrown.
 */
export async function runInner(
  inner: readonly Inner[],
  most: number,
  visiting: Visiting,
  failed: (index: number, error: unknown) => void,
): Promise<readonly (Json | undefined)[]> {
  const { scope, at, attempt } = visiting;
  const cancelling = new AbortController();
  const signal = AbortSignal.any([scope.signal, cancelling.signal]);
  const outputs: (Json | undefined)[] = inner.map(() => undefined);
  let next = 0;
  let stopping: RunnerStopping | undefined;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < inner.length; index = next++) {
      const one = inner[index];
      if (one === undefined || cancelling.signal.aborted) return;
      const path = `${at}~${attempt}/${one.id}/`;
      const own = { ...scope, path, signal, variables: { ...scope.variables }, context: visiting.context };
      try {
        outputs[index] = await one.run(own);
      } catch (error) {
        if (cancelling.signal.aborted) return;
        // The others finish what they have under way, each by itself.
        if (error instanceof RunnerStopping) {
          stopping = error;
          return;
        }
        try {
          failed(index, error);
        } catch (fatal) {
          cancelling.abort(new Cancelled());
          throw fatal;
        }
      }
    }
  };
  const workers = Array.from({ length: Math.min(most, inner.length) }, worker);
  const ends = await scope.run.parked(Promise.allSettled(workers));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  if (stopping !== undefined) throw stopping;
  return outputs;
}
