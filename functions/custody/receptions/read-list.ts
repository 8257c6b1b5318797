import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import type { RefusalDetail } from '../../../shared/refusals/refusal.ts';
import { PLACE_CODE } from '../places/place.ts';
import type { ReceptionRow } from './reception.ts';
import { refuseReception } from './reception-refusals.ts';

/** One line of a list as it was sent; what is left out is as said for the whole list. */
export interface ListLine {
  /** Where it stands, from 1 on. */
  readonly line: number;
  readonly contractNumber: string;
  readonly placeCode?: string | undefined;
  readonly kind?: ReceptionRow['kind'] | undefined;
}

export const MOST_ROWS = 10_000;
/** Characters of a contract number. */
export const LONGEST_CONTRACT = 40;
const MOST_FAULTS_TOLD = 100;
const KIND_WORDS: ReadonlyMap<string, ReceptionRow['kind']> = new Map([
  ['contrato', 'contract'],
  ['pagare', 'note'],
  ['garantia', 'guarantee'],
]);

/**
 * A list as CSV: a contract number a line, then, if they differ from what is said for the whole list, its place and what
 * the paper is (contrato, pagaré, garantía). Comma or semicolon, with a header or without. Throws every fault with its
 * line and column (`reception-list-refused`).
 */
export function linesOfCsv(text: string): ListLine[] {
  const faults: RefusalDetail[] = [];
  const lines = recordsOf(text).flatMap(({ cells, line }, index): ListLine[] => {
    const [contractNumber = '', placeCode, kind, ...more] = cells;
    if (index === 0 && contractNumber.toLowerCase() === 'contrato') return [];
    if (contractNumber === '') faults.push({ line, column: 1, message: 'Falta el número de contrato.' });
    if (contractNumber.length > LONGEST_CONTRACT)
      faults.push({ line, column: 1, message: `El número de contrato lleva hasta ${LONGEST_CONTRACT} caracteres.` });
    if (more.length > 0) faults.push({ line, column: 4, message: 'Sobran columnas: contrato, lugar, tipo.' });
    const word = kind?.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
    const known = word ? KIND_WORDS.get(word) : undefined;
    if (word && known === undefined)
      faults.push({ line, column: 3, message: `«${kind}» no es contrato, pagaré ni garantía.` });
    return [{ line, contractNumber, placeCode: placeCode || undefined, kind: known }];
  });
  refuseFaults(faults);
  return lines;
}

const parsedSchema = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

function recordsOf(text: string): { readonly cells: readonly string[]; readonly line: number }[] {
  try {
    const parsed: unknown = parse(text, {
      ...{ bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, delimiter: [',', ';'], info: true },
    });
    return parsedSchema.parse(parsed).map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch {
    throw refuseReception('reception-list-refused', 'El texto no es un CSV: revise las comillas.');
  }
}

/** The rows of a list. Throws every place that is none, and a list that is empty or too long. */
export function rowsOfList(
  lines: readonly ListLine[],
  whole: { readonly placeCode: string; readonly kind: ReceptionRow['kind'] },
): ReceptionRow[] {
  if (lines.length === 0 || lines.length > MOST_ROWS) {
    const message = `La lista lleva de 1 a ${MOST_ROWS.toLocaleString('es-MX')} renglones; tiene ${lines.length}.`;
    throw refuseReception('reception-list-refused', message);
  }
  const seen = new Set<string>();
  const faults: RefusalDetail[] = [];
  const rows = lines.map(({ line, ...given }): ReceptionRow => {
    const contractNumber = given.contractNumber.trim().toUpperCase();
    const placeCode = (given.placeCode ?? whole.placeCode).toUpperCase();
    if (!PLACE_CODE.test(placeCode))
      faults.push({ line, column: 2, message: `«${placeCode}» no es un código de lugar.` });
    const kind = given.kind ?? whole.kind;
    const paper = `${kind} ${contractNumber}`;
    const isRepeat = seen.has(paper);
    seen.add(paper);
    return { line, contractNumber, placeCode, kind, isRepeat };
  });
  refuseFaults(faults);
  return rows;
}

function refuseFaults(faults: readonly RefusalDetail[]): void {
  if (faults.length === 0) return;
  const more = faults.length > MOST_FAULTS_TOLD ? ` Se muestran los primeros ${MOST_FAULTS_TOLD}.` : '';
  const message = `La lista tiene ${faults.length} errores; no se recibió nada.${more}`;
  throw refuseReception('reception-list-refused', message, { details: faults.slice(0, MOST_FAULTS_TOLD) });
}
