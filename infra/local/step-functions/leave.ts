import { isJsonObject, type Json, type JsonObject } from '../assembly/json.ts';
import type { Outcome, Visiting } from './scope.ts';
import { StatesError } from './states-error.ts';

/** What a state may give on, in bytes of its JSON; Step Functions refuses more. */
const DATA_LIMIT_BYTES = 256 * 1024;

interface Leaving {
  readonly Output?: Json | undefined;
  readonly Assign?: JsonObject | undefined;
}

/**
 * What a state leaves behind: its Output (without one its result, without one its input) and its Assign. `more` is what
 * `$states` has besides input and context. Throws States.DataLimitExceeded.
 */
export async function leave(
  { Output, Assign }: Leaving,
  visiting: Visiting,
  next: string | undefined,
  more: { readonly result?: Json; readonly errorOutput?: Json } = {},
): Promise<Outcome> {
  const output = Output === undefined ? (more.result ?? visiting.input) : await visiting.evaluate(Output, more);
  if (Buffer.byteLength(JSON.stringify(output)) > DATA_LIMIT_BYTES)
    throw new StatesError('States.DataLimitExceeded', 'the output of the state has more than 256 KiB');
  const assigned = await visiting.evaluate(Assign ?? {}, more);
  return { output, next, assigned: isJsonObject(assigned) ? assigned : {} };
}
