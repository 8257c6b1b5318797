import { CsvError, parse } from 'csv-parse/sync';
import type { RowFault } from './bank-row.ts';
import type { DelimitedField, DelimitedShape } from './layout.ts';
import type { CutLine } from './line-cells.ts';
import { refuseFile } from './reader-refusals.ts';
import { decodeText } from './text-encoding.ts';

/** Where each declared field is in the file at hand: banks reorder and add columns, titles decide. */
export interface DelimitedColumns {
  /** 0-based position of each declared field. */
  readonly positions: readonly number[];
  /** Columns of the first line. */
  readonly count: number;
}

const plainTitle = (title: string): string =>
  title
    .trim()
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '');

/** Values of a line, or the fault that stops it. A record is one line: a quote left open never swallows the next. */
export function splitDelimited(
  text: string,
  delimiter: string,
): { readonly values: readonly string[] } | { readonly fault: RowFault } {
  // Without quotes there is nothing to parse: most lines of a big file end here.
  if (!text.includes('"')) return { values: text.split(delimiter) };
  try {
    const [values = []] = parse(text, { delimiter, relax_column_count: true });
    return { values };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return {
      fault: {
        column: error.code === 'INVALID_OPENING_QUOTE' ? text.slice(0, text.indexOf('"')).split(delimiter).length : 1,
        message:
          'Las comillas de la línea no están completas. Cada valor entre comillas debe abrir y cerrar en la misma ' +
          'línea, y una comilla dentro del texto se escribe doble.',
      },
    };
  }
}

/** Which declared fields the first line of a file has (by their titles, in any order, among others). */
export function presentFields(titleLine: string, shape: DelimitedShape): DelimitedField[] {
  const split = splitDelimited(titleLine, shape.delimiter);
  const titles = new Set('values' in split ? split.values.map(plainTitle) : []);
  return shape.fields.filter((field) => titles.has(plainTitle(field.header)));
}

/** Reads the line of titles. Throws a Refusal naming every column that is missing or comes twice. */
export function readTitles(
  line: number,
  bytes: Uint8Array,
  shape: DelimitedShape,
  layoutName: string,
): DelimitedColumns {
  const split = splitDelimited(decodeText(bytes).text, shape.delimiter);
  const titles = 'values' in split ? split.values.map(plainTitle) : [];
  const missing = shape.fields.filter((field) => !titles.includes(plainTitle(field.header)));
  const twice = shape.fields.filter((field) => titles.filter((title) => title === plainTitle(field.header)).length > 1);
  if (missing.length > 0 || twice.length > 0) {
    const details = [
      ...missing.map(({ header }) => ({ line, column: titles.length + 1, message: `Falta la columna «${header}».` })),
      ...twice.map(({ header }) => ({
        line,
        column: titles.lastIndexOf(plainTitle(header)) + 1,
        message: `La columna «${header}» viene dos veces.`,
      })),
    ];
    throw refuseFile(
      'bank-file-columns-missing',
      `La línea ${line} debe llevar los títulos de «${layoutName}»: ${shape.fields.map((field) => field.header).join(', ')}. ` +
        'Descargue el archivo de nuevo y no borre ni cambie su primera línea.',
      { details },
    );
  }
  return { positions: shape.fields.map((field) => titles.indexOf(plainTitle(field.header))), count: titles.length };
}

/** Cuts a line of values into the declared fields. */
export function cutDelimited(bytes: Uint8Array, shape: DelimitedShape, columns: DelimitedColumns): CutLine {
  const { text, encoding } = decodeText(bytes);
  const split = splitDelimited(text, shape.delimiter);
  if ('fault' in split) return { ok: false, fault: split.fault };
  if (split.values.length !== columns.count) {
    return {
      ok: false,
      fault: {
        column: Math.min(split.values.length, columns.count) + 1,
        message:
          `La línea tiene ${split.values.length} valores y la primera línea anuncia ${columns.count}. ` +
          'Un valor con coma debe ir entre comillas.',
      },
    };
  }
  return {
    ok: true,
    encoding,
    cells: columns.positions.map((position) => ({ text: split.values[position] ?? '', column: position + 1 })),
  };
}
