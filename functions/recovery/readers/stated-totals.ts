import type { StatedTotals } from './bank-row.ts';
import { place } from './field-text.ts';
import type { FixedField, TotalsLine } from './layout.ts';
import { refuseFile } from './reader-refusals.ts';

/** Reads a line of totals. Throws a Refusal when a figure is none: what cannot be compared is not taken on trust. */
export function readStatedTotals(totals: TotalsLine, text: string, line: number): StatedTotals {
  const figure = (field: FixedField | null): number | null => {
    const written = field === null ? '' : text.slice(field.from - 1, field.to).trim();
    if (field === null || written === '') return null;
    const withPoint = field.kind === 'amount' && field.decimals === 'point';
    const digits = withPoint ? digitsOfAmount(written) : written;
    if (/^\d{1,15}$/.test(digits)) return Number(digits);
    const message = `${place(field)}: debe llevar ${withPoint ? 'un importe con punto y dos decimales' : 'solo dígitos'}.`;
    throw refuseFile(
      'bank-file-totals-unreadable',
      `${totals.name} (línea ${line}) no dice bien cuánto suma el archivo. ${message} No se aplicó nada: descargue el archivo de nuevo del banco y súbalo sin abrirlo ni guardarlo en otro programa.`,
      { details: [{ line, column: field.from, message }] },
    );
  };
  return { line, count: figure(totals.count), sum: figure(totals.sum) };
}

/** "1,250.50" as "125050"; what is no amount with two decimals, as it is. */
const digitsOfAmount = (written: string): string =>
  /^(\d{1,3}(,\d{3})+|\d+)\.\d{2}$/.test(written) ? written.replace(/[.,]/g, '') : written;
