import type { ReadInput } from './request-input.ts';
import type { Caller } from './route.ts';

/**
 * The same input, its Idempotency-Key made the caller's own. Keys are chosen by whoever sends them ("ticket-0001" at
 * every window), so that one person's key must never stand for another's request. Done here, once, and by no route. A
 * subject of the token holds no `#`: the first one ends it, and no subject and key are read as another pair.
 */
export function keyOfCaller(input: ReadInput, { subject }: Pick<Caller, 'subject'>): ReadInput {
  if (input.idempotencyKey === undefined) return input;
  return { ...input, idempotencyKey: `${encodeURIComponent(subject)}#${input.idempotencyKey}` };
}
