import { type Centavos, formatMxn } from '../../../shared/money/centavos.ts';
import type { RefusalDetail } from '../../../shared/refusals/refusal.ts';
import type { RowReading, StatedTotals } from '../readers/bank-row.ts';
import { place } from '../readers/field-text.ts';
import type { FixedField, LayoutDeclaration, TotalsLine } from '../readers/layout.ts';
import { refuseFile } from '../readers/reader-refusals.ts';

/** Money of a row, as read; of one that could not be read, what it most likely is. */
export const amountOf = (reading: RowReading): Centavos | null => (reading.ok ? reading.row.amount : reading.amount);

/** Rows that one line of totals speaks of. */
interface Covered {
  count: number;
  sum: Centavos;
  unread: number;
  firstUnreadLine: number;
}

const nothing = (): Covered => ({ count: 0, sum: 0, unread: 0, firstUnreadLine: 0 });

export interface TotalsCheck {
  readonly add: (reading: RowReading) => void;
  readonly stated: (stated: StatedTotals) => void;
  /** The file is through. */
  readonly end: () => void;
}

/**
 * Compares what a bank states of its file with the rows, told in file order. Throws a Refusal where they part: a file
 * that is not what its bank sent is not applied by halves, for the right one would come as doubtful rows.
 */
export function createTotalsCheck({ name, shape }: Pick<LayoutDeclaration, 'name' | 'shape'>): TotalsCheck {
  const totals = shape.type === 'fixed-width' ? shape.totals : null;
  if (totals === null) return { add: () => undefined, stated: () => undefined, end: () => undefined };
  let covered = nothing();
  let head: StatedTotals | undefined;

  const close = (by: StatedTotals | undefined): void => {
    if (by !== undefined) compare(totals, by, covered);
    else if (covered.count > 0 && !totals.optional) throw totalsMissing(totals, name);
    covered = nothing();
  };
  return {
    add(reading) {
      covered.count += 1;
      covered.sum += amountOf(reading) ?? 0;
      if (reading.ok) return;
      covered.unread += 1;
      covered.firstUnreadLine ||= reading.line;
    },
    stated(stated) {
      close(totals.covers === 'rows-before' ? stated : head);
      head = stated;
    },
    end: () => close(totals.covers === 'rows-before' ? undefined : head),
  };
}

function compare(totals: TotalsLine, stated: StatedTotals, found: Covered): void {
  const details: RefusalDetail[] = [];
  const told: string[] = [];
  const counted: string[] = [];
  const against = (field: FixedField | null, [says, holds]: readonly [string, string], unit = '') => {
    told.push(`${says}${unit}`);
    counted.push(holds);
    if (field === null || says === holds) return;
    const message = `${place(field)}: dice ${says} y el archivo trae ${holds}.`;
    details.push({ line: stated.line, column: field.from, message });
  };
  if (stated.count !== null) {
    against(totals.count, [`${stated.count}`, `${found.count}`], stated.count === 1 ? ' renglón' : ' renglones');
  }
  if (stated.sum !== null) against(totals.sum, [formatMxn(stated.sum), formatMxn(found.sum)]);
  if (details.length === 0) return;
  throw refuseFile(
    'bank-file-totals-differ',
    `${totals.name} (línea ${stated.line}) dice ${told.join(' por ')} y el archivo trae ${counted.join(' por ')}. ` +
      `${unreadRows(found)}No se aplicó nada: descargue el archivo completo del banco y súbalo sin abrirlo ni ` +
      'guardarlo en otro programa; si el del banco tampoco cuadra, pídale uno que cuadre.',
    { details },
  );
}

function unreadRows({ unread, firstUnreadLine: line }: Covered): string {
  if (unread === 0) return '';
  return unread === 1
    ? `Un renglón no se pudo leer (línea ${line}). `
    : `${unread} renglones no se pudieron leer (el primero, en la línea ${line}). `;
}

const totalsMissing = (totals: TotalsLine, layoutName: string) =>
  refuseFile(
    'bank-file-totals-missing',
    `${totals.name} de «${layoutName}» no está: el archivo está incompleto. No se aplicó nada: descargue el archivo completo del banco.`,
  );
