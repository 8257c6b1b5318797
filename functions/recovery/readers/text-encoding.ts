import type { RowFault } from './bank-row.ts';
import type { FileEncoding } from './layout.ts';

/** How bytes turned out to be written. `utf-8-twice` is UTF-8 that some program took for Latin-1 and encoded again. */
export type FoundEncoding = FileEncoding | 'utf-8-twice';

export interface DecodedText {
  readonly text: string;
  readonly encoding: FoundEncoding;
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ABOVE_LATIN_1 = /[^\0-\u00ff]/;
const ABOVE_ASCII = /[^\0-\u007f]/;
const C1_CONTROL = /[\u0080-\u009f]/g;
const windows1252 = new TextDecoder('windows-1252');

/**
 * Text of bytes whatever the bank used: pure ASCII, else UTF-8 when it is valid (a Spanish text in Latin-1
 * practically never is), else Latin-1, which takes any byte; its bytes 80 to 9F are what Windows writes there
 * (quotes, dashes, €), never controls. Never fails. Whoever keeps the text composes its accents (field-text.ts).
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  if (!ABOVE_ASCII.test(latin1)) return { text: latin1, encoding: 'ascii' };
  const once = utf8(bytes);
  if (once === undefined) return { text: withWindowsSigns(latin1), encoding: 'latin-1' };
  if (ABOVE_ASCII.test(once) && !ABOVE_LATIN_1.test(once)) {
    const twice = utf8(Buffer.from(once, 'latin1'));
    if (twice !== undefined) return { text: withWindowsSigns(twice), encoding: 'utf-8-twice' };
  }
  return { text: withWindowsSigns(once), encoding: 'utf-8' };
}

/** Code points 80 to 9F by Windows-1252; the five that it leaves free become the sign of an unknown character. */
function withWindowsSigns(text: string): string {
  return text.replace(C1_CONTROL, (control) => {
    const sign = windows1252.decode(Uint8Array.of(control.charCodeAt(0)));
    return sign === control ? '\ufffd' : sign;
  });
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** Warning for a row that was read in an encoding its layout does not declare; undefined when all is as declared. */
export function encodingWarning(declared: FileEncoding, found: FoundEncoding, column: number): RowFault | undefined {
  if (found === 'ascii' || found === declared) return undefined;
  const how =
    found === 'utf-8-twice'
      ? 'trae los acentos codificados dos veces; se corrigieron'
      : `viene en ${ENCODING_NAMES[found]} y el formato declara ${ENCODING_NAMES[declared]}; se leyó como viene`;
  return { column, message: `La línea ${how}. Avise al banco si se repite.` };
}

const ENCODING_NAMES: Readonly<Record<FileEncoding, string>> = {
  ascii: 'ASCII',
  'latin-1': 'Latin-1',
  'utf-8': 'UTF-8',
};
