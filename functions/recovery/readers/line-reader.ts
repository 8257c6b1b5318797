import type { BankRow, RowReading, StatedTotals } from './bank-row.ts';
import type { ByteLine } from './byte-lines.ts';
import { cutDelimited, type DelimitedColumns, readTitles } from './delimited.ts';
import { place, readField } from './field-text.ts';
import { cutFixedWidth } from './fixed-width.ts';
import { guessedAmount } from './guessed-amount.ts';
import { isOfInstitute, OWNER_NAMES_ES } from './institute-accounts.ts';
import type { DelimitedShape, FixedWidthShape, LayoutDeclaration } from './layout.ts';
import type { CutLine } from './line-cells.ts';
import { refuseFile } from './reader-refusals.ts';
import { rowFromCells } from './row-from-cells.ts';
import { readStatedTotals } from './stated-totals.ts';
import { decodeText } from './text-encoding.ts';

/** Reads the lines of one file in order; undefined for a line that holds no movement. Throws a Refusal. */
export type LineReader = (line: ByteLine) => RowReading | undefined;

/** A reader with the memory that one file needs: its titles, or the header line its rows are under. */
export function lineReader(layout: LayoutDeclaration, onTotals?: (stated: StatedTotals) => void): LineReader {
  return layout.shape.type === 'fixed-width'
    ? fixedWidthReader(layout, layout.shape, onTotals)
    : delimitedReader(layout, layout.shape);
}

function fixedWidthReader(
  layout: LayoutDeclaration,
  shape: FixedWidthShape,
  onTotals?: (stated: StatedTotals) => void,
): LineReader {
  const { totals } = shape;
  let shared: Readonly<Record<string, string>> | undefined = shape.header === null ? {} : undefined;
  return (line) => {
    if (shape.header !== null || totals !== null || shape.ignoredLines !== null) {
      const { text } = decodeText(line.bytes);
      if (shape.ignoredLines?.test(text) === true) return undefined;
      if (totals?.looksLike.test(text) === true) {
        onTotals?.(readStatedTotals(totals, text, line.number));
        return undefined;
      }
      if (shape.header?.looksLike.test(text) === true) {
        shared = headerFields(text, shape.header.fields, line.number);
        return undefined;
      }
    }
    if (shared === undefined) throw headerMissing(layout, shape, line.number);
    return rowOf(layout, line, cutFixedWidth(line.bytes, shape.width, shape.fields, layout.name), shared);
  };
}

function headerFields(text: string, fields: FixedWidthShape['fields'], line: number): Record<string, string> {
  const values: Record<string, string> = {};
  for (const field of fields) {
    const reading = readField(field, text.slice(field.from - 1, field.to));
    if (reading.fault !== undefined) {
      const details = [{ line, column: field.from, message: reading.fault }];
      throw refuseFile('bank-file-header-missing', `El encabezado de la línea ${line} no es válido. ${reading.fault}`, {
        details,
      });
    }
    values[field.name] = reading.value;
  }
  return values;
}

function headerMissing(layout: LayoutDeclaration, shape: FixedWidthShape, line: number) {
  const what = `${shape.header?.name ?? 'encabezado'} (${(shape.header?.fields ?? []).map(place).join(', ')})`;
  return refuseFile(
    'bank-file-header-missing',
    `«${layout.name}» empieza con ${what} y la línea ${line} no lo es. Descargue el archivo completo del banco.`,
    { details: [{ line, column: 1, message: `Aquí debe ir ${what}.` }] },
  );
}

function delimitedReader(layout: LayoutDeclaration, shape: DelimitedShape): LineReader {
  let columns: DelimitedColumns | undefined;
  return (line) => {
    if (columns === undefined) {
      columns = readTitles(line.number, line.bytes, shape, layout.name);
      return undefined;
    }
    return rowOf(layout, line, cutDelimited(line.bytes, shape, columns), {});
  };
}

function rowOf(
  layout: LayoutDeclaration,
  line: ByteLine,
  cut: CutLine,
  shared: Readonly<Record<string, string>>,
): RowReading {
  if (!cut.ok) {
    const amount = guessedAmount(decodeText(line.bytes).text);
    return { ok: false, line: line.number, faults: [cut.fault], amount };
  }
  const reading = rowFromCells(layout, line.number, cut, shared);
  if (reading.ok) refuseOfOthers(layout, reading.row);
  return reading;
}

/** Money of another account is not applied: the whole file is refused before any of its rows is posted. */
function refuseOfOthers({ owner, name }: LayoutDeclaration, { fields, line }: BankRow): void {
  if (owner === null) return;
  const number = fields[owner.field] ?? '';
  if (isOfInstitute(owner.kind, number)) return;
  const what = `${OWNER_NAMES_ES[owner.kind]} «${number}»`;
  throw refuseFile(
    'bank-file-of-others',
    `El renglón ${line} de «${name}» es de ${what}, que no es del instituto. No se aplicó nada del archivo: descargue el de la cuenta o el convenio del instituto, o pida a Sistemas que dé de alta ${what}.`,
    { details: [{ line, column: 1, message: `El dinero de ${what} no es del instituto.` }] },
  );
}
