import { expect, it } from 'vitest';
import { demandVersion, etagOf } from '../../../shared/http/record-version.ts';

it.each([1, 10])('only the tag of version %i lets it be changed', (version) => {
  expect(() => demandVersion(etagOf({ version }), { version })).not.toThrow();
  for (const other of ['v0', 'v2', 'v100', 'v', '', '1'])
    expect(() => demandVersion(other, { version })).toThrow(expect.objectContaining({ code: 'version-changed' }));
  expect(() => demandVersion('v10', { version: 1 })).toThrow();
  expect(() => demandVersion('v1', { version: 10 })).toThrow();
});
