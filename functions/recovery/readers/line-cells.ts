import type { RowFault } from './bank-row.ts';
import type { FoundEncoding } from './text-encoding.ts';

/** A line cut into the texts of its fields, before anything is understood. */
export interface LineCells {
  readonly ok: true;
  readonly cells: readonly Cell[];
  readonly encoding: FoundEncoding;
}

/** Text of a field and its 1-based column: first character in fixed width, ordinal in a delimited file. */
export interface Cell {
  readonly text: string;
  readonly column: number;
}

export type CutLine = LineCells | { readonly ok: false; readonly fault: RowFault };

const HARMLESS_CONTROLS = new Set([0x09, 0x1a]);

/** 1-based column of the first byte that no text has (NUL, escape…), or 0. */
export function controlCharacterColumn(bytes: Uint8Array): number {
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if ((byte < 0x20 || byte === 0x7f) && !HARMLESS_CONTROLS.has(byte)) return index + 1;
  }
  return 0;
}
