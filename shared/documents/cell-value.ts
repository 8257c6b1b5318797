import type { CalendarDate } from '../calendar/calendar-date.ts';
import type { Centavos } from '../money/centavos.ts';

/** Kinds of a column with the format a cell of it has in es-MX. Money is given in centavos, percent as a fraction. */
export const NUMBER_FORMATS = {
  /** Text format: retyping a cell that looks like a formula leaves it text. */
  text: '@',
  money: '"$"#,##0.00;[Red]-"$"#,##0.00',
  integer: '#,##0;[Red]-#,##0',
  percent: '0.0%;[Red]-0.0%',
  date: 'dd/mm/yyyy',
} as const;
export type CellKind = keyof typeof NUMBER_FORMATS;

/** Control characters and non-characters that XML 1.0 cannot hold; tab and line ends it can. */
const NOT_IN_XML = /(?![\t\n\r])\p{Cc}|[\ufffe\uffff]|\p{Cs}/gu;
/** Excel's limit of characters in a cell. */
const LONGEST_CELL = 32_767;
/** White space, controls and signs that take no room: spreadsheets and clipboards drop them in front. */
const UNSEEN_IN_FRONT = /^[\p{Z}\p{C}]*/u;
const BEGINS_A_CELL = /^[\t\r\n]./s;
const SIGNS_OF_FORMULAS = new Set(['=', '+', '-', '@']);

/**
 * Text from outside as a cell may hold it. What a spreadsheet would take for a formula (= + - @ as the first visible
 * character, full-width and small forms too; a tab or a line end at the start) gets an apostrophe in front: an XLSX
 * string is not evaluated, but the same cell saved as CSV and opened again would be. Control characters, which XML cannot
 * hold, become spaces.
 */
export function guardedText(text: string): string {
  const guarded = startsAFormula(text) ? `'${text}` : text;
  return guarded.replace(NOT_IN_XML, ' ').slice(0, LONGEST_CELL);
}

function startsAFormula(text: string): boolean {
  if (BEGINS_A_CELL.test(text)) return true;
  const [sign = '', ...rest] = text.replace(UNSEEN_IN_FRONT, '').slice(0, 3);
  return rest.length > 0 && SIGNS_OF_FORMULAS.has(sign.normalize('NFKC'));
}

/** The value exceljs writes: pesos for centavos, a UTC midnight for a calendar date, guarded text. */
export function cellValue(kind: CellKind, value: string | number | null): string | number | Date | null {
  if (value === null) return null;
  if (kind === 'text') return guardedText(String(value));
  if (kind === 'date') return new Date(`${value}T00:00:00Z`);
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new TypeError(`a ${kind} cell needs a number`);
  return kind === 'money' ? value / 100 : value;
}

/** A column of a sheet over rows of type Row; the kind decides what its cells are. */
export type SheetColumn<Row> = {
  readonly title: string;
  /** In characters of the normal font. */
  readonly width: number;
} & (
  | { readonly kind: 'text'; readonly value: (row: Row) => string | null }
  | { readonly kind: 'date'; readonly value: (row: Row) => CalendarDate | null }
  | { readonly kind: 'percent'; readonly value: (row: Row) => number | null }
  | { readonly kind: 'integer'; readonly value: (row: Row) => number | null; readonly total?: true }
  | { readonly kind: 'money'; readonly value: (row: Row) => Centavos | null; readonly total?: true }
);
