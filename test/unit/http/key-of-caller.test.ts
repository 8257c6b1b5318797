import { describe, expect, it } from 'vitest';
import { keyOfCaller } from '../../../shared/http/key-of-caller.ts';

const keyFor = (subject: string, idempotencyKey: string | undefined) =>
  keyOfCaller({ params: {}, query: {}, body: {}, ifMatch: undefined, idempotencyKey }, { subject }).idempotencyKey;

describe('the key of a request', () => {
  it('is the caller’s own: the same ticket number at two windows is two requests', () => {
    expect(keyFor('caja-nogales', 'ticket-0001')).not.toBe(keyFor('caja-obregon', 'ticket-0001'));
    expect(keyFor('caja-nogales', 'ticket-0001')).toBe(keyFor('caja-nogales', 'ticket-0001'));
  });

  it.each([
    ['a', 'b#ticket-01', 'a#b', 'ticket-01'],
    ['a', '1ticket-01', 'a1', 'ticket-01'],
    ['a%23b', 'ticket-01', 'a#b', 'ticket-01'],
  ])('of %s with %s is not that of %s with %s', (subject, key, other, otherKey) => {
    expect(keyFor(subject, key)).not.toBe(keyFor(other, otherKey));
  });

  it('is made for nobody who sent none', () => {
    expect(keyFor('caja-nogales', undefined)).toBeUndefined();
  });
});
