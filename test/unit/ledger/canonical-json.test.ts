import { describe, expect, it } from 'vitest';
import { canonicalHash, canonicalJson } from '../../../shared/canonical/canonical-json.ts';

describe('canonical JSON', () => {
  it.each([
    [{ b: 1, a: 2, C: 3 }, '{"C":3,"a":2,"b":1}'],
    [{ b: undefined, a: { d: null, c: [1, 'x', []] } }, '{"a":{"c":[1,"x",[]],"d":null}}'],
    [{ carried: 36n }, '{"carried":"36"}'],
    [[undefined, null, true], '[null,null,true]'],
    ['dicho "así"', '"dicho \\"así\\""'],
    [{}, '{}'],
  ])('of %o is %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('is hashed with SHA-256, base64url, as any other tool does', () => {
    // printf '{"a":[1,null,"x"],"b":"36"}' | openssl dgst -sha256 -binary | basenc --base64url
    expect(canonicalHash({ b: 36n, a: [1, null, 'x'] })).toBe('bkGsmNlMmxouGrprFFkxAzQwt4hx-wblMzzGM4ZMGn0');
  });
});
