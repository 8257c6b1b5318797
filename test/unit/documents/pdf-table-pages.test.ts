import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type RowToPlace, rowsPerPage } from '../../../shared/documents/pdf-table-pages.ts';

const rows = (count: number, total = -1): RowToPlace[] =>
  Array.from({ length: count }, (_unused, index) => ({ height: 10, total: index === total }));

describe('rows of a table over pages', () => {
  it.each([
    ['all here when they fit', rows(12), { here: 120, page: 500, after: 0 }, [12]],
    ['a short table is not broken', rows(8), { here: 70, page: 500, after: 0 }, [0, 8]],
    ['one row left over takes two more along', rows(12), { here: 110, page: 500, after: 0 }, [9, 3]],
    ['as many as fit when plenty are left', rows(30), { here: 110, page: 500, after: 0 }, [11, 19]],
    ['two rows are no beginning', rows(12), { here: 25, page: 500, after: 0 }, [0, 12]],
    ['a total in the middle is not parted from its sums', rows(14, 11), { here: 115, page: 500, after: 0 }, [10, 4]],
    ['room for what follows is kept with the last rows', rows(12), { here: 125, page: 500, after: 20 }, [9, 3]],
    [
      'a row taller than a page has a page',
      [{ height: 900, total: false }],
      { here: 100, page: 500, after: 0 },
      [0, 1],
    ],
  ])('%s', (_case, all, room, pages) => {
    expect(rowsPerPage(all, room)).toEqual(pages);
  });

  it('places every row once, and never leaves one or two alone where others could join them', () => {
    const row = fc.record({ height: fc.integer({ min: 8, max: 40 }), total: fc.boolean() });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 200 }), fc.integer({ min: 0, max: 500 }), (all, here) => {
        const pages = rowsPerPage(all, { here, page: 500, after: 0 });
        expect(pages.reduce((sum, count) => sum + count, 0)).toBe(all.length);
        let placed = 0;
        for (const [page, count] of pages.entries()) {
          const height = all.slice(placed, placed + count).reduce((sum, { height: points }) => sum + points, 0);
          expect(height).toBeLessThanOrEqual(page === 0 ? here : 500);
          placed += count;
        }
        // Only where totals follow one another must a page end earlier than its rows would have it.
        if (pages.length > 1 && all.length >= 3 && !all.some(({ total }) => total))
          expect(pages.at(-1)).toBeGreaterThanOrEqual(3);
      }),
    );
  });
});
