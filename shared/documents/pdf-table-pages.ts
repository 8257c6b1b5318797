/** Fewer rows than these at the foot or the head of a page look lost, and a page with them alone looks empty. */
export const ROWS_TOGETHER = 3;
/** A table of at most so many rows is not broken at all. */
const KEPT_WHOLE = 8;

export const isKeptWhole = (rows: number): boolean => rows <= KEPT_WHOLE;

export interface RowToPlace {
  /** Points. */
  readonly height: number;
  /** A total stands under what it sums. */
  readonly total: boolean;
}

/** Points for rows, the table's header already taken off. */
export interface RoomForRows {
  /** Left on the page where the table begins. */
  readonly here: number;
  /** On a page of its own. */
  readonly page: number;
  /** To be left free under the last row, on its page. */
  readonly after: number;
}

/**
 * How many rows of a table each page takes, from the one where it begins (0 = it begins on the next). As many as fit,
 * less what it takes that the last page gets at least three, with their total and with what follows the table; a
 * short table stays whole. A row taller than a page has one for itself (and goes on).
 */
export function rowsPerPage(rows: readonly RowToPlace[], room: RoomForRows): number[] {
  const pages: number[] = [];
  for (let placed = 0; placed < rows.length; ) {
    const isFirst = pages.length === 0;
    const atTop = !isFirst || room.here >= room.page;
    const count = rowsHere(rows.slice(placed), { ...room, here: isFirst ? room.here : room.page, atTop });
    pages.push(count);
    placed += count;
  }
  return pages;
}

function rowsHere(rows: readonly RowToPlace[], { here, after, atTop }: RoomForRows & { atTop: boolean }): number {
  const fitting = rowsThatFit(rows, here);
  const height = rows.reduce((sum, row) => sum + row.height, 0);
  if (fitting === rows.length && height + after <= here) return fitting;
  if (!atTop && isKeptWhole(rows.length)) return 0;
  let count = Math.min(fitting, rows.length - ROWS_TOGETHER);
  while (count > 0 && rows[count]?.total === true) count -= 1;
  if (count >= ROWS_TOGETHER) return count;
  if (!atTop) return 0;
  // At the head of a page there is nowhere better: what fits, or the one row that is too tall.
  return Math.max(1, fitting);
}

function rowsThatFit(rows: readonly RowToPlace[], room: number): number {
  let used = 0;
  const tooMuch = rows.findIndex(({ height }) => {
    used += height;
    return used > room;
  });
  return tooMuch === -1 ? rows.length : tooMuch;
}
