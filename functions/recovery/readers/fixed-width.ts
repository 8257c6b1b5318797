import type { FixedField } from './layout.ts';
import type { CutLine } from './line-cells.ts';
import { decodeText, type FoundEncoding } from './text-encoding.ts';

const SPACE = 0x20;

/**
 * Cuts a fixed-width line into its declared columns. In Latin-1 a column is a byte; in UTF-8 it is a character
 * when the writer padded text and a byte when it padded bytes: whichever makes the line as wide as declared.
 * Spaces past the width are forgiven. A line of any other width is one fault, because its columns mean nothing.
 */
export function cutFixedWidth(
  bytes: Uint8Array,
  width: number,
  fields: readonly FixedField[],
  layoutName: string,
): CutLine {
  const line = withoutPadding(bytes, width);
  const { text, encoding } = decodeText(line);
  if (line.length === width) {
    return encoding === 'ascii' || encoding === 'latin-1' ? cutText(text, encoding, fields) : cutBytes(line, fields);
  }
  // A writer that splits accents from their letters may have counted them as one character or as two.
  const views = [text.normalize('NFC'), text].map((view) => withoutEndPadding(Array.from(view), width));
  const fitting = views.find((view) => view.length === width);
  if (fitting !== undefined) return cutCharacters(fitting, encoding, fields);
  const [characters = []] = views;
  return {
    ok: false,
    fault: {
      column: Math.min(characters.length, width) + 1,
      message:
        `La línea tiene ${characters.length} caracteres y el formato «${layoutName}» pide ${width}. ` +
        'Pida al banco el archivo de nuevo y súbalo sin abrirlo ni guardarlo en otro programa.',
    },
  };
}

function withoutPadding(bytes: Uint8Array, width: number): Uint8Array {
  let end = bytes.length;
  while (end > width && bytes[end - 1] === SPACE) end -= 1;
  return bytes.subarray(0, end);
}

function withoutEndPadding(characters: string[], width: number): string[] {
  while (characters.length > width && characters.at(-1) === ' ') characters.pop();
  return characters;
}

function cutText(text: string, encoding: FoundEncoding, fields: readonly FixedField[]): CutLine {
  return {
    ok: true,
    encoding,
    cells: fields.map(({ from, to }) => ({ text: text.slice(from - 1, to), column: from })),
  };
}

function cutCharacters(characters: readonly string[], encoding: FoundEncoding, fields: readonly FixedField[]): CutLine {
  return {
    ok: true,
    encoding,
    cells: fields.map(({ from, to }) => ({ text: characters.slice(from - 1, to).join(''), column: from })),
  };
}

/** Byte columns that hold UTF-8: every field is decoded by itself, for its padding was counted in bytes. */
function cutBytes(line: Uint8Array, fields: readonly FixedField[]): CutLine {
  let found: FoundEncoding = 'ascii';
  const cells = fields.map(({ from, to }) => {
    const { text, encoding } = decodeText(line.subarray(from - 1, to));
    if (encoding !== 'ascii') found = encoding;
    return { text, column: from };
  });
  return { ok: true, encoding: found, cells };
}
