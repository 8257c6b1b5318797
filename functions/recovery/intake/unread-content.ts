import { byteLines, lineEndOf } from '../readers/byte-lines.ts';
import { isBlank, peekHead, refuseUnreadable } from '../readers/file-head.ts';
import { guessedAmount } from '../readers/guessed-amount.ts';
import { decodeText } from '../readers/text-encoding.ts';

const MOST_LINE_BYTES = 8_192;
/** Enough to say that much is missing; a file of wrong bytes without end is not read for hours. */
const MOST_LINES = 1_000_000;

/**
 * How many lines of a file that was refused hold something, and the money they most likely tell (centavos): what the
 * report says of it. Throws a Refusal when the file is no text.
 */
export async function unreadContent(source: AsyncIterable<Uint8Array>): Promise<{ lines: number; sum: number }> {
  const { head, bytes } = await peekHead(source);
  refuseUnreadable(head);
  let lines = 0;
  let sum = 0;
  for await (const line of byteLines(bytes, MOST_LINE_BYTES, lineEndOf(head))) {
    const { text } = decodeText(line.bytes);
    if (!line.tooLong && isBlank(text)) continue;
    lines += 1;
    sum += guessedAmount(text) ?? 0;
    if (lines >= MOST_LINES) break;
  }
  return { lines, sum };
}
