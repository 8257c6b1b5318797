import { expect, it } from 'vitest';
import { FOLIO_SHAPE, folioOf } from '../../../../functions/recovery/window/folio.ts';
import { deterministicId } from '../../../../shared/canonical/deterministic-id.ts';

it('a folio says office and day, is the same for the same payment, and reads without doubt', () => {
  const id = deterministicId('prueba', '1');
  expect(folioOf('obregon', '2026-11-20', id)).toMatch(/^O261120-/);
  expect(folioOf('nogales', '2026-11-20', id)).toBe(folioOf('nogales', '2026-11-20', id));
  expect(folioOf('hermosillo', '2026-11-20', id, 10)).toMatch(FOLIO_SHAPE);
  expect(folioOf('hermosillo', '2026-11-20', id, 10).startsWith(folioOf('hermosillo', '2026-11-20', id))).toBe(true);
});

it('10,000 payments of one office and day have 10,000 folios', () => {
  const folios = new Set(
    Array.from({ length: 10_000 }, (_, n) => folioOf('hermosillo', '2026-11-20', deterministicId('p', String(n)))),
  );
  expect(folios.size).toBe(10_000);
  for (const folio of folios) expect(folio).toMatch(FOLIO_SHAPE);
});
