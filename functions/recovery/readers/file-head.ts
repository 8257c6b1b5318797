import { lineEndOf } from './byte-lines.ts';
import { refuseFile } from './reader-refusals.ts';
import { decodeText } from './text-encoding.ts';

/** Bytes of a file that are looked at before it is read. */
export const HEAD_BYTES = 4096;

export interface PeekedFile {
  /** The first HEAD_BYTES of the file, or all of it when it is shorter. */
  readonly head: Uint8Array;
  /** The whole file, the head included. To be consumed once. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** Looks at the first bytes of a stream without losing them. */
export async function peekHead(source: AsyncIterable<Uint8Array>): Promise<PeekedFile> {
  const iterator = source[Symbol.asyncIterator]();
  const taken: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    taken.push(next.value);
    length += next.value.length;
  }
  return { head: Buffer.concat(taken).subarray(0, HEAD_BYTES), bytes: replay(taken, iterator) };
}

async function* replay(taken: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ended = false;
  try {
    yield* taken;
    for (let next = await rest.next(); next.done !== true; next = await rest.next()) yield next.value;
    ended = true;
  } finally {
    // Frees the file when the reader stops half way.
    if (!ended) await rest.return?.();
  }
}

/** Lines of a head as bytes, without the mark of order of bytes, blank ones left out. The last one may be cut. */
export function headLines(head: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  const bytes = withoutByteOrderMark(head);
  const lineEnd = lineEndOf(head);
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(lineEnd, start);
    const end = found === -1 ? bytes.length : found;
    const line = bytes.subarray(start, bytes[end - 1] === 0x0d ? end - 1 : end);
    if (!isBlank(decodeText(line).text)) lines.push(line);
    start = end + 1;
  }
  return lines;
}

/** Nothing but spaces, or the end-of-file sign of old DOS programs. */
export const isBlank = (line: string): boolean => line.replaceAll('\u001a', '').trim() === '';

export function withoutByteOrderMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

const BINARY_KINDS: readonly (readonly [name: string, signature: readonly number[]])[] = [
  ['un PDF', [0x25, 0x50, 0x44, 0x46]],
  ['un libro de Excel o un ZIP', [0x50, 0x4b, 0x03, 0x04]],
  ['un libro de Excel antiguo', [0xd0, 0xcf, 0x11, 0xe0]],
  ['un archivo comprimido', [0x1f, 0x8b]],
  ['texto Unicode de 16 bits', [0xff, 0xfe]],
  ['texto Unicode de 16 bits', [0xfe, 0xff]],
];

/** Throws a Refusal when the file is empty or is no text that a bank's layout could have. */
export function refuseUnreadable(head: Uint8Array): void {
  if (headLines(head).length === 0) {
    throw refuseFile(
      'bank-file-empty',
      head.length < HEAD_BYTES
        ? 'El archivo no contiene ninguna línea. Descárguelo de nuevo del banco; si ese día no hubo pagos, no lo suba.'
        : `Los primeros ${HEAD_BYTES} bytes del archivo están en blanco. Descárguelo de nuevo del banco.`,
    );
  }
  const kind = BINARY_KINDS.find(([, signature]) => signature.every((byte, index) => head[index] === byte));
  const nul = head.indexOf(0);
  if (kind === undefined && nul === -1) return;
  const what = kind === undefined ? 'un archivo binario' : kind[0];
  throw refuseFile(
    'bank-file-not-text',
    `El archivo es ${what}; los archivos del banco son de texto. Suba el archivo tal como lo entrega el banco, sin convertirlo.`,
    { details: [{ line: 1, column: kind === undefined ? nul + 1 : 1, message: `Aquí empieza contenido de ${what}.` }] },
  );
}
