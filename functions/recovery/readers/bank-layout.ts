import type { RowReading, StatedTotals } from './bank-row.ts';
import { type ByteLine, byteLines, lineEndOf } from './byte-lines.ts';
import { presentFields } from './delimited.ts';
import { headLines, isBlank, peekHead, refuseUnreadable, withoutByteOrderMark } from './file-head.ts';
import { refuseOverSize } from './file-size.ts';
import { guessedAmount } from './guessed-amount.ts';
import type { BankLayout, LayoutDeclaration } from './layout.ts';
import { controlCharacterColumn } from './line-cells.ts';
import { type LineReader, lineReader } from './line-reader.ts';
import { refuseFile } from './reader-refusals.ts';
import { decodeText } from './text-encoding.ts';

/** Makes a reader of a declared layout. */
export function bankLayout(declaration: LayoutDeclaration): BankLayout {
  return {
    ...declaration,
    recognises: (head) => recognises(declaration, head),
    read: (bytes, onTotals) => readFile(declaration, bytes, onTotals),
  };
}

function recognises({ shape }: LayoutDeclaration, head: Uint8Array): boolean {
  const lines = headLines(head);
  if (shape.type === 'fixed-width') {
    // A file of nothing but its head has a layout too, and is told what it lacks.
    const heads = [shape.header?.looksLike, shape.totals?.covers === 'rows-after' ? shape.totals.looksLike : undefined];
    return lines.some((line) => {
      // Columns may be bytes or characters (fixed-width.ts): either view will do to know the layout.
      const { text } = decodeText(line);
      const views = [text, text.normalize('NFC'), Buffer.from(line).toString('latin1')];
      return views.some(
        (view) => shape.looksLike.test(view.trimEnd()) || heads.some((head) => head?.test(view) === true),
      );
    });
  }
  // Most of the titles are enough to know the layout; reading it names the ones that are missing.
  return presentFields(decodeText(lines[0] ?? new Uint8Array(0)).text, shape).length * 2 > shape.fields.length;
}

async function* readFile(
  layout: LayoutDeclaration,
  source: AsyncIterable<Uint8Array>,
  onTotals?: (stated: StatedTotals) => void,
): AsyncGenerator<RowReading> {
  const { head, bytes } = await peekHead(source);
  refuseUnreadable(head);
  if (!recognises(layout, head)) throw wrongLayout(layout, head);
  const read = lineReader(layout, onTotals);
  for await (const line of byteLines(withinSize(layout, bytes), layout.maxLineBytes, lineEndOf(head))) {
    const reading = readLine(layout, line.number === 1 ? withoutMark(line) : line, read);
    if (reading !== undefined) yield reading;
  }
}

/** Refusal of a file that does not look like `layout`, with the first line's width or titles as evidence. */
export function wrongLayout(layout: LayoutDeclaration, head: Uint8Array, looksLike?: LayoutDeclaration) {
  const first = decodeText(headLines(head)[0] ?? new Uint8Array(0)).text;
  const expected =
    layout.shape.type === 'fixed-width'
      ? `La línea 1 tiene ${first.length} caracteres; «${layout.name}» pide líneas de ${layout.shape.width}, como las entrega el banco.`
      : `La línea 1 no lleva los títulos de «${layout.name}»: ${layout.shape.fields.map(({ header }) => header).join(', ')}.`;
  const remedy =
    looksLike === undefined
      ? 'Revise que sea el archivo del banco, sin abrirlo ni guardarlo en otro programa.'
      : `El archivo parece ser «${looksLike.name}»: súbalo con ese formato.`;
  return refuseFile('bank-file-wrong-layout', `${expected} ${remedy}`, {
    details: [{ line: 1, column: 1, message: expected }],
  });
}

async function* withinSize(layout: LayoutDeclaration, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let seen = 0;
  for await (const chunk of bytes) {
    seen += chunk.length;
    refuseOverSize(layout, seen);
    yield chunk;
  }
}

/** Without decoding, for every line comes by here: a first byte that shows means the line holds something. */
const isBlankLine = (bytes: Uint8Array): boolean => {
  const first = bytes[0] ?? 0;
  return first <= 0x20 && isBlank(decodeText(bytes).text);
};

const guessOf = (bytes: Uint8Array) => guessedAmount(decodeText(bytes).text);

const withoutMark = (line: ByteLine): ByteLine => ({ ...line, bytes: withoutByteOrderMark(line.bytes) });

function readLine(layout: LayoutDeclaration, line: ByteLine, read: LineReader): RowReading | undefined {
  if (line.tooLong) {
    const message = `La línea pasa de ${layout.maxLineBytes} bytes; no es una línea de «${layout.name}». Pida al banco el archivo de nuevo.`;
    return { ok: false, line: line.number, faults: [{ column: layout.maxLineBytes + 1, message }], amount: null };
  }
  const column = controlCharacterColumn(line.bytes);
  if (column > 0) {
    const message =
      'La línea tiene un carácter que no es de texto. Pida al banco el archivo de nuevo; puede estar dañado.';
    return { ok: false, line: line.number, faults: [{ column, message }], amount: guessOf(line.bytes) };
  }
  return isBlankLine(line.bytes) ? undefined : read(line);
}
