const LF = 0x0a;
const CR = 0x0d;

/** A line of a file as bytes, without its line end. */
export interface ByteLine {
  /** 1-based, blank lines counted. */
  readonly number: number;
  /** Empty when the line was too long to be held. */
  readonly bytes: Uint8Array;
  readonly tooLong: boolean;
}

/** The byte that ends a line: LF (or CRLF), or CR alone as old Macs and some exports write. */
export type LineEnd = typeof LF | typeof CR;

/** How the lines of a file end, by its first bytes: CR alone when they hold no LF. */
export const lineEndOf = (head: Uint8Array): LineEnd => (head.includes(CR) && !head.includes(LF) ? CR : LF);

/**
 * Splits a stream at LF or CRLF (or at CR alone, when `lineEnd` says so), wherever its chunks were cut (a CRLF or a
 * multibyte character may be cut in two). Holds at most one chunk and one line of `maxLineBytes`; what passes that is
 * dropped up to the next line end and the line is marked. The last line needs no line end.
 */
export async function* byteLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
  lineEnd: LineEnd = LF,
): AsyncGenerator<ByteLine> {
  let number = 1;
  let carried: Uint8Array = new Uint8Array(0);
  let dropping = false;

  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineEnd, start); end !== -1; end = chunk.indexOf(lineEnd, start)) {
      yield dropping
        ? tooLongLine(number)
        : wholeLine(number, joined(carried, chunk.subarray(start, end)), maxLineBytes);
      number += 1;
      start = end + 1;
      carried = new Uint8Array(0);
      dropping = false;
    }
    if (dropping) continue;
    carried = joined(carried, chunk.slice(start));
    // One byte of grace: the CR of a line end not seen yet.
    dropping = carried.length > maxLineBytes + 1;
    if (dropping) carried = new Uint8Array(0);
  }
  if (dropping) yield tooLongLine(number);
  else if (carried.length > 0) yield wholeLine(number, carried, maxLineBytes);
}

function wholeLine(number: number, bytes: Uint8Array, maxLineBytes: number): ByteLine {
  const line = bytes.at(-1) === CR ? bytes.subarray(0, -1) : bytes;
  return line.length > maxLineBytes ? tooLongLine(number) : { number, bytes: line, tooLong: false };
}

const tooLongLine = (number: number): ByteLine => ({ number, bytes: new Uint8Array(0), tooLong: true });

function joined(before: Uint8Array, after: Uint8Array): Uint8Array {
  if (before.length === 0) return after;
  if (after.length === 0) return before;
  const all = new Uint8Array(before.length + after.length);
  all.set(before);
  all.set(after, before.length);
  return all;
}
